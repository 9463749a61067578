"""Sörmland as it could look today: invented enrolments in its two initiatives, and referrals in every state.

Everything is counted back from ``today``. Pure: what stands here is done by the load_demo command.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .initiatives import SIKTA, SIKTA_2020, SIKTA_2020_PLACES
from .kalmar import income_at_end, income_at_start
from .names import name_for
from .numbers import number_for
from .rows import Row, age_on

ONGOING = {  # how many are in Sikta mot arbetslivet, per municipality: about as the staffing
    "Eskilstuna": 15, "Nyköping": 12, "Katrineholm": 9, "Strängnäs": 8, "Flen": 5, "Oxelösund": 4, "Trosa": 3,
    "Gnesta": 2, "Vingåker": 2,
}  # fmt: skip
# Days since the start: new, under way, near twelve months, over.
STAYS = [(3, 30, 8), (40, 300, 32), (337, 362, 10), (370, 520, 10)]
ENDED, IN_SIKTA_2020 = 80, 130
EXITS = [  # occupation, exit reason, destination, weight
    ("employed", "work_studies_jobseeking", "work", 10),
    ("subsidised", "work_studies_jobseeking", "work", 14),
    ("studies", "work_studies_jobseeking", "studies", 9),
    ("jobseeker", "work_studies_jobseeking", "employment_service", 14),
    ("work_training", "continued_rehabilitation", "increased_cooperation", 15),
    ("work_training", "continued_rehabilitation", "labour_market_unit", 11),
    ("daily_activities", "continued_rehabilitation", "daily_activities", 6),
    ("none", "illness", "other", 13),
    ("unknown", "moved", "other", 4),
    ("unknown", "other", "", 4),
]


# ── The register ───────────────────────────────────────────────────────────────────────────────────────────


def register(today: date) -> list[Row]:
    """Enrolments of both initiatives, oldest first. Two people of SIKTA come back: one at home,
    one after moving.
    """
    chance = Random("Sörmland")  # noqa: S311
    taken: set[str] = set()
    before = [*_sikta_2020(taken, chance)]
    ended = [*_ended(today, taken, chance)]
    ongoing = [*_ongoing(today, taken, chance)]
    for row, municipality in zip(
        [r for r in before if r.municipality == "Katrineholm"][:2], ("Katrineholm", "Nyköping"), strict=True
    ):
        ongoing.append(_comes_back(row, municipality, today, chance))
    return _numbered([*before, *ended, *ongoing])


def _sikta_2020(taken, chance) -> Iterator[Row]:
    for _ in range(IN_SIKTA_2020):
        started_on = _workday(chance, date(2020, 2, 3), date(2022, 6, 10))
        age = chance.choice([*range(18, 30), *range(18, 30), *range(30, 60)])
        ended_on = _workday(
            chance, started_on + timedelta(70), min(started_on + timedelta(500), date(2022, 12, 22))
        )
        track = "SIKTA Unga" if age < 30 else "SIKTA Arbetsmarknad"
        municipality = chance.choices(SIKTA_2020_PLACES, [6, 3, 2])[0]
        begun = _begun(SIKTA_2020["name"], municipality, age, started_on, taken, chance)
        yield Row(**begun, track=track, **_exit(ended_on, age, chance))


def _ended(today, taken, chance) -> Iterator[Row]:
    places, weights = zip(*ONGOING.items(), strict=True)
    for place in range(ENDED):
        ended_on = _workday(chance, today - timedelta(540 if place % 2 else 310), today - timedelta(4))
        started_on = _workday(
            chance, max(date(2023, 10, 2), ended_on - timedelta(430)), ended_on - timedelta(90)
        )
        age = chance.randint(19, 61)
        begun = _begun(SIKTA["name"], chance.choices(places, weights)[0], age, started_on, taken, chance)
        yield Row(**begun, **_exit(ended_on, age, chance))


def _ongoing(today, taken, chance) -> Iterator[Row]:
    stays = [(first, last) for first, last, many in STAYS for _ in range(many)]
    chance.shuffle(stays)
    places = [municipality for municipality, many in ONGOING.items() for _ in range(many)]
    for (first, last), municipality in zip(stays, places, strict=True):
        started_on = _workday(chance, today - timedelta(last), today - timedelta(first))
        yield Row(**_begun(SIKTA["name"], municipality, chance.randint(19, 61), started_on, taken, chance))


def _comes_back(row: Row, municipality: str, today: date, chance: Random) -> Row:
    started_on = _workday(chance, today - timedelta(200), today - timedelta(60))
    assert row.born is not None
    age = age_on(row.born, started_on)
    facts = _begun(SIKTA["name"], municipality, age, started_on, set(), chance)
    same = ("personal_identity_number", "sex", "birth_year", "given_name", "family_name")
    return Row(**facts | {name: getattr(row, name) for name in same})


def _begun(initiative, municipality, age, started_on, taken, chance) -> dict:
    sex = chance.choices(["woman", "man"], [56, 44])[0]
    born = started_on - timedelta(round(365.25 * age) + chance.randint(5, 355))
    while True:
        try:
            number = number_for(born, sex, taken)
            break
        except LookupError:
            born += timedelta(1)
    taken.add(number)
    given_name, family_name = name_for(sex, chance)
    referrer = chance.choices(["fk", "municipality", "region", "af"], [40, 44, 12, 4])[0]
    months = chance.randint(4, max(5, min(140, (age - 18) * 9 + 6)))
    return {
        "initiative": initiative,
        "case_number": "",
        "personal_identity_number": number,
        "sex": sex,
        "birth_year": born.year,
        "municipality": municipality,
        "started_on": started_on,
        "referrer": referrer,
        "referred_on": started_on - timedelta(chance.randint(18, 80)),
        "education": chance.choices(
            ["none", "compulsory", "upper_secondary", "higher_up_to_1y", "higher_over_1y", "unknown"],
            [5, 30, 44, 5, 10, 6],
        )[0],
        "public_support_months": months,
        "income_at_start": income_at_start(referrer, age, months, chance),
        "occupation_at_start": chance.choices(
            ["none", "daily_activities", "work_training", "jobseeker"], [78, 6, 6, 10]
        )[0],
        "given_name": given_name,
        "family_name": family_name,
    }


def _exit(ended_on, age, chance) -> dict:
    *exits, weights = zip(*EXITS, strict=True)
    occupation, reason, destination = chance.choices(list(zip(*exits, strict=True)), weights)[0]
    return {
        "ended_on": ended_on,
        "exit_reason": reason,
        "occupation_at_end": occupation,
        "income_at_end": income_at_end(occupation, reason, age, chance),
        "destination": destination,
    }


def _numbered(rows: list[Row]) -> list[Row]:
    """Case numbers as the product gives them: SIK-2025-0007, by the year of approval."""
    last: dict[tuple[str, int], int] = {}
    done = []
    for row in sorted(rows, key=lambda row: (row.started_on, row.personal_identity_number)):
        assert row.started_on is not None
        series = (row.initiative, row.started_on.year)
        last[series] = last.get(series, 0) + 1
        facts = {name: getattr(row, name) for name in row.__dataclass_fields__}
        done.append(Row(**facts | {"case_number": f"SIK-{series[1]}-{last[series]:04d}"}))
    return done


def _workday(chance, first: date, last: date) -> date:
    while True:
        day = first + timedelta(chance.randint(0, max(0, (last - first).days)))
        if day.weekday() < 5 or (last - first).days < 3:
            return day


# ── Referrals and consultations ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Step:
    """Something somebody did ``days`` ago: what, with which facts,
    and by whom when it is not the usual person.
    """

    days: int
    what: str
    facts: dict = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Case:
    """A referral or consultation: by whom (people.py), about whom, and what has happened to it."""

    by: str
    municipality: str
    sex: str
    age: int
    steps: tuple[Step, ...]
    kind: str = "referral"
    is_anonymous: bool = False
    protection: str = "none"


def _sent(days: int) -> list[Step]:
    return [Step(days, "draft"), Step(days, "consent"), Step(days, "send")]


def _circulated(days: int, parties: list[str], answers: dict[str, int]) -> list[Step]:
    return [
        Step(days, "circulate", {"parties": parties}),
        *(Step(ago, "answer", by=who) for who, ago in answers.items()),
    ]


def _decided(days: int, outcome: str, text: str, **facts) -> list[Step]:
    return [Step(days, "decide", {"outcome": outcome, "text": text, **facts})]


def _placed(days: int, coach: str = "", started: int | None = None) -> list[Step]:
    steps = _decided(days, "offer", "OFFER")
    if coach:
        steps.append(Step(days - 4, "allocate", {"coach": coach}))
    if started is not None:
        steps.append(Step(started, "start"))
    return steps


FK, AF, REGION = "forsakringskassan", "arbetsformedlingen", "region-sormland"
W, M = "woman", "man"


def _referral(by, municipality, sex, age, *steps, **facts):
    return Case(by, municipality, sex, age, tuple(step for group in steps for step in group), **facts)


def _consultation(by, municipality, sex, age, *steps, anonymous=False):
    steps = [step for group in steps for step in group if not (anonymous and step.what == "consent")]
    return Case(by, municipality, sex, age, tuple(steps), kind="consultation", is_anonymous=anonymous)


CASES = [
    # still with the referrer
    _referral("fk", "Nyköping", W, 27, [Step(1, "draft")]),
    _referral("fk", "Trosa", M, 44, [Step(3, "draft"), Step(3, "consent")]),
    _referral("nykoping", "Nyköping", M, 22, [Step(2, "draft")]),
    _referral("psychiatry", "Nyköping", W, 46, [Step(2, "draft")]),
    _referral("two_hats", "Katrineholm", W, 30, [Step(4, "draft")]),
    # sent, not yet looked at
    _referral("fk", "Nyköping", W, 35, _sent(1)),
    _referral("nykoping", "Nyköping", M, 29, _sent(3)),
    _referral("clinic", "Trosa", W, 51, _sent(6)),
    _referral("two_hats", "Katrineholm", M, 26, _sent(4)),
    _referral("fk_2", "Eskilstuna", W, 39, _sent(2)),
    _referral("eskilstuna", "Eskilstuna", M, 24, _sent(5)),
    # to be completed
    _referral("fk", "Oxelösund", M, 38, _sent(12), _decided(9, "complete", "COMPLETE")),
    _referral("nykoping", "Nyköping", W, 21, _sent(10), _decided(5, "complete", "COMPLETE")),
    # with the team: some answers are missing, all are in, none has come
    _referral("fk", "Nyköping", W, 24, _sent(9), _circulated(6, [FK, AF, REGION], {"team_fk": 4})),
    _referral(
        "nykoping",
        "Nyköping",
        W,
        41,
        _sent(13),
        _circulated(6, [FK, AF, REGION], {"team_fk": 4, "team_af": 3, "psychiatry": 2}),
    ),
    _referral("trosa", "Trosa", M, 33, _sent(8), _circulated(5, [REGION, FK], {})),
    _referral("eskilstuna", "Eskilstuna", W, 28, _sent(9), _circulated(4, [FK, AF], {"team_af": 2})),
    _referral("flen", "Flen", M, 36, _sent(11), _circulated(6, [FK, AF, REGION], {"team_fk": 3})),
    # in the queue
    _referral(
        "fk",
        "Nyköping",
        M,
        46,
        _sent(50),
        _decided(44, "queue", "QUEUE", queue_reason="Väntar på plats hos coach"),
    ),
    _referral(
        "clinic",
        "Gnesta",
        W,
        26,
        _sent(40),
        _decided(33, "queue", "QUEUE", queue_reason="Flyttar till kommunen inom kort", priority=1),
    ),
    _referral(
        "fk_2",
        "Eskilstuna",
        M,
        52,
        _sent(47),
        _decided(35, "queue", "QUEUE", queue_reason="Väntar på plats hos coach"),
    ),
    _referral(
        "flen",
        "Flen",
        W,
        23,
        _sent(38),
        _decided(28, "queue", "QUEUE", queue_reason="Väntar på plats hos coach"),
    ),
    # offered, not started: without and with a coach
    _referral("fk", "Nyköping", W, 31, _sent(25), _placed(14)),
    _referral("trosa", "Trosa", M, 28, _sent(20), _placed(10)),
    _referral("fk_2", "Strängnäs", W, 34, _sent(24), _placed(12)),
    _referral("flen", "Flen", M, 40, _sent(22), _placed(11)),
    _referral("nykoping", "Nyköping", W, 37, _sent(30), _placed(18, "coach")),
    _referral("clinic", "Oxelösund", M, 23, _sent(28), _placed(15, "coach_oxelosund")),
    _referral("two_hats", "Katrineholm", W, 45, _sent(27), _placed(16, "two_hats")),
    # started
    _referral("fk", "Nyköping", M, 42, _sent(75), _placed(60, "coach", 45)),
    _referral(
        "nykoping",
        "Nyköping",
        W,
        25,
        _sent(62),
        _circulated(54, [FK, AF], {"team_fk": 52, "team_af": 53}),
        _placed(46, "coach", 30),
    ),
    _referral("fk", "Trosa", W, 56, _sent(80), _placed(70, "coach_trosa", 58)),
    _referral("fk_2", "Eskilstuna", M, 32, _sent(66), _placed(55, "coach_eskilstuna", 41)),
    # protected identity: on the way, and started with a coach who is named to see it
    _referral("fk", "Nyköping", W, 30, _sent(70), _placed(62, "coach", 50), protection="secrecy_marking"),
    _referral("nykoping", "Nyköping", W, 33, _sent(2), protection="protected_registration"),
    # closed without a place
    _referral(
        "fk", "Nyköping", M, 58, _sent(34), _decided(26, "decline", "DECLINE", reason="person_declines")
    ),
    _referral(
        "nykoping", "Nyköping", W, 20, _sent(45), _decided(36, "decline", "NOT_NOW", reason="not_ready")
    ),
    _referral("fk", "Gnesta", W, 49, _sent(29), _decided(20, "other_way", "OTHER_WAY")),
    _referral(
        "eskilstuna",
        "Eskilstuna",
        W,
        43,
        _sent(31),
        _decided(21, "decline", "DECLINE", reason="person_declines"),
    ),
    _referral("fk", "Trosa", M, 31, _sent(18), [Step(15, "withdraw")]),
    # the consent was withdrawn while the team was asked
    _referral(
        "fk", "Nyköping", M, 27, _sent(10), _circulated(6, [AF, REGION], {}), [Step(1, "withdraw_consent")]
    ),
    # consultations
    _consultation("clinic", "Nyköping", W, 34, _sent(2), anonymous=True),
    _consultation("psychiatry", "Trosa", M, 29, _sent(4), anonymous=True),
    _consultation(
        "fk", "Nyköping", M, 47, _sent(16), _decided(9, "recommendation", "RECOMMENDATION"), anonymous=True
    ),
    _consultation("nykoping", "Nyköping", W, 32, _sent(7), _circulated(5, [FK, REGION], {"team_fk": 3})),
    _consultation(
        "fk",
        "Oxelösund",
        W,
        36,
        _sent(24),
        _decided(15, "recommendation", "RECOMMENDATION"),
        [Step(3, "turn")],
    ),
    _consultation("eskilstuna", "Eskilstuna", M, 25, _sent(3), anonymous=True),
]
