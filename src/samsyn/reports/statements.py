"""Entered amounts: the lines of a statement, what is typed, and the sums that are computed, never typed.

Finance feeds these when it is there; until then each amount is typed once, with its source. Amounts are in
kronor, signed as they are printed (costs in an income statement are negative).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from samsyn.figures.counting import Period

from .periods import a_year_before, in_words

Amount = int | float | None


@dataclass(frozen=True)
class Line:
    """``of``: the lines it sums, with a minus before those it takes away; empty when it is typed.

    ``sign``: -1 where an amount is expected with a minus, 1 where without one, 0 where both are usual.
    """

    name: str
    label: str
    of: tuple[str, ...] = ()
    note: str = ""
    is_head: bool = False
    sign: int = 0


NO_SOURCE = "Källa: ej angiven."
COSTS_PLAIN = "Kostnader skrivs utan minus."


@dataclass(frozen=True)
class Sheet:
    """A statement. Without ``lines`` its rows are free: typed with their names, in ``groups`` if any,
    and summed.

    ``columns(period)``: the headings; ``computed``: of one row, its last columns from those that are typed.
    ``signs``: what is typed with a minus, for who types it. ``sign``: of the sum of free rows, as of a line.
    ``is_of_period``: it is of the report's period,
    also when that is part of a year.
    """

    name: str
    label: str
    columns: Callable[[Period], list[str]]
    lines: tuple[Line, ...] = ()
    groups: tuple[str, ...] = ()
    computed: Callable[[str, list[Amount]], list[Amount]] | None = None
    decimals: tuple[str, ...] = ()
    has_notes: bool = False
    extra: tuple[str, ...] = field(default=())  # columns of words after the name, in free rows
    is_of_period: bool = False
    signs: str = ""
    sign: int = 0

    @property
    def is_free(self) -> bool:
        return not self.lines

    @property
    def expected_signs(self) -> dict[str, int]:
        """By line; of free rows by their sum, as a single row may well correct another."""
        return {"sum": self.sign} if self.is_free else {line.name: line.sign for line in self.lines}


def at_the_ends(of: Period) -> list[str]:
    """Of what there is: when the period ends, and when the year before it ended."""
    return [f"{of.last}", f"{of.first.year - 1}-12-31"]


def during(of: Period) -> list[str]:
    """Of what happens: during the period, and the same part of the year before."""
    return [in_words(of.first, of.last), in_words(a_year_before(of.first), a_year_before(of.last))]


def _deviation(line: str, typed: list[Amount]) -> list[Amount]:
    """Outcome and budget give the deviation: what is better than the budget is positive."""
    outcome, budget = typed[:2]
    if outcome is None or budget is None or line == "liquid":
        return [None]
    return [budget - outcome if line == "net_cost" else outcome - budget]


INCOME = Sheet("income", "Resultaträkning", during, (
    Line("revenue", "Verksamhetens intäkter", note="1", sign=1),
    Line("costs", "Verksamhetens kostnader", note="2", sign=-1),
    Line("depreciation", "Avskrivningar", sign=-1),
    Line("operating", "Verksamhetens resultat", ("revenue", "costs", "depreciation")),
    Line("financial_income", "Finansiella intäkter", sign=1),
    Line("financial_costs", "Finansiella kostnader", sign=-1),
    Line("after_financial", "Resultat efter finansiella poster",
         ("operating", "financial_income", "financial_costs")),
    Line("extraordinary", "Extraordinära poster"),
    Line("result", "Årets resultat", ("after_financial", "extraordinary")),
), has_notes=True, signs="Kostnader och avskrivningar skrivs med minus.")  # fmt: skip

BALANCE = Sheet("balance", "Balansräkning", at_the_ends, (
    Line("assets_head", "Tillgångar", is_head=True),
    Line("equipment", "Maskiner och inventarier", sign=1),
    Line("fixed", "Summa anläggningstillgångar", ("equipment",)),
    Line("receivables", "Kortfristiga fordringar", note="3", sign=1),
    Line("placements", "Kortfristiga placeringar", sign=1),
    Line("cash", "Kassa och bank", sign=1),
    Line("current", "Summa omsättningstillgångar", ("receivables", "placements", "cash")),
    Line("assets", "Summa tillgångar", ("fixed", "current")),
    Line("debts_head", "Eget kapital, avsättningar och skulder", is_head=True),
    Line("opening_equity", "Ingående eget kapital"),
    Line("result", "Årets resultat"),
    Line("equity", "Utgående eget kapital", ("opening_equity", "result")),
    Line("provisions", "Avsättningar för pensioner", sign=1),
    Line("long_debt", "Långfristiga skulder", sign=1),
    Line("short_debt", "Kortfristiga skulder", note="4", sign=1),
    Line("equity_and_debts", "Summa eget kapital, avsättningar och skulder",
         ("equity", "provisions", "long_debt", "short_debt")),
), has_notes=True, signs="Skulder skrivs utan minus.")  # fmt: skip

CASH_FLOW = Sheet("cash_flow", "Kassaflödesanalys", during, (
    Line("result", "Årets resultat"),
    Line("adjustments", "Justering för ej likviditetspåverkande poster"),
    Line("before", "Medel från verksamheten före förändring av rörelsekapital", ("result", "adjustments")),
    Line("receivables", "Ökning/minskning kortfristiga fordringar"),
    Line("debts", "Ökning/minskning kortfristiga skulder"),
    Line("operating", "Kassaflöde från den löpande verksamheten", ("before", "receivables", "debts")),
    Line("investments", "Investeringsverksamhet"),
    Line("flow", "Årets kassaflöde", ("operating", "investments")),
    Line("opening", "Likvida medel vid årets början", sign=1),
    Line("closing", "Likvida medel vid årets slut", ("opening", "flow")),
), signs="Det som minskar likvida medel skrivs med minus.")  # fmt: skip

MULTI_YEAR = Sheet(
    "multi_year", "Översikt över verksamhetens utveckling",
    lambda of: [str(of.last.year - back) for back in range(7)],
    (
        Line("income", "Verksamhetens intäkter, med finansiella intäkter", sign=1),
        Line("costs", "Verksamhetens kostnader, med finansiella kostnader", sign=1),
        Line("result", "Årets resultat", ("income", "-costs")),
        Line("equity", "Eget kapital"),
        Line("employees", "Antal anställda", sign=1),
    ),
    decimals=("employees",),
    signs="Kostnader skrivs utan minus: de dras av.",
)  # fmt: skip

OPERATING = Sheet("operating", "Driftsredovisning", lambda of: ["Utfall", "Budget", "Avvikelse"], (
    Line("net_cost", "Nettokostnad", sign=1),
    Line("fees", "Medlemsavgifter och kursavgifter", sign=1),
    Line("financial", "Finansiella poster"),
    Line("result", "Resultat", ("fees", "financial", "-net_cost")),
    Line("opening_equity", "Ingående eget kapital"),
    Line("equity", "Utgående eget kapital", ("opening_equity", "result")),
    Line("liquid", "Likvida medel", sign=1),
), computed=_deviation, signs="Nettokostnaden skrivs utan minus: den dras av.")  # fmt: skip


SHEETS: dict[str, Sheet] = {sheet.name: sheet for sheet in (
    INCOME, BALANCE, CASH_FLOW, MULTI_YEAR, OPERATING,
    Sheet("costs", "Använda insatsmedel", lambda of: ["Utfall"], extra=("Kommun",), is_of_period=True,
          signs=COSTS_PLAIN, sign=1),
    Sheet("note_income", "Not 1. Verksamhetens intäkter", during, sign=1),
    Sheet("note_costs", "Not 2. Verksamhetens kostnader", during,
          groups=("Övriga externa kostnader", "Personalkostnader"), signs=COSTS_PLAIN, sign=1),
    Sheet("note_receivables", "Not 3. Fordringar", at_the_ends, sign=1),
    Sheet("note_debts", "Not 4. Kortfristiga skulder", at_the_ends, signs="Skulder skrivs utan minus.",
          sign=1),
    # What the national tool asks for (outlines/finsam.py).
    Sheet("funds", "Tilldelade medel och eget kapital", lambda of: [str(of.last.year)], (
        Line("state", "Staten", sign=1), Line("region", "Regionen", sign=1),
        Line("municipalities", "Kommunerna", sign=1),
        Line("allotted", "Summa tilldelade medel", ("state", "region", "municipalities")),
        Line("opening_equity", "Eget kapital vid årets början"),
        Line("available", "Summa medelstillgångar", ("allotted", "opening_equity")),
    )),
    Sheet("administration", "Administrativa kostnader", lambda of: ["Budget", "Utfall"], (
        Line("staff", "Personal", sign=1), Line("around", "Kring (lokal, telefoni, material)", sign=1),
        Line("all", "Summa administrativa kostnader", ("staff", "around")),
    ), signs=COSTS_PLAIN),
    Sheet("initiative_costs", "Insatskostnader", lambda of: ["Budget", "Utfall"], signs=COSTS_PLAIN, sign=1),
    Sheet("forecast", "Ekonomisk prognos", lambda of: [f"Budget {of.last.year + 1}"]),
)}  # fmt: skip


@dataclass
class Filled:
    """A sheet with its amounts and sums. ``rows``: (name, label, note or group, words, amounts)."""

    sheet: Sheet
    of: Period
    rows: list[tuple[str, str, str, list[str], list[Amount]]]

    @property
    def amounts(self) -> dict[str, list[Amount]]:
        return {name: amounts for name, _l, _n, _w, amounts in self.rows if name}

    @property
    def is_empty(self) -> bool:
        return not any(any(amount is not None for amount in row[4]) for row in self.rows)


def filled(sheet: Sheet, data: dict[str, Any], of: Period) -> Filled:
    """``data``: {"values": {line: [amounts]}} of a statement, {"rows": [{label, group, words, values}]}
    of free rows.
    """
    width = len(sheet.columns(of))
    return Filled(sheet, of, _free(sheet, data, width) if sheet.is_free else _fixed(sheet, data, width))


def _fixed(sheet: Sheet, data, width: int):
    typed_width = width - (1 if sheet.computed else 0)
    known: dict[str, list[Amount]] = {}
    rows: list[tuple[str, str, str, list[str], list[Amount]]] = []
    for line in sheet.lines:
        if line.is_head:
            rows.append(("", line.label, "", [], []))
            continue
        amounts = (
            [_sum(known, line.of, column) for column in range(typed_width)]
            if line.of
            else _padded(data.get("values", {}).get(line.name, []), typed_width)
        )
        known[line.name] = amounts
        amounts = amounts + (sheet.computed(line.name, amounts) if sheet.computed else [])
        rows.append((line.name, line.label, line.note, [], amounts))
    return rows


def _sum(known, of: Iterable[str], column: int) -> Amount:
    """Of what is known; nothing is the sum of nothing."""
    parts = [(known[name.lstrip("-")][column], -1 if name[0] == "-" else 1) for name in of]
    amounts = [amount * sign for amount, sign in parts if amount is not None]
    return sum(amounts) if amounts else None


def _free(sheet: Sheet, data, width: int):
    given = data.get("rows", [])
    rows: list[tuple[str, str, str, list[str], list[Amount]]] = []
    for number, group in enumerate(sheet.groups or ("",)):
        own = [one for one in given if (one.get("group") or (sheet.groups or ("",))[0]) == group]
        if group:
            rows.append(("", group, "", [], []))
        rows += [
            (
                "",
                one["label"],
                group,
                one.get("words", [""] * len(sheet.extra)),
                _padded(one["values"], width),
            )
            for one in own
        ]
        if group:
            rows.append((f"sum_{number + 1}", f"Summa {group.lower()}", group, [], _column_sums(own, width)))
    return [*rows, ("sum", "Summa", "", [], _column_sums(given, width))]


def _column_sums(rows, width: int) -> list[Amount]:
    columns = [[_padded(one["values"], width)[place] for one in rows] for place in range(width)]
    return [
        sum(known) if (known := [amount for amount in column if amount is not None]) else None
        for column in columns
    ]


def _padded(amounts: list[Amount], width: int) -> list[Amount]:
    return [*amounts, *([None] * width)][:width]


# ── What must agree between statements ─────────────────────────────────────────────────────────────────────

# (sheet, line, column) must be the other, times the sign. Columns: 0 is the year itself, 1 the year before.
SAME: tuple[tuple[tuple[str, str, int], tuple[str, str, int], int], ...] = (
    (("balance", "assets", 0), ("balance", "equity_and_debts", 0), 1),
    (("balance", "assets", 1), ("balance", "equity_and_debts", 1), 1),
    (("balance", "opening_equity", 0), ("balance", "equity", 1), 1),
    (("balance", "result", 0), ("income", "result", 0), 1),
    (("balance", "result", 1), ("income", "result", 1), 1),
    (("cash_flow", "result", 0), ("income", "result", 0), 1),
    (("cash_flow", "result", 1), ("income", "result", 1), 1),
    (("cash_flow", "closing", 0), ("balance", "cash", 0), 1),
    (("cash_flow", "closing", 1), ("balance", "cash", 1), 1),
    (("cash_flow", "opening", 0), ("cash_flow", "closing", 1), 1),
    (("note_income", "sum", 0), ("income", "revenue", 0), 1),
    (("note_income", "sum", 1), ("income", "revenue", 1), 1),
    (("note_costs", "sum", 0), ("income", "costs", 0), -1),
    (("note_costs", "sum", 1), ("income", "costs", 1), -1),
    (("note_receivables", "sum", 0), ("balance", "receivables", 0), 1),
    (("note_receivables", "sum", 1), ("balance", "receivables", 1), 1),
    (("note_debts", "sum", 0), ("balance", "short_debt", 0), 1),
    (("note_debts", "sum", 1), ("balance", "short_debt", 1), 1),
    (("multi_year", "result", 0), ("income", "result", 0), 1),
    (("multi_year", "result", 1), ("income", "result", 1), 1),
    (("multi_year", "equity", 0), ("balance", "equity", 0), 1),
    (("multi_year", "equity", 1), ("balance", "equity", 1), 1),
    (("operating", "result", 0), ("income", "result", 0), 1),
    (("operating", "equity", 0), ("balance", "equity", 0), 1),
    (("operating", "liquid", 0), ("balance", "cash", 0), 1),
)
