from django.db import migrations


class Migration(migrations.Migration):
    """What a visitor did before their account is told as theirs; so is what was done before today."""

    dependencies = [("suppliers", "0026_awards_to_groups")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE suppliers_workspaceevent AS event SET by_id = workspace.user_id
            FROM suppliers_workspace AS workspace
            WHERE workspace.id = event.workspace_id AND workspace.user_id IS NOT NULL
              AND event.by_id IS NULL AND event.action <> 'enquiry.answer'
            """,
            migrations.RunSQL.noop,
            elidable=True,
        )
    ]
