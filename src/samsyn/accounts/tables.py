"""The table of roles and permissions as Markdown, so that docs/access.md always says what the code does."""

from django.utils.translation import override

from .models import ASSOCIATION_ROLES, CASE_ROLES, Role
from .permissions import GRANTS, Permission

BEGIN, END = "<!-- begin: written by `samsyn manage access_table` -->", "<!-- end -->"

MEANING = {
    Permission.REFER: "write and send a referral (aktualisering, remiss)",
    Permission.FOLLOW_OWN_REFERRALS: "follow the status of referrals they wrote themselves",
    Permission.ANSWER_CIRCULATION: "read what is circulated to them (remissrunda) while it is, and answer",
    Permission.HANDLE_REFERRALS: "receive, circulate and decide referrals",
    Permission.SEE_OWN_PARTICIPANTS: (
        "see the participants allocated to them, and the team's if the authority allows it"
    ),
    Permission.SEE_ALL_PARTICIPANTS: "see participants of the initiatives and areas of the assignment",
    Permission.ENROL: "register and enrol (inskrivning)",
    Permission.DISCHARGE: "discharge (avslut)",
    Permission.NOTE_CONSENT: "note and withdraw consent (samtycke)",
    Permission.IMPORT_ENROLMENTS: "import a register",
    Permission.REVIEW_ACCESS: "read the access log (logguppföljning)",
    Permission.GRANT_ASSIGNMENTS: "grant assignments (first pair of eyes)",
    Permission.APPROVE_ASSIGNMENTS: (
        "approve assignments (second pair of eyes), and at an authority what would let more people see"
    ),
    Permission.SEE_INITIATIVES: "see initiatives (insatser)",
    Permission.CHANGE_INITIATIVES: "change initiatives",
    Permission.CHANGE_ORGANISATIONS: "change members and areas of the association",
    Permission.SEE_FIGURES: "see counts under disclosure control",
    Permission.REPORT_COUNTS: "report counts for initiatives whose records are kept elsewhere",
    Permission.RECONCILE: "hold published figures against themselves and the register",
    Permission.SEE_REPORTS: "read the association's reports, once they are under review or further",
    Permission.WRITE_INITIATIVE_REPORTS: "write the reports of their initiatives",
    Permission.WRITE_REPORTS: "write the association's own reports, note the board's approval, publish",
    Permission.PROPOSE_EXTRACTS: "propose and end evaluations: extracts that the authorities agree to",
    Permission.FETCH_EXTRACTS: "fetch rows under pseudonyms, for evaluations where they are named",
    Permission.SIGN_REPORTS: "sign reports where they are named, with a second factor",
}


def permission_table() -> str:
    with override("sv"):
        names = {role: str(role.label) for role in Role}
    sides = ["case records" if role in CASE_ROLES else _other_side(role) for role in Role]
    rows = [
        ["May", *(f"{role.value.replace('_', ' ')} ({names[role]})" for role in Role)],
        ["---", *[":-:" for _ in Role]],
        ["*works in*", *(f"*{side}*" for side in sides)],
    ]
    for permission in Permission:
        marks = ["●" if permission in GRANTS[role] else "" for role in Role]
        rows.append([MEANING[permission], *marks])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _other_side(role) -> str:
    return "association" if role in ASSOCIATION_ROLES else "neither"


def with_table(document: str) -> str:
    """The document with the table put in anew between its two marks."""
    before, rest = document.split(BEGIN)
    return f"{before}{BEGIN}\n{permission_table()}\n{END}{rest.split(END, 1)[1]}"
