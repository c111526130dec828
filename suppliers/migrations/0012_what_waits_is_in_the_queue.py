"""What waited in the administration waits in the queue: new structures, error reports."""

from django.db import migrations

FORWARD = """
INSERT INTO suppliers_reviewitem
       (kind, status, structure_id, key, data, message, created_at, updated_at, version, question, reason, answer)
SELECT 'structure', 'waiting', id, '', '{}', '', updated_at, now(), 0, '', '', ''
  FROM suppliers_structure WHERE status = 'pending'
    ON CONFLICT DO NOTHING;
INSERT INTO suppliers_reviewitem
       (kind, status, structure_id, key, report_id, data, message, created_at, updated_at, version,
        question, reason, answer)
SELECT 'report', 'waiting', structure_id, id::text, id, '{}', '', created_at, now(), 0, '', '', ''
  FROM suppliers_errorreport WHERE handled_at IS NULL
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0011_registration_and_validation")]

    # The way back needs nothing: the table itself goes with 0011.
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
