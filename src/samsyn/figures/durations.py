"""Figures in the middle: waiting times, time in the initiative, age. Medians and percentiles, no sums."""

from typing import Any

from samsyn.base.alphabet import alphabetical

from .counting import POPULATIONS, Group, Period, facts, group_of, in_order, names_of, reading, statement
from .definitions import Figure
from .dimensions import dimension
from .grounds import Grounds
from .mixing import reported_beside
from .register_sql import as_it_stood, at_facts
from .rows import Row, Table

NEW, ENDED = POPULATIONS["new"], POPULATIONS["ended"]
REFERRAL = "e.referred_on <= e.started_on"
DECISION = "e.referred_on <= e.approved_on AND e.approved_on <= e.started_on"
LEFT = f"{ENDED} AND e.ended_recorded_at IS NOT NULL"
BEGAN = f"{NEW} AND NOT e.is_imported"
ENTERED = "(e.{at} AT TIME ZONE 'Europe/Stockholm')::date - e.{on}"
# Per measure: what is measured, of whom. The mean is given for all together only.
MEASURED = {
    "decision_median": ("e.approved_on - e.referred_on", f"{NEW} AND {DECISION}", 0.5),
    "decision_p90": ("e.approved_on - e.referred_on", f"{NEW} AND {DECISION}", 0.9),
    "start_median": ("e.started_on - e.approved_on", f"{NEW} AND {DECISION}", 0.5),
    "start_p90": ("e.started_on - e.approved_on", f"{NEW} AND {DECISION}", 0.9),
    "whole_median": ("e.started_on - e.referred_on", f"{NEW} AND {REFERRAL}", 0.5),
    "whole_p90": ("e.started_on - e.referred_on", f"{NEW} AND {REFERRAL}", 0.9),
    "stay_median": ("e.ended_on - e.started_on", ENDED, 0.5),
    "stay_p90": ("e.ended_on - e.started_on", ENDED, 0.9),
    "started_median": (ENTERED.format(at="recorded_at", on="started_on"), BEGAN, 0.5),
    "started_p90": (ENTERED.format(at="recorded_at", on="started_on"), BEGAN, 0.9),
    "ended_median": (ENTERED.format(at="ended_recorded_at", on="ended_on"), LEFT, 0.5),
    "ended_p90": (ENTERED.format(at="ended_recorded_at", on="ended_on"), LEFT, 0.9),
    "age_median": ("e.age_at_start", f"{NEW} AND e.age_at_start IS NOT NULL", 0.5),
    "age_mean": ("e.age_at_start", f"{NEW} AND e.age_at_start IS NOT NULL", None),
}  # fmt: skip


def one_decimal(value: float) -> float:
    """And none where it is nought: 462 days, not 462.0."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded.is_integer() else rounded


def table(figure: Figure, grounds: Grounds, period: Period, by: tuple[str, ...]) -> Table:
    """How many there are is one of the four populations, and exact; how many of them have the days known is
    not shown. A middle value of fewer than the association's limit is hidden.
    """
    dimensions = in_order(name for name in by if name != "year")
    rows_of = period.by_year() if "year" in by else [period]
    periods = list(dict.fromkeys([period, *rows_of]))
    groupings = list(dict.fromkeys([(), dimensions]))
    counted = figure.measures[0].population
    names = [measure.name for measure in figure.measures[1:]]
    found = _measured(grounds, periods, groupings, counted, names)
    limit = 1 if grounds.own is not None else grounds.association.suppress_below

    def row(when: Period, group: Group, keys: dict[str, Any]) -> Row:
        labels = {name: grounds.label(name, value, beside=by) for name, value in keys.items()}
        many, *numbers = found.get((when, group), (0, *[None] * 2 * len(names)))
        values, hidden = {figure.measures[0].name: many}, set()
        for name, value, of in zip(names, numbers[::2], numbers[1::2], strict=True):
            is_part = name == "age_mean" and bool(keys)
            values[name] = None if value is None or is_part else one_decimal(value)
            if value is not None and (of < limit or is_part):
                values[name] = None
                hidden.add(name)
        return Row(keys, labels, values, "records", hidden)

    rows = [
        row(when, group, {name: (dict(group) | {"year": when.first.year})[name] for name in by})
        for when in rows_of
        for period_, group in found
        if period_ == when and {name for name, _value in group} == set(dimensions)
    ]
    rows.sort(key=lambda one: [_place(name, one) for name in by])
    whole = row(period, Group(), {})
    return Table(
        figure, grounds.association, period, by, figure.base, rows, whole, is_own=grounds.own is not None,
        adds_up=False, reported_beside=reported_beside(grounds, period),
    )  # fmt: skip


def _measured(grounds: Grounds, periods, groupings, counted: str, names: list[str]):
    """By period and group: how many, and for each measure its value and of how many it is."""
    columns = {"is_counted": f"({POPULATIONS[counted]})"}
    measures = ["count(*) FILTER (WHERE b.is_counted)"]
    for name in names:
        what, whom, part = MEASURED[name]
        columns |= {f"{name}_of": f"({what})::float", f"has_{name}": f"({whom})"}
        value = (
            f"percentile_cont({part}) WITHIN GROUP (ORDER BY b.{name}_of)" if part else f"avg(b.{name}_of)"
        )
        measures += [f"{value} FILTER (WHERE b.has_{name})", f"count(*) FILTER (WHERE b.has_{name})"]
    initiatives = sorted(grounds.initiatives)
    found = {}
    with reading(initiatives, own_rows=grounds.own is not None) as cursor:
        text = as_it_stood(statement(periods, [groupings], columns, lambda **_: measures), grounds.at)
        cursor.execute(text, facts(periods, initiatives) | at_facts(grounds.at))
        for which, number, values, *numbers in cursor.fetchall():
            group = group_of(groupings[which], names_of(groupings[which], groupings), values)
            found[periods[number], group] = tuple(numbers)
    return found


def _place(name: str, row: Row) -> tuple:
    if name == "year":
        return (row.keys[name], "")
    codes = [code for code, _label in dimension(name).choices]
    return (codes.index(row.keys[name]), "") if codes else (0, alphabetical(row.labels[name]))
