from django.db import migrations, models


def _names(said: str) -> models.TextField:
    return models.TextField(blank=True, db_default="", default="", verbose_name=said)


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0023_picked_for_lots")]

    operations = [
        migrations.AddField("enquiryrecipient", "documents", _names("pièces reçues")),
        migrations.AddField("exchange", "documents", _names("pièces reçues ou remises")),
    ]
