"""What each kind of block shows: figures, charts, results of an initiative, goals, amounts, appendices."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.figures.counting import Period, year
from samsyn.figures.definitions import DIMENSIONS, MEASURES, UNITS
from samsyn.figures.reported import broken_identities
from samsyn.figures.rows import part_shown
from samsyn.figures.shapes import before_note, hidden_note, reported_note
from samsyn.figures.tables import Ask
from samsyn.figures.tables import Table as Counted
from samsyn.initiatives import queries as initiatives
from samsyn.initiatives.goal_table import plain_rows
from samsyn.initiatives.models import Initiative

from . import statements
from .numbers import SHARES, cell_of
from .periods import in_words
from .tree import HIDDEN, Cell, Node
from .wording import Unknown, as_text, said, sources_told

NUMBERED = ("initiative", "year")
WHENCE = {
    "records": "registret",
    "reported": "rapporterade uppgifter",
    "mixed": "registret och rapporterade uppgifter",
}


# ── Tables and charts of figures ───────────────────────────────────────────────────────────────────────────


def asks_of(block, numbers) -> list[Ask]:
    """The tables that the block is made of, to be counted with those of the others."""
    if block.kind == "result":
        figures = dict.fromkeys(figure for figure, _measure, _label in RESULTS)
        return [Ask(one, numbers.period, ("initiative",)) for one in figures]
    if block.kind not in ("table", "chart"):
        return []
    beside = [_Beside(block.data | {"by": [block.data["beside"]]})] if "beside" in block.data else []
    return [_ask(one, numbers) for one in (block, *beside)]


def _ask(block, numbers) -> Ask:
    """For the figure that the block's data names, over its period; an initiative's report shows its rows."""
    data, by = block.data, tuple(block.data.get("by", ()))
    if numbers.initiative and "initiative" not in by:
        by = ("initiative", *by)
    return Ask(data["figure"], _period(data, numbers), by, data.get("unit", "enrolments"))


def _counted(block, context) -> Counted:
    ask = _ask(block, context.numbers)
    return context.numbers.table(ask.name, ask.period, ask.by, ask.unit)


def _period(data, numbers) -> Period:
    if data.get("period") == "years":
        last = numbers.period.last.year
        first = data.get("first") or min(numbers.grounds.years(last))
        return Period(year(first).first, numbers.period.last)
    return numbers.period


def _own(rows, context) -> list:
    """Of an initiative its own rows, from the first year that anything is known of it."""
    one = context.numbers.initiative
    if not one:
        return rows
    own = [row for row in rows if row.keys.get("initiative", one.pk) == one.pk]
    known = (row.keys["year"] for row in own if "year" in row.keys and _is_known(row))
    first = min(known, default=0)
    return [row for row in own if row.keys.get("year", first) >= first]


def _is_known(row) -> bool:
    """Nobody, in the register, is nothing where others do not say that it was nobody."""
    return bool(row.hidden) or row.source != "records" or any(row.values.values())


def _named(row, name: str, counted: Counted) -> str:
    """A year that the period does not hold all of is called by its months."""
    if name != "year":
        return row.labels[name]
    whole, period = year(row.keys["year"]), counted.period
    return in_words(max(whole.first, period.first), min(whole.last, period.last))


def _unknown(block, context, wrong: Unknown) -> list[Node]:
    context.problems.append(f"{block}: {wrong}")
    return []


def table_of(block, context) -> list[Node]:
    try:
        counted = _counted(block, context)
    except Unknown as wrong:
        return _unknown(block, context, wrong)
    dimensions = list(block.data.get("by", ()))
    measures = list(block.data.get("measures") or counted.figure.columns)
    shares = list(SHARES) if counted.figure.is_share else []
    rows: list[list[Cell]] = [
        [*(_named(row, name, counted) for name in dimensions),
         *(cell_of(row, name) for name in measures + shares)]
        for row in _own(counted.rows, context)
    ]  # fmt: skip
    bold = []
    if dimensions and "year" not in dimensions and not context.numbers.initiative:
        bold = [len(rows)]
        rows.append(
            [
                "Summa",
                *[""] * (len(dimensions) - 1),
                *(cell_of(counted.sum, one) for one in measures + shares),
            ]
        )
    heads = [str(DIMENSIONS[name]) for name in dimensions] + [_label(counted, name) for name in measures]
    declared, remark = _as_reported(counted, dimensions)
    return [
        {
            "kind": "table",
            "key": block.key,
            "number": context.next("table"),
            "caption": _caption(block, counted),
            "heads": heads + (["Procent", "Från", "Till"] if shares else []),
            "labels": len(dimensions),
            "rows": rows,
            "bold": bold,
            "groups": [],
            "notes": [*_notes(counted, context), *remark],
            "source": _source(counted),
            "figure": counted.figure.name,
            "by": dimensions,
            **declared,
            "columns": measures + shares,
        }
    ]


def chart_of(block, context) -> list[Node]:
    """The first dimension along the axis; beside one another either the second, or several measures."""
    try:
        counted = _counted(block, context)
    except Unknown as wrong:
        return _unknown(block, context, wrong)
    dimensions = list(block.data["by"])
    measures = list(block.data.get("measures") or counted.figure.columns)
    rows = _own(counted.rows, context)
    along = dimensions[0]
    categories = list(dict.fromkeys(_named(row, along, counted) for row in rows))
    if "beside" in block.data:
        cells, names = _before_and_after(block, context, rows, measures[0])
        categories = list(dict.fromkeys(category for category, _name in cells))
    elif len(dimensions) > 1:
        beside = [(_named(row, along, counted), _named(row, dimensions[1], counted)) for row in rows]
        cells = {of: cell_of(row, measures[0]) for of, row in zip(beside, rows, strict=True)}
        names = list(dict.fromkeys(name for _category, name in beside))
    else:
        cells = {
            (_named(row, along, counted), _label(counted, one)): cell_of(row, one)
            for row in rows
            for one in measures
        }
        names = [_label(counted, one) for one in measures]
    if block.data.get("skip_empty"):
        categories = [
            one for one in categories if any(cells.get((one, name)) not in (0, None) for name in names)
        ]
    series = [{"name": name, "values": [cells.get((one, name), 0) for one in categories]} for name in names]
    caption = _caption(block, counted)
    if _shows_nothing(series):
        is_nobody = not context.numbers.initiative and not any(
            counted.sum.values.get(one) for one in measures
        )
        return [_said_instead(block, caption, is_small=counted.has_hidden and not is_nobody)]
    return [
        {
            "kind": "chart",
            "key": block.key,
            "number": context.next("chart"),
            "caption": caption,
            "form": block.data.get("form", "columns"),
            "categories": categories,
            "series": series,
            "alt": _alt(caption, categories, series),
            "notes": [*_notes(counted, context), *_left_out(block, context, counted)],
            "source": _source(counted),
            "head": str(DIMENSIONS[along]),
            "figure": counted.figure.name,
            "by": dimensions,
            **({"beside": block.data["beside"]} if "beside" in block.data else {}),
        }
    ]


def _left_out(block, context, counted: Counted) -> list[str]:
    """How many of those counted stand behind no bar: the few that can be shown must not look like all."""
    if context.numbers.initiative:
        return []  # the sum is the association's
    measures = list(block.data.get("measures") or counted.figure.columns)
    drawn = [(f"{_label(counted, one)}: " if len(measures) > 1 else "", counted, one) for one in measures]
    if "beside" in block.data:
        drawn = [("Före: ", counted, measures[0]), ("Efter: ", _after(block, context), measures[0])]
    return [
        f"{name}{said(part.of - part.shown)} av {said(part.of)} visas inte."
        for name, of, measure in drawn
        if (part := part_shown(of, measure)) and part.shown < part.of
    ]


MOSTLY = 2 / 3


def _shows_nothing(series: list[dict[str, Any]]) -> bool:
    """Are there no bars to draw, or are most of those that there would be suppressed?"""
    cells = [cell for one in series for cell in one["values"] if cell not in (0, None)]
    return cells.count(HIDDEN) >= MOSTLY * len(cells)


def _said_instead(block, caption: str, *, is_small: bool) -> Node:
    """A sentence where the bars of a chart would leave half a page empty."""
    why = (
        "visas inte som diagram: de flesta antalen är så små att de inte redovisas, eller skulle avslöja "
        "ett sådant"
        if is_small
        else "visas inte som diagram: det finns inga antal att redovisa"
    )
    return {
        "kind": "text", "key": block.key, "heading": block.heading, "values": [], "typed": [], "bare": [],
        "markdown": f"*{as_text(caption)}* {why}.",
    }  # fmt: skip


def _before_and_after(block, context, rows, measure: str) -> tuple[dict, list[str]]:
    """The same values by two dimensions: what was so at the start beside what is so at the end."""
    along, beside = block.data["by"][0], block.data["beside"]
    after = _after(block, context)
    cells = {(row.labels[along], "Före"): cell_of(row, measure) for row in rows}
    cells |= {(row.labels[beside], "Efter"): cell_of(row, measure) for row in _own(after.rows, context)}
    return cells, ["Före", "Efter"]


def _after(block, context) -> Counted:
    return _counted(_Beside(block.data | {"by": [block.data["beside"]]}), context)


@dataclass(frozen=True)
class _Beside:
    """A block as another block's data would have it."""

    data: dict[str, Any]


def _label(counted: Counted, name: str) -> str:
    if name == "percent" and counted.figure.is_share:
        return "Procent"
    return counted.head_of(MEASURES[counted.figure.name, name])


def _alt(caption: str, categories, series) -> str:
    """The text alternative says what the bars say."""
    said = [
        f"{one['name']}: "
        + ", ".join(f"{name} {_aloud(value)}" for name, value in zip(categories, one["values"], strict=True))
        for one in series
    ]
    return f"Stapeldiagram. {caption}. {'; '.join(said)}."


def _aloud(value: Cell) -> str:
    if value is None:
        return "saknas"
    return "visas inte" if value == HIDDEN else said(value)


def _caption(block, counted: Counted) -> str:
    given = block.data.get("caption") or str(counted.figure.label)
    return block.captioned(given).replace("{first}", str(counted.period.first.year))


def _source(counted: Counted) -> str:
    return f"Källa: {WHENCE[counted.sum.source]}. Enhet: {UNITS[counted.unit]}."


def _notes(counted: Counted, context) -> list[str]:
    notes = [hidden_note(counted)] if counted.has_hidden else []
    if note := before_note(counted):
        notes.append(note)
    if counted.missing:
        notes.append(f"Antal saknas från: {', '.join(counted.missing)}.")
    if not context.numbers.initiative and (note := reported_note(counted)):
        notes.append(note)  # it is about the association's sum
    return notes


def _as_reported(counted: Counted, dimensions: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Years that contradict themselves or the year before, as they were reported, are shown so; the table
    says where each row comes from and what does not hold, and the reader is told in a note.
    """
    if dimensions != ["year"] or counted.figure.name != "participants":
        return {}, []
    declared, before = {}, None
    for number, row in enumerate(counted.rows):
        if row.source == "reported" and (wrong := _contradictions(row.values, before)):
            declared[number] = wrong
        before = row.values["ongoing"]
    if not declared:
        return {}, []
    years = _spans([int(counted.rows[number].labels["year"]) for number in declared])
    note = f"Uppgifterna för {years} visas som de rapporterades; de går inte ihop i sig eller med året innan."
    told = [one | {"row": number} for number, wrong in declared.items() for one in wrong]
    return {"sources": [row.source for row in counted.rows], "declared": told}, [note]


def _spans(years: list[int]) -> str:
    """“2011–2016, 2018 och 2020–2021”, of years in order."""
    spans: list[list[int]] = []
    for one in years:
        if spans and spans[-1][-1] == one - 1:
            spans[-1].append(one)
        else:
            spans.append([one])
    said = [str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in spans]
    return " och ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


def _contradictions(values: dict[str, Any], before: int | None) -> list[dict[str, Any]]:
    """``before``: how many were ongoing when the year began."""
    total, new, ended, ongoing = (values[name] for name in ("total", "new", "ended", "ongoing"))
    return [
        {"rule": rule, "stated": numbers["total"], "expected": numbers["sum"]}
        for rule, numbers in broken_identities(total, new, ended, ongoing, before)
    ]


# ── About an initiative ────────────────────────────────────────────────────────────────────────────────────

RESULTS = (
    ("participants", "budgeted", "Budgeterat antal deltagare"),
    ("participants", "new", "Antal nya deltagare"),
    ("participants", "total", "Totalt antal deltagare"),
    ("participants", "ended", "Antal avslutade deltagare"),
    ("participants", "ongoing", "Pågående vid periodens slut"),
    ("work_or_studies", "numerator", "Antal till arbete eller studier"),
)


def result_of(block, context) -> list[Node]:
    """So far this year, and since the start: entered where it is from before the register, else counted."""
    numbers, entered = context.numbers, block.data.get("since_start", {})
    columns: list[tuple[str, list[Cell], bool]] = [
        (context.report.when.capitalize(), [_result(numbers, numbers.period, one) for one in RESULTS], False)
    ]
    if entered:
        columns.append(("Sedan uppstart", [entered.get(measure) for _f, measure, _l in RESULTS], True))
    elif numbers.initiative.starts_on:
        since = numbers.since_start
        # Budgets are of years; the sum of those that are known says nothing beside how many took part.
        cells = [None if one[1] == "budgeted" else _result(numbers, since, one) for one in RESULTS]
        columns.append(("Allt i registret", cells, False))
    notes = [f"Sedan uppstart: {block.data.get('source') or 'källa saknas'}."] if entered else []
    if len(columns) > 1 and not entered:
        notes = ["Allt i registret: det som hände innan insatsen började registreras är inte med."]
    if any(HIDDEN in column for _head, column, _e in columns):
        notes.append(
            _("• stands for a number that is not shown, because it is small or could reveal one that is.")
        )
    part = "" if numbers.period.is_whole_years else ", hela året"
    rows = [
        [label + (part if measure == "budgeted" else ""), *(column[place] for _h, column, _e in columns)]
        for place, (_f, measure, label) in enumerate(RESULTS)
    ]
    return [
        {
            "kind": "table",
            "key": block.key,
            "number": context.next("table"),
            "caption": f"{numbers.initiative.name}: deltagare {context.report.when}",
            "heads": ["", *(c[0] for c in columns)],
            "labels": 1,
            "rows": [row for row in rows if any(cell is not None for cell in row[1:])],
            "bold": [],
            "groups": [],
            "notes": notes,
            "source": f"Källa: {WHENCE[_source_of(numbers)]}. Enhet: {UNITS['enrolments']}.",
            "figure": "result",
            "initiative": numbers.initiative.name,
            "since_start": entered,
            "has_source": bool(block.data.get("source")),
            "stated": {
                measure: cell
                for (figure, measure, _label), cell in zip(RESULTS, columns[0][1], strict=True)
                if figure == "participants" and isinstance(cell, int)
            },
        }
    ]


def _result(numbers, period: Period, wanted) -> Cell:
    figure, measure, _label = wanted
    try:
        row = _own_row(numbers, period, figure)
    except Unknown:
        return None  # such as the outcome of a part of a year
    return cell_of(row, measure) if row else None


def _own_row(numbers, period: Period, figure: str):
    counted = numbers.table(figure, period, ("initiative",))
    return next((one for one in counted.rows if one.keys["initiative"] == numbers.initiative.pk), None)


def _source_of(numbers) -> str:
    row = _own_row(numbers, numbers.period, "participants")
    return row.source if row else "records"


def facts_of(block, context) -> list[Node]:
    one: Initiative = context.report.initiative
    percent = sum(row.sum for row in initiatives.staffing_table(one, context.report.year))
    facts = [
        ("Form", str(one.get_form_display())),
        ("Bedrivs", f"{one.starts_on or ''} – {one.ends_on or ''}".strip() if one.starts_on else ""),
        ("Kommuner", ", ".join(str(c.municipality) for c in initiatives.coverage_of(one))),
        ("Ålder", f"{one.youngest}–{one.oldest} år" if one.youngest and one.oldest else ""),
        ("Platser samtidigt", str(one.places_at_once or "")),
        ("Tjänster", f"{percent} % av heltid" if percent else ""),
    ]
    rows: list[list[Cell]] = [[name, fact] for name, fact in facts if fact]
    return (
        [_plain(block, context, f"{one.name}: fakta om insatsen", ["Uppgift", "Innehåll"], rows)]
        if rows
        else []
    )


def plans_of(block, context) -> list[Node]:
    rows: list[list[Cell]] = [
        [plan.number, str(plan.year), plan.decided_by or "Utkast", str(plan.decided_on or "")]
        for plan in context.report.initiative.plans.all()
    ]
    heads = ["Version", "Avser år", "Beslutad av", "Datum"]
    return [_plain(block, context, "Insatsplanens versioner", heads, rows)] if rows else []


def _plain(block, context, caption: str, heads: list[str], rows: list[list[Cell]], labels: int = 0) -> Node:
    return {
        "kind": "table",
        "key": block.key,
        "number": context.next("table"),
        "caption": caption,
        "heads": heads,
        "labels": labels or len(heads),
        "rows": rows,
        "bold": [],
        "groups": [],
        "notes": [],
        "source": "",
    }


# ── Goals, amounts, the national sheet, appendices ─────────────────────────────────────────────────────────


def goals_of(block, context) -> list[Node]:
    """The goals that have a target for the year: outcome and verdict as the goals themselves say. Of a part
    of the year, what had come out when it ended.
    """
    report = context.report
    until = None if context.numbers.period.is_whole_years else report.last_day
    goals = plain_rows(
        report.association, report.year, day=context.day, initiative=report.initiative, until=until
    )
    if not goals:
        return []
    rows: list[list[Cell]] = [[one.level, one.goal, one.target, one.value, one.told] for one in goals]
    heads = ["Nivå", "Mål", "Målvärde", "Utfall", "Bedömning"]
    day = f" till och med {date_format(until, 'j F Y')}" if until else ""
    sources = sources_told((one.value.partition(". ")[0], one.source) for one in goals if one.value)
    return [_plain(block, context, f"Mål och utfall {report.year}{day}", heads, rows) | {"notes": sources}]


def is_empty(block, context) -> bool:
    return context.numbers.sheets[block.key or block.data["sheet"]].is_empty


def statement_of(block, context) -> list[Node]:
    found = context.numbers.sheets[block.key or block.data["sheet"]]
    sheet = found.sheet
    has_notes = sheet.has_notes and any(name.startswith("note_") for name in context.numbers.sheets)
    if found.is_empty:
        return []
    shown = [
        row
        for row in found.rows
        if not row[4] or any(one is not None for one in row[4]) or row[0] in ("result",)
    ]
    rows: list[list[Cell]] = [
        [label, *([note] if has_notes else []), *_words(sheet, words), *amounts]
        for _name, label, note, words, amounts in shown
    ]
    sums = {line.name for line in sheet.lines if line.of}
    return [
        {
            "kind": "table",
            "key": block.key or sheet.name,
            "number": context.next("table"),
            "caption": block.data.get("caption") or _label_of(sheet, context),
            "heads": [
                _head(sheet),
                *(["Not"] if has_notes else []),
                *sheet.extra,
                *sheet.columns(found.of),
            ],
            "labels": 1 + len(sheet.extra) + has_notes,
            "rows": rows,
            "bold": [n for n, row in enumerate(shown) if row[0] in sums or row[0].startswith("sum")],
            "groups": [n for n, row in enumerate(shown) if not row[4]],
            "notes": [],
            "source": f"Källa: {block.data['source']}." if block.data.get("source") else statements.NO_SOURCE,
            "sheet": sheet.name,
            "names": [row[0] for row in shown],
            "decimals": [n for n, row in enumerate(shown) if row[0] in sheet.decimals],
        }
    ]


def _label_of(sheet: statements.Sheet, context) -> str:
    is_said = sheet.is_of_period or not context.numbers.period.is_whole_years
    return f"{sheet.label} {context.report.when}" if is_said else str(sheet.label)


def _head(sheet: statements.Sheet) -> str:
    return "Belopp i kronor, utom antal" if sheet.decimals else "Belopp i kronor"


def _words(sheet: statements.Sheet, words: list[str]) -> list[str]:
    return [*words, *([""] * len(sheet.extra))][: len(sheet.extra)]


def sheet_of(block, context) -> list[Node]:
    """The national tool's fields, in its order (domain: roles of Uppföljning Finsam)."""
    numbers, report = context.numbers, context.report
    ours = Initiative.objects.filter(association=report.association).order_by("name")
    if block.data["sheet"] == "initiatives":
        counted = numbers.table("participants", numbers.period, ("initiative",))
        budgeted = {row.keys["initiative"]: row.values["budgeted"] for row in counted.rows}
        rows: list[list[Cell]] = [
            [one.name, str(one.get_kind_display()), one.target_group, budgeted.get(one.pk)] for one in ours
        ]
        heads = ["Insats", "Inriktning", "Målgrupp", "Budgeterat antal deltagare"]
        return [_plain(block, context, f"Insatser {report.when}", heads, rows, labels=3)]
    counted = numbers.table("participants", numbers.period, ("initiative", "sex"))
    found = {(row.labels["initiative"], row.keys["sex"]): row for row in counted.rows}
    rows = []
    for one in ours:
        women, men = (found.get((one.name, sex)) for sex in ("woman", "man"))
        if women and men:
            rows.append(
                [
                    one.name,
                    *(cell_of(row, name) for name in ("total", "new", "ended") for row in (women, men)),
                ]
            )
    sums: list[Any] = [
        sum(column) if not {HIDDEN, None} & set(column) else None
        for column in zip(*(row[1:] for row in rows), strict=True)
    ]
    heads = [
        "Insats",
        *(f"{name}, {sex}" for name in ("Totalt", "Nya", "Avslutade") for sex in ("kvinnor", "män")),
    ]
    node = _plain(
        block, context, f"Deltagare efter kön {report.when}", heads, [*rows, ["Summa", *sums]], labels=1
    )
    return [node | {"bold": [len(rows)], "source": _source(counted)}]


def appendices_of(block, context) -> list[Node]:
    rows: list[list[Cell]] = [
        [
            str(place),
            draft.report.initiative.name,
            ", ".join(str(one.municipality) for one in initiatives.coverage_of(draft.report.initiative)),
        ]
        for place, draft in enumerate(context.appendices, 1)
    ]
    return [_plain(block, context, "Bilagor", ["Bilaga", "Insats", "Kommuner"], rows)] if rows else []


def signatures_of(block, context) -> list[Node]:
    return [{"kind": "signatures"}]


SHOWN: dict[str, Callable[..., list[Node]]] = {
    "table": table_of,
    "chart": chart_of,
    "result": result_of,
    "goals": goals_of,
    "statement": statement_of,
    "facts": facts_of,
    "plans": plans_of,
    "sheet": sheet_of,
    "appendices": appendices_of,
    "signatures": signatures_of,
}
