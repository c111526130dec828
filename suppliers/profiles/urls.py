from django.urls import path

from . import documents

app_name = "profiles"
urlpatterns = [
    path("documents/<uuid:uuid>/", documents.show, name="document"),
]
