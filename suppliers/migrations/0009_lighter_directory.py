from django.db import migrations, models

import suppliers.models.card_field

# A card is read whole: kept as the text it is written as, it is neither taken apart nor put in order, and a row of
# the directory is worked out in a fifth less time. The indexes dropped are those that nothing reads: codes are
# looked for in memory, forms and bands are never taken away, a key of text comes with two where one is enough.
#
# The rows are written again at the next start (as after migration 7): their cards are in another order.
REWRITE = "UPDATE suppliers_directorystate SET listing_window_months = 0"
OUTSIDE_THE_ROW = "ALTER TABLE suppliers_directoryentry ALTER COLUMN card SET STORAGE EXTERNAL"
# In one function: a position took three times as long through three of them.
PLACE = """
CREATE OR REPLACE FUNCTION atlas_place(latitude double precision, longitude double precision) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  l constant double precision := LEAST(85.05, GREATEST(-85.05, latitude));
  x bigint := LEAST(16777215, GREATEST(0, floor((longitude + 180) / 360 * 16777216)));
  y bigint := LEAST(16777215, GREATEST(0, floor(
                (1 - ln(tan(radians(l)) + 1 / cos(radians(l))) / pi()) / 2 * 16777216)));
BEGIN
  x := (x | (x << 16)) & x'0000FFFF0000FFFF'::bigint;
  x := (x | (x << 8)) & x'00FF00FF00FF00FF'::bigint;
  x := (x | (x << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  x := (x | (x << 2)) & x'3333333333333333'::bigint;
  y := (y | (y << 16)) & x'0000FFFF0000FFFF'::bigint;
  y := (y | (y << 8)) & x'00FF00FF00FF00FF'::bigint;
  y := (y | (y << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  y := (y | (y << 2)) & x'3333333333333333'::bigint;
  RETURN ((x | (x << 1)) & x'5555555555555555'::bigint)
         | (((y | (y << 1)) & x'5555555555555555'::bigint) << 1);
END $$;
DROP FUNCTION atlas_spread;
"""
PLACE_BEFORE = """
CREATE FUNCTION atlas_spread(value bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE v bigint := value;
BEGIN
  v := (v | (v << 16)) & x'0000FFFF0000FFFF'::bigint;
  v := (v | (v << 8)) & x'00FF00FF00FF00FF'::bigint;
  v := (v | (v << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  v := (v | (v << 2)) & x'3333333333333333'::bigint;
  RETURN (v | (v << 1)) & x'5555555555555555'::bigint;
END $$;
CREATE OR REPLACE FUNCTION atlas_place(latitude double precision, longitude double precision) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT atlas_spread(LEAST(16777215, GREATEST(0, floor((longitude + 180) / 360 * 16777216)))::bigint)
         | (atlas_spread(LEAST(16777215, GREATEST(0, floor(
             (1 - ln(tan(radians(l)) + 1 / cos(radians(l))) / pi()) / 2 * 16777216)))::bigint) << 1)
    FROM LEAST(85.05, GREATEST(-85.05, latitude)) AS l
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0008_directory_without_twins")]

    operations = [
        migrations.RunSQL(PLACE, PLACE_BEFORE),
        migrations.RemoveIndex("directoryentry", "entry_codes"),
        migrations.RunSQL(migrations.RunSQL.noop, OUTSIDE_THE_ROW),
        migrations.AlterField(
            "directoryentry", "card", suppliers.models.card_field.CardField(verbose_name="carte")
        ),
        migrations.RunSQL(OUTSIDE_THE_ROW, migrations.RunSQL.noop),
        migrations.RunSQL(REWRITE, REWRITE, elidable=True),
        migrations.AlterField(
            "certification",
            "kind",
            models.ForeignKey(
                "suppliers.certificationkind",
                models.PROTECT,
                db_index=False,
                verbose_name="type",
            ),
        ),
        migrations.AlterField(
            "structure",
            "employee_band",
            models.ForeignKey(
                "suppliers.employeeband",
                models.PROTECT,
                null=True,
                blank=True,
                db_index=False,
                verbose_name="tranche d’effectif",
            ),
        ),
        migrations.AlterField(
            "structure",
            "legal_form",
            models.ForeignKey(
                "suppliers.legalform",
                models.PROTECT,
                null=True,
                blank=True,
                db_index=False,
                verbose_name="forme juridique",
            ),
        ),
        migrations.AddIndex("certification", models.Index(fields=["kind"], name="certification_kind")),
    ]
