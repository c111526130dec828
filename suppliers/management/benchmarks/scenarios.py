"""What is asked of the site: one line of the report for each kind of question, addresses drawn at random."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from suppliers.management.benchmarks.pool import Pool

Params = list[tuple[str, str]]
Draw = Callable[[Random, Pool], Params]
VIEWPORT = (1280, 800)  # pixels of the map
TILE = 256  # pixels of a Web-Mercator tile


@dataclass(frozen=True)
class Line:
    """A kind of question; `budget` names its goal in DESIGN §8, if it has one."""

    name: str
    budget: str
    address: Callable[[Random, Pool], str]
    is_buyer: bool = False  # asked by the visitor whose needs are in the pool


def some(name: str, values: str, most: int = 3) -> Draw:
    """One value of a parameter, or several."""

    def draw(rng: Random, pool: Pool) -> Params:
        choices = getattr(pool, values)
        many = min(rng.choice((1, 1, *range(2, most + 1))), len(choices))
        return [(name, value) for value in rng.sample(choices, many)]

    return draw


def near(rng: Random, pool: Pool) -> Params:
    """A point near a structure, five decimals as a browser gives, and a radius."""
    _, _, latitude, longitude, _ = rng.choice(pool.structures)
    point = f"{latitude + rng.uniform(-0.02, 0.02):.5f},{longitude + rng.uniform(-0.02, 0.02):.5f}"
    return [("pres_de", point), ("rayon", rng.choice(("2", "5", "10", "20", "30", "50")))]


def sector_words(rng: Random, pool: Pool) -> Params:
    return [("q", " ".join(rng.sample(pool.words, rng.choice((1, 1, 2)))))]


def other_words(rng: Random, pool: Pool) -> Params:
    """What no sector is called: a word that the process has not read ahead."""
    return [("q", rng.choice(pool.other_words))]


def synonym(rng: Random, pool: Pool) -> Params:
    return [("q", rng.choice(pool.synonyms))]


def beginning(rng: Random, pool: Pool) -> Params:
    """A word not finished yet."""
    word = rng.choice(pool.words)
    return [("q", word[: rng.randint(3, len(word) - 1)])]


def mistyped(rng: Random, pool: Pool) -> Params:
    """A word with one letter dropped or two swapped."""
    word = rng.choice([word for word in pool.words if len(word) > 6])
    cut = rng.randint(2, len(word) - 3)
    swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return [("q", rng.choice((word[:cut] + word[cut + 1 :], swapped)))]


def structure_name(rng: Random, pool: Pool) -> Params:
    return [("q", rng.choice(pool.structures)[1])]


def number(rng: Random, pool: Pool) -> Params:
    """A SIRET or a SIREN, with spaces as people copy them."""
    siret = next(row[0] for row in iter(lambda: rng.choice(pool.structures), None) if row[0])
    digits = rng.choice((siret, siret[:9]))
    return [("q", " ".join((digits[:3], digits[3:6], digits[6:9], digits[9:])).strip())]


def cpv_typed(rng: Random, pool: Pool) -> Params:
    return [("q", rng.choice(pool.cpv_codes))]


FILTERS: dict[str, Draw] = {
    "secteur": some("secteur", "sectors"),
    "type": some("type", "service_types", 2),
    "certification": some("certification", "certifications"),
    "article": some("article", "articles", 2),
    "famille": some("famille", "families", 2),
    "territoire (EPT, départements…)": some("territoire", "wide_places"),
    "territoire (communes)": some("territoire", "small_places"),
    "intervient (EPT, départements…)": some("intervient", "wide_places"),
    "intervient (communes)": some("intervient", "small_places"),
    "pres_de + rayon": near,
    "effectif": some("effectif", "bands"),
    "verifie": lambda rng, pool: [("verifie", "1")],
    "confirme": lambda rng, pool: [("confirme", str(rng.randint(1, 60)))],
    "cpv": some("cpv", "cpv_codes", 2),
    "q : mots": sector_words,
    "q : synonyme": synonym,
    "q : autre mot": other_words,
    "q : début de mot": beginning,
    "q : faute de frappe": mistyped,
    "q : nom": structure_name,
    "q : SIRET, SIREN": number,
    "q : code CPV": cpv_typed,
}
SORTS = ("pertinence", "distance", "nom", "recent", "neutre")
ZOOMS = (6, 9, 11, 13, 15, 17)


def combination(rng: Random, pool: Pool) -> Params:
    """Two to four filters at once, each parameter once."""
    params: dict[str, Params] = {}
    for name in rng.sample(sorted(FILTERS), rng.randint(2, 4)):
        drawn = FILTERS[name](rng, pool)
        params.setdefault(drawn[0][0], drawn)
    return [pair for pairs in params.values() for pair in pairs]


def box(rng: Random, pool: Pool, zoom: int) -> Params:
    """What a map of that zoom shows around a structure."""
    _, _, latitude, longitude, _ = rng.choice(pool.structures)
    across = VIEWPORT[0] / TILE * 360 / 2**zoom
    up = VIEWPORT[1] / TILE * 360 / 2**zoom * 0.66  # degrees of latitude are longer, at our latitudes
    west, south = longitude - across * rng.random(), latitude - up * rng.random()
    return [("bbox", f"{west:.5f},{south:.5f},{west + across:.5f},{south + up:.5f}"), ("zoom", str(zoom))]


def lines() -> Iterator[Line]:
    """Every line of the report, in its order."""
    yield _list("sans filtre, une page au hasard", lambda rng, pool: [("page", str(rng.randint(1, 40)))])
    for name, draw in FILTERS.items():
        yield _list(name, draw)
    yield _list("2 à 4 filtres", combination)
    for sort in SORTS:
        yield _list(f"tri={sort}", _sorted_by(sort))
    yield _list("page profonde", _deep)
    for zoom in ZOOMS:
        yield Line(f"carte.json zoom {zoom}", "carte", _map(zoom, filtered=False))
    for zoom in (6, 11, 15):
        yield Line(f"carte.json zoom {zoom}, filtres", "carte", _map(zoom, filtered=True))
    yield Line("structure", "structure", _structure_page)
    yield Line("suggestions.json", "", _suggestions)
    yield Line("besoin de 5 lots", "besoin", _need("sourcing:need"), is_buyer=True)
    yield Line("propositions d’un lot", "", _need("sourcing:proposals"), is_buyer=True)
    yield Line("groupements d’un besoin", "groupements", _need("sourcing:consortiums"), is_buyer=True)
    yield Line("accueil", "", lambda rng, pool: "/")


def _list(name: str, draw: Draw) -> Line:
    return Line(
        f"annuaire {name}", "annuaire", lambda rng, pool: f"/annuaire/?{urlencode(draw(rng, pool), safe=',')}"
    )


def _sorted_by(sort: str) -> Draw:
    def draw(rng: Random, pool: Pool) -> Params:
        params = combination(rng, pool)
        if sort == "distance" and "pres_de" not in dict(params):
            params += near(rng, pool)
        return [*params, ("tri", sort)]

    return draw


def _deep(rng: Random, pool: Pool) -> Params:
    """Far into a long list: any page of a search by one common filter, or of everything."""
    params = rng.choice(([], FILTERS["famille"](rng, pool), FILTERS["type"](rng, pool)))
    return [*params, ("tri", rng.choice(SORTS[2:])), ("page", str(rng.randint(50, 1000)))]


def _map(zoom: int, *, filtered: bool) -> Callable[[Random, Pool], str]:
    def address(rng: Random, pool: Pool) -> str:
        params = box(rng, pool, zoom) + (combination(rng, pool) if filtered else [])
        return f"/annuaire/carte.json?{urlencode(params, safe=',')}"

    return address


def _structure_page(rng: Random, pool: Pool) -> str:
    siret, name, _, _, card = rng.choice(pool.structures)
    key = siret or f"a-{card['id']}"
    return reverse("directory:structure", kwargs={"key": key, "slug": card.get("slug") or slugify(name)})


def _need(name: str) -> Callable[[Random, Pool], str]:
    return lambda rng, pool: reverse(name, args=[rng.choice(pool.needs)])


def _suggestions(rng: Random, pool: Pool) -> str:
    typed = rng.choice((rng.choice(pool.words), rng.choice(pool.synonyms), rng.choice(pool.structures)[1]))
    return f"/annuaire/suggestions.json?{urlencode({'q': typed[: rng.randint(2, 9)]})}"
