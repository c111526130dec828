from django.contrib import admin
from django.urls import path

from atlas import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("sante/", health.alive, name="alive"),
    path("sante/pret/", health.ready, name="ready"),
]
