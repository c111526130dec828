"""Legal forms in a word, for a card; the page gives the official label."""

# By INSEE code. Of a known member of the ESS a card says the family instead; other forms have no shorter name
# that people know.
SHORT_FORMS = {
    "5202": "SNC",
    "5485": "SELARL",
    "5499": "SARL",
    "5585": "SELAFA",
    "5599": "SA",
    "5685": "SELAFA",
    "5699": "SA",
    "5710": "SAS",
    "5785": "SELAS",
    "6210": "GEIE",
    "6220": "GIE",
    "6540": "SCI",
    "7210": "Commune",
    "7345": "SIVOM",
    "7353": "SIVU",
    "7361": "CCAS",
    "7364": "Établissement public de santé",
    "7366": "Établissement public social ou médico-social",
    "7367": "CIAS",
    "7410": "GIP",
}


def short_form(code: str, label: str) -> str:
    """The usual name of a legal form, or its official label."""
    return SHORT_FORMS.get(code, label)
