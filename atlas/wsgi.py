import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")
# A page makes twenty thousand objects: looking for cycles every seven hundred takes a twentieth of its time.
gc.set_threshold(50_000, 20, 50)
application = get_wsgi_application()
