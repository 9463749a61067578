"""The components keep their promises: tags, fields tied to their words, and nothing typed is lost."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from samsyn.base.rendering import select


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def drawn(source, **context):
    return Template("{% load samsyn i18n %}" + source).render(Context(context))


class ContactForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)
    heading = forms.CharField(label="Rubrik", help_text="Kort.")
    on = forms.DateField(label="Dag", required=False)
    minutes = forms.IntegerField(label="Minuter", required=False)
    place = forms.ChoiceField(
        label="Plats", choices=[("o", "Kontor"), ("w", "Jobb")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Anteckning", required=False, widget=forms.Textarea)
    read = forms.BooleanField(label="Läst", required=False)

    def clean(self):
        if self.data.get("heading") == "late":
            raise forms.ValidationError("Det går inte efter slutdatum.")


# ── Tags ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_icon_is_drawn_inline_and_hidden_from_screen_readers():
    html = drawn('{% icon "house" %}')
    assert (
        html.startswith("<svg") and 'aria-hidden="true"' in html and 'class="ico"' in html and "<path" in html
    )
    assert "style=" not in html


def test_an_unknown_icon_stops_the_page():
    with pytest.raises((LookupError, TemplateSyntaxError)):
        drawn('{% icon "no-such-picture" %}')


def test_a_tag_has_its_colour_and_escapes_its_text():
    html = drawn('{% tag text "warning" %}', text="<b>snart</b>")
    assert 'data-color="warning"' in html and "&lt;b&gt;snart" in html


@pytest.mark.parametrize(
    ("value", "shown"),
    [(11633528, "11\xa0633\xa0528"), (7, "7"), (None, "–"), (-1200, "−1\xa0200"), (1234.5, "1\xa0234,5")],
)
def test_numbers_are_grouped_the_swedish_way(value, shown):
    assert drawn("{{ value|number }}", value=value) == shown


@pytest.mark.parametrize(("share", "shown"), [(0.321, "32,1\xa0%"), (1, "100,0\xa0%"), (None, "–")])
def test_a_share_is_shown_in_percent(share, shown):
    assert drawn("{% percent share %}", share=share) == shown


@time_machine.travel("2026-11-26 09:00:00+01:00")
def test_a_day_says_its_year_only_when_it_is_another():
    assert drawn("{{ d|day }}", d=date(2026, 11, 19)) == "19\xa0nov"
    assert drawn("{{ d|day }}", d=date(2025, 3, 1)) == "1\xa0mar\xa02025"
    assert drawn("{{ d|day }}", d=None) == "–"


@time_machine.travel("2026-11-26 09:00:00+01:00")
def test_a_moment_is_told_in_local_time():
    assert drawn("{{ t|moment }}", t=datetime(2026, 11, 19, 23, 30, tzinfo=UTC)) == "20\xa0nov 00.30"


def test_an_address_keeps_the_rest_of_its_query():
    request = RequestFactory().get("/", {"track": "unga", "page": "3"})
    html = drawn('{% address_with sort="name" page=None %}', request=request)
    assert html == "?track=unga&amp;sort=name"


def test_a_table_head_says_how_it_is_sorted_and_turns_around():
    request = RequestFactory().get("/", {"sort": "name"})
    html = drawn('{% sortable "Namn" "name" %}{% sortable "Vecka" "weeks" "num" %}', request=request)
    assert html.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in html and 'href="?sort=-name"' in html and 'href="?sort=weeks"' in html


def test_a_bar_stays_within_its_frame_and_needs_no_style():
    html = drawn("{% bar 1.2 low=0.9 high=1.4 goal=0.5 %}")
    assert 'width="100.00"' in html and "style" not in html and 'aria-hidden="true"' in html


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────────────


def test_label_hint_and_error_are_tied_to_the_field():
    html = str(ContactForm({"heading": "", "version": "3"})["heading"].as_field_group())
    assert 'for="id_heading"' in html and 'id="id_heading"' in html
    assert 'aria-describedby="id_heading_helptext id_heading_error"' in html
    assert 'id="id_heading_helptext"' in html and 'id="id_heading_error"' in html
    assert 'aria-invalid="true"' in html and 'class="ds-input"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    form = ContactForm()
    assert "(frivilligt)" in form["note"].as_field_group()
    assert "(frivilligt)" not in form["heading"].as_field_group()
    assert "(frivilligt)" not in form["read"].as_field_group()


def test_a_set_of_choices_is_a_fieldset_with_its_label_as_legend():
    html = ContactForm()["place"].as_field_group()
    assert "<fieldset" in html and "<legend" in html and html.count('class="ds-field"') == 2


def test_days_and_numbers_use_the_browsers_own_controls():
    form = ContactForm(initial={"on": date(2026, 11, 19), "minutes": 40})
    assert 'type="date"' in str(form["on"]) and 'value="2026-11-19"' in str(form["on"])
    assert 'inputmode="numeric"' in str(form["minutes"])


def test_the_summary_links_to_the_first_control_of_each_field_with_an_error():
    html = str(ContactForm({"heading": "late", "version": "3"}))
    assert 'tabindex="-1"' in html and "data-focus" in html
    assert "Det går inte efter slutdatum." in html
    assert 'href="#id_place_0"' in html and 'id="id_place_0"' in html


def test_a_form_without_errors_has_no_summary():
    assert "ds-error-summary" not in str(ContactForm())


def test_the_whole_form_carries_hidden_fields_and_the_token():
    html = render_to_string("base/form.html", {"form": ContactForm(), "submit": "Spara den", "cancel": "/x/"})
    assert 'type="hidden" name="version" value="3"' in html
    assert "Spara den" in html and 'href="/x/"' in html and "data-guard" in html
    assert "multipart" not in html


def test_what_someone_else_saved_is_shown_beside_what_was_typed():
    form = ContactForm({"heading": "Mitt", "place": "o", "version": "3"})
    form.conflicts = [SimpleNamespace(label="Rubrik", name="heading", yours="Mitt", theirs="<i>Hennes</i>")]
    html = render_to_string("base/form.html", {"form": form})
    assert 'data-take="heading"' in html and 'value="Mitt"' in html
    assert "<i>" not in html and "&lt;i&gt;Hennes" in html


# ── Trying again ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reason", ["database", "session", "token"])
def test_the_retry_page_keeps_every_value_and_escapes_it(reason):
    html = render_to_string(
        "base/retry.html",
        {
            "reason": reason,
            "action": "/contacts/new/",
            "fields": [
                ("note", 'Sa "nej" <x>'),
                ("who", "a"),
                ("who", "b"),
                ("csrfmiddlewaretoken", "stale"),
            ],
            "shown": [("Anteckning", 'Sa "nej" <x>')],
        },
    )
    assert 'name="note" value="Sa &quot;nej&quot; &lt;x&gt;"' in html
    assert html.count('name="who"') == 2 and "stale" not in html
    assert 'action="/contacts/new/"' in html and "Försök igen" in html
    assert ("ny flik" in html) == (reason == "session")


def test_without_anything_typed_the_retry_page_only_opens_the_page_again():
    html = render_to_string(
        "base/retry.html", {"reason": "database", "action": "/x/", "fields": [], "shown": []}
    )
    assert 'href="/x/"' in html and "<form" not in html


@pytest.mark.parametrize(
    "page", ["400.html", "403.html", "404.html", "500.html", "base/page.html", "base/plain.html"]
)
def test_pages_can_be_drawn_without_any_context_and_without_inline_style_or_script(page):
    html = render_to_string(page, {})
    assert " style=" not in html and "<style" not in html and "onclick" not in html
    assert all(" src=" in opening for opening in html.split("<script")[1:])


def test_an_option_says_what_was_typed_and_becomes_no_markup():
    option = {"value": '"><b>', "label": "<script>", "attrs": {"selected": True}}
    drawn = select({"name": "place", "attrs": {"id": "id_place"}, "optgroups": [(None, [option], 0)]})
    assert '<option value="&quot;&gt;&lt;b&gt;" selected>&lt;script&gt;</option>' in drawn
