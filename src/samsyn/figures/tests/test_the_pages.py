"""The figure pages: where a number leads, what is marked in a table, and which year a page opens on."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse

from samsyn.accounts.tests import factories as people
from samsyn.enrolments.models import Enrolment
from samsyn.figures import cards, pages, reported, shapes
from samsyn.figures.counting import Period, year
from samsyn.figures.definitions import FIGURES
from samsyn.figures.durations import one_decimal
from samsyn.figures.models import ReportedCount
from samsyn.figures.queries import View

from .registers import place, some


@pytest.fixture
def world(db, as_owner, settings, client):
    """2021 is reported and contradicts itself and the year before; the register holds 2023 alone."""
    settings.SECOND_FACTOR_REQUIRED = False
    with as_owner():
        where = place(2, 1)
        some(where, 30, start=date(2023, 2, 1), end=date(2023, 9, 1))
        where.director = people.director(where.association)
        for number, total, new, ended, ongoing in [(2020, 200, 200, 84, 116), (2021, 258, 150, 115, 142)]:
            ReportedCount.objects.create(
                association=where.association, first_day=date(number, 1, 1), last_day=date(number, 12, 31),
                total=total, new=new, ended=ended, ongoing=ongoing, source="årsredovisningen",
                reported_by=where.director,
            )  # fmt: skip
    client.force_login(where.director)
    return where


def page(client, where, name, **query):
    return client.get(reverse(f"figures:{name}", args=[where.association.slug]), query)


def test_a_number_year_by_year_leads_to_where_it_comes_from(client, world):
    shown = page(client, world, "years").context["shown"]
    [cell] = [row.cells[1] for row in shown.rows if row.labels == ["2021"]]
    card = client.get(cell.url).context["card"]
    assert (card.measure.name, card.value, card.period) == ("total", 258, year(2021))


def test_a_number_on_the_start_page_leads_to_where_it_comes_from(client, world):
    text = client.get("/").content.decode()
    there = f"{reverse('figures:participants', args=[world.association.slug])}?year=2023&amp;by=initiative"
    assert f'{there}&amp;unit=enrolments&amp;row=sum&amp;cell=new#cell"' in text


def test_a_reported_year_that_does_not_add_up_is_marked_and_it_is_said_why(client, world):
    response = page(client, world, "years")
    marked = {row.labels[0]: row.contradictions for row in response.context["shown"].contradicting}
    assert marked == {
        "2021": [
            "Totalt 258 är inte avslutade och pågående: 115 + 142 = 257.",
            "Totalt 258 är inte pågående före och nya: 116 + 150 = 266.",
        ],
        "2022": ["Totalt 0 är inte pågående före och nya: 142 + 0 = 142."],  # of the register
    }
    text = response.content.decode()
    assert "går inte ihop" in text.split('scope="row">2021')[1].split("</th>")[0]
    assert "115 + 142 = 257" in text.split("</table>")[1]


def test_persons_may_both_end_and_go_on(world):
    table = View(world.association).table(
        "participants", Period(year(2020).first, year(2021).last), by=["year"], unit="persons"
    )
    assert reported.row_contradictions(table, pages.contradiction_in_words) == {}


def test_a_page_opens_on_the_latest_year_that_has_anything_and_its_files_are_of_that_year(client, world):
    for name in ("participants", "work_or_studies"):
        response = page(client, world, name)
        assert response.context["period"] == year(2023)
        assert "2023 är det senaste året med nya deltagare" in response.content.decode()
        asked = parse_qs(response.context["query"])
        assert asked["year"] == ["2023"]
    assert page(client, world, "participants", year=2025).context["period"] == year(2025)


def test_the_file_of_what_a_page_opened_on_is_of_the_same_year(client, world):
    address = reverse("figures:csv", args=[world.association.slug, "participants"])
    assert "2023-01-01" in client.get(address)["Content-Disposition"]
    text = page(client, world, "participants").content.decode()
    [link] = {part.split('"')[0] for part in text.split('href="') if part.startswith(address)}
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query)["by"] == ["initiative"]


def test_the_list_of_figures_names_each_in_its_link_and_leads_to_data_quality(client, world):
    text = client.get(reverse("figures:index")).content.decode()
    slug = world.association.slug
    assert f'<a href="{reverse("figures:figure", args=[slug, "waiting_time"])}">Väntetider</a>' in text
    assert f'href="{reverse("figures:quality", args=[slug])}"' in text
    people.AssignmentFactory(user=world.director, role="director", association=place(1, 1).association)
    text = client.get(reverse("figures:index")).content.decode()
    assert f">Väntetider, {world.association}</a>" in text


def test_the_list_says_unit_source_and_version_on_the_page_and_on_the_command_line(client, world, capsys):
    text = client.get(reverse("figures:index")).content.decode()
    call_command("figures", "--list")
    said = capsys.readouterr().out
    for figure in FIGURES.values():
        assert f"<dd>{figure.english}</dd>" in text and f"På engelska: {figure.english}" in said
    assert text.count("<dd>version ") == said.count("Definition: version ") == len(FIGURES)
    assert text.count("<dt>Enhet</dt>") == text.count("<dt>Källa</dt>") == len(FIGURES)
    assert "Enhet: inskrivningar, personer · Källa: " in said


def test_data_quality_is_of_the_latest_years_and_the_start_page_leads_to_what_it_tells(
    client, world, as_owner
):
    with as_owner():
        Enrolment.objects.update(recorded_at=datetime(2023, 2, 5, 11, tzinfo=UTC))
    assert page(client, world, "quality").context["years"] == [2021, 2022, 2023]
    start = client.get("/")
    [url] = [
        part.split('"')[0].replace("&amp;", "&")
        for part in start.content.decode().split('href="') if "cell=started_median" in part.split('"')[0]
    ]  # fmt: skip
    card = client.get(url).context["card"]
    assert (card.value, card.unit, card.period) == (4.0, "dagar", year(2023))


def test_whole_days_have_no_decimals(client, world):
    address = reverse("figures:figure", args=[world.association.slug, "time_in_initiative"])
    shown = client.get(address, {"year": 2023}).context["shown"]
    assert [cell.text for cell in shown.rows[0].cells][1] == "212"
    assert [one_decimal(value) for value in (462.0, 12.54, 0.04)] == [462, 12.5, 0]
    assert str(one_decimal(462.0)) == "462"


def test_on_a_phone_the_lines_fit_and_their_names_stand_above_them(client, world):
    response = page(client, world, "years")
    wide, narrow = response.context["charts"]
    assert narrow.width < 390 < wide.width
    assert all(float(x) <= narrow.width for line in narrow.lines for x, _y in line.points)
    legend = response.content.decode().split('<ul class="legend chart"')[1].split("</ul>")[0]
    assert [str(line.label) in legend for line in narrow.lines] == [True] * 4


def test_a_number_of_two_things_across_each_other_leads_to_where_it_comes_from(client, world):
    address = reverse("figures:figure", args=[world.association.slug, "occupation_before_after"])
    [(_label, cells)] = client.get(address).context["shown"].matrix.rows
    response = client.get(cells[0].url)
    assert (response.context["card"].value, response.context["card"].period) == (30, year(2023))
    assert response.context["shown"].matrix.rows[0][1][0].is_chosen


def in_the_register(where, as_owner, number, many):
    with as_owner():
        some(where, many, start=date(number - 2, 2, 1), end=date(number, 9, 1))


def test_what_is_counted_beside_a_number_that_is_reported_for_the_whole_says_so(client, world, as_owner):
    in_the_register(world, as_owner, 2021, 16)
    said = (
        "Förbundet har rapporterat 258 deltagare för perioden som helhet; här räknas de 16 som finns i "
        "registret."
    )
    response = page(client, world, "participants", year=2021, by="initiative")
    assert response.context["shown"].sum.cells[1].value == 16
    assert said in response.content.decode()
    whole = page(client, world, "participants", year=2021, shown=1)
    assert whole.context["shown"].rows[0].cells[1].value == 258
    assert "som finns i registret" not in whole.content.decode()
    view, only = View(world.association), "här räknas bara det som finns i registret."
    assert said in shapes.notes(view.table("participants", year(2021), by=["initiative"]))
    notes = shapes.notes(view.table("over_12_months", year(2021)))
    assert f"Förbundet har rapporterat 115 avslutade för perioden som helhet; {only}" in notes
    assert only not in " ".join(shapes.notes(view.table("over_12_months", year(2023))))
    two_years = view.table("over_12_months", Period(year(2021).first, year(2022).last), by=["year"])
    assert f"rapporterat antal som helhet för 2021; {only}" in " ".join(shapes.notes(two_years))
    assert "reported_beside" in shapes.as_json(two_years)


@pytest.mark.parametrize(
    ("name", "reported", "here"),
    [
        ("time_in_initiative", "115 avslutade", 16),
        ("ended", "115 avslutade", 16),
        ("waiting_time", "150 nya deltagare", 0),
        ("age_at_start", "150 nya deltagare", 0),
        ("entry_delay", "150 nya deltagare", 0),
    ],
)
def test_what_is_reported_is_told_of_those_whom_the_table_is_about(world, as_owner, name, reported, here):
    in_the_register(world, as_owner, 2021, 16)
    found = table_of_2021(world, name, by=["initiative"])
    assert shapes.reported_note(found) == (
        f"Förbundet har rapporterat {reported} för perioden som helhet; här räknas de {here} som finns i "
        "registret."
    )


def test_those_who_ended_are_told_of_only_where_other_numbers_of_them_are_reported(world, as_owner):
    in_the_register(world, as_owner, 2021, 115)
    assert shapes.reported_note(table_of_2021(world, "time_in_initiative")) == ""
    assert "258 deltagare" in shapes.reported_note(table_of_2021(world, "participants", by=["initiative"]))


def table_of_2021(where, name, by=()):
    return View(where.association).table(name, year(2021), by=[*by])


def test_a_year_is_not_compared_with_the_registers_part_of_a_reported_one(client, world, as_owner):
    in_the_register(world, as_owner, 2021, 16)
    in_the_register(world, as_owner, 2022, 16)
    address = reverse("figures:figure", args=[world.association.slug, "over_12_months"])
    assert client.get(address, {"year": 2022}).context["difference"] == (
        "Jämförs inte med 2021: förbundet har rapporterat andra antal för 2021 än de som finns i registret."
    )
    in_the_register(world, as_owner, 2023, 16)
    _now, words = pages.against_the_year_before(
        View(world.association), "over_12_months", 2023, day=date(2024, 2, 1)
    )
    assert "2022" in words
    assert "Jämförs inte" not in words


@pytest.mark.parametrize(("by", "marks"), [({"shown": 1}, 1), ({"by": "sex"}, 2)])
def test_several_years_as_one_that_do_not_add_up_are_marked_where_they_stand(client, world, by, marks):
    days = {"first": "2021-01-01", "last": "2022-12-31"}
    response = page(client, world, "participants", **days, **by)
    wrong = [row.contradictions for row in response.context["shown"].contradicting]
    assert wrong == [["Totalt 258 är inte avslutade och pågående: 115 + 0 = 115."]] * marks  # and in the sum
    text = response.content.decode().split("<tbody>")[1].split("</table>")[0]
    assert text.count("går inte ihop</span>") == marks


def test_a_budget_beside_a_part_of_a_year_says_that_it_is_of_the_whole(client, world):
    quarter = {"first": "2023-10-01", "last": "2023-12-31"}
    assert page(client, world, "participants", **quarter).context["shown"].measures[0] == "Budget, hela året"
    assert page(client, world, "participants", year=2023).context["shown"].measures[0] == "Budget"
    address = reverse("figures:csv", args=[world.association.slug, "participants"])
    assert '"Budget, hela året"' in client.get(address, quarter).content.decode()


@pytest.mark.parametrize("name", ["waiting_time", "occupation_before_after"])
def test_where_there_is_nobody_to_tell_of_it_is_said_in_place_of_heads_alone(client, world, name):
    there = reverse("figures:figure", args=[world.association.slug, name])
    counted, empty = (client.get(there, {"year": one}).content.decode() for one in (2023, 2019))
    assert "<table" in counted and "Det finns ingen att räkna" not in counted
    assert "<table" not in empty and "Det finns ingen att räkna under perioden." in empty


def test_days_that_make_no_period_show_no_table_of_another(client, world):
    turned = {"first": "2022-12-31", "last": "2022-01-01"}
    response = page(client, world, "participants", **turned)
    text = response.content.decode()
    assert response.context["shown"] is None
    assert text.count("Perioden kan inte sluta innan den börjar.") == 1
    assert "<h1>Deltagare</h1>" in " ".join(text.split()).replace("Deltagare </h1>", "Deltagare</h1>")
    address = reverse("figures:csv", args=[world.association.slug, "participants"])
    assert client.get(address, turned).status_code == 404
    since = client.get(reverse("figures:since", args=[world.association.slug, "participants"]), turned)
    assert since.context["compared"] is None
    assert "Perioden kan inte sluta innan den börjar." in since.content.decode()


def test_a_start_page_says_that_the_year_is_not_over(client, world, as_owner, monkeypatch):
    in_the_register(world, as_owner, 2022, 16)
    monkeypatch.setattr(cards, "today", lambda: date(2023, 10, 1))
    text = client.get("/").content.decode()
    assert "Deltagare per insats 2023 hittills" in text
    assert "<small>2023 hittills</small>" in text
    assert "hela 2022" in text
