"""The database goes away while a session is being kept: the user is asked to try again, and loses nothing."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import BadRequest
from django.db import OperationalError

from samsyn.base.retry import bad_request


def interrupted_by(cause):
    """As the session middleware tells it: what really happened is two exceptions further down."""
    try:
        try:
            try:
                raise cause
            except type(cause):
                raise UpdateError  # noqa: B904
        except UpdateError:
            raise SessionInterrupted("The session was deleted.")  # noqa: B904
    except SessionInterrupted as error:
        return error


def test_what_was_typed_is_kept_when_the_database_is_away(rf):
    request = rf.post("/participants/1/edit/", {"address": "Storgatan 1"})
    answer = bad_request(request, interrupted_by(OperationalError("gone")))
    assert answer.status_code == 503
    assert "Storgatan 1" in answer.content.decode()


def test_a_request_that_is_really_wrong_is_told_so(rf):
    assert bad_request(rf.get("/"), BadRequest("odd")).status_code == 400


def test_a_session_that_was_ended_elsewhere_is_no_fault_of_the_database(rf):
    assert bad_request(rf.get("/"), interrupted_by(ValueError("ended"))).status_code == 400
