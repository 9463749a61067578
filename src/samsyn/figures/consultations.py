"""Consultations: how many, how many anonymous, how many became enrolments. Read through the gate."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samsyn.base.alphabet import alphabetical
from samsyn.organisations.models import Controller

from .counting import Period, reading
from .definitions import Figure
from .grounds import Grounds
from .register_sql import as_it_stood, at_facts
from .rows import Row, Table

# An enrolment that a consultation led to began as a referral that came from it.
STATEMENT = """
SELECT p.number, c.initiative_id, c.sender_id, count(*), count(*) FILTER (WHERE c.is_anonymous),
       count(*) FILTER (WHERE EXISTS (
         SELECT FROM referrals_referral r JOIN gate_enrolments e ON e.referral_id = r.id
          WHERE r.came_from_id = c.id))
  FROM referrals_referral c
  JOIN unnest(%(numbers)s::int[], %(firsts)s::date[], %(lasts)s::date[]) AS p (number, first, last)
    ON (c.sent_at AT TIME ZONE 'Europe/Stockholm')::date BETWEEN p.first AND p.last
 WHERE c.kind = 'consultation' AND c.initiative_id = ANY(%(initiatives)s::bigint[])
 GROUP BY p.number, c.initiative_id, c.sender_id
"""
NAMES = ("consultations", "anonymous", "enrolled")
NONE = (0, 0, 0)


def table(figure: Figure, grounds: Grounds, period: Period, by: tuple[str, ...]) -> Table:
    """Consultations by initiative are exact; all else hides counts below the association's limit. One column
    is hidden as a whole, zeros and all, so that nothing can be worked out from its sum; so it is not given by
    party and initiative at once. Every sort of member has a row: that it is there says nothing.
    """
    if {"party", "initiative"} <= set(by):
        raise ValidationError(_("Choose party or initiative, one at a time."), code="by")
    dimension = next((name for name in by if name != "year"), "")
    rows_of = period.by_year() if "year" in by else [period]
    periods = list(dict.fromkeys([period, *rows_of]))
    counted = _counted(grounds, periods)
    rows, limit = [], grounds.association.suppress_below
    for when in rows_of:
        sums = _sums(counted, periods.index(when), dimension)
        if not dimension:
            sums = {None: sums.get(None, NONE)}
        if dimension == "party" and grounds.own is None:
            sums = dict.fromkeys(grounds.kinds, NONE) | sums
        hidden = set() if grounds.own is not None else _hidden(sums, dimension, limit)
        if dimension and grounds.own is None:
            hidden |= _hidden(_sums(counted, periods.index(when), ""), "", limit)
        for value, numbers in sums.items():
            keys = {name: when.first.year if name == "year" else value for name in by}
            rows.append(_row(grounds, keys, numbers, hidden))
    rows.sort(key=lambda row: [alphabetical(row.labels[name]) for name in by])
    whole = _sums(counted, 0, "").get(None, NONE)
    hidden = set() if grounds.own is not None else _hidden({None: whole}, "", limit)
    if grounds.own is None and not period.is_whole_year:
        hidden = {"anonymous", "enrolled"}  # with each year shown but one, the sum would tell the one
    return Table(
        figure, grounds.association, period, by, "consultations", rows, _row(grounds, {}, whole, hidden),
        is_own=grounds.own is not None, adds_up="year" not in by,
    )  # fmt: skip


def _counted(grounds: Grounds, periods: list[Period]) -> list[tuple]:
    initiatives = sorted(grounds.initiatives)
    with reading(initiatives, own_rows=grounds.own is not None) as cursor:
        cursor.execute(as_it_stood(STATEMENT, grounds.at), at_facts(grounds.at) | {
            "numbers": list(range(len(periods))), "firsts": [one.first for one in periods],
            "lasts": [one.last for one in periods], "initiatives": initiatives,
        })  # fmt: skip
        rows = cursor.fetchall()
    kinds = dict(Controller.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", "kind"))
    return [(number, {"initiative": i, "party": kinds.get(sender)}, numbers)
            for number, i, sender, *numbers in rows]  # fmt: skip


def _sums(counted, number: int, dimension: str) -> dict[Any, tuple[int, ...]]:
    found: dict[Any, tuple[int, ...]] = {}
    for which, keys, numbers in counted:
        if which == number:
            value = keys[dimension] if dimension else None
            so_far = found.get(value, NONE)
            found[value] = tuple(a + b for a, b in zip(so_far, numbers, strict=True))
    return found


def _hidden(sums: dict[Any, tuple[int, ...]], dimension: str, limit: int) -> set[str]:
    """The columns with a small count somewhere. What is not anonymous is a count as well."""
    hidden = set()
    for n, name in enumerate(NAMES):
        if name == "consultations" and dimension != "party":
            continue
        for numbers in sums.values():
            rest = numbers[0] - numbers[n]
            if 0 < numbers[n] < limit or 0 < rest < limit:
                hidden.add(name)
    return hidden


def _row(grounds: Grounds, keys: dict[str, Any], numbers, hidden: set[str]) -> Row:
    values = dict(zip(NAMES, numbers, strict=True))
    labels = {name: grounds.label(name, value) for name, value in keys.items()}
    return Row(keys, labels, values | dict.fromkeys(hidden), "records", set(hidden))
