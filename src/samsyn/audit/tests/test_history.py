"""The history of a record, in words: who changed what from what to what."""

import pytest

from samsyn.accounts.acting import acting_as
from samsyn.accounts.models import Assignment
from samsyn.accounts.tests import factories as people
from samsyn.audit.history import changes_of
from samsyn.organisations.tests.factories import ControllerFactory


@pytest.fixture
def assignment(db):
    return people.AssignmentFactory(title="")


def change(record, by=None, **facts):
    for name, value in facts.items():
        setattr(record, name, value)
    with acting_as(by or people.UserFactory(name="Ändra Re")):
        record.save()


def test_a_change_says_who_and_from_what_to_what(assignment):
    change(assignment, title="Arbetskonsulent")
    newest = changes_of(assignment)[0]
    assert (newest.by, newest.kind) == ("Ändra Re", "update")
    assert [(str(label), before, after) for label, before, after in newest.fields] == [
        ("titel i arbetet", "", "Arbetskonsulent")
    ]


def test_a_relation_is_told_by_its_name(assignment):
    before = assignment.controller
    change(assignment, controller=ControllerFactory(name="Nya nämnden"))
    assert changes_of(assignment)[0].fields[0][1:] == (before.name, "Nya nämnden")


def test_a_choice_is_told_in_words(assignment):
    change(assignment, role="coordinator")
    assert "Samordnare" in [str(after) for _, _, after in changes_of(assignment)[0].fields]


def test_what_is_hidden_is_not_told(assignment):
    change(assignment, title="Hemligt")
    assert changes_of(assignment, hidden={"title"})[0].fields[0][1:] == ("•••", "•••")


def test_a_save_that_changes_nothing_is_no_change(assignment):
    number = len(changes_of(assignment))
    change(assignment)
    assert len(changes_of(assignment)) == number


def test_a_deletion_is_remembered(assignment):
    events = type(assignment.history.first())
    Assignment.objects.filter(pk=assignment.pk).delete()
    assert events.objects.order_by("pgh_id").last().pgh_label == "delete"


@pytest.mark.parametrize("number", [2, 12])
def test_a_long_history_takes_no_more_queries(assignment, number, django_assert_max_num_queries):
    for _ in range(number):
        change(
            assignment,
            controller=ControllerFactory(),
            by=people.UserFactory(),
            approved_by=people.UserFactory(),
        )
    with django_assert_max_num_queries(9):
        assert len(changes_of(assignment)) == number + 1
