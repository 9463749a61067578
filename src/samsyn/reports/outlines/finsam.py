"""Uppföljning Finsam: what the national tool asks for, in the order of its fields."""

from ..models import BlockKind as B
from ..models import Kind
from . import Outline, Spec

OUTLINE = Outline(Kind.FINSAM, "Underlag till Uppföljning Finsam {when}", (
    Spec(B.TEXT, "Så används underlaget", 1, "how", text=(
        "Raderna står i samma ordning som fälten i det nationella verktyget. Antalen är de som räknats ur "
        "register och rapporterade uppgifter; beloppen skrivs in en gång, med källa."
    )),
    Spec(B.STATEMENT, "Tilldelade medel och eget kapital", 1, "funds", data={"sheet": "funds"}),
    Spec(B.STATEMENT, "Administrativa kostnader", 1, "administration", data={"sheet": "administration"}),
    Spec(B.STATEMENT, "Insatser: budget och utfall", 1, "initiative_costs",
         data={"sheet": "initiative_costs"}),
    Spec(B.SHEET, "Insatser", 1, "initiatives", data={"sheet": "initiatives"}),
    Spec(B.SHEET, "Deltagare i individinriktade insatser", 1, "participants",
         data={"sheet": "participants"}),
))  # fmt: skip
