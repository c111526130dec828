from django.db import migrations, models

# A structure that is looked at is compared by name with those that no search knows (validation/similar.py
# writes the same expression).
FORWARD = """
CREATE INDEX structure_name_not_public ON suppliers_structure
    USING gin ((name || ' ' || brand) gin_trgm_ops) WHERE status IN ('pending', 'hidden')
"""


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0016_events_of_nobody")]

    operations = [
        migrations.RunSQL(FORWARD, "DROP INDEX structure_name_not_public"),
        # The log shows one line of a lot, its last: found without reading the others.
        migrations.RemoveIndex("event", "event_batch"),
        migrations.AddIndex(
            "event",
            models.Index(
                fields=["batch", "action", "id"], condition=models.Q(batch__isnull=False), name="event_batch"
            ),
        ),
    ]
