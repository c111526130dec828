"""Titles by which tabs, bookmarks and the history are told apart."""


def test_title_tells_one_search_from_another(esat, results):
    html = results("q=nettoyage&intervient=93048&tri=nom")
    assert "<title>« nettoyage », Intervient : Montreuil · 1 structure · Annuaire" in html
