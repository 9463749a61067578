"""What the demo's initiatives are: period, target group, who decides; from the published plans."""

from datetime import date

from .kalmar import PUBLISHED
from .places import AREAS

SIX = [
    "increased_cooperation",
    "labour_market_unit",
    "employment_service",
    "daily_activities",
    "studies",
    "work",
]

SIKTA = {
    "name": "Sikta mot arbetslivet",
    "slug": "sikta-mot-arbetslivet",
    "starts_on": date(2023, 10, 1),
    "ends_on": date(2028, 9, 30),
    "purpose": (
        "Minska andelen personer som står långt från arbetsmarknaden men inte kan ta del av de andra "
        "arbetsmarknadsinriktade insatser som samhället erbjuder."
    ),
    "target_group": (
        "Personer 18–64 år med försörjningsstöd, sjukpenning eller aktivitetsersättning som är redo för "
        "arbetsträning, eller beredda att börja arbetsträna innan insatstiden är slut."
    ),
    "eligibility": "Du är 18–64 år, bor i länet och vill prova att arbetsträna under insatsens gång.",
    "youngest": 18,
    "oldest": 64,
    "methods": "Supported Employment/Supported Training",
    "decision_rule": "coordinator",
    "team_meets_every_days": 14,
    "length_benchmark_months": 12,
    "places_at_once": 135,
    "destinations": SIX,
}
SIKTA_PLANS = [("1.0", 2024, date(2024, 3, 19)), ("2.0", 2025, date(2025, 5, 9))]
SIKTA_PLAN_TEXT = (
    "Deltagarna samtalar om förutsättningar för arbete och kartlägger kompetenser, intressen och "
    "yrkesinriktning. "
    "Därefter följer arbetsträning på en privat eller offentlig arbetsplats med kontinuerlig uppföljning "
    "och stöd "
    "både till deltagaren och arbetsgivaren.\n\n"
    "Samordnaren tar emot aktualiseringar, kallar deltagaren, beslutar om insatsen är rätt, bedömer behov "
    "och "
    "fördelar deltagarna mellan coacherna. Coachen är ett personligt stöd genom hela processen och skriver "
    "slutdokumentation, som delas med deltagaren och den handläggare som aktualiserade.\n\n"
    "Riktmärket är högst ett år, med möjlig förlängning om den väntas leda vidare."
)
SIKTA_2020 = {
    "name": "SIKTA",
    "slug": "sikta",
    "starts_on": date(2020, 1, 1),
    "ends_on": date(2022, 12, 31),
    "purpose": "Samordnat stöd till arbete eller studier i Katrineholm, Flen och Vingåker.",
    "target_group": (
        "Unga 16–29 år och vuxna som behöver stöd från flera myndigheter för att närma sig arbete."
    ),
    "youngest": 16,
    "oldest": 64,
    "methods": "Supported Employment, flerpartssamtal, arbetsträning",
    "decision_rule": "team",
    "team_meets_every_days": 14,
    "length_benchmark_months": 12,
    "destinations": [*SIX, "right_benefit"],
}
SIKTA_TRACKS = {"SIKTA Unga": 70, "SIKTA Arbetsmarknad": 60}
SIKTA_2020_PLACES = AREAS["Västra"][1]

# Kalmar: ages and places at the same time, where the appendices tell them; a permanent form (LIS).
KALMAR = {
    line["initiative"]: {
        "name": line["initiative"],
        "slug": line["initiative"].lower().translate(str.maketrans("åäö", "aao")),
        "form": "permanent",
        "target_group": (
            "Personer som behöver samordnade insatser för att börja eller återgå i arbete eller studier."
        ),
        "youngest": 16,
        "oldest": 64,
        "decision_rule": "team",
        "team_meets_every_days": 21,
    }
    for line in PUBLISHED["participants_by_initiative"]
}
KALMAR["KRUS"] |= {
    "youngest": 19,
    "starts_on": date(2016, 9, 1),
    "methods": "7TJUGO, MI, lösningsfokus, friskvård, NADA",
}
KALMAR["SAMBA"] |= {"youngest": 20, "oldest": 60}
KALMAR["Knutpunkten"] |= {"oldest": 65}
KALMAR["Vägknuten"] |= {"youngest": 18}
KALMAR["Pontibus"] |= {"places_at_once": 20}
KALMAR["Kompass"] |= {"team_meets_every_days": 30}
KALMAR["RESA"] |= {"team_meets_every_days": 30}
