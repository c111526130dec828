"""Where France is, roughly: enough to notice a point elsewhere, or latitude and longitude swapped."""

# South, north, west, east in WGS 84 degrees, with a little sea around.
FRANCE = [
    (41.2, 51.2, -5.3, 9.7),  # mainland and Corsica
    (15.7, 16.6, -62.0, -60.9),  # Guadeloupe
    (14.3, 15.0, -61.4, -60.7),  # Martinique
    (2.0, 6.0, -54.7, -51.5),  # Guyane
    (-21.5, -20.8, 55.1, 56.0),  # La Réunion
    (-13.1, -12.5, 44.9, 45.4),  # Mayotte
    (46.7, 47.2, -56.5, -56.0),  # Saint-Pierre-et-Miquelon
    (17.8, 18.2, -63.2, -62.7),  # Saint-Barthélemy and Saint-Martin
    (-23.0, -19.0, 158.0, 172.5),  # Nouvelle-Calédonie
    (-28.0, -7.5, -155.0, -134.0),  # Polynésie française
    (-14.5, -13.0, -178.5, -176.0),  # Wallis-et-Futuna
    # Where nobody is a supplier; the national list of communes has them all the same.
    (-39.0, -37.5, 77.3, 77.8),  # Saint-Paul and Nouvelle-Amsterdam
    (-50.1, -48.4, 68.4, 70.8),  # Kerguelen
    (-46.7, -45.8, 50.0, 52.5),  # Crozet
    (-90.0, -66.0, 136.0, 142.0),  # Terre-Adélie
    (-17.2, -16.9, 42.5, 43.0),  # Juan de Nova, for the Îles Éparses
    (10.1, 10.5, -109.5, -109.0),  # Clipperton
]


def in_france(latitude: float, longitude: float) -> bool:
    """Whether a point (WGS 84 degrees) lies in the boxes of mainland or overseas France."""
    return any(
        south <= latitude <= north and west <= longitude <= east for south, north, west, east in FRANCE
    )
