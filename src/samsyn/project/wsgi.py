"""The door for the web server: WSGI, because persistent database connections need real threads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.project.settings")
application = get_wsgi_application()

# All that pages need is read in before the first one and then lies still: looking through it again and again
# for what could be thrown away took a tenth of their time.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
