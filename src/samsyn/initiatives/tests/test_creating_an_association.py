"""The command line makes an empty association, once."""

import pytest
from django.core.management import CommandError, call_command

from samsyn.organisations import queries
from samsyn.organisations.models import Association

pytestmark = pytest.mark.django_db


def test_it_has_its_two_national_members_and_nothing_more(capsys):
    call_command("load_reference")
    call_command("create_association", "kalmar", "--name", "Samordningsförbundet i Kalmar län")
    association = queries.association_named("kalmar")
    assert association.name == "Samordningsförbundet i Kalmar län"
    assert {party.controller.slug for party in queries.parties_of(association)} == {
        "forsakringskassan",
        "arbetsformedlingen",
    }
    assert not association.initiatives.exists()


def test_twice_does_no_harm(capsys):
    call_command("create_association", "kalmar")
    call_command("create_association", "kalmar", "--name", "Annat")
    assert Association.objects.get().name == "Samordningsförbundet Kalmar"


def test_a_short_name_must_fit_in_an_address():
    with pytest.raises(CommandError, match="short name"):
        call_command("create_association", "Kalmar län")
