from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0020_exchanges")]

    operations = [
        migrations.AddField(
            model_name="ledger",
            name="sha256",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=64, verbose_name="empreinte du fichier"
            ),
        ),
    ]
