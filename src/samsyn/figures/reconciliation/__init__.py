"""Reconciliation: what does not hold in a set of published figures. It finds and never corrects.

The idea: a document is a set of *stated quantities*, each with the unit that it was rounded to, and of
*relations* that ought to hold between them. A relation holds exactly, or within what the roundings of its
numbers explain, or not; either way that it does not hold exactly is a finding. Readers turn every shape into
relations; nothing here touches the database.

    findings({"tables": [{"name": "Deltagare", "year": 2022,
                          "rows": [{"label": "Kompass", "values": {"total": 19, "ended": 7, "ongoing": 12}}],
                          "sum": {"total": 19, "ended": 7, "ongoing": 12},
                          "shares": [{"percent": "andel", "of": ["part", "whole"]}]}],
              "appendices": [{"name": "Kompass", "of": "Deltagare", "values": {"total": 20}}],
              "texts": [{"where": "sidan 8", "text": "36 av 112 gick till arbete, 32,1 %"},
                        {"where": "sidan 9", "value": 19, "is": ["Deltagare", "sum", "total"]}],
              "same": [[["Deltagare", "sum", "total"], ["Flera år", "2022", "total"]]]},
             register=lambda initiative, when, measure: …)

Any part may be absent; `tables.py`, `texts.py` and `documents.py` tell each in full. The shapes of a
published annual report (`annual_report.py`) and of an initiative's plan (`plan.py`) are read under their own
names.
"""

from .documents import Examined, examined, findings
from .files import document_of, text_of
from .findings import Finding
from .months import Months
from .quantities import Unreadable
from .registered import Register
from .relations import by_reason

__all__ = [
    "Examined",
    "Finding",
    "Months",
    "Register",
    "Unreadable",
    "by_reason",
    "document_of",
    "examined",
    "findings",
    "text_of",
]
