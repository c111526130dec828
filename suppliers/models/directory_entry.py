from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, FloatField, Func, Value
from django.db.models.sql.compiler import SQLCompiler

from .card_field import CardField

# Of a word in the description, the sectors, the brand, the name.
RANK_WEIGHTS = [0.1, 0.3, 0.6, 1.0]


class LexemeQuery(SearchQuery):
    """A text query already written in lexemes, by search/text.py."""

    def __init__(self, lexemes: str) -> None:
        super().__init__(lexemes, search_type="raw")
        self.lexemes = lexemes

    # Django's lookups add lists of parameters, whatever its stubs say.
    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, list[str]]:
        return "%s::tsquery", [self.lexemes]


def is_inside(latitude: float, longitude: float, km: float) -> Func:
    """Whether an entry lies at most so many kilometres from a point; true or false, for `filter`."""
    return Func(
        Value(latitude),
        Value(longitude),
        Value(float(km)),
        F("latitude"),
        F("longitude"),
        function="atlas_within",
        output_field=BooleanField(),
    )


class DirectoryEntryQuerySet(models.QuerySet["DirectoryEntry"]):
    def within(self, latitude: float, longitude: float, km: float) -> DirectoryEntryQuerySet:
        """Entries at most so many kilometres away, `distance_km` added.

        It looks at every one: the site asks its index in memory (search/sphere.py) instead.
        """
        distance = Func(
            Value(latitude),
            Value(longitude),
            F("latitude"),
            F("longitude"),
            function="atlas_km",
            output_field=FloatField(),
        )
        return self.filter(is_inside(latitude, longitude, km), latitude__isnull=False).annotate(
            distance_km=distance
        )

    def matching(self, lexemes: str) -> DirectoryEntryQuerySet:
        """Entries with all these words."""
        return self.filter(vector=LexemeQuery(lexemes))


class DirectoryEntry(models.Model):
    """What the public site reads: one narrow row per published structure, written by `search.refresh`.

    `codes` holds all that is filtered by equality (sectors, zones, certifications, articles, family, size,
    territories), each as one integer: the site looks for them in its index in memory, and no query does.
    `card` holds what a result card and a map popup show.
    """

    structure = models.OneToOneField(
        "suppliers.Structure",
        models.CASCADE,
        primary_key=True,
        related_name="directory_entry",
        verbose_name="structure",
    )
    sort_name = models.TextField("nom pour le tri")
    vector = SearchVectorField("texte")
    codes = ArrayField(models.IntegerField(), verbose_name="codes de recherche")
    latitude = models.FloatField("latitude (WGS 84)", null=True)
    longitude = models.FloatField("longitude (WGS 84)", null=True)
    place = models.BigIntegerField("case de la carte (ordre de Morton)", null=True)
    confirmed_on = models.DateField("confirmée le", null=True)
    fresh_on = models.DateField("dernière date connue", null=True)
    card = CardField("carte")
    next_change_on = models.DateField("prochain changement dû au temps", null=True)
    changed_in = models.BigIntegerField("version de l’annuaire")

    objects = DirectoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entrée de l’annuaire"
        verbose_name_plural = "entrées de l’annuaire"
        ordering = ["sort_name", "structure_id"]
        indexes = [
            GinIndex(fields=["vector"], name="entry_vector"),
            models.Index(fields=["sort_name", "structure_id"], name="entry_name"),
            models.Index(
                F("fresh_on").desc(nulls_last=True), "sort_name", "structure_id", name="entry_fresh"
            ),
            models.Index(fields=["changed_in"], name="entry_changed_in"),
            models.Index(fields=["next_change_on"], name="entry_next_change_on"),
        ]

    def __str__(self) -> str:
        return self.sort_name


class DirectoryRemoval(models.Model):
    """A structure that left the directory, so that running processes forget it; kept until the next day."""

    structure_id = models.BigIntegerField("structure")
    removed_in = models.BigIntegerField("version de l’annuaire", db_index=True)

    class Meta:
        verbose_name = "retrait de l’annuaire"
        verbose_name_plural = "retraits de l’annuaire"
        ordering = ["removed_in"]

    def __str__(self) -> str:
        return str(self.structure_id)


class DirectoryState(models.Model):
    """The one row that says which version of the directory is current."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField("version", default=0)
    refreshed_on = models.DateField("à jour pour le", null=True)
    has_demo = models.BooleanField("contient des structures fictives", default=False)
    changed_at = models.DateTimeField("changé le", null=True)
    removals_forgotten_up_to = models.BigIntegerField("retraits effacés jusqu’à la version", db_default=0)
    listing_window_months = models.PositiveSmallIntegerField("fraîcheur d’une liste (mois)", db_default=6)

    class Meta:
        verbose_name = "état de l’annuaire"
        verbose_name_plural = "état de l’annuaire"
        constraints = [
            models.CheckConstraint(name="directory_state_is_one_row", condition=models.Q(id=1)),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class SearchWord(models.Model):
    """A word of the directory, against which a mistyped one is put right."""

    word = models.CharField("mot", max_length=60, primary_key=True)
    entries = models.PositiveIntegerField("fiches", default=1)

    class Meta:
        verbose_name = "mot de l’annuaire"
        verbose_name_plural = "mots de l’annuaire"
        ordering = ["word"]
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_trigrams")]

    def __str__(self) -> str:
        return self.word
