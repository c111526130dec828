from django.db import migrations

# A structure is compared with those of the same telephone or domain (validation/likeness.py writes the same
# expressions). Partial: a list that gives none of these is written as quickly as before.
FORWARD = r"""
CREATE INDEX structure_phone ON suppliers_structure
    (right(regexp_replace(phone, '\D', '', 'g'), 9)) WHERE phone <> '';
CREATE INDEX structure_mail_domain ON suppliers_structure
    (lower(split_part(email, '@', 2))) WHERE email <> '';
CREATE INDEX structure_site_domain ON suppliers_structure
    (substring(lower(website) from '^https?://(?:www[.])?([^/:?#]+)')) WHERE website <> '';
"""
BACK = "DROP INDEX structure_phone, structure_mail_domain, structure_site_domain"


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0012_what_waits_is_in_the_queue")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
