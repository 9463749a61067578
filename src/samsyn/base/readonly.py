"""Looking at a page must not change data: during GET and HEAD only the
access log and the session are written.
"""

import re

from django.db import connection

# Anywhere a statement begins: the change history sets who is at work before the statement itself.
WRITES = re.compile(r"(?:^|;)\s*(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY)\b", re.IGNORECASE)
ALLOWED_TABLES = ('"audit_access"', '"django_session"')


def refuse_writes(execute, sql, params, many, context):
    if WRITES.search(str(sql)) and not any(table in str(sql) for table in ALLOWED_TABLES):
        raise RuntimeError(f"A GET request tried to write: {str(sql)[:80]}")
    return execute(sql, params, many, context)


class ReadOnlyGet:
    # Signing in and out belong to allauth, which keeps its own books on GET (rate limits, e-mail addresses).
    exempt = ("/accounts/",)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path.startswith(self.exempt):
            return self.get_response(request)
        with connection.execute_wrapper(refuse_writes):
            return self.get_response(request)
