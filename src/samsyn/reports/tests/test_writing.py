"""Writing in the browser: saved as one writes, never over what somebody else has saved."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.figures.tests.registers import some
from samsyn.reports import actions
from samsyn.reports.models import Block, Report
from samsyn.reports.resolving import numbers_of
from samsyn.reports.wording import Unknown


@pytest.fixture
def chair(world):
    return world.block(world.start(), "chair")


def sent(block, **typed):
    return {"save_key": uuid.uuid4(), "seen_version": block.version, "heading": block.heading, **typed}


def at(page, record):
    return reverse(f"reports:{page}", args=[record.pk])


def test_sections_without_a_heading_can_be_told_apart(client, world):
    client.force_login(world.director)
    report = world.start()
    page = client.get(at("detail", report)).content.decode()
    assert "<strong>Nya deltagares ålder 2025, efter kön</strong>" in page
    assert "<strong>Not 1. Verksamhetens intäkter</strong>" in page
    names = [str(block) for block in report.blocks.all()]
    assert len(names) == len(set(names))


def test_what_is_typed_is_saved_while_writing(client, world, chair):
    client.force_login(world.director)
    answer = client.post(at("autosave", chair), sent(chair, text="Första raden."))
    chair.refresh_from_db()
    assert chair.text == "Första raden."
    # And the answer holds the key and the version of the next save
    assert f'value="{chair.version}"' in answer.content.decode()


@pytest.mark.parametrize("year", ["0000", "9999", "2025-2020", "1000-9999 year=2020"])
def test_a_year_out_of_reason_is_said_and_not_counted(client, world, chair, year):
    client.force_login(world.director)
    answer = client.post(at("preview", chair), {"text": "{{participants.new %s}}" % year})  # noqa: UP031
    assert f"”{year.split()[0]}” går inte att förstå." in answer.content.decode()


def test_two_editors_never_overwrite_each_other(client, world, chair):
    # Given two people with the same section open
    both = sent(chair)
    client.force_login(world.director)
    client.post(at("autosave", chair), both | {"text": "Direktörens text."})
    # When the other one's text is saved, while writing or by the button
    client.force_login(world.office)
    autosaved = client.post(
        at("autosave", chair), both | {"save_key": uuid.uuid4(), "text": "Kansliets text."}
    )
    pressed = client.post(at("write", chair), both | {"save_key": uuid.uuid4(), "text": "Kansliets text."})
    # Then nothing is lost: the first is kept, and the second sees both and chooses
    chair.refresh_from_db()
    assert chair.text == "Direktörens text."
    assert "Någon annan" in autosaved.content.decode()
    page = pressed.content.decode()
    assert "Direktörens text." in page and "Kansliets text." in page


def test_two_people_write_different_sections_at_the_same_time(client, world):
    report = world.start()
    one, other = world.block(report, "chair"), world.block(report, "initiatives")
    client.force_login(world.director)
    client.post(at("write", one), sent(one, text="Ett."))
    client.force_login(world.office)
    client.post(at("write", other), sent(other, text="Två."))
    assert set(Block.objects.filter(report=report).exclude(text="").values_list("text", flat=True)) >= {
        "Ett.",
        "Två.",
    }


def test_the_preview_fills_in_figures_and_asks_for_sources(client, world, chair):
    client.force_login(world.director)
    page = client.post(
        at("preview", chair), {"text": "{{participants.total}} deltog och 17 slutade"}
    ).content.decode()
    assert '<mark class="figure" title="participants.total">21</mark>' in page
    assert "skrivet utan källa" in page and "{{ 17 |" in page


def test_the_preview_tells_what_the_reader_is_told(client, world, chair):
    client.force_login(world.director)
    page = client.post(at("preview", chair), {"text": "{{ 17 | väntelistan }} väntar"}).content.decode()
    assert '<p class="remark">Källa: väntelistan (17).</p>' in page


def test_who_notes_the_approval_says_that_the_findings_have_been_read(client, world):
    client.force_login(world.director)
    report = world.reviewed(chair="Vi hade 99 deltagare.")
    decision = {"save_key": uuid.uuid4(), "decided_by": "styrelsen", "decided_on": str(timezone.localdate())}
    page = client.post(at("approve", report), decision).content.decode()
    assert 'name="has_read"' in page and "99 är skrivet i" in page
    client.post(at("approve", report), decision | {"has_read": "on"})
    report.refresh_from_db()
    assert report.state == "approved"


def test_before_the_approval_it_is_said_which_headings_stand_empty(client, world):
    client.force_login(world.director)
    report = world.reviewed(chair="Ett gott år.")
    for name in ("approve", "detail"):
        page = client.get(at(name, report)).content.decode()
        empty = page.split("kommer att stå tomma")[1].split("</ul>")[0]
        assert "<li>Förväntad utveckling</li>" in empty and "Ordförande har ordet" not in empty


def test_too_many_references_are_told_and_nothing_of_the_text_is_lost(client, world, chair):
    client.force_login(world.director)
    text = "Sist: " + "{{participants.new}} " * 101
    autosaved = client.post(at("autosave", chair), sent(chair, text=text)).content.decode()
    pressed = client.post(at("write", chair), sent(chair, text=text)).content.decode()
    for page in (autosaved, pressed):
        assert "hänvisar till 101 siffror" in page
    assert pressed.count("{{participants.new}}") >= 101  # it stands in the field still
    chair.refresh_from_db()
    assert chair.text == ""


def test_a_report_about_an_initiative_refers_to_its_own_figures_alone(world):
    # Given a manager whose assignment is for one initiative, and the name and number of another
    own, other = world.place.initiatives
    appendix = world.start("appendix", by=world.manager, initiative=own)
    numbers = numbers_of(appendix, [])
    assert numbers.look_up("participants.total") == numbers.look_up(f"participants.total initiative={own.pk}")
    for way in (other.pk, other.name.casefold().replace(" ", "-")):
        with pytest.raises(Unknown, match="egna siffror"):
            numbers.look_up(f"participants.total initiative={way}")
    # While the association's own report may name any
    assert numbers_of(world.start(), []).look_up(f"participants.total initiative={other.pk}") == 7


def test_the_picker_offers_every_figure_and_the_reports_amounts(client, world, chair):
    client.force_login(world.director)
    page = client.get(at("write", chair)).content.decode()
    for reference in (
        "participants.new",
        "work_or_studies.percent",
        "amount.income.result",
        "amount.costs.sum",
    ):
        assert f'data-insert="{reference}"' in page


def test_amounts_are_typed_once_and_sums_computed(client, world):
    report = world.start()
    block = world.block(report, "income")
    client.force_login(world.director)
    typed = {"revenue_0": "16 383 989", "costs_0": "-16 592 836", "source": "Bokslut"}
    client.post(at("enter", block), {"save_key": uuid.uuid4(), "seen_version": block.version, **typed})
    block.refresh_from_db()
    assert block.data["values"]["revenue"] == [16383989, None]
    page = client.get(at("enter", block)).content.decode().replace("\xa0", " ")
    assert "−208 847" in page


def test_a_wrong_amount_is_told_and_nothing_is_lost(client, world):
    block = world.block(world.start(), "income")
    client.force_login(world.director)
    typed = {"revenue_0": "mycket", "costs_0": "-5", "source": "Bokslut"}
    page = client.post(at("enter", block), {"save_key": uuid.uuid4(), **typed}).content.decode()
    assert "”mycket” är inget belopp" in page and 'value="-5"' in page
    block.refresh_from_db()
    assert "values" not in block.data


def test_two_people_entering_amounts_see_each_others(client, world):
    block = world.block(world.start(), "note_income")
    client.force_login(world.director)
    first = {
        "save_key": uuid.uuid4(),
        "seen_version": block.version,
        "label_0": "Staten",
        "amount_0_0": "5",
        "source": "A",
    }
    client.post(at("enter", block), first)
    second = first | {"save_key": uuid.uuid4(), "amount_0_0": "6"}
    page = client.post(at("enter", block), second).content.decode()
    block.refresh_from_db()
    assert block.data["rows"][0]["values"] == [5, None]
    assert "Någon annan" in page


def test_goals_tell_their_own_outcome_and_verdict(client, world):
    from samsyn.initiatives.tests.factories import GoalFactory, TargetFactory

    goal = GoalFactory(initiative=None, association=world.association, text="Alla ska trivas")
    TargetFactory(goal=goal, year=2025, value=35, outcome=40, source="enkät", measured_on=date(2025, 12, 1))
    client.force_login(world.director)
    page = client.get(at("write", world.block(world.start(), "goals"))).content.decode()
    assert "Alla ska trivas" in page and "Uppnått, eftersom 40" in page


def test_results_from_before_the_register(client, world):
    client.force_login(world.director)
    appendix = world.start("appendix", initiative=world.place.initiatives[0])
    block = world.block(appendix, "result")
    client.post(at("enter", block), {"save_key": uuid.uuid4(), "total": "91", "source": "egen redovisning"})
    page = client.get(at("enter", block)).content.decode()
    assert "Sedan uppstart" in page and "egen redovisning" in page


def test_a_section_can_be_added_moved_and_removed_but_not_one_of_the_outline(client, world, chair):
    client.force_login(world.director)
    client.post(at("add", chair), {"save_key": uuid.uuid4(), "heading": "Särskilt i år", "level": 2})
    new = Block.objects.get(report=chair.report, heading="Särskilt i år")
    order = list(chair.report.blocks.values_list("heading", flat=True))
    assert order.index("Särskilt i år") == order.index(chair.heading) + 1
    client.post(at("move", new), {"up": "1"})
    assert chair.report.blocks.first().heading == "Särskilt i år"
    client.post(at("remove", new))
    assert not Block.objects.filter(pk=new.pk).exists()
    assert client.post(at("remove", chair)).status_code == 404


def test_a_report_is_started_once(client, world):
    client.force_login(world.director)
    form = {"kind": "annual", "first_day": "2025-01-01", "last_day": "2025-12-31"}
    address = reverse("reports:new", args=[world.association.slug])
    assert client.post(address, form | {"save_key": uuid.uuid4()}).status_code == 302
    again = client.post(address, form | {"save_key": uuid.uuid4()}).content.decode()
    report = Report.objects.get(kind="annual")
    assert "”Årsredovisning 2025” finns redan, i läget ”Utkast”." in again
    assert (
        f'Fortsätt skriva i <a class="ds-link" href="{at("detail", report)}">Årsredovisning 2025</a>.'
        in again
    )


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("reviewed", ("Under granskning", "den kan ändras när den tagits tillbaka eller öppnats igen.")),
        ("approved", ("Fastställd", "den kan inte längre ändras.")),
    ],
)
def test_who_starts_a_report_that_has_left_the_desk_is_shown_to_it(client, world, step, told):
    client.force_login(world.director)
    report = getattr(world, step)()
    form = {"kind": "annual", "first_day": "2025-01-01", "last_day": "2025-12-31", "save_key": uuid.uuid4()}
    page = client.post(reverse("reports:new", args=[world.association.slug]), form).content.decode()
    assert f"finns redan, i läget ”{told[0]}”." in page and "ortsätt skriva" not in page
    assert f'Läs <a class="ds-link" href="{at("detail", report)}">Årsredovisning 2025</a>; {told[1]}' in page


def test_who_may_not_start_it_is_not_told_that_it_is_there(client, world):
    world.approved()
    form = {"kind": "annual", "first_day": "2025-01-01", "last_day": "2025-12-31", "save_key": uuid.uuid4()}
    for person in (world.manager, world.outsider, world.coach):
        client.force_login(person)
        page = client.post(reverse("reports:new", args=[world.association.slug]), form).content.decode()
        assert "finns redan" not in page and 'ds-link" href="/reports/' not in page


def test_the_steps_by_the_pages(client, world):
    client.force_login(world.director)
    report = world.start()
    client.post(at("collect", report), {"save_key": uuid.uuid4(), "due_on": "2026-01-20"})
    step = lambda record, name: client.post(reverse("reports:step", args=[record.pk, name]))  # noqa: E731
    assert "inte lämnats in ännu" in client.get(step(report, "review").url).content.decode()
    for appendix in report.appendices.all():
        step(appendix, "hand_in")
    step(report, "review")
    answer = client.get(at("approve", report), follow=True)
    assert "tas fortfarande fram" in answer.content.decode()  # what is to be approved
    world.made(report)
    page = client.get(at("approve", report)).content.decode()
    assert report.editions.get().digest[:16] in page and 'name="has_read"' not in page
    client.post(
        at("approve", report),
        {"save_key": uuid.uuid4(), "decided_by": "styrelsen", "decided_on": str(timezone.localdate())},
    )
    world.made(report).refresh_from_db()
    assert report.state == "approved"
    client.force_login(world.chair)
    page = client.get(at("sign", report)).content.decode()
    assert "andra faktor" in page
    assert client.post(at("sign", report), {"save_key": uuid.uuid4()}).status_code == 200
    assert not report.signatures.exclude(signed_at=None).exists()


@pytest.mark.parametrize("size", [1, 60])
@pytest.mark.parametrize("page", ["list", "detail", "write", "read"])
def test_a_page_asks_as_much_however_much_there_is(
    client, world, as_owner, page, size, django_assert_max_num_queries
):
    with as_owner():
        some(world.place, size, start=date(2025, 5, 1))
    report = world.start()
    edition = actions.ask_for_edition(report=report, by=world.director)
    world.make(edition)
    for number in range(size // 20):
        world.start(first_day=date(2020 + number, 1, 1), last_day=date(2020 + number, 12, 31))
    client.force_login(world.director)
    where = {"list": reverse("reports:list"), "write": at("write", world.block(report, "chair"))}
    address = where.get(page) or at(page, report)
    client.get(address)
    with django_assert_max_num_queries(20):
        assert client.get(address).status_code == 200


def starting(client, world, **typed):
    address = reverse("reports:new", args=[world.association.slug])
    dates = {"first_day": "2025-01-01", "last_day": "2025-12-31"}
    return (
        client.post(address, {"save_key": uuid.uuid4(), **dates, **typed}) if typed else client.get(address)
    )


def test_a_manager_is_offered_her_own_initiative_alone_and_it_is_chosen(client, world):
    own, other = world.place.initiatives
    client.force_login(world.manager)
    page = starting(client, world).content.decode()
    assert f'<option value="{own.pk}" selected>' in page
    assert other.name not in page and "(frivilligt)" not in page and "Behövs för" not in page
    # And another's is said at the field to be none of those, with what was typed still there
    answer = starting(client, world, kind="status", initiative=other.pk)
    assert answer.status_code == 200 and "initiative" in answer.context["form"].errors
    assert 'value="2025-12-31"' in answer.content.decode()


def test_who_leads_is_offered_all_and_told_which_kinds_need_an_initiative(client, world):
    client.force_login(world.director)
    page = starting(client, world).content.decode()
    assert all(one.name in page for one in world.place.initiatives)
    assert "Behövs för: Helårsrapport för en insats, Lägesrapport, Kvartalsuppföljning" in page
    assert "initiative" in starting(client, world, kind="status").context["form"].errors
    assert starting(client, world, kind="annual").status_code == 302
