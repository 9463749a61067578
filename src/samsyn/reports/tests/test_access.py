"""Who reaches which reports page. Read the table; it is the rule."""

import pytest
from django.urls import reverse

from samsyn.reports import actions
from samsyn.reports.urls import urlpatterns

LOGIN = 302
OF_BLOCKS = ("write", "autosave", "preview", "sums", "enter", "add", "add_figures", "move", "remove")
PEOPLE = ("director", "office", "manager", "chair", "adjuster", "coach", "outsider", "nobody")
ACCESS = {
    # of a report being written
    #                director office manager chair adjuster coach outsider nobody
    "list":             (200, 200, 200, 200, 200, 404, 200, LOGIN),
    "new":              (200, 200, 200, 404, 404, 404, 404, LOGIN),
    "detail":           (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "collect":          (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "publish":          (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "discard":          (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "give_back":        (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "approve":          (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "sign":             (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "step":             (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "since":            (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "edition_make":     (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "edition_progress": (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "read":             (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "pdf":              (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "excel":            (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "write":            (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "autosave":         (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "preview":          (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "sums":             (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "enter":            (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "add":              (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "add_figures":      (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "choose_figures":   (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "move":             (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "remove":           (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "attach":           (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "file":             (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "file_remove":      (405, 405, 405, 405, 405, 405, 405, LOGIN),
    "seal":             (200, 200, 200, 200, 200, 404, 200, LOGIN),
    "published":        (200, 200, 200, 200, 200, 200, 200, 200),
    "published_read":   (404, 404, 404, 404, 404, 404, 404, 404),
    "published_pdf":    (404, 404, 404, 404, 404, 404, 404, 404),
    "published_file":   (404, 404, 404, 404, 404, 404, 404, 404),
}  # fmt: skip
APPROVED = {
    "detail":           (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "sign":             (404, 404, 404, 200, 200, 404, 404, LOGIN),
    "since":            (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "read":             (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "pdf":              (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "file":             (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "attach":           (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "write":            (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "enter":            (404, 404, 404, 404, 404, 404, 404, LOGIN),
}  # fmt: skip
APPENDIX = {
    "detail":           (200, 200, 200, 404, 404, 404, 404, LOGIN),
    "write":            (200, 200, 200, 404, 404, 404, 404, LOGIN),
    "attach":           (200, 200, 200, 404, 404, 404, 404, LOGIN),
    "file":             (200, 200, 200, 404, 404, 404, 404, LOGIN),
}  # fmt: skip
UNDER_REVIEW = {
    "detail":           (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "read":             (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "pdf":              (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "since":            (200, 200, 200, 200, 200, 404, 404, LOGIN),
    "approve":          (200, 200, 404, 404, 404, 404, 404, LOGIN),
    "attach":           (404, 404, 404, 404, 404, 404, 404, LOGIN),
    "write":            (404, 404, 404, 404, 404, 404, 404, LOGIN),
}  # fmt: skip
POSTED = {
    "edition_make": (302, 302, 404, 404, 404, 404, 404, 401),
    "autosave":     (200, 200, 404, 404, 404, 404, 404, 401),
    "preview":      (200, 200, 404, 404, 404, 404, 404, 401),
    "sums":         (204, 204, 404, 404, 404, 404, 404, 401),
    "move":         (302, 302, 404, 404, 404, 404, 404, 401),
    "remove":       (404, 404, 404, 404, 404, 404, 404, 401),
    "file_remove":  (302, 404, 404, 404, 404, 404, 404, 401),  # gone once taken away
}  # fmt: skip


def test_every_page_is_in_the_table():
    assert set(ACCESS) == {page.name for page in urlpatterns}


def address(world, page, report, edition=None):
    block = report.blocks.filter(kind="statement").first() or report.blocks.filter(key="result").first()
    file = report.attachments.first()
    own = report.blocks.filter(kind="chart", key="").first() or block
    where = {
        "file": {"pk": file and file.pk}, "file_remove": {"pk": file and file.pk},
        "published_file": {"pk": report.pk, "number": 1},
        "list": {}, "seal": {}, "published": {}, "new": {"slug": world.association.slug},
        "choose_figures": {"pk": own.pk},
        "step": {"pk": report.pk, "name": "review"}, "edition_progress": {"pk": edition and edition.pk},
        **{name: {"pk": block.pk} for name in OF_BLOCKS},
    }  # fmt: skip
    return reverse(f"reports:{page}", kwargs=where.get(page, {"pk": report.pk}))


def answers(client, world, address, send="get"):
    found = []
    for name in PEOPLE:
        person = getattr(world, name, None)
        client.force_login(person) if person else client.logout()
        found.append(getattr(client, send)(address).status_code)
    return tuple(found)


@pytest.fixture
def draft(world):
    report = world.start()
    world.attach(report)
    shown = {"figure": "participants", "by": ["initiative"], "caption": "Insatser", "form": "bars",
             "measures": ["new"]}  # fmt: skip
    actions.add_figures(after=report.blocks.get(key="chair"), kind="chart", data=shown, by=world.director)
    edition = actions.ask_for_edition(report=report, by=world.director)
    world.make(edition)
    return report, edition


def test_access(client, world, draft):
    assert {page: answers(client, world, address(world, page, *draft)) for page in ACCESS} == ACCESS


def test_access_to_what_is_approved(client, world):
    report = world.approved(file=True)
    assert {page: answers(client, world, address(world, page, report)) for page in APPROVED} == APPROVED


def test_access_to_what_is_under_review(client, world):
    report = world.reviewed()
    assert {
        page: answers(client, world, address(world, page, report)) for page in UNDER_REVIEW
    } == UNDER_REVIEW


def test_access_to_an_appendix(client, world):
    report = world.start("appendix", initiative=world.place.initiatives[0])
    world.attach(report)
    assert {page: answers(client, world, address(world, page, report)) for page in APPENDIX} == APPENDIX


def test_access_to_what_is_sent(client, world, draft):
    sent = {page: answers(client, world, address(world, page, *draft), "post") for page in POSTED}
    assert sent == POSTED
