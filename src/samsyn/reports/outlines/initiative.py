"""Reports of one initiative: full year (the appendix of the annual report), status, quarter, final, plan."""

from ..models import BlockKind as B
from ..models import Kind
from ..periods import QUARTER, YEAR
from . import Outline, Spec


def _text(heading, level=1, *, text="", hint="", key="") -> Spec:
    return Spec(B.TEXT, heading, level, key, text, hint)


RESULT = Spec(
    B.RESULT,
    "Insatsens resultat på individnivå",
    1,
    "result",
    hint="Antalen hämtas ur figurerna. Det som hänt före registret skrivs in en gång, med källa.",
)
FACTS = Spec(B.FACTS, "", 2, "facts")
PURPOSE = Spec(B.TEXT, "Insatsens syfte, mål och målgrupp", 1, "purpose", data={"from": "purpose"})
METHOD = Spec(B.TEXT, "Insatsens metod", 1, "method", data={"from": "methods"})
SUCCESS = (
    _text("Framgångsfaktorer i samverkan", key="success"),
    *(_text(heading, 2, key=key) for heading, key in (
        ("Organisation", "success_organisation"), ("Arbetsgrupp", "success_team"),
        ("Styrgrupp", "success_steering"), ("Individnivå", "success_individual"),
        ("Insatsens deltagare", "success_participants"),
    )),
)  # fmt: skip

OUTLINES = (
    Outline(Kind.APPENDIX, "Helårsrapport {year}, {name}", (
        PURPOSE, _text("Insatsens tidsram och personalresurs", key="time"), FACTS, METHOD, RESULT, *SUCCESS,
    ), of_initiative=True, span=YEAR),
    Outline(Kind.STATUS, "Lägesrapport {when}, {name}", (
        _text("Läget i korthet", key="now"), RESULT,
        _text("Vad har gjorts sedan förra rapporten", key="done"),
        _text("Vad fungerar bra", key="well"), _text("Hinder och avvikelser", key="obstacles"),
        _text("Hur samverkan fungerar", key="cooperation"), _text("Nästa steg", key="next"),
        Spec(B.GOALS, "Insatsens mål", 1, "goals"),
    ), of_initiative=True),
    Outline(Kind.QUARTERLY, "Kvartalsuppföljning {year} kvartal {quarter}, {name}", (
        RESULT, _text("Verksamheten under kvartalet", key="quarter"),
        Spec(B.STATEMENT, "Rekvirerade medel", 1, "costs", data={"sheet": "costs"}),
        _text("Avvikelser mot budget", key="deviation"), _text("Behov av beslut", key="decisions"),
    ), of_initiative=True, span=QUARTER),
    Outline(Kind.FINAL, "Slutrapport, {name}", (
        _text("Sammanfattning", key="summary"), PURPOSE,
        _text("Tidsram och personalresurs", key="time"), FACTS, METHOD, RESULT,
        Spec(B.GOALS, "Måluppfyllelse", 1, "goals"), *SUCCESS,
        _text("Lärdomar", key="lessons"), _text("Vad som lever vidare", key="lasting"),
        Spec(B.STATEMENT, "Ekonomi", 1, "costs", data={"sheet": "costs"}),
    ), of_initiative=True),
    Outline(Kind.PLAN, "Insatsplan {year}, {name}", (
        Spec(B.PLANS, "Versioner", 1, "plans"), PURPOSE,
        Spec(B.TEXT, "Vem insatsen är till för", 1, "eligibility", data={"from": "eligibility"}),
        _text("Organisation och roller", key="organisation"), FACTS, METHOD,
        _text("Vägen genom insatsen", key="way"),
        Spec(B.GOALS, "Mål och hur de mäts", 1, "goals"),
        _text("Uppföljning", key="followup"), _text("Sekretess och personuppgifter", key="secrecy"),
    ), of_initiative=True, span=YEAR),
)  # fmt: skip
