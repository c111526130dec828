from django.db import migrations, models


def those_of_nobody(apps, schema_editor):
    """Until now an event without an account was the site's, or of an account that is gone: none can tell."""
    apps.get_model("suppliers", "Event").objects.filter(by=None).update(by_site=True)


class Migration(migrations.Migration):

    dependencies = [
        ("suppliers", "0014_decisions_made_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="by_site",
            field=models.BooleanField(default=False, verbose_name="par le site lui-même"),
        ),
        migrations.RunPython(those_of_nobody, migrations.RunPython.noop),
    ]
