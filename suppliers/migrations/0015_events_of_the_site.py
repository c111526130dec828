from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("suppliers", "0014_decisions_made_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="by_site",
            field=models.BooleanField(db_default=False, default=False, verbose_name="par le site lui-même"),
        ),
    ]
