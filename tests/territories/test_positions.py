import pytest

from suppliers.territories.extent import in_france
from suppliers.territories.positions import kilometres, read_point


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (48.86, 2.44),
        (41.9, 8.7),  # Ajaccio
        (16.2, -61.5),
        (14.6, -61.0),
        (4.9, -52.3),
        (-21.1, 55.5),
        (-12.8, 45.2),
        (46.8, -56.2),
        (-22.3, 166.4),
        (-17.5, -149.6),
        (-49.35, 70.2),  # Kerguelen
        (10.3, -109.2),  # Clipperton
    ],
)
def test_every_part_of_france_is_in_france(latitude, longitude):
    assert in_france(latitude, longitude)
    assert not in_france(longitude, latitude)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(0, 0), (51.5, -0.1), (40.4, -3.7), (48.2, 16.4), (90, 180)]
)
def test_elsewhere_is_not_in_france(latitude, longitude):
    assert not in_france(latitude, longitude)


def test_a_point_is_read_with_a_point_or_a_comma():
    assert read_point("48.86", "2,44") == read_point("48,86", "2.44")
    assert read_point("48.86", "2.44").code == ""


def test_a_swapped_point_is_put_right_and_said():
    reading = read_point("2.44", "48.86")

    assert (reading.latitude, reading.longitude, reading.code) == (48.86, 2.44, "position-inversee")


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("0", "0", "position-hors-france"),
        ("51.5", "-0.1", "position-hors-france"),
        ("48.86", "", "position-illisible"),
        ("", "2.44", "position-illisible"),
        ("nord", "2.44", "position-illisible"),
        ("nan", "inf", "position-illisible"),
        ("1e400", "2.44", "position-illisible"),
    ],
)
def test_a_point_that_is_none_is_said(latitude, longitude, code):
    reading = read_point(latitude, longitude)

    assert (reading.latitude, reading.longitude, reading.code) == (None, None, code)


def test_no_point_at_all_is_nothing_wrong():
    assert read_point("", "").code == ""


def test_kilometres_are_those_of_the_ground():
    assert kilometres((48.8566, 2.3522), (45.7640, 4.8357)) == pytest.approx(392, rel=0.02)
