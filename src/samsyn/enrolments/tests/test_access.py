"""Who reaches which enrolment page. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.accounts.tests.factories import coach, coordinator, director, referrer, team_member
from samsyn.enrolments.models import ImportRun
from samsyn.enrolments.urls import urlpatterns
from samsyn.organisations.tests.factories import ControllerFactory, PartyFactory
from samsyn.participants.tests.factories import ParticipantFactory

from .factories import EndedFactory, EnrolmentFactory, ExtensionFactory, WaitingFactory, initiative_at

LOGIN, SESSION_GONE = 302, 401
POSTED = {"same", "import_confirm", "import_drop"}
NEEDS = {"allocate": "ongoing", "start": "waiting", "reopen": "ended"}
ACCESS = {
    #                 coordinator  coach  other coach  referrer  member  director  stranger  not signed in
    "list":            (200,       200,   200,         200,      200,    200,      200,      LOGIN),
    "export":          (200,       200,   200,         200,      200,    200,      200,      LOGIN),
    "new":             (200,       200,   200,         200,      200,    200,      200,      LOGIN),
    "same":            (200,       200,   200,         200,      200,    200,      200,      SESSION_GONE),
    "caseload":        (200,       200,   200,         200,      200,    200,      200,      LOGIN),
    "quality":         (200,       200,   200,         200,      200,    200,      200,      LOGIN),
    "detail":          (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "allocate":        (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "move":            (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "referrer":        (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "start":           (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "discharge":       (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "extend":          (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "extension_undo":  (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "reopen":          (200,       200,   404,         404,      404,    404,      404,      LOGIN),
    "undo":            (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "import":          (200,       404,   404,         404,      404,    404,      200,      LOGIN),
    "import_run":      (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "import_progress": (200,       404,   404,         404,      404,    404,      404,      LOGIN),
    "import_confirm":  (302,       404,   404,         404,      404,    404,      404,      SESSION_GONE),
    "import_drop":     (302,       404,   404,         404,      404,    404,      404,      SESSION_GONE),
}  # fmt: skip


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


@pytest.mark.parametrize("page", ACCESS)
def test_access(client, db, as_owner, settings, page):
    settings.SECOND_FACTOR_REQUIRED = False
    ours = ControllerFactory()
    initiative = initiative_at(ours)
    PartyFactory(association=initiative.association, controller=ours)
    samordnare, own_coach = coordinator(ours), coach(ours)
    make = {"waiting": WaitingFactory, "ended": EndedFactory}.get(NEEDS.get(page, ""), EnrolmentFactory)
    with as_owner():
        enrolment = make(
            participant=ParticipantFactory(controller=ours), initiative=initiative, coach=own_coach
        )
        extension = ExtensionFactory(enrolment=enrolment)
        state = "waiting" if page == "import_progress" else "read"
        run = ImportRun.objects.create(
            controllers=[ours.pk],
            association=initiative.association,
            made_by=samordnare,
            file_name="r.csv",
            state=state,
        )
    takes = {"<int:pk>" in str(route.pattern) for route in urlpatterns if route.name == page} == {True}
    subject = extension if page == "extension_undo" else run if page.startswith("import") else enrolment
    address = reverse(f"enrolments:{page}", args=[subject.pk] if takes else [])

    people = [samordnare, own_coach, coach(ours), referrer(ours), team_member(ours), director(),
              coordinator(ControllerFactory()), None]  # fmt: skip
    seen = []
    for person in people:
        client.force_login(person) if person else client.logout()
        seen.append((client.post if page in POSTED else client.get)(address).status_code)

    assert tuple(seen) == ACCESS[page]
