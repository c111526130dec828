from django.urls import path

from . import certification_views as certifications
from . import confirm_views, step_pages
from .step_certifications import CertificationStep

app_name = "registration"
_STRUCTURE = "espace/structures/<int:pk>/"
_CERTIFICATION = f"{_STRUCTURE}certifications/"
urlpatterns = [
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
    # The last: it takes every word.
    path(f"{_STRUCTURE}<slug:step>/", step_pages.step, name="step"),
]
