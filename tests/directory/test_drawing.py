"""The territories drawn on the home page: the outlines of the map, in units of the drawing."""

import re

from suppliers.directory.drawing import drawing
from suppliers.territories.outlines import outlines

NUMBERS = re.compile(r"-?\d+")


def points(path: str) -> list[tuple[int, int]]:
    numbers = [int(number) for number in NUMBERS.findall(path)]
    at, found = (0, 0), []
    for step in zip(numbers[::2], numbers[1::2], strict=True):
        at = (at[0] + step[0], at[1] + step[1])
        found.append(at)
    return found


def test_drawing_fills_its_box():
    everything = [point for land in drawing().lands.values() for point in points(land.path)]
    assert (min(x for x, _ in everything), max(x for x, _ in everything)) == (1, drawing().width - 1)
    assert (min(y for _, y in everything), max(y for _, y in everything)) == (1, drawing().height - 1)


def test_lands_are_closed_and_keep_their_place():
    assert drawing().lands.keys() == outlines().keys()
    for land in drawing().lands.values():
        path = points(land.path)
        assert re.fullmatch(r"M\d+ \d+l[-\d ]+z", land.path)
        assert path[0] == path[-1]
        assert min(x for x, _ in path) < land.x < max(x for x, _ in path)
    paris, montreuil = drawing().lands["T1"], drawing().lands["T8"]
    assert paris.x < montreuil.x
    assert montreuil.y < paris.y


def test_home_draws_territories_and_says_whose_outlines(client, esat):
    html = client.get("/").content.decode()
    assert f'<path d="{drawing().lands["T8"].path}"/>' in html
    assert "Contours : IGN, Admin Express" in html
