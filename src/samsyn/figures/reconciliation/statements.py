"""Recognises the statements of an annual report among pasted tables: rows by their words, columns by year."""

import re
from collections.abc import Mapping
from typing import Any

from .grids import Grid
from .quantities import as_number

YEAR = re.compile(r"(?:19|20)\d\d")
# What rows are called, per statement. A statement is recognised when all that it needs is there.
STATEMENTS: dict[str, tuple[set[str], dict[str, str]]] = {
    "income_statement": (
        {"income", "costs", "operating_result"},
        {
            r"verksamhetens intäkter": "income",
            r"verksamhetens kostnader": "costs",
            r"verksamhetens resultat": "operating_result",
            r"finansiella intäkter": "financial_income",
            r"finansiella kostnader": "financial_costs",
            r"årets resultat": "result",
        },
    ),
    "balance_sheet": (
        {"assets", "opening_equity", "equity_and_liabilities"},
        {
            r"(korta|kortfristiga) fordringar": "receivables",
            r"kassa och bank": "cash",
            r"summa tillgångar": "assets",
            r"(ingående )?eget kapital": "opening_equity",
            r"årets resultat": "result",
            r"kortfristiga skulder": "short_term_liabilities",
            r"summa (eget kapital|skulder).*": "equity_and_liabilities",
        },
    ),
    "cash_flow": (
        {"opening_cash", "closing_cash"},
        {
            r"årets resultat": "result",
            r".*kortfristiga fordringar": "change_receivables",
            r".*kortfristiga skulder": "change_liabilities",
            r"kassaflöde (för|från) den löpande verksamheten": "operating",
            r"likvida medel vid årets början": "opening_cash",
            r"likvida medel vid årets slut": "closing_cash",
        },
    ),
    "multi_year": (
        {"income", "costs", "result"},
        {
            r"(verksamhetens )?intäkter": "income",
            r"(verksamhetens )?kostnader": "costs",
            r"årets resultat|resultat": "result",
            r"(soliditet )?\(?eget kapital\)?": "equity",
        },
    ),
}


def statements_of(grids: list[Grid]) -> dict[str, Any]:
    """Under the names that the laws of an annual report go by; each statement once, the first that fits."""
    found: dict[str, Any] = {}
    for grid in grids:
        heading = next((row for row in grid if _years(row)), None)
        if heading is None:
            continue
        for name, (needed, words) in STATEMENTS.items():
            columns = _read(grid, _years(heading), words)
            if name not in found and columns and all(needed <= set(one) for one in columns.values()):
                if name == "multi_year" and any(one["costs"] < 0 for one in columns.values()):
                    continue
                found[name] = columns
                break
    return found


def _years(row: list[str]) -> dict[int, str]:
    """Column → year, where the heading of every number's column names one."""
    places = {n: years[-1] for n, cell in enumerate(row) if n and (years := YEAR.findall(cell))}
    fits = all(as_number(row[n]) is None or YEAR.fullmatch(row[n]) for n in places)
    return places if places and fits and len(set(places.values())) == len(places) else {}


def _read(grid: Grid, years: Mapping[int, str], words: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {year: {} for year in years.values()}
    for row in grid:
        label = " ".join(row[0].split()).strip(" :*").casefold()
        name = next((name for pattern, name in words.items() if re.fullmatch(pattern, label)), "")
        for place, year in years.items() if name else ():
            number = as_number(row[place]) if place < len(row) else None
            if number is not None:
                found[year].setdefault(name, number)
    return {year: values for year, values in found.items() if values}
