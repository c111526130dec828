from django.db import migrations


def are_of_the_site(apps, schema_editor):
    """Until now an event without an account was the site's, or of an account that is gone: none can tell."""
    apps.get_model("suppliers", "Event").objects.filter(by=None).update(by_site=True)


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0015_events_of_the_site")]

    operations = [migrations.RunPython(are_of_the_site, migrations.RunPython.noop)]
