"""The association's own reports: the annual report (law 2018:597 and RKR R15, as associations apply them)
and the interim report.
"""

from ..models import BlockKind as B
from ..models import Kind
from ..periods import YEAR
from . import Outline, Spec

NEW = {"figure": "participants", "measures": ["new"]}


def _text(heading, level=2, *, text="", hint="", key="", is_numbered=False) -> Spec:
    return Spec(B.TEXT, heading, level, key, text, hint, is_numbered=is_numbered)


def _chapter(heading, *, text="", hint="", kind=B.TEXT, key="", **data) -> Spec:
    return Spec(kind, heading, 1, key, text, hint, data, is_numbered=True)


def _part(heading, *, text="", hint="", kind=B.TEXT, key="", **data) -> Spec:
    return Spec(kind, heading, 2, key, text, hint, data, is_numbered=True)


def _amounts(key: str, heading: str = "", level: int = 3) -> Spec:
    return Spec(B.STATEMENT, heading, level, key, data={"sheet": key})


PARTICIPANTS = (
    _text("Uppföljning och resultat för individinriktade insatser", 3, key="individuals", text=(
        "Resultaten redovisas samlat för alla insatser som förbundet finansierar. Varje insats egen "
        "redovisning finns i bilagorna."
    )),
    Spec(B.TABLE, "", 4, "by_initiative", data={
        "figure": "participants", "by": ["initiative"], "caption": "Deltagare per insats {year}"}),
    Spec(B.TABLE, "", 4, "by_year", data={
        "figure": "participants", "by": ["year"], "period": "years",
        "caption": "Deltagare år för år till och med {year}"}),
    _text("Ålder", 4, key="age"),
    Spec(B.CHART, "", 4, "chart_age", data=NEW | {
        "by": ["age_group", "sex"], "form": "columns", "caption": "Nya deltagares ålder {year}, efter kön"}),
    _text("Utbildning", 4, key="education"),
    Spec(B.CHART, "", 4, "chart_education", data=NEW | {
        "by": ["education_group", "sex"], "form": "bars",
        "caption": "Nya deltagares utbildning {year}, efter kön"}),
    _text("Tid i offentlig försörjning", 4, key="support"),
    Spec(B.CHART, "", 4, "chart_support", data=NEW | {
        "by": ["public_support", "sex"], "form": "bars",
        "caption": "Nya deltagares tid i offentlig försörjning {year}, efter kön"}),
    _text("Sysselsättning vid avslut", 4, key="occupation"),
    Spec(B.CHART, "", 4, "chart_occupation", data={
        "figure": "ended", "by": ["occupation_at_end"], "form": "bars",
        "caption": "Avslutade deltagares sysselsättning vid avslut {year}"}),
    Spec(B.CHART, "", 4, "chart_before_after", data={
        "figure": "ended", "by": ["occupation_at_start"], "beside": "occupation_at_end", "form": "bars",
        "skip_empty": True,
        "caption": "Avslutade deltagares sysselsättning före och efter insatsen {year}"}),
    _text("Försörjning före och efter insats", 4, key="income_sources"),
    Spec(B.CHART, "", 4, "chart_income", data={
        "figure": "ended", "by": ["income_at_start"], "beside": "income_at_end", "form": "bars",
        "skip_empty": True,
        "caption": "Avslutade deltagares försörjning före och efter insatsen {year}"}),
    _text("Utveckling över åren", 4, key="trend"),
    Spec(B.CHART, "", 4, "chart_years", data={
        "figure": "participants", "by": ["year"], "period": "years", "measures": ["total", "new", "ended"],
        "form": "columns", "caption": "Deltagare totalt, nya och avslutade år för år"}),
)  # fmt: skip

STATEMENTS = (
    _chapter("Driftsredovisning", kind=B.STATEMENT, key="operating", sheet="operating"),
    _chapter("Resultaträkning", kind=B.STATEMENT, key="income", sheet="income"),
    _chapter("Balansräkning", kind=B.STATEMENT, key="balance", sheet="balance"),
    _chapter("Kassaflödesanalys", kind=B.STATEMENT, key="cash_flow", sheet="cash_flow"),
)

ANNUAL = Outline(Kind.ANNUAL, "Årsredovisning {year}", (
    _text("Ordförande har ordet", 1, key="chair", hint="Året i korthet, med ordförandens egna ord."),
    _chapter("Förvaltningsberättelse", key="management", text=(
        "Förvaltningsberättelsen beskriver verksamheten enligt lagen (2018:597) om kommunal bokföring och "
        "redovisning i tillämpliga delar."
    )),
    _text("Organisation", 3, hint="Medlemmar, styrelse och kansli."),
    _text("Uppdrag", 3),
    _text("Finansiering", 3),
    _text("Verksamhetsidé och vision", 3),
    _part("Översikt över verksamhetens utveckling", kind=B.STATEMENT, key="multi_year", sheet="multi_year"),
    _part("Viktiga förhållanden för resultat och ekonomisk ställning"),
    _part("Händelser av väsentlig betydelse"),
    _part("Styrning och uppföljning av verksamheten", hint="Styrelse, arbetsutskott, internkontroll."),
    _part("God ekonomisk hushållning, måluppfyllelse och ekonomisk ställning", key="economy"),
    _amounts("costs"),
    _text("Uppföljning av verksamheten", 3),
    _text("Målgrupper", 3),
    _text("Insatser", 3, key="initiatives"),
    Spec(B.GOALS, "Uppföljning av målen i verksamhetsplanen", 3, "goals"),
    *PARTICIPANTS,
    _text("Uppföljning och resultat för strukturövergripande insatser", 3),
    _part("Väsentliga personalförhållanden"),
    _part("Förväntad utveckling"),
    _amounts("forecast", "Ekonomisk prognos"),
    *STATEMENTS,
    _chapter("Redovisningsprinciper", text=(
        "Årsredovisningen är upprättad enligt lagen (2018:597) om kommunal bokföring och redovisning."
    )),
    _chapter("Noter"),
    *(_amounts(name) for name in ("note_income", "note_costs", "note_receivables", "note_debts")),
    _chapter("Styrelsens underskrift", kind=B.SIGNATURES, key="signatures", text=(
        "Vi intygar att årsredovisningen ger en rättvisande bild av verksamhetens resultat, kostnader, "
        "intäkter och ekonomiska ställning."
    )),
    Spec(B.APPENDICES, "Bilagor", 1, "appendices"),
), has_appendices=True, is_signed=True, span=YEAR)  # fmt: skip

INTERIM = Outline(Kind.INTERIM, "Delårsrapport {when}", (
    _chapter("Sammanfattning"),
    _chapter("Händelser av väsentlig betydelse"),
    _chapter("Verksamheten hittills i år", key="individuals"),
    Spec(B.TABLE, "", 3, "by_initiative", data={
        "figure": "participants", "by": ["initiative"], "caption": "Deltagare per insats {year}"}),
    _chapter("Måluppfyllelse", kind=B.GOALS, key="goals"),
    _chapter("Driftsredovisning", kind=B.STATEMENT, key="operating", sheet="operating"),
    _chapter("Resultaträkning", kind=B.STATEMENT, key="income", sheet="income"),
    _chapter("Balansräkning", kind=B.STATEMENT, key="balance", sheet="balance"),
    _chapter("Prognos för helåret"),
    _chapter("Underskrift", kind=B.SIGNATURES, key="signatures"),
), is_signed=True)  # fmt: skip

OUTLINES = (ANNUAL, INTERIM)
