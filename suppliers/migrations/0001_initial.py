"""Extensions, text search configurations, then every table.

`unaccent` sits inside the configurations, before the stemmer: `to_tsvector('atlas_french', …)` stays immutable.
`atlas_simple` keeps whole words, for prefixes typed half-way. All in one first migration, so that other
applications' tables that point at our user wait for it.
"""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models


CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION atlas_french (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION atlas_french
  ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION atlas_simple (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION atlas_simple
  ALTER MAPPING FOR hword, hword_part, word, asciihword, hword_asciipart, asciiword WITH unaccent, simple;
"""
BACK = """
DROP TEXT SEARCH CONFIGURATION atlas_simple;
DROP TEXT SEARCH CONFIGURATION atlas_french;
"""


# `atlas_vector`: five weights with four letters; what is sold is said twice, so that it outweighs the description.
# Stems find « nettoyages » by « nettoyer »; names keep their whole words too, to be found half-typed.
# `atlas_km`, `atlas_within`: great-circle kilometres, written so that the index of positions is used.
# `atlas_place`: the position on a Web-Mercator square of 2^24 by 2^24, its two coordinates interleaved (Morton
# order): any square of any zoom level is one run of consecutive numbers.
FUNCTIONS = """
CREATE FUNCTION atlas_vector(name text, brand text, sectors text, offers text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('public.atlas_french', name) || to_tsvector('public.atlas_simple', name), 'A')
         || setweight(to_tsvector('public.atlas_french', brand) || to_tsvector('public.atlas_simple', brand), 'B')
         || setweight(to_tsvector('public.atlas_french', sectors), 'C')
         || setweight(to_tsvector('public.atlas_french', offers || ' . ' || offers || ' . ' || description), 'D')
$$;
CREATE FUNCTION atlas_km(a_latitude double precision, a_longitude double precision,
                         b_latitude double precision, b_longitude double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT earth_distance(ll_to_earth(a_latitude, a_longitude), ll_to_earth(b_latitude, b_longitude)) / 1000
$$;
CREATE FUNCTION atlas_within(latitude double precision, longitude double precision, km double precision,
                             entry_latitude double precision, entry_longitude double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT earth_box(ll_to_earth(latitude, longitude), km * 1000) @> ll_to_earth(entry_latitude, entry_longitude)
         AND atlas_km(latitude, longitude, entry_latitude, entry_longitude) <= km
$$;
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
CREATE FUNCTION atlas_place(latitude double precision, longitude double precision) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT atlas_spread(LEAST(16777215, GREATEST(0, floor((longitude + 180) / 360 * 16777216)))::bigint)
         | (atlas_spread(LEAST(16777215, GREATEST(0, floor(
             (1 - ln(tan(radians(l)) + 1 / cos(radians(l))) / pi()) / 2 * 16777216)))::bigint) << 1)
    FROM LEAST(85.05, GREATEST(-85.05, latitude)) AS l
$$;
"""
NO_FUNCTIONS = """
DROP FUNCTION atlas_within;
DROP FUNCTION atlas_km;
DROP FUNCTION atlas_place;
DROP FUNCTION atlas_spread;
DROP FUNCTION atlas_vector;
"""

# Text is looked at in many rows, a card in twenty: the one stays in the row, the other out of it.
POSITION = """
ALTER TABLE suppliers_directoryentry ALTER COLUMN vector SET STORAGE MAIN, ALTER COLUMN card SET STORAGE EXTERNAL;
CREATE INDEX entry_position ON suppliers_directoryentry USING gist (ll_to_earth(latitude, longitude))
  WHERE latitude IS NOT NULL;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        CreateExtension("intarray"),
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CONFIGURATIONS, BACK),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="CertificationKind",
            fields=[
                (
                    "code",
                    models.CharField(max_length=24, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="rang")),
                ("label", models.CharField(max_length=120, verbose_name="libellé")),
                ("short_label", models.CharField(max_length=60, verbose_name="libellé court")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("siae", "Insertion par l'activité économique"),
                            ("insertion_autre", "Autres structures d'insertion"),
                            ("handicap", "Handicap"),
                            ("penitentiaire", "Travail en détention"),
                            ("ess", "Économie sociale et solidaire"),
                            ("rse", "Responsabilité sociétale"),
                            ("qualite", "Qualité"),
                            ("environnement", "Environnement"),
                        ],
                        max_length=16,
                        verbose_name="groupe",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("siret", "Établissement"), ("siren", "Unité légale")],
                        max_length=5,
                        verbose_name="portée",
                    ),
                ),
                (
                    "articles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="articles",
                    ),
                ),
                ("basis", models.CharField(max_length=12, verbose_name="fondement")),
                ("granted_by", models.CharField(max_length=200, verbose_name="délivrée par")),
                ("validity", models.CharField(max_length=200, verbose_name="durée")),
                ("proof", models.CharField(max_length=200, verbose_name="preuve")),
                ("official_list", models.CharField(max_length=200, verbose_name="liste officielle")),
            ],
            options={
                "verbose_name": "type de certification",
                "verbose_name_plural": "types de certification",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="DirectoryRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("structure_id", models.BigIntegerField(verbose_name="structure")),
                ("removed_in", models.BigIntegerField(db_index=True, verbose_name="version de l'annuaire")),
            ],
            options={
                "verbose_name": "retrait de l'annuaire",
                "verbose_name_plural": "retraits de l'annuaire",
                "ordering": ["removed_in"],
            },
        ),
        migrations.CreateModel(
            name="EmployeeBand",
            fields=[
                ("number", models.PositiveSmallIntegerField(unique=True, verbose_name="rang")),
                (
                    "code",
                    models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("label", models.CharField(max_length=80, verbose_name="libellé")),
                ("minimum", models.PositiveIntegerField(blank=True, null=True, verbose_name="minimum")),
                ("maximum", models.PositiveIntegerField(blank=True, null=True, verbose_name="maximum")),
            ],
            options={
                "verbose_name": "tranche d'effectif",
                "verbose_name_plural": "tranches d'effectif",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="GeocodedAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=300, unique=True, verbose_name="question")),
                ("latitude", models.FloatField(null=True, verbose_name="latitude (WGS 84)")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude (WGS 84)")),
                ("precision", models.CharField(blank=True, max_length=12, verbose_name="précision")),
                ("score", models.FloatField(null=True, verbose_name="score")),
                ("label", models.CharField(blank=True, max_length=300, verbose_name="adresse trouvée")),
                ("insee_code", models.CharField(blank=True, max_length=5, verbose_name="code INSEE")),
                ("asked_at", models.DateTimeField(auto_now=True, verbose_name="demandée le")),
            ],
            options={
                "verbose_name": "adresse géocodée",
                "verbose_name_plural": "adresses géocodées",
                "ordering": ["query"],
            },
        ),
        migrations.CreateModel(
            name="LegalForm",
            fields=[
                (
                    "code",
                    models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="code"),
                ),
                ("label", models.CharField(max_length=160, verbose_name="libellé")),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("association", "Association"),
                            ("cooperative", "Coopérative"),
                            ("mutuelle", "Mutuelle"),
                            ("fondation", "Fondation"),
                            ("societe_commerciale_ess", "Société commerciale de l'ESS"),
                        ],
                        max_length=24,
                        verbose_name="famille de l'ESS",
                    ),
                ),
                (
                    "ess_rule",
                    models.CharField(
                        choices=[("de_droit", "De droit"), ("a_verifier", "À vérifier"), ("exclu", "Exclue")],
                        max_length=10,
                        verbose_name="règle ESS",
                    ),
                ),
            ],
            options={
                "verbose_name": "forme juridique",
                "verbose_name_plural": "formes juridiques",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="SocialServiceCpv",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="code CPV"
                    ),
                ),
                ("label", models.CharField(max_length=160, verbose_name="libellé")),
            ],
            options={
                "verbose_name": "code CPV de l'article L2113-15",
                "verbose_name_plural": "codes CPV de l'article L2113-15",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "verbose_name_plural": "comptes",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryState",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.BigIntegerField(default=0, verbose_name="version")),
                ("refreshed_on", models.DateField(null=True, verbose_name="à jour pour le")),
                (
                    "has_demo",
                    models.BooleanField(default=False, verbose_name="contient des structures fictives"),
                ),
                ("changed_at", models.DateTimeField(null=True, verbose_name="changé le")),
            ],
            options={
                "verbose_name": "état de l'annuaire",
                "verbose_name_plural": "état de l'annuaire",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="directory_state_is_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40, verbose_name="source")),
                ("file_name", models.CharField(max_length=200, verbose_name="fichier")),
                (
                    "file_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="empreinte SHA-256"),
                ),
                ("listed_on", models.DateField(blank=True, null=True, verbose_name="date de la liste")),
                ("within", models.CharField(blank=True, max_length=5, verbose_name="limité à")),
                ("dry_run", models.BooleanField(default=False, verbose_name="essai à blanc")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("running", "En cours"),
                            ("done", "Terminé"),
                            ("failed", "Interrompu, rien n'a changé"),
                        ],
                        default="running",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="commencé le")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="terminé le")),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="lignes")),
                ("created", models.PositiveIntegerField(default=0, verbose_name="structures créées")),
                ("updated", models.PositiveIntegerField(default=0, verbose_name="structures modifiées")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="structures inchangées")),
                (
                    "left",
                    models.PositiveIntegerField(default=0, verbose_name="structures sorties de la liste"),
                ),
                (
                    "skipped",
                    models.PositiveIntegerField(default=0, verbose_name="lignes hors du territoire demandé"),
                ),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="lignes refusées")),
                ("doubtful", models.PositiveIntegerField(default=0, verbose_name="lignes douteuses")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-started_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ImportIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="ligne du fichier")),
                ("column", models.CharField(blank=True, max_length=80, verbose_name="colonne")),
                ("value", models.CharField(blank=True, max_length=200, verbose_name="valeur")),
                (
                    "severity",
                    models.CharField(
                        choices=[("refused", "Refusée"), ("doubtful", "Douteuse")],
                        max_length=8,
                        verbose_name="gravité",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="motif")),
                ("reason", models.CharField(max_length=300, verbose_name="explication")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="issues",
                        to="suppliers.importrun",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne refusée ou douteuse",
                "verbose_name_plural": "lignes refusées ou douteuses",
                "ordering": ["run", "line", "id"],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="mot"),
                ),
                ("entries", models.PositiveIntegerField(default=1, verbose_name="fiches")),
            ],
            options={
                "verbose_name": "mot de l'annuaire",
                "verbose_name_plural": "mots de l'annuaire",
                "ordering": ["word"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="search_word_trigrams",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, verbose_name="libellé")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "cpv_prefixes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="préfixes CPV",
                    ),
                ),
                (
                    "naf_divisions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="divisions NAF",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="suppliers.sector",
                        verbose_name="groupe",
                    ),
                ),
            ],
            options={
                "verbose_name": "secteur",
                "verbose_name_plural": "secteurs",
                "ordering": ["position", "label"],
            },
        ),
        migrations.CreateModel(
            name="SectorSynonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=80, verbose_name="mot ou expression")),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="synonyms",
                        to="suppliers.sector",
                        verbose_name="secteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyme",
                "verbose_name_plural": "synonymes",
                "ordering": ["term"],
            },
        ),
        migrations.CreateModel(
            name="Territory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=5, unique=True, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commune", "Commune"),
                            ("arrondissement", "Arrondissement municipal"),
                            ("ept", "Territoire"),
                            ("metropole", "Métropole"),
                            ("departement", "Département"),
                            ("region", "Région"),
                            ("pays", "Pays"),
                        ],
                        max_length=14,
                        verbose_name="nature",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                ("name_key", models.CharField(db_index=True, max_length=80, verbose_name="nom normalisé")),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="codes postaux",
                    ),
                ),
                (
                    "latitude",
                    models.FloatField(blank=True, null=True, verbose_name="latitude du centre (WGS 84)"),
                ),
                (
                    "longitude",
                    models.FloatField(blank=True, null=True, verbose_name="longitude du centre (WGS 84)"),
                ),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                (
                    "ancestor_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="lui-même et ce qui le contient",
                    ),
                ),
                (
                    "vintage",
                    models.PositiveSmallIntegerField(
                        default=2026, verbose_name="millésime du code officiel géographique"
                    ),
                ),
                ("merged_on", models.DateField(blank=True, null=True, verbose_name="fusionnée le")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="suppliers.territory",
                        verbose_name="fusionnée dans",
                    ),
                ),
                (
                    "parents",
                    models.ManyToManyField(
                        blank=True,
                        related_name="children",
                        to="suppliers.territory",
                        verbose_name="appartient à",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire",
                "verbose_name_plural": "territoires",
                "ordering": ["kind", "code"],
            },
        ),
        migrations.CreateModel(
            name="Structure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "siret",
                    models.CharField(blank=True, max_length=14, null=True, unique=True, verbose_name="SIRET"),
                ),
                (
                    "siren",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Left("siret", 9),
                        output_field=models.CharField(max_length=9),
                    ),
                ),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="numéro RNA")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                ("brand", models.CharField(blank=True, max_length=200, verbose_name="enseigne")),
                (
                    "sirene_ess",
                    models.CharField(
                        blank=True,
                        choices=[("O", "Oui"), ("N", "Non")],
                        max_length=1,
                        verbose_name="ESS selon SIRENE",
                    ),
                ),
                (
                    "rcs_ess_mention",
                    models.BooleanField(blank=True, null=True, verbose_name="mention ESS au RCS"),
                ),
                ("is_public_body", models.BooleanField(default=False, verbose_name="organisme public")),
                (
                    "admin_state",
                    models.CharField(
                        choices=[("A", "Active"), ("F", "Fermée")],
                        default="A",
                        max_length=1,
                        verbose_name="état administratif",
                    ),
                ),
                ("naf_code", models.CharField(blank=True, max_length=6, verbose_name="code NAF")),
                (
                    "naf_nomenclature",
                    models.CharField(blank=True, max_length=12, verbose_name="nomenclature"),
                ),
                ("headcount", models.PositiveIntegerField(blank=True, null=True, verbose_name="personnes")),
                (
                    "inclusion_posts",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="personnes en insertion ou en situation de handicap",
                    ),
                ),
                (
                    "lead_time_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="délai habituel (jours)"
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="présentation")),
                ("website", models.URLField(blank=True, max_length=300, verbose_name="site web")),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique publique"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="téléphone public")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="adresse")),
                ("address_extra", models.CharField(blank=True, max_length=200, verbose_name="complément")),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="code postal")),
                ("city", models.CharField(blank=True, max_length=80, verbose_name="commune")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude (WGS 84)")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude (WGS 84)")),
                (
                    "geo_precision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("housenumber", "Au numéro"),
                            ("street", "À la rue"),
                            ("source", "D'après la source"),
                            ("manual", "Placée à la main"),
                            ("commune", "Approximative (centre de la commune)"),
                        ],
                        max_length=12,
                        verbose_name="précision du point",
                    ),
                ),
                ("geo_score", models.FloatField(blank=True, null=True, verbose_name="score du géocodage")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("pending", "À valider"),
                            ("published", "Publiée"),
                            ("hidden", "Masquée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("validated_at", models.DateTimeField(blank=True, null=True, verbose_name="validée le")),
                ("claimed_at", models.DateTimeField(blank=True, null=True, verbose_name="revendiquée le")),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmée le")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
                ("source_date", models.DateField(blank=True, null=True, verbose_name="date de la source")),
                (
                    "field_sources",
                    models.JSONField(blank=True, default=dict, verbose_name="source de chaque champ"),
                ),
                (
                    "edited_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="champs modifiés par la structure",
                    ),
                ),
                (
                    "left_list_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="absente de la liste officielle depuis le"
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False, verbose_name="fictive")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "validated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="validée par",
                    ),
                ),
                (
                    "employee_band",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="suppliers.employeeband",
                        verbose_name="tranche d'effectif",
                    ),
                ),
                (
                    "legal_form",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="suppliers.legalform",
                        verbose_name="forme juridique",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        blank=True,
                        help_text="Le département quand la commune n'est pas dans le référentiel.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="structures",
                        to="suppliers.territory",
                        verbose_name="commune ou arrondissement",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "verbose_name_plural": "structures",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(7)],
                        verbose_name="rang",
                    ),
                ),
                (
                    "service_type",
                    models.CharField(
                        choices=[
                            ("prestation", "Prestation de service"),
                            ("mise-a-disposition", "Mise à disposition de personnel"),
                            ("fabrication", "Fabrication"),
                        ],
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                (
                    "zone_kind",
                    models.CharField(
                        choices=[
                            ("radius", "Autour de la structure"),
                            ("territories", "Territoires"),
                            ("france", "Toute la France"),
                        ],
                        max_length=12,
                        verbose_name="zone d'intervention",
                    ),
                ),
                (
                    "radius_km",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rayon (km)"),
                ),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="mots-clés",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="offre")),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="suppliers.structure",
                        verbose_name="structure",
                    ),
                ),
                (
                    "sectors",
                    models.ManyToManyField(
                        related_name="activities", to="suppliers.sector", verbose_name="secteurs"
                    ),
                ),
                (
                    "territories",
                    models.ManyToManyField(
                        blank=True,
                        related_name="activities",
                        to="suppliers.territory",
                        verbose_name="territoires",
                    ),
                ),
            ],
            options={
                "verbose_name": "activité",
                "verbose_name_plural": "activités",
                "ordering": ["structure", "position"],
            },
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="directory_entry",
                        serialize=False,
                        to="suppliers.structure",
                        verbose_name="structure",
                    ),
                ),
                ("siret", models.CharField(max_length=14, null=True, verbose_name="SIRET")),
                ("siren", models.CharField(max_length=9, null=True, verbose_name="SIREN")),
                ("sort_name", models.TextField(verbose_name="nom pour le tri")),
                ("vector", django.contrib.postgres.search.SearchVectorField(verbose_name="texte")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None, verbose_name="codes de recherche"
                    ),
                ),
                ("latitude", models.FloatField(null=True, verbose_name="latitude (WGS 84)")),
                ("longitude", models.FloatField(null=True, verbose_name="longitude (WGS 84)")),
                (
                    "place",
                    models.BigIntegerField(null=True, verbose_name="case de la carte (ordre de Morton)"),
                ),
                ("confirmed_on", models.DateField(null=True, verbose_name="confirmée le")),
                ("fresh_on", models.DateField(null=True, verbose_name="dernière date connue")),
                ("card", models.JSONField(verbose_name="carte")),
                (
                    "next_change_on",
                    models.DateField(null=True, verbose_name="prochain changement dû au temps"),
                ),
                ("changed_in", models.BigIntegerField(verbose_name="version de l'annuaire")),
            ],
            options={
                "verbose_name": "entrée de l'annuaire",
                "verbose_name_plural": "entrées de l'annuaire",
                "ordering": ["sort_name", "structure_id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["vector"], name="entry_vector"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("codes", name="gin__int_ops"), name="entry_codes"
                    ),
                    models.Index(fields=["sort_name", "structure_id"], name="entry_name"),
                    models.Index(
                        models.OrderBy(models.F("fresh_on"), descending=True, nulls_last=True),
                        models.F("sort_name"),
                        models.F("structure_id"),
                        name="entry_fresh",
                    ),
                    models.Index(fields=["changed_in"], name="entry_changed_in"),
                    models.Index(fields=["next_change_on"], name="entry_next_change_on"),
                    models.Index(fields=["siret"], name="entry_siret"),
                    models.Index(fields=["siren"], name="entry_siren"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client", models.CharField(max_length=120, verbose_name="client")),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "amount_excl_tax",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="montant HT (€)"
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="references",
                        to="suppliers.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "référence",
                "verbose_name_plural": "références",
                "ordering": ["structure", "-year", "client"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1990, 2100))),
                        name="reference_year_is_plausible",
                        violation_error_message="L'année d'une référence compte quatre chiffres, depuis 1990.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_excl_tax", None), ("amount_excl_tax__gte", 0), _connector="OR"
                        ),
                        name="reference_amount_is_positive",
                        violation_error_message="Un montant HT n'est pas négatif.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("siret", "Établissement"), ("siren", "Unité légale")],
                        max_length=5,
                        verbose_name="portée",
                    ),
                ),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN couvert")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="numéro")),
                ("authority", models.CharField(blank=True, max_length=200, verbose_name="délivrée par")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="début")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="fin (ce jour compris)"),
                ),
                (
                    "renewal_declared",
                    models.BooleanField(default=False, verbose_name="renouvellement déclaré en cours"),
                ),
                (
                    "target_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="part du public visé (%)",
                    ),
                ),
                (
                    "target_share_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="année de cette part"
                    ),
                ),
                (
                    "target_share_basis",
                    models.CharField(
                        blank=True,
                        choices=[("etp", "ETP"), ("tetes", "Personnes")],
                        max_length=8,
                        verbose_name="base de cette part",
                    ),
                ),
                (
                    "annex_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="dernière annexe annuelle"
                    ),
                ),
                (
                    "verification",
                    models.CharField(
                        choices=[
                            ("declared", "Déclarée"),
                            ("proof_received", "Justificatif reçu"),
                            ("verified", "Vérifiée"),
                            ("rejected", "Rejetée"),
                        ],
                        default="declared",
                        max_length=14,
                        verbose_name="vérification",
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="vérifiée le")),
                ("revoked_on", models.DateField(blank=True, null=True, verbose_name="retirée le")),
                (
                    "listed_on",
                    models.DateField(blank=True, null=True, verbose_name="vue dans la liste officielle le"),
                ),
                ("proof", models.CharField(blank=True, max_length=300, verbose_name="preuve")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="source")),
                ("source_date", models.DateField(blank=True, null=True, verbose_name="date de la source")),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="vérifiée par",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="suppliers.certificationkind",
                        verbose_name="type",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certifications",
                        to="suppliers.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "certification",
                "verbose_name_plural": "certifications",
                "ordering": ["structure", "kind", "valid_from"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("scope", "siren")), fields=["siren"], name="certification_siren"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "kind", "valid_from"),
                        name="certification_is_recorded_once_per_period",
                        nulls_distinct=False,
                        violation_error_message="Cette certification est déjà enregistrée pour cette période.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_until", None),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="certification_ends_after_it_starts",
                        violation_error_message="La certification finit après avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_share", None), ("target_share__range", (0, 100)), _connector="OR"
                        ),
                        name="certification_share_is_a_percentage",
                        violation_error_message="La part du public visé est un pourcentage, de 0 à 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verification", "verified"), _negated=True),
                            ("verified_on__isnull", False),
                            _connector="OR",
                        ),
                        name="certification_verified_on_a_day",
                        violation_error_message="Une certification vérifiée l'est à une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "kind__in",
                                    [
                                        "ESUS",
                                        "ESS_STATUT",
                                        "ESS_COMMERCIALE",
                                        "SOCIETE_MISSION",
                                        "GEIQ",
                                        "EBE",
                                    ],
                                ),
                                ("scope", "siren"),
                            ),
                            models.Q(
                                ("scope", "siret"),
                                models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "ESUS",
                                            "ESS_STATUT",
                                            "ESS_COMMERCIALE",
                                            "SOCIETE_MISSION",
                                            "GEIQ",
                                            "EBE",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certification_scope_is_that_of_its_kind",
                        violation_error_message="La portée (SIRET ou SIREN) est celle du type de certification.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["GEIQ"]), _negated=True),
                            ("valid_from", None),
                            ("valid_until", None),
                            (
                                "valid_until__lte",
                                models.Func(
                                    models.F("valid_from"),
                                    output_field=models.DateField(),
                                    template="(%(expressions)s + interval '1 years')::date",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certification_within_1_years",
                        violation_error_message="La loi limite cette certification à 1 an.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["EI", "ETTI", "AI", "ACI", "SIAE_PENIT"]), _negated=True),
                            ("valid_from", None),
                            ("valid_until", None),
                            (
                                "valid_until__lte",
                                models.Func(
                                    models.F("valid_from"),
                                    output_field=models.DateField(),
                                    template="(%(expressions)s + interval '3 years')::date",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certification_within_3_years",
                        violation_error_message="La loi limite cette certification à 3 ans.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["EA", "EATT", "EA_PENIT", "ESUS"]), _negated=True),
                            ("valid_from", None),
                            ("valid_until", None),
                            (
                                "valid_until__lte",
                                models.Func(
                                    models.F("valid_from"),
                                    output_field=models.DateField(),
                                    template="(%(expressions)s + interval '5 years')::date",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certification_within_5_years",
                        violation_error_message="La loi limite cette certification à 5 ans.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["ESAT"]), _negated=True),
                            ("valid_from", None),
                            ("valid_until", None),
                            (
                                "valid_until__lte",
                                models.Func(
                                    models.F("valid_from"),
                                    output_field=models.DateField(),
                                    template="(%(expressions)s + interval '15 years')::date",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certification_within_15_years",
                        violation_error_message="La loi limite cette certification à 15 ans.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErrorReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("closed", "La structure est fermée"),
                            ("address", "L'adresse ou le point sur la carte est faux"),
                            ("contact", "Le contact ne répond pas"),
                            ("certification", "Une certification est fausse ou dépassée"),
                            ("not_ess", "Ce n'est pas une structure de l'ESS"),
                            ("duplicate", "La structure figure deux fois"),
                            ("other", "Autre chose"),
                        ],
                        max_length=14,
                        verbose_name="erreur",
                    ),
                ),
                ("message", models.TextField(blank=True, max_length=2000, verbose_name="précisions")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="adresse de qui signale"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="signalée le")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="traitée le")),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="traitée par",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="error_reports",
                        to="suppliers.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "signalement",
                "verbose_name_plural": "signalements",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            models.Q(("message", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="error_report_other_is_explained",
                        violation_error_message="Dites en quelques mots ce qui ne va pas.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="sector_is_not_its_own_group",
                violation_error_message="Un secteur ne peut pas être son propre groupe.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectorsynonym",
            constraint=models.UniqueConstraint(
                models.F("sector"),
                models.F("term"),
                name="synonym_is_said_once_per_sector",
                violation_error_message="Ce secteur a déjà ce synonyme.",
            ),
        ),
        migrations.AddIndex(
            model_name="territory",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["postal_codes"], name="territory_postal_codes"
            ),
        ),
        migrations.AddIndex(
            model_name="territory",
            index=models.Index(
                fields=["latitude", "longitude"], name="territory_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="territory_latitude_and_longitude_together",
                violation_error_message="Latitude et longitude vont ensemble, en degrés WGS 84.",
            ),
        ),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into", None), ("merged_on", None)),
                    models.Q(("merged_into__isnull", False), ("merged_on__isnull", False)),
                    _connector="OR",
                ),
                name="territory_merger_is_dated",
                violation_error_message="Une fusion a une commune d'arrivée et une date.",
            ),
        ),
        migrations.AddIndex(
            model_name="structure",
            index=models.Index(fields=["siren"], name="structure_siren"),
        ),
        migrations.AddIndex(
            model_name="structure",
            index=models.Index(fields=["status", "id"], name="structure_status"),
        ),
        migrations.AddIndex(
            model_name="structure",
            index=models.Index(
                condition=models.Q(("is_demo", True)), fields=["status"], name="structure_demo"
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("siret", None), ("siret__regex", "\\A[0-9]{14}\\Z"), _connector="OR"),
                name="structure_siret_has_14_digits",
                violation_error_message="Le SIRET compte quatorze chiffres.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rna", ""), ("rna__regex", "\\AW[0-9][0-9A-Z][0-9]{7}\\Z"), _connector="OR"
                ),
                name="structure_rna_is_well_formed",
                violation_error_message="Un numéro RNA s'écrit W suivi de neuf caractères (W931234567).",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="structure_has_a_name",
                violation_error_message="Une structure a un nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="structure_latitude_and_longitude_together",
                violation_error_message="Latitude et longitude vont ensemble, en degrés WGS 84.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("geo_precision", ""), ("latitude", None)),
                    models.Q(("latitude__isnull", False), models.Q(("geo_precision", ""), _negated=True)),
                    _connector="OR",
                ),
                name="structure_point_says_its_precision",
                violation_error_message="Un point dit sa précision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("geo_score", None), ("geo_score__range", (0, 1)), _connector="OR"),
                name="structure_score_is_between_0_and_1",
                violation_error_message="Le score d'un géocodage va de 0 à 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("headcount", None),
                    ("inclusion_posts", None),
                    ("inclusion_posts__lte", models.F("headcount")),
                    _connector="OR",
                ),
                name="structure_inclusion_posts_within_headcount",
                violation_error_message="Il n'y a pas plus de personnes en insertion que de personnes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("validated_at__isnull", False),
                    models.Q(("source", ""), _negated=True),
                    _connector="OR",
                ),
                name="structure_published_once_validated_or_sourced",
                violation_error_message="Une structure publiée a été validée, ou vient d'une source officielle.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.UniqueConstraint(
                fields=("structure", "position"),
                name="activity_has_its_own_rank",
                violation_error_message="Deux activités d'une structure n'ont pas le même rang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__lt", 8)),
                name="activity_rank_is_a_slot",
                violation_error_message="Une structure décrit 8 activités au plus.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("radius_km__in", [5, 10, 20, 30, 50, 100]),
                        ("radius_km__isnull", False),
                        ("zone_kind", "radius"),
                    ),
                    models.Q(models.Q(("zone_kind", "radius"), _negated=True), ("radius_km", None)),
                    _connector="OR",
                ),
                name="activity_radius_goes_with_its_zone",
                violation_error_message="Un rayon (5, 10, 20, 30, 50 ou 100 km) va avec « autour de la structure ».",
            ),
        ),
        migrations.RunSQL(POSITION, "DROP INDEX entry_position"),
        migrations.RunSQL(
            "CREATE SEQUENCE suppliers_directory_version", "DROP SEQUENCE suppliers_directory_version"
        ),
    ]
