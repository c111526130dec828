"""Addresses of the sourcing workspace: permalinks, so keep them stable."""

from .alerts.urls import urlpatterns as alerts
from .consortium.urls import urlpatterns as consortium
from .exchanges.urls import urlpatterns as exchanges
from .needs.urls import urlpatterns as needs
from .records.urls import urlpatterns as records
from .shortlists.urls import urlpatterns as shortlists
from .steering.urls import urlpatterns as steering

app_name = "sourcing"
urlpatterns = [*needs, *shortlists, *consortium, *exchanges, *records, *steering, *alerts]
