"""One enrolment of an invented register, as data: what enrolments.csv says of it, and a name."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

WORK_OR_STUDIES = {"employed", "subsidised", "own_business", "studies"}


@dataclass(frozen=True)
class Row:
    """Columns and codes as in enrolments.csv; dates as dates, several income sources as a tuple.

    ``controller`` empty: the municipality's own authority. ``given_name`` and ``family_name`` are no columns.
    """

    initiative: str
    case_number: str
    personal_identity_number: str
    sex: str
    birth_year: int | None
    municipality: str
    started_on: date | None
    referrer: str = ""
    referred_on: date | None = None
    anonymous: bool = False
    controller: str = ""
    track: str = ""
    education: str = "unknown"
    public_support_months: int | None = None
    income_at_start: tuple[str, ...] = ()
    occupation_at_start: str = "unknown"
    ended_on: date | None = None
    exit_reason: str = ""
    occupation_at_end: str = ""
    income_at_end: tuple[str, ...] = ()
    destination: str = ""
    given_name: str = ""
    family_name: str = ""

    @property
    def born(self) -> date | None:
        number = self.personal_identity_number
        return date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}") if number else None

    @property
    def age_at_start(self) -> int | None:
        """Whole years at the start; None when either day is not known."""
        return age_on(self.born, self.started_on) if self.born and self.started_on else None

    def in_columns(self) -> dict[str, str]:
        """As written in enrolments.csv."""
        return {column: written(getattr(self, column)) for column in COLUMNS}


COLUMNS = [
    "initiative", "case_number", "personal_identity_number", "sex", "birth_year", "anonymous",
    "municipality", "controller", "referrer", "track", "referred_on", "started_on", "education",
    "public_support_months", "income_at_start", "occupation_at_start", "ended_on", "exit_reason",
    "occupation_at_end", "income_at_end", "destination",
]  # fmt: skip
assert set(COLUMNS) <= {field.name for field in fields(Row)}


def written(value) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple():
            return "|".join(value)
    return str(value)


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def populations(rows: Iterable[Row], first: date, last: date) -> dict[str, int]:
    """Total, new, ended, ongoing over a period, both days included, without misregistered and waiting."""
    stays = [
        (row.started_on, row.ended_on or date.max)
        for row in rows
        if row.started_on and row.exit_reason != "misregistration"
    ]
    return {
        "total": sum(started <= last and ended >= first for started, ended in stays),
        "new": sum(first <= started <= last for started, ended in stays),
        "ended": sum(first <= ended <= last for started, ended in stays),
        "ongoing": sum(started <= last < ended for started, ended in stays),
    }
