from django.urls import path

from . import documents, photo_views

app_name = "profiles"
urlpatterns = [
    path("documents/<uuid:uuid>/", documents.show, name="document"),
    path("photos/<uuid:key>.jpg", photo_views.photo, name="photo"),
]
