"""The door for the web server: WSGI, because persistent database connections need real threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.project.settings")
application = get_wsgi_application()
