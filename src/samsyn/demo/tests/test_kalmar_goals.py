"""The story of Kalmar's goals 2022: the table says what the annual report says, and why."""

from datetime import date

import pytest

from samsyn.initiatives.goal_table import plain_rows
from samsyn.organisations.models import Association

IN_THE_MAIN, REACHED = "I huvudsak uppnått", "Uppnått"
PUBLISHED = [
    ("Minst 95 %", "90 %", IN_THE_MAIN),
    ("Minst 85 %", "78 %", IN_THE_MAIN),
    ("Minst 35 %", "36 av 112, 32,1 % (24,2–41,3)", IN_THE_MAIN),
    ("Minst 90 %", "87,8 %", IN_THE_MAIN),
    ("", "2 fullmäktigebesök, både kommunledning och regionledning har besökts", REACHED),
    ("", "Sex informationer har hållits", REACHED),
    ("", "", REACHED),
    ("", "", REACHED),
    ("", "Inga nyhetsbrev under 2022", "I viss mån uppnått"),
    # published with one krona less than its balance sheet; here they agree
    ("Högst 2 730 000 kr", "3 853 655 kr. 1 123 655 kr över riktlinjen", "Ej uppnått"),
    ("Högst 5 %", "5,6 %", IN_THE_MAIN),
    ("Minst 75 %", "75,2 %", REACHED),
    ("Minst 75 %", "71 %", IN_THE_MAIN),
]


@pytest.fixture
def rows(demo):
    return plain_rows(Association.objects.get(slug="kalmar"), 2022, day=date(2026, 3, 2))


def spaced(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_table_is_as_published(rows):
    assert [(spaced(one.target), spaced(one.value), one.verdict) for one in rows] == PUBLISHED


def test_the_share_to_work_or_studies_is_explained(rows):
    assert spaced(rows[2].why) == (
        "36 av 112, 32,1 % (24,2–41,3), mot målet minst 35 %: i huvudsak uppnått, eftersom 32,1 når 31,5 "
        "(90 % av målet) men inte 35. Målet 35 % ligger inom osäkerheten."
    )
    assert rows[2].rule == "I huvudsak från 90 % av målet, i viss mån från 50 %."
    assert rows[2].source == "Till arbete eller studier: registret"


def test_where_the_board_judged_milder_than_the_rule_both_are_told(rows):
    assert spaced(rows[10].why) == (
        "5,6 %, mot målet högst 5 %: i viss mån uppnått, eftersom 5,6 är högst 7,5 (50 % över målet) "
        "men över 5,5 (10 % över målet). En person har bedömt annorlunda, i huvudsak uppnått: "
        "Några insatser har lämnat kvar pengar utifrån given budget."
    )


def test_an_initiatives_own_goal_is_measured_by_its_participants(rows):
    association = Association.objects.get(slug="kalmar")
    krus = association.initiatives.get(name="KRUS")
    (row,) = plain_rows(association, 2022, day=date(2026, 3, 2), initiative=krus)
    assert (row.target, row.value, row.verdict) == ("Minst 30", "35", REACHED)
