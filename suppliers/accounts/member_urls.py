"""Members, invitations, the account's data: within the names of `accounts`."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from . import account_views, invitation_views
from . import member_views as views


def _members_pages(address: str, home: str, kind: str) -> Iterator[URLPattern]:
    """The same pages twice: `accounts:members…` for a structure, `accounts:organisation…` for buyers."""
    told = {"kind": kind}
    one, invitation = f"{address}<int:member>/", f"{address}invitations/<int:invitation>/"
    yield path(address, views.members, told, name=home)
    yield path(f"{address}inviter/", views.invite, told, name=f"{home}-invite")
    yield path(f"{address}quitter/", views.leave, told, name=f"{home}-leave")
    yield path(f"{one}responsable/", views.hand_over, told, name=f"{home}-hand-over")
    yield path(f"{one}retirer/", views.remove, told, name=f"{home}-remove")
    yield path(f"{invitation}renvoyer/", views.send_again, told, name=f"{home}-send-again")
    yield path(f"{invitation}annuler/", views.revoke, told, name=f"{home}-revoke")


urlpatterns = [
    *_members_pages("espace/structures/<int:pk>/membres/", "members", "structure"),
    *_members_pages("espace/organisations/<int:pk>/", "organisation", "organisation"),
    path("espace/organisations/nouvelle/", views.new_organisation, name="organisation-new"),
    path("espace/compte/export/", account_views.export, name="export"),
    path("espace/compte/supprimer/", account_views.delete, name="delete"),
    path("invitation/<str:secret>/", invitation_views.invitation, name="invitation"),
]
