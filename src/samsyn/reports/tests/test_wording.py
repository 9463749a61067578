"""References in running text become numbers, and numbers that were typed are found."""

from datetime import date

import pytest
from django.utils import timezone, translation

from samsyn.figures.models import ReportedCount
from samsyn.reports import drafts
from samsyn.reports.resolving import resolve
from samsyn.reports.tree import of_kind
from samsyn.reports.wording import MOST, Unknown, html, nodes, notes, said, too_many, worded


def look_up(reference):
    known = {
        "participants.new": 122,
        "work_or_studies.percent": 32.1,
        "amount.costs.sum": 11633528,
        "small": "•",
    }
    if reference not in known:
        raise Unknown(f"{reference} finns inte")
    return known[reference]


def plain(text):
    return worded(text, look_up).plain


def test_a_reference_becomes_its_number_in_swedish():
    assert plain("{{participants.new}} nya, {{ work_or_studies.percent }} procent") == "122 nya, 32,1 procent"
    assert plain("kostade {{amount.costs.sum}} kr").replace("\xa0", " ") == "kostade 11 633 528 kr"


def test_a_suppressed_number_stays_suppressed():
    assert plain("{{small}} män") == "• män"


def test_a_reference_to_nothing_is_a_problem_and_no_number():
    found = worded("{{participants.nya}}", look_up)
    assert found.plain == "?"
    assert found.problems == ["participants.nya finns inte"]


@pytest.mark.parametrize(
    "text", ["{{participants.new} nya", "participants.new}} nya", "{{participants.new nya"]
)
def test_a_reference_that_does_not_end_is_told_of_and_not_printed_unnoticed(text):
    assert len(worded(text, look_up).problems) == 1
    assert not worded("{{participants.new}} {nya}", look_up).problems


def test_a_text_refers_to_no_more_figures_than_can_be_counted_while_one_waits():
    asked = []
    found = worded("{{participants.new}} " * 20_000 + "{{7 | protokoll}}", asked.append)
    assert len(asked) == MOST
    assert found.problems == [too_many("{{participants.new}}" * 20_000)] and "20000" in found.problems[0]
    assert not too_many("{{participants.new}}" * MOST + "{{155 | teamens protokoll}}" * 500)


def test_thousands_of_numbers_take_no_time_to_find():
    assert len(worded("den 17 mars 12 " * 20_000, look_up).bare) == 20_000  # would not end if each saw all


def test_a_typed_number_may_name_its_source():
    found = worded("{{155 | teamens protokoll}} konsultationer", look_up)
    assert found.plain == "155 konsultationer"
    assert found.typed == [{"value": "155", "source": "teamens protokoll"}]
    assert not found.bare


@pytest.mark.parametrize("text", ["109 utskrivna", "drygt 12 324 600 kronor", "5,6 procent", "av 36 gick 3"])
def test_a_bare_number_is_found(text):
    assert worded(text, look_up).bare


@pytest.mark.parametrize(
    "text",
    ["under 2022", "den 17 mars", "lagen (2018:597)", "2022-12-31", "åren 2011–2022", "1. Först\n2. Sedan",
     "12 kap. och 8 §", "klockan 13.30", "7TJUGO", "{{participants.new}}"],
)  # fmt: skip
def test_years_days_laws_and_lists_are_no_figures(text):
    assert worded(text, look_up).bare == []


def noted(text):
    found = worded(text, look_up)
    return notes(found.values, found.typed)


def test_under_a_text_stands_what_a_dot_is():
    [note] = noted("{{small}} av {{participants.new}} ({{small}})")
    assert note.startswith("• står för ett antal som inte redovisas")
    assert not noted("{{participants.new}}")


def test_under_a_text_stands_where_typed_numbers_come_from_each_source_once():
    assert noted("{{17 | väntelistan}}") == ["Källa: väntelistan (17)."]
    text = "{{17 | väntelistan.}} {{155 | teamens protokoll}} {{3 | väntelistan}} {{4}} {{small}}"
    assert noted(text)[1:] == ["Källor: väntelistan (17, 3); teamens protokoll (155)."]


def test_markdown_becomes_harmless_html():
    assert html("**Fet** <script>alert(1)</script>").startswith("<p><strong>Fet</strong> &lt;script&gt;")
    assert "javascript" not in html("[klicka](javascript:alert(1))").replace("(javascript:alert(1))", "")
    assert "<img" not in html("![bild](https://example.org/x.png)")


def test_the_preview_marks_what_was_filled_in():
    shown = html(worded("{{participants.new}} och 7 till", look_up).marked)
    assert '<mark class="figure" title="participants.new">122</mark>' in shown
    assert '<mark class="bare"' in shown


def test_marks_cannot_be_forged():
    assert worded("\ue000\ue003falsk\ue002", look_up).plain == "falsk"


@pytest.mark.parametrize(
    "forged", ["&#xe000;&#xe003;x&#xe001;&quot; hx-post=&quot;/&quot;&#xe002;", "&#57344;z"]
)
def test_marks_cannot_be_forged_by_writing_their_numbers(forged):
    shown = html(plain(forged))
    assert "<mark" not in shown and 'hx-post="' not in shown


@pytest.mark.parametrize(
    "source", ['x" hx-post="/" hx-trigger="load', '[x](https://example.org/a) hx-post="/"']
)
def test_a_source_cannot_become_an_attribute(source):
    """A section is read by others than its writer, and htmx obeys attributes."""
    shown = html(worded("{{155 | " + source + "}}", look_up).marked)
    assert shown.count('"') == 4  # of class and title
    assert "teamens &quot;egna&quot;" in html(worded('{{155 | teamens "egna"}}', look_up).marked)


def test_typesetting_gets_a_tree_and_no_code():
    [paragraph, bullets] = nodes("Hej #panic() **du**\n\n- ett\n- två")
    assert paragraph["c"][0] == {"t": "s", "s": "Hej #panic() "}
    assert paragraph["c"][1]["t"] == "strong"
    assert [one["t"] for one in bullets["c"]] == ["li", "li"]


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0, "0"), (-204793, "−204 793"), (85.0, "85,0"), ("•", "•")]
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_number_is_said_as_swedish_does_whoever_reads_it(value, text, language):
    with translation.override(language):
        assert said(value).replace("\xa0", " ") == text


def test_a_number_in_a_sentence_says_when_it_was_reported_and_others_are_from_the_register(world, as_owner):
    with as_owner():
        ReportedCount.objects.create(
            association=world.association, first_day=date(2024, 1, 1), last_day=date(2024, 12, 31), total=258,
            new=108, ended=115, ongoing=140, source="egen", reported_by=world.director,
        )  # fmt: skip
    report = world.start()
    told = "{{ended.ended 2024}} och {{time_in_initiative.counted 2024}}, {{participants.new}}."
    block = world.write(report, "chair", told)
    tree = resolve(drafts.draft_of(report), timezone.now())
    [text] = [one for one in of_kind(tree, "text") if one["key"] == block.key]
    said = notes(text["values"], [])
    assert len(said) == 2
    assert said[0].endswith("2024: som det rapporterades.")
    assert "Förbundet har rapporterat" in said[1]
