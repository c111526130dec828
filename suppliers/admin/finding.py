"""Find structures among hundreds of thousands: by number on its index, by words in the directory's index."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from suppliers.models import DirectoryEntry, Structure
from suppliers.models.directory_entry import LexemeQuery
from suppliers.search.text import WORD, tsquery

_MOST_WORDS = 8


def find_structures(structures: QuerySet[Structure], typed: str) -> QuerySet[Structure]:
    """Those whose SIRET begins so (SIREN included), or that have every word; the rest of `typed` is ignored.

    The public ones are asked of the directory; the few others word by word in name, brand and commune.
    """
    digits = "".join(typed.split())
    if len(digits) >= 3 and digits.isascii() and digits.isdigit():
        return structures.filter(siret__startswith=digits)
    words = tuple(WORD.findall(typed.replace("\x00", " ")))[:_MOST_WORDS]
    if not words:  # punctuation or invisible characters: a list that seems filtered must be
        return structures.none() if typed.strip() else structures
    beginning = _with_every_word(words)
    lexemes = tsquery(words)
    if not lexemes:
        return structures.filter(beginning)
    public = DirectoryEntry.objects.filter(vector=LexemeQuery(lexemes))
    hidden = Structure.objects.exclude(status=Structure.Status.PUBLISHED).filter(beginning)
    return structures.filter(pk__in=public.values("pk").union(hidden.values("pk")))


def _with_every_word(words: tuple[str, ...]) -> Q:
    every = Q()
    for word in words:
        every &= Q(name__icontains=word) | Q(brand__icontains=word) | Q(city__icontains=word)
    return every


class OfStructureSearch(admin.ModelAdmin):
    """What belongs to a structure is searched as structures are, and by its own `search_fields`."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        if not WORD.search(search_term):  # of a lone quotation mark, Django makes the beginning of everything
            return queryset.none(), False
        own, _ = super().get_search_results(request, queryset, search_term)
        structures = find_structures(Structure.objects.all(), search_term)
        found = Q(structure__in=structures.order_by().values("pk")) | Q(pk__in=own.order_by().values("pk"))
        return queryset.filter(found), False
