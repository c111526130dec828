"""What two structures have in common, as SQL: names without their usual words, numbers, domains, metres.

The expressions on telephones and domains are those of the indexes of migration 0013, letter for letter.
"""

from __future__ import annotations

# A domain that thousands share says nothing of who writes from it.
_PUBLIC = (
    "aol.com bbox.fr club-internet.fr facebook.com free.fr gmail.com gmx.com gmx.fr googlemail.com "
    "helloasso.com hotmail.com hotmail.fr icloud.com instagram.com laposte.net linkedin.com live.com "
    "live.fr mac.com mail.com mailo.com me.com msn.com neuf.fr numericable.fr orange.fr outlook.com "
    "outlook.fr proton.me protonmail.com sfr.fr sites.google.com wanadoo.fr wixsite.com wordpress.com "
    "yahoo.com yahoo.fr ymail.com"
)
PUBLIC_DOMAINS = frozenset(_PUBLIC.split())

# Words that half of the names begin with: they make strangers look alike.
_USUAL = (
    "association|assoc|asso|ass|sarl|sasu|sas|sa|scop|scic|eurl|eirl|entreprise|entreprises|insertion|"
    "entreprise adaptee|esat|ea|aci|ai|ei|etti|geiq|groupement|regie|quartier|quartiers|chantier|atelier|"
    "ateliers|centre|france|services|service|de|du|des|d|la|le|les|l|et|pour|en|a|au|aux"
)
_SMALL = "de|du|des|d|la|le|les|l|et|pour|en|a|au|aux"
_WHAT_IT_IS = f"association|assoc|asso|ass|sarl|sasu|sas|sa|scop|scic|eurl|eirl|{_SMALL}"


def letters(table: str, column: str) -> str:
    """A text in plain letters and digits, one space between two words."""
    return f"btrim(regexp_replace(lower(unaccent({table}.{column})), '[^a-z0-9]+', ' ', 'g'))"


def names(table: str) -> str:
    """All that it is called, in plain letters and whole."""
    return f"array_remove(ARRAY[{letters(table, 'name')}, {letters(table, 'brand')}], '')"


def plain_name(table: str, column: str = "name") -> str:
    """A name in plain letters, without its legal form and small words, one space between two others."""
    kept = rf"regexp_replace({letters(table, column)}, '\y({_WHAT_IT_IS})\y', ' ', 'g')"
    return f"btrim(regexp_replace({kept}, ' +', ' ', 'g'))"


def rare_part(plain: str) -> str:
    """Of a plain name, the words that tell it from others."""
    return rf"btrim(regexp_replace(regexp_replace({plain}, '\y({_USUAL})\y', ' ', 'g'), ' +', ' ', 'g'))"


def phone(table: str) -> str:
    """The nine digits that follow 0 or +33."""
    return rf"right(regexp_replace({table}.phone, '\D', '', 'g'), 9)"


def mail_domain(table: str) -> str:
    return f"lower(split_part({table}.email, '@', 2))"


def site_domain(table: str) -> str:
    return f"substring(lower({table}.website) from '^https?://(?:www[.])?([^/:?#]+)')"


def own_domain(domain: str) -> str:
    """The domain, or NULL for one that everybody may have."""
    public = ", ".join(f"'{name}'" for name in sorted(PUBLIC_DOMAINS))
    return f"CASE WHEN {domain} NOT IN ('', {public}) THEN {domain} END"


def domains(table: str) -> str:
    return f"array_remove(ARRAY[{own_domain(mail_domain(table))}, {own_domain(site_domain(table))}], NULL)"


def plain_address(table: str) -> str:
    return f"regexp_replace(lower(unaccent({table}.address)), '[^a-z0-9]+', ' ', 'g')"


# Of each pair (`a`, `b`: ids) of a table `pair`, what they share. `km` is unknown where a point is vague.
FACTS = f"""
SELECT pair.a, pair.b,
       GREATEST(similarity(names.a_name, names.b_name),
                CASE WHEN names.a_brand <> '' THEN similarity(names.a_brand, names.b_name) END,
                CASE WHEN names.b_brand <> '' THEN similarity(names.a_name, names.b_brand) END,
                CASE WHEN names.a_brand <> '' AND names.b_brand <> ''
                     THEN similarity(names.a_brand, names.b_brand) END) AS likeness,
       {names("a")} && {names("b")} AS same_name,
       COALESCE(a.siren = b.siren, false) AS same_siren,
       a.siren IS NOT NULL AND b.siren IS NOT NULL AS both_have_siret,
       a.rna <> '' AND a.rna = b.rna AS same_rna,
       length({phone("a")}) = 9 AND {phone("a")} = {phone("b")} AS same_phone,
       {domains("a")} && {domains("b")} AS same_domain,
       a.territory_id = b.territory_id AS same_territory,
       length({plain_address("a")}) > 5 AND {plain_address("a")} = {plain_address("b")}
         AND lower(a.city) = lower(b.city) AS same_address,
       CASE WHEN a.geo_precision NOT IN ('', 'commune') AND b.geo_precision NOT IN ('', 'commune')
            THEN atlas_km(a.latitude, a.longitude, b.latitude, b.longitude) END AS km
  FROM pair
  JOIN suppliers_structure a ON a.id = pair.a
  JOIN suppliers_structure b ON b.id = pair.b
 CROSS JOIN LATERAL (
       SELECT {plain_name("a")} AS a_name, {plain_name("b")} AS b_name,
              {plain_name("a", "brand")} AS a_brand, {plain_name("b", "brand")} AS b_brand OFFSET 0) AS names
"""  # noqa: S608  our own SQL
# What may be shown as like another: not what its author has not handed in, nor what was merged already.
COMPARABLE = "{0}.status IN ('published', 'pending', 'hidden') AND {0}.merged_into_id IS NULL"
