"""The demo's goals with targets, outcomes and verdicts: Kalmar's as its annual report 2022 states them, and
those of the plans of SIKTA (2020) and Sikta mot arbetslivet (2025).
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

YEAR_END = date(2022, 12, 31)
REPORT = "Årsredovisning 2022"
PERSON: dict[str, Any] = {"rule": "person"}


@dataclass(frozen=True)
class Stated:
    """What the actions of goals take: the goal, its target, and where known the outcome and a verdict."""

    facts: dict[str, Any]
    target: dict[str, Any]
    outcome: dict[str, Any] = field(default_factory=dict)
    verdict: dict[str, str] = field(default_factory=dict)


def at_least(value: str | int, **how) -> dict[str, Any]:
    return {"value": Decimal(value), **how}


def at_most(value: str | int, **how) -> dict[str, Any]:
    return {"value": Decimal(value), "direction": "at_most", **how}


def entered(outcome: str | int | None, source: str, text: str = "") -> dict[str, Any]:
    number = None if outcome is None else Decimal(outcome)
    return {"outcome": number, "outcome_text": text, "measured_on": YEAR_END, "source": f"{REPORT}: {source}"}


def surveyed(level, text, indicators, target, outcome) -> Stated:
    facts = {"level": level, "text": text, "measured_by": f"Indikatorerna {indicators}, i genomsnitt"}
    return Stated(facts, at_least(target), entered(outcome, f"mätning med indikatorerna {indicators}"))


def by_person(text, verdict, reason, outcome="") -> Stated:
    told = entered(None, "uppföljning av verksamhetsplanen", outcome) if outcome else {}
    facts = {"level": "organisation", "text": text}
    return Stated(facts, PERSON, told, {"judged": verdict, "reason": reason})


WORK_35 = Stated(
    {
        "level": "individual", "figure": "work_or_studies",
        "text": "35 % av deltagarna ska ha kommit ut i arbete eller studier efter avslutad insats",
    },
    at_least(35),
)  # fmt: skip

KALMAR = [
    surveyed(
        "individual", "95 % av deltagarna ska uppleva stöd och inflytande i sin process", "1, 2 och 3", 95, 90
    ),
    surveyed(
        "individual", "85 % av deltagarna ska uppleva sig vara mer redo för att arbeta eller studera",
        "5, 6 (endast vid avslut) och 7", 85, 78,
    ),
    WORK_35,
    surveyed(
        "structural",
        "90 % av de involverade i samverkan ska uppleva att den ger bättre förutsättningar för individer",
        "7, 8, 9, 10, 12 och 13", 90, "87.8",
    ),
    by_person(
        "Fullmäktige besöks en gång per mandatperiod, kommun- och regionledning vartannat år",
        "reached", "Målet bedöms ha uppnåtts.",
        "2 fullmäktigebesök, både kommunledning och regionledning har besökts",
    ),
    by_person(
        "Förbundets verksamhet presenteras på fler ställen utifrån behov och förfrågningar",
        "reached", "Målet bedöms ha uppnåtts.", "Sex informationer har hållits",
    ),
    by_person(
        "Förbundet kan presentera välgrundad statistik kring insatserna",
        "reached", "Målet bedöms ha uppnåtts.",
    ),
    by_person(
        "Förbundet är mer synligt på webben och sprider kunskap om sig",
        "reached", "Målet bedöms ha uppnåtts.",
    ),
    by_person(
        "Nyhetsbrev och möten ger medlemmarna bättre och mer kontinuerlig information",
        "to_some_extent", "Målet bedöms ha uppnåtts till viss del.", "Inga nyhetsbrev under 2022",
    ),
    Stated(
        {
            "level": "economy", "unit": "sek", "measured_by": "Eget kapital enligt balansräkningen",
            "text": "Behållningen vid årets slut ska följa nationella rådets riktlinje",
        },
        at_most(2_730_000, main_from=100, some_from=100),
        entered(3_853_655, "balansräkningen", "1 123 655 kr över riktlinjen"),
    ),
    Stated(
        {
            "level": "economy", "measured_by": "Rekvirerade medel mot budget: 691 072 av 12 324 600 kr",
            "text": "Insatsernas utfall avviker inte mer än 5 % från budget",
        },
        at_most(5),
        entered("5.6", "använda insats- och projektmedel"),
        {"judged": "in_the_main", "reason": "Några insatser har lämnat kvar pengar utifrån given budget."},
    ),
    Stated(
        {
            "level": "economy", "measured_by": "Budget 12 324 600 kr av medlemsintäkter 16 383 989 kr",
            "text": "75 % av de tilldelade medlen går till individinriktade insatser, i budget",
        },
        at_least(75),
        entered("75.2", "budget och medlemsintäkter"),
    ),
    Stated(
        {
            "level": "economy", "measured_by": "Utfall 11 633 528 kr av medlemsintäkter 16 383 989 kr",
            "text": "75 % av de tilldelade medlen går till individinriktade insatser, i utfall",
        },
        at_least(75),
        entered(71, "använda insats- och projektmedel"),
    ),
]  # fmt: skip

# Appendices 3 (KRUS) and 4 (Pontibus).
KALMAR_INITIATIVES = {
    "KRUS": [
        Stated(
            {
                "level": "individual", "figure": "participants.total",
                "text": "30 personer per år ska kunna ta del av insatsen",
            },
            at_least(30),
        )
    ],
    "Pontibus": [WORK_35],
}  # fmt: skip


def stated(level: str, text: str) -> Stated:
    return Stated({"level": level, "text": text}, PERSON)


SIKTA = [
    Stated(
        {
            "level": "individual", "figure": "destination_reached",
            "text": "100 % av deltagarna går efter insatsen vidare till något av planens sex mål",
        },
        at_least(100),
    ),
    stated("individual", "Ökad tilltro till den egna förmågan och därmed till möjligheten att få ett jobb"),
    stated("individual", "Ökade kunskaper om arbetsmarknaden och därmed ökade möjligheter till jobb"),
    stated("individual", "Ökade möjligheter att påbörja, återgå till eller slutföra studier"),
    stated("individual", "Förbättrade möjligheter att gå till lämplig insats"),
    stated("individual", "Förbättrat mående"),
    stated("organisation", "Samverkan förbättras så att deltagarna kan ta de steg de behöver"),
]  # fmt: skip

SIKTA_2020 = [
    stated("structural", "Nya samverkansrutiner kring målgruppen skapas och utvecklas"),
    stated("structural", "Det strukturella samverkansarbetet mellan berörda myndigheter ökar"),
    stated("individual", "Personer i målgruppen får ökad möjlighet att komma ut i arbetslivet"),
    stated("individual", "Deltagarna förbereds för arbete, studier eller arbetsinriktad rehabilitering"),
    stated("economy", "Deltagarnas vårdbehov och kommunernas kostnader för försörjningsstöd minskar"),
]
