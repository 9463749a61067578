"""What is typed into a report: text, amounts, verdicts, days, decisions."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samsyn.base.forms import MACHINERY, Conflict, SaveForm
from samsyn.figures.counting import Period
from samsyn.initiatives.models import Initiative

from . import picking, statements, uploads
from .blocks import RESULTS
from .models import BlockKind, Kind
from .numbers import SHARES
from .outlines import outline_of
from .wording import said

SHORT = {"data-width": "short"}
EMPTY_ROWS = 4  # offered below those that are filled in


class AmountField(forms.Field):
    """“1 234 567”, “-208 847” or “2,8”, with any kind of space or minus; empty is not zero."""

    def __init__(self, **facts):
        super().__init__(required=False, **facts)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "data-amount": ""}

    def to_python(self, value) -> int | float | None:
        text = (
            re.sub(r"[\s  ]|kr$", "", str(value or "")).replace("−", "-").replace("–", "-").replace(",", ".")
        )
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,13}(\.\d{1,2})?", text):
            raise forms.ValidationError(
                _("“%(value)s” is not an amount; write for instance 1 234 567 or -2,8."),
                params={"value": value},
            )
        return float(text) if "." in text else int(text)

    def prepare_value(self, value):
        return said(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class CountField(AmountField):
    """A number of people: whole, from 0, with any kind of space; empty is not zero."""

    def __init__(self, **facts):
        super().__init__(**facts)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value) -> int | None:
        text = re.sub(r"\s", "", str("" if value is None else value))
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise forms.ValidationError(
                _("“%(value)s” is not a number of people; write a whole number from 0."),
                params={"value": value},
            )
        return int(text)


class StartForm(SaveForm):
    kind = forms.ChoiceField(label=_("What is to be written?"), choices=Kind.choices)
    initiative = forms.ModelChoiceField(
        label=_("Initiative"),
        queryset=Initiative.objects.none(),
    )
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date", **SHORT}))
    last_day = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date", **SHORT}))

    def __init__(self, *args, initiatives, leads: bool, **facts):
        """``leads``: also the association's own reports may be started, which name no initiative."""
        super().__init__(*args, **facts)
        own = [one for one in Kind.choices if outline_of(one[0]).of_initiative]
        self.fields["kind"].choices = Kind.choices if leads else own  # type: ignore[attr-defined]
        field = cast(forms.ModelChoiceField, self.fields["initiative"])
        field.queryset = initiatives
        if leads:
            kinds = ", ".join(str(label) for _kind, label in own)
            field.required, field.help_text = False, _("Needed for: %(kinds)s.") % {"kinds": kinds}
        elif len(initiatives) == 1:
            field.initial, field.empty_label = initiatives[0], None


class TextForm(SaveForm):
    heading = forms.CharField(label=_("Heading"), max_length=160, required=False)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
    )


class AddForm(SaveForm):
    heading = forms.CharField(label=_("Heading"), max_length=160)
    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        initial=2,
        choices=[(1, _("Chapter")), (2, _("Section")), (3, _("Part of a section"))],
    )


class FiguresForm(SaveForm):
    """Which figures a table or chart shows. ``facts`` are what the actions take: its kind and its data."""

    what = forms.ChoiceField(label=_("Figure"))
    first = forms.ChoiceField(label=_("Break down by"))
    second = forms.ChoiceField(
        label=_("and by"), required=False, help_text=_("In a chart these stand beside one another.")
    )
    shape = forms.ChoiceField(
        label=_("Shown as"),
        choices=[("table", _("Table")), ("columns", _("Standing bars")), ("bars", _("Lying bars"))],
        help_text=_("Lying bars have room for long names."),
    )
    caption = forms.CharField(label=_("Caption of the table or chart"), max_length=160)

    def __init__(self, *args, period: Period, record=None, **facts):
        """``period``: the report's. What part of a year cannot have is not offered."""
        super().__init__(*args, record=record, initial=self.held(record) if record else None, **facts)
        by = picking.dimensions(period)
        offered: dict[str, Any] = {"what": picking.numbers(period), "first": by, "second": [("", "–"), *by]}
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        if not period.is_whole_years:
            self.fields["first"].help_text = _("Other breakdowns are given for whole calendar years only.")

    @staticmethod
    def held(block) -> dict[str, Any]:
        data = block.data
        first, second = [*data["by"], ""][:2]
        return {
            "what": ".".join([data["figure"], *data.get("measures", ())]),
            "first": first, "second": second, "shape": data.get("form", "table"),
            "caption": data["caption"],
        }  # fmt: skip

    def facts(self):
        typed = self.cleaned_data
        figure, _dot, measure = typed["what"].partition(".")
        by = [one for one in dict.fromkeys([typed["first"], typed["second"]]) if one]
        data: dict[str, Any] = {"figure": figure, "by": by, "caption": typed["caption"]}
        kind = BlockKind.TABLE if typed["shape"] == "table" else BlockKind.CHART
        if kind == BlockKind.CHART:
            data["form"] = typed["shape"]
        if measure and not (kind == BlockKind.TABLE and measure in SHARES):
            data["measures"] = [measure]
        if "year" in by:
            data["period"] = "years"
        return {"kind": kind, "data": data}

    def show_both(self, current) -> None:
        super().show_both(SimpleNamespace(**self.held(current), version=current.version))


class AttachForm(SaveForm):
    """``facts`` are what the action takes: the file's name and content."""

    title = forms.CharField(
        label=_("What it is"), max_length=160, help_text=_("As it is to stand in the report’s list of files.")
    )
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("PDF, PNG or JPEG, at most %(most)s MB.") % {"most": uploads.LARGEST // 1_000_000},
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > uploads.LARGEST:
            most = uploads.LARGEST // 1_000_000
            raise forms.ValidationError(_("The file is too large; at most %(most)s MB.") % {"most": most})
        return file

    def facts(self):
        file = self.cleaned_data["file"]
        return {"title": self.cleaned_data["title"], "name": file.name, "content": file.read()}


class CollectForm(SaveForm):
    due_on = forms.DateField(
        label=_("To be handed in by"), widget=forms.DateInput(attrs={"type": "date", **SHORT})
    )


class ConfirmForm(SaveForm):
    """Asks for nothing but that it is meant."""


class GiveBackForm(SaveForm):
    wanted = forms.CharField(
        label=_("What is to be changed?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ApproveForm(SaveForm):
    decided_by = forms.CharField(label=_("Approved by"), max_length=120)
    decided_on = forms.DateField(
        label=_("Day of the decision"), widget=forms.DateInput(attrs={"type": "date", **SHORT})
    )
    has_read = forms.BooleanField(label=_("I have read what the reconciliation found."), required=False)

    def __init__(self, *args, has_findings: bool, made_on: date, **facts):
        """``made_on``: the day on which what is to be approved was made; the decision is of no day before."""
        super().__init__(*args, **facts)
        self.fields["decided_on"].widget.attrs["min"] = made_on.isoformat()
        self.fields["decided_on"].help_text = _(
            "No earlier than %(day)s, when what is approved was made."
        ) % {"day": date_format(made_on, "j F Y")}
        if not has_findings:
            del self.fields["has_read"]


class SignForm(SaveForm):
    pass


class SealForm(forms.Form):
    file = forms.FileField(label=_("PDF to check"), max_length=200)


# ── What is entered in a grid ──────────────────────────────────────────────────────────────────────────────


class GridForm(SaveForm):
    """Fields in rows and columns. Subclasses make them, fill them from the block and read them."""

    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("Where the amounts come from, such as the closing accounts or a decision with its date."),
    )

    def __init__(self, *args, record, **facts):
        self.block = record
        self.heads: list[str] = []
        self.lead = _("Type each amount once, with its source. Sums are computed.")
        self.signs = ""  # what is typed with a minus
        self.rows: list[tuple[str, list[str]]] = []  # label, names of fields
        made = self.make(record)
        super().__init__(*args, record=record, initial=self.held(record), **facts)
        self.fields |= made
        self.order_fields([*made, "source"])

    def make(self, block) -> dict[str, forms.Field]:
        raise NotImplementedError

    def held(self, block) -> dict[str, Any]:
        raise NotImplementedError

    def facts(self):
        """What base.forms.save hands to the action: the data of the block."""
        return {**self.data_of(self.cleaned_data), "source": self.cleaned_data["source"]}

    def data_of(self, typed: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def show_both(self, current) -> None:
        """Somebody else saved: what they saved stands in the same fields as what was typed."""
        theirs = self.held(current)
        typed = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        self._compare(typed, theirs, current.version)

    def _compare(self, typed, theirs, version: int) -> None:
        for name, value in typed.items():
            if name not in MACHINERY and (value or None) != (theirs.get(name) or None):
                field = self.fields[name]
                self.conflicts.append(
                    Conflict(name, str(field.label), _shown(value), _shown(theirs.get(name)))
                )
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen_version")] = str(version)
        self.data = data
        self.add_error(
            None, _("Somebody else has saved this page since you opened it. Nothing of yours is lost.")
        )

    @property
    def grid(self) -> list[dict[str, Any]]:
        return [{"label": label, "cells": [self[name] for name in names]} for label, names in self.rows]


def _shown(value) -> str:
    return "–" if value in (None, "") else said(value)


class StatementForm(GridForm):
    """A statement with its lines: only those that are no sums are typed."""

    def make(self, block):
        sheet = statements.SHEETS[block.data["sheet"]]
        columns = sheet.columns(block.report.period)[: -1 if sheet.computed else None]
        self.heads, self.signs, found = columns, sheet.signs, {}
        for line in sheet.lines:
            if line.is_head or line.of:
                continue
            names = [f"{line.name}_{place}" for place in range(len(columns))]
            self.rows.append((line.label, names))
            for name, column in zip(names, columns, strict=True):
                found[name] = AmountField(label=f"{line.label}, {column}")
        return found

    def held(self, block):
        values = block.data.get("values", {})
        return {"source": block.data.get("source", "")} | {
            f"{line}_{place}": amount
            for line, amounts in values.items()
            for place, amount in enumerate(amounts)
        }

    def data_of(self, typed):
        values = {names[0].rpartition("_")[0]: [typed[name] for name in names] for _label, names in self.rows}
        return {"values": values}


class RowsForm(GridForm):
    """Free rows: a name, perhaps a group and a word, and amounts. An empty name takes the row away."""

    def make(self, block):
        sheet = statements.SHEETS[block.data["sheet"]]
        columns = sheet.columns(block.report.period)
        self.sheet, self.columns, self.signs, found = sheet, columns, sheet.signs, {}
        self.heads = [_("Name"), *([_("Group")] if sheet.groups else []), *sheet.extra, *columns]
        many = len(block.data.get("rows", [])) + EMPTY_ROWS
        for row in range(many):
            names = [f"label_{row}"]
            where = _("row %(number)s") % {"number": row + 1}
            found[names[0]] = forms.CharField(label=f"{_('Name')}, {where}", max_length=120, required=False)
            if sheet.groups:
                names.append(f"group_{row}")
                found[names[-1]] = forms.ChoiceField(
                    label=f"{_('Group')}, {where}",
                    choices=[(one, one) for one in sheet.groups],
                    required=False,
                )
            for place, word in enumerate(sheet.extra):
                names.append(f"word_{row}_{place}")
                found[names[-1]] = forms.CharField(label=f"{word}, {where}", max_length=120, required=False)
            for place, column in enumerate(columns):
                names.append(f"amount_{row}_{place}")
                found[names[-1]] = AmountField(label=f"{column}, {where}")
            self.rows.append(("", names))
        return found

    def held(self, block):
        found: dict[str, Any] = {"source": block.data.get("source", "")}
        for number, row in enumerate(block.data.get("rows", [])):
            found |= {f"label_{number}": row["label"], f"group_{number}": row.get("group", "")}
            found |= {f"word_{number}_{place}": word for place, word in enumerate(row.get("words", []))}
            found |= {f"amount_{number}_{place}": amount for place, amount in enumerate(row["values"])}
        return found

    def clean(self):
        typed = super().clean()
        for row in range(len(self.rows)):
            has_amount = any(typed.get(f"amount_{row}_{n}") is not None for n in range(len(self.columns)))
            if has_amount and not typed.get(f"label_{row}"):
                self.add_error(f"label_{row}", _("An amount needs a name."))
        return typed

    def data_of(self, typed):
        rows = [
            {
                "label": typed[f"label_{row}"],
                "group": typed.get(f"group_{row}", ""),
                "words": [typed[f"word_{row}_{n}"] for n in range(len(self.sheet.extra))],
                "values": [typed[f"amount_{row}_{n}"] for n in range(len(self.columns))],
            }
            for row in range(len(self.rows))
            if typed.get(f"label_{row}")
        ]
        return {"rows": rows}


class ResultForm(GridForm):
    """What an initiative has achieved since it started, where the register does not reach back so far."""

    def make(self, block):
        self.lead = _("Type how many people, with the source. Empty is not zero.")
        self.heads = [_("Since the start")]
        self.rows = [(label, [measure]) for _figure, measure, label in RESULTS]
        return {measure: CountField(label=label) for _figure, measure, label in RESULTS}

    def held(self, block):
        return block.data.get("since_start", {}) | {"source": block.data.get("source", "")}

    def data_of(self, typed):
        known = {names[0]: typed[names[0]] for _label, names in self.rows if typed[names[0]] is not None}
        return {"since_start": known}
