from django.urls import path

from . import certification_views as certifications
from . import confirm_views, entry_changes, entry_views, space_changes, space_views, step_pages
from .offer_urls import OFFER_AND_PLACE
from .step_certifications import CertificationStep

app_name = "registration"
_STRUCTURE = "espace/structures/<int:pk>/"
_CERTIFICATION = f"{_STRUCTURE}certifications/"
_ITEM = "espace/demandes/<int:pk>/"
urlpatterns = [
    path("inscription/", entry_views.start, name="start"),
    path("inscription/<slug:key>/", entry_views.entry, name="entry"),
    path("inscription/<slug:key>/revendiquer/", entry_changes.claim, name="claim"),
    path("inscription/<slug:key>/equipe/", entry_changes.ask_team, name="ask-team"),
    path("inscription/<slug:key>/responsable/", entry_changes.ask_owner, name="ask-owner"),
    path("inscription/<slug:key>/creer/", entry_changes.create, name="create"),
    path("espace/structures/", space_views.mine, name="mine"),
    path(_STRUCTURE, space_views.structure, name="structure"),
    path(f"{_STRUCTURE}envoyer/", space_changes.submit, name="submit"),
    path(f"{_STRUCTURE}reprendre/", space_changes.reopen, name="reopen"),
    path(f"{_STRUCTURE}confirmer/", space_changes.confirm, name="confirm-now"),
    path(f"{_STRUCTURE}supprimer/", space_changes.delete, name="delete"),
    path(_ITEM, space_views.item, name="item"),
    path(f"{_ITEM}repondre/", space_changes.answer, name="answer"),
    path(f"{_ITEM}retirer/", space_changes.withdraw, name="withdraw"),
    path("confirmer/<str:token>/", confirm_views.confirm, name="confirm"),
    path(f"{_CERTIFICATION}ajouter/", CertificationStep.as_view(how="add"), name="certification-add"),
    path(f"{_CERTIFICATION}<int:key>/", CertificationStep.as_view(how="change"), name="certification"),
    path(
        f"{_CERTIFICATION}<int:key>/renouveler/",
        CertificationStep.as_view(how="renew"),
        name="certification-renew",
    ),
    path(f"{_CERTIFICATION}<int:key>/retirer/", certifications.remove, name="certification-remove"),
    path(f"{_CERTIFICATION}<int:key>/contester/", certifications.contest, name="certification-contest"),
    path(
        f"{_CERTIFICATION}propositions/<int:key>/",
        CertificationStep.as_view(how="propose"),
        name="certification-proposal",
    ),
    path(
        f"{_CERTIFICATION}propositions/<int:key>/retirer/",
        certifications.withdraw,
        name="certification-withdraw",
    ),
    *OFFER_AND_PLACE,
    # The last: it takes every word.
    path(f"{_STRUCTURE}<slug:step>/", step_pages.step, name="step"),
]
