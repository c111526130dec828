from django.db import migrations

# What nothing reads: numbers are looked up among the structures, positions in memory. These three indexes were a
# seventh of the time it takes to write the read model.
NO_POSITION = "DROP INDEX entry_position"
POSITION = """
CREATE INDEX entry_position ON suppliers_directoryentry USING gist (ll_to_earth(latitude, longitude))
  WHERE latitude IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0007_cards_say_when_a_list_was_read")]

    operations = [
        migrations.RunSQL(NO_POSITION, POSITION),
        migrations.RemoveIndex("directoryentry", "entry_siret"),
        migrations.RemoveIndex("directoryentry", "entry_siren"),
        migrations.RemoveField("directoryentry", "siret"),
        migrations.RemoveField("directoryentry", "siren"),
    ]
