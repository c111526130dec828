from django.db import migrations

# The cards of a directory that is there already lack the day a list last showed each certificate. No window is of
# no month: the next start finds another than its own, and writes every row again (atlas.start).
REWRITE = "UPDATE suppliers_directorystate SET listing_window_months = 0"


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0006_typographic_labels")]

    operations = [migrations.RunSQL(REWRITE, migrations.RunSQL.noop, elidable=True)]
