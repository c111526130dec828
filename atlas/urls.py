from django.contrib import admin
from django.urls import include, path

from atlas import health

handler500 = "atlas.outage.server_error"
urlpatterns = [
    path("", include("suppliers.urls")),
    path("admin/", admin.site.urls),
    path("sante/", health.alive, name="alive"),
    path("sante/pret/", health.ready, name="ready"),
]
