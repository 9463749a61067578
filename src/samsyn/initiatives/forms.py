"""What is typed about initiatives: facts, plans, goals, staff, meetings, and the filter of the list."""

from datetime import time
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.base.forms import Conflict, SaveForm
from samsyn.organisations.models import Area, Controller, Municipality
from samsyn.organisations.territory import municipalities_of

from . import measures, queries
from .models import (
    Capacity,
    Coverage,
    Destination,
    Goal,
    Initiative,
    PlanVersion,
    Staffing,
    Target,
    TeamMeeting,
    Track,
)
from .verdicts import Verdict

SHORT = {"data-width": "short"}
MEDIUM = {"data-width": "medium"}


def the(model, name, **options):
    """The form field of a model's field, with its label, help and limits."""
    return model._meta.get_field(name).formfield(**options)


def number_of(model, name):
    return the(model, name, widget=forms.NumberInput(attrs=SHORT))


def day_of(model, name, **options):
    return the(model, name, widget=forms.DateInput(attrs=SHORT), **options)


def text_of(model, name, rows=3):
    return the(model, name, widget=forms.Textarea(attrs={"rows": rows}))


def choice_of(model, name, **options):
    return the(model, name, widget=forms.Select(attrs=MEDIUM), **options)


# ── The initiative ─────────────────────────────────────────────────────────────────────────────────────────

STATES = [
    ("", gettext_lazy("All")),
    ("ongoing", gettext_lazy("Running")),
    ("planned", gettext_lazy("Planned")),
    ("ended", gettext_lazy("Finished")),
]
LACKS = [
    ("ends", gettext_lazy("Ends within six months")),
    ("plan", gettext_lazy("Plan not decided")),
    ("capacity", gettext_lazy("Budgeted participants missing")),
    ("meetings", gettext_lazy("No coming team meetings")),
]


class InitiativeFilter(forms.Form):
    """Kept in the address of the list."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES, required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Form"),
        choices=[("", gettext_lazy("All")), *Initiative.Form.choices],
        required=False,
    )
    lacks = forms.ChoiceField(
        label=gettext_lazy("To see to"), choices=[("", gettext_lazy("All")), *LACKS], required=False
    )
    association = forms.TypedChoiceField(label=gettext_lazy("Association"), required=False, coerce=int)

    def __init__(self, data, *, associations):
        super().__init__(data)
        if len(associations) < 2:
            del self.fields["association"]
        else:
            self.fields["association"].choices = [
                ("", _("All")),
                *((one.pk, one.name) for one in associations),
            ]


class InitiativeForm(SaveForm):
    name = the(Initiative, "name")
    kind = choice_of(Initiative, "kind")
    form = choice_of(Initiative, "form")
    starts_on = day_of(Initiative, "starts_on")
    ends_on = day_of(Initiative, "ends_on")
    run_by = choice_of(Initiative, "run_by")
    source = choice_of(Initiative, "source")
    purpose = text_of(Initiative, "purpose")
    target_group = text_of(Initiative, "target_group")
    eligibility = text_of(Initiative, "eligibility")
    youngest = number_of(Initiative, "youngest")
    oldest = number_of(Initiative, "oldest")
    methods = text_of(Initiative, "methods")
    decision_rule = choice_of(Initiative, "decision_rule")
    team_meets_every_days = number_of(Initiative, "team_meets_every_days")
    length_benchmark_months = number_of(Initiative, "length_benchmark_months")
    places_at_once = number_of(Initiative, "places_at_once")
    destinations = forms.MultipleChoiceField(
        label=Initiative._meta.get_field("destinations").verbose_name,
        choices=Destination,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, association=None, associations=None, **kwargs):
        super().__init__(*args, **kwargs)
        if associations is not None:
            self.fields["association"] = forms.ModelChoiceField(
                associations,
                label=_("association"),
                empty_label=None,
                widget=forms.Select(attrs=MEDIUM),
            )
            self.order_fields(["association"])
            self.fields["run_by"].queryset = Controller.objects.filter(
                parties__association__in=associations
            ).distinct()
        else:
            self.fields["run_by"].queryset = association.controllers.all()


# ── Its parts ──────────────────────────────────────────────────────────────────────────────────────────────


class OfInitiative(SaveForm):
    """A form about a part of an initiative: offers the initiative's own areas and member authorities."""

    def __init__(self, *args, initiative: Initiative, **kwargs):
        super().__init__(*args, **kwargs)
        self.initiative = initiative
        association = initiative.association
        if "area" in self.fields:
            cast(forms.ModelChoiceField, self.fields["area"]).queryset = Area.objects.filter(
                association=association
            )
        if "controller" in self.fields:
            controller = cast(forms.ModelChoiceField, self.fields["controller"])
            controller.queryset = association.controllers.all()


class TrackForm(SaveForm):
    name = the(Track, "name", widget=forms.TextInput(attrs=MEDIUM))
    places = number_of(Track, "places")
    is_open = the(Track, "is_open")


class CapacityForm(SaveForm):
    budgeted = number_of(Capacity, "budgeted")


class CapacityYearForm(CapacityForm):
    year = number_of(Capacity, "year")
    field_order = ("year", "budgeted")


class CoverageForm(OfInitiative):
    controller = choice_of(Coverage, "controller")
    area = choice_of(Coverage, "area")


class NewCoverageForm(CoverageForm):
    municipality = choice_of(Coverage, "municipality")
    field_order = ("municipality", "controller", "area")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["controller"].required = False
        self.fields["controller"].help_text = _("Empty: the municipality's own authority.")
        self.fields["area"].help_text = _("Empty: the area that the municipality lies in.")
        covered = self.initiative.coverage.values("municipality")
        theirs = municipalities_of(self.initiative.association).exclude(pk__in=covered)
        self.fields["municipality"].queryset = theirs or Municipality.objects.exclude(pk__in=covered)


class PlanForm(SaveForm):
    number = the(PlanVersion, "number", widget=forms.TextInput(attrs=SHORT))
    year = number_of(PlanVersion, "year")
    text = text_of(PlanVersion, "text", rows=18)


class PlanDecisionForm(SaveForm):
    decided_by = the(PlanVersion, "decided_by", required=True, widget=forms.TextInput(attrs=MEDIUM))
    decided_on = day_of(PlanVersion, "decided_on", required=True)


# ── Goals ──────────────────────────────────────────────────────────────────────────────────────────────────


def _figures():
    return [("", _("No figure: the outcome is entered")), *measures.offered()]


class GoalForm(SaveForm):
    level = choice_of(Goal, "level")
    text = the(Goal, "text", widget=forms.Textarea(attrs={"rows": 2}))
    figure = forms.ChoiceField(
        label=Goal._meta.get_field("figure").verbose_name,
        choices=_figures,
        required=False,
        widget=forms.Select(attrs=MEDIUM),
        help_text=gettext_lazy("A figure brings its own unit."),
    )
    unit = choice_of(Goal, "unit")
    measured_by = the(Goal, "measured_by")


class GoalEndForm(SaveForm):
    ended_on = day_of(Goal, "ended_on")
    ended_because = the(Goal, "ended_because")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].label = _("Last day")
        self.fields["ended_on"].help_text = _(
            "From the year after, the goal is in no table. Both empty: it is pursued."
        )


class GoalRemoveForm(SaveForm):
    removed_because = forms.CharField(label=gettext_lazy("What was wrong"), max_length=300)


def a_number(model, name):
    return the(model, name, widget=forms.NumberInput(attrs=SHORT | {"step": "0.1"}))


class TargetForm(SaveForm):
    direction = choice_of(Target, "direction")
    value = a_number(Target, "value")
    rule = the(Target, "rule", widget=forms.RadioSelect)
    main_from = number_of(Target, "main_from")
    some_from = number_of(Target, "some_from")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _("Empty when a person judges and nothing is counted.")
        self.fields["main_from"].help_text = _(
            "Where less is better: 90 means at most 10 % above the target. Both 100: reached or not."
        )


class OutcomeForm(SaveForm):
    outcome = a_number(Target, "outcome")
    outcome_text = the(Target, "outcome_text")
    measured_on = day_of(Target, "measured_on")
    source = the(Target, "source")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        assert self.record is not None
        self.fields["outcome"].label = _("Outcome (%(unit)s)") % {"unit": self.record.goal.get_unit_display()}
        if measures.measure_of(self.record.goal.figure):
            self.fields["outcome"].help_text = _(
                "Shown only where the figure “%(figure)s” has no value for the year."
            ) % {"figure": self.record.goal.figure_label}


class JudgeForm(SaveForm):
    judged = the(Target, "judged", widget=forms.RadioSelect)
    reason = text_of(Target, "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["judged"])
        field.choices = [("", _("No verdict by a person")), *Verdict.choices]
        self.fields["reason"].help_text = _("Printed beside the verdict. Where the rule gives one, both are.")


# ── Staff ──────────────────────────────────────────────────────────────────────────────────────────────────


class StaffingForm(SaveForm):
    """One field per municipality, post and funder; the table of a year as one form."""

    def __init__(self, *args, record: Initiative, year: int, **kwargs):
        super().__init__(*args, record=record, **kwargs)
        self.year = year
        known = queries.staffing_cells(record, year)
        posts, funders = dict(Staffing.Post.choices), dict(Staffing.Funder.choices)
        self.places = queries.staffed_places(record, year)
        self.cells: dict[str, queries.Cell] = {}
        for place in self.places:
            for post, funder in queries.staffing_columns():
                cell = (place.pk if place else None, post, funder)
                name = f"p{cell[0] or 0}_{post}_{funder}"
                where = place or _("The whole initiative")
                label = f"{where}: {posts[post]}, {funders[funder]}"
                self.cells[name] = cell
                self.fields[name] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=5000,
                    required=False,
                    initial=known.get(cell),
                    # The table's heads say it to the eye; the label to those who listen.
                    widget=forms.NumberInput(attrs=SHORT | {"aria-label": label}),
                )

    def rows(self) -> list[tuple[Any, list]]:
        """(municipality or None, bound fields) in the order of the table."""
        columns = queries.staffing_columns()
        return [
            (place, [self[f"p{place.pk if place else 0}_{post}_{funder}"] for post, funder in columns])
            for place in self.places
        ]

    def facts(self) -> dict[str, Any]:
        return {"cells": {cell: self.cleaned_data.get(name) for name, cell in self.cells.items()}}

    def show_both(self, current) -> None:
        saved = queries.staffing_cells(current, self.year)
        for name, cell in self.cells.items():
            yours, theirs = self.cleaned_data.get(name), saved.get(cell)
            if (yours or 0) != (theirs or 0):
                label = str(self.fields[name].label)
                self.conflicts.append(Conflict(name, label, str(yours or 0), str(theirs or 0)))
        data = cast(QueryDict, self.data).copy()
        data["seen_version"] = str(current.version)
        self.data = data
        self.add_error(
            None, _("Somebody else has saved this page since you opened it. Nothing of yours is lost.")
        )


STEPS = [(5, "5 %"), (10, "10 %"), (25, "25 %"), (50, "50 %")]


class PlannerForm(forms.Form):
    """How many posts, and how much each figure weighs. Kept in the address,
    so that a proposal can be shared.
    """

    posts = forms.DecimalField(
        label=gettext_lazy("Full-time posts to distribute"), min_value=0, max_value=500, decimal_places=2,
        widget=forms.NumberInput(attrs=SHORT),
    )  # fmt: skip
    step = forms.TypedChoiceField(
        label=gettext_lazy("In steps of"), choices=STEPS, coerce=int, widget=forms.Select(attrs=SHORT)
    )

    def __init__(self, data):
        super().__init__(data)
        for name in queries.WEIGHED:
            self.fields[name.value] = forms.IntegerField(
                label=_("Weight: %(measure)s") % {"measure": name.label.lower()},
                min_value=0,
                max_value=100,
                required=False,
                widget=forms.NumberInput(attrs=SHORT),
            )

    @property
    def weights(self) -> dict[str, int]:
        return {name.value: self.cleaned_data.get(name.value) or 0 for name in queries.WEIGHED}


# ── Meetings ───────────────────────────────────────────────────────────────────────────────────────────────


class MeetingForm(OfInitiative):
    starts_at = the(TeamMeeting, "starts_at", widget=forms.DateTimeInput(attrs=MEDIUM))
    place = the(TeamMeeting, "place", widget=forms.TextInput(attrs=MEDIUM))
    area = choice_of(TeamMeeting, "area", empty_label=gettext_lazy("All areas"))


MOVED = [
    ("move", gettext_lazy("Move it to the next working day")),
    ("skip", gettext_lazy("Leave it out")),
]


class SeriesForm(OfInitiative):
    first_on = forms.DateField(label=gettext_lazy("First meeting"), widget=forms.DateInput(attrs=SHORT))
    until = forms.DateField(label=gettext_lazy("Last day of the series"), widget=forms.DateInput(attrs=SHORT))
    at = forms.TimeField(label=gettext_lazy("Time"), initial=time(13), widget=forms.TimeInput(attrs=SHORT))
    every_days = forms.IntegerField(
        label=gettext_lazy("Days between meetings"),
        min_value=1,
        max_value=366,
        widget=forms.NumberInput(attrs=SHORT),
    )
    on_holiday = forms.ChoiceField(
        label=gettext_lazy("A meeting that falls on a weekend or public holiday"),
        choices=MOVED,
        initial="move",
        widget=forms.RadioSelect,
    )
    place = the(TeamMeeting, "place", widget=forms.TextInput(attrs=MEDIUM))
    area = choice_of(TeamMeeting, "area", empty_label=gettext_lazy("All areas"))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_on"), cleaned.get("until")
        if first and last and (last - first).days > 3 * 366:
            self.add_error("until", _("Plan at most three years at a time."))
        return cleaned

    def facts(self):
        facts = super().facts()
        return facts | {"moved": facts.pop("on_holiday") == "move"}


class NothingForm(SaveForm):
    """A question with one answer: the button."""
