"""Registers of any size, for measuring and for tests: valid rows about people who do not exist."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from .kalmar import income_at_end, income_at_start
from .names import name_for
from .numbers import birth_numbers, check_digit
from .rows import Row

# (initiative, municipalities, tracks)
INITIATIVES = [
    ("Kompassen", ["Nyköping", "Oxelösund"], [""]),
    ("Språnget", ["Eskilstuna"], [""]),
    ("Bryggan", ["Katrineholm", "Flen", "Vingåker"], ["Bryggan Unga", "Bryggan Arbetsmarknad"]),
    ("Vändpunkten", ["Strängnäs"], [""]),
    ("Lyktan", ["Gnesta", "Trosa"], [""]),
]
FIRST_START, LAST_START = date(2014, 1, 2), date(2024, 12, 20)
STILL_ONGOING_FROM = date(2025, 1, 1)


def rows(many: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """``many`` rows with the columns of enrolments.csv, the same for the same seed.

    Every fifth is a later enrolment of somebody in an earlier row, never in the same initiative at the same
    time; one in a hundred is anonymous, one in two hundred a misregistration.
    """
    for row in _rows(many, Random(seed)):  # noqa: S311
        yield row.in_columns()


def _rows(many: int, chance: Random) -> Iterator[Row]:
    people = _people(chance)
    before: list[Row] = []  # somebody who may come back
    for place in range(many):
        came_back = before.pop(chance.randrange(len(before))) if len(before) > 50 and place % 5 == 0 else None
        row = _again(came_back, place, chance) if came_back else None
        if row is None:
            row = _first_time(place, people, chance)
        if row.personal_identity_number and row.ended_on and row.ended_on < LAST_START - timedelta(200):
            before.append(row)
        if len(before) > 5000:
            del before[:2500]
        yield row


def _people(chance: Random) -> Iterator[tuple[date, str, str]]:
    """(born, sex, number), nobody twice: day after day over 45 years of births,
    in an order that mixes them.
    """
    days = [date(1958, 1, 1) + timedelta(days) for days in range(365 * 46)]
    for turn in range(11):
        chance.shuffle(days)
        for born in days:
            for sex in ("woman", "man"):
                series = birth_numbers(born, sex)
                if turn < len(series):
                    nine = f"{born:%y%m%d}{series[turn]:03}"
                    yield born, sex, f"{born:%Y%m%d}-{series[turn]:03}{check_digit(nine)}"
    raise ValueError("There are not that many test numbers.")


def _first_time(place: int, people: Iterator[tuple[date, str, str]], chance: Random) -> Row:
    born, sex, number = next(people)
    eighteen = born + timedelta(18 * 366)
    earliest = max(FIRST_START, eighteen)
    started_on = earliest + timedelta(chance.randint(0, (LAST_START - earliest).days))
    if place % 100 == 99:
        return _row(place, chance, sex=sex, born=None, number="", started_on=started_on)
    return _row(place, chance, sex=sex, born=born, number=number, started_on=started_on)


def _again(before: Row, place: int, chance: Random) -> Row | None:
    started_on = before.ended_on + timedelta(chance.randint(30, 150)) if before.ended_on else LAST_START
    if started_on > LAST_START:
        return None
    return _row(
        place,
        chance,
        sex=before.sex,
        born=before.born,
        number=before.personal_identity_number,
        started_on=started_on,
        municipality=before.municipality,
        name=(before.given_name, before.family_name),
    )


def _row(place, chance, *, sex, born, number, started_on, municipality="", name=None) -> Row:
    fitting = [one for one in INITIATIVES if not municipality or municipality in one[1]]
    initiative, municipalities, tracks = chance.choice(fitting)
    age = (started_on - born).days // 365 if born else 30
    months = chance.randint(0, max(1, min(150, (age - 18) * 10)))
    referrer = chance.choice(["fk", "municipality", "municipality", "region", "af"])
    given_name, family_name = (name or name_for(sex, chance)) if number else ("", "")
    row = {
        "initiative": initiative,
        "case_number": f"{initiative[:2].upper()}-{place + 1:07}",
        "personal_identity_number": number,
        "sex": sex,
        "birth_year": born.year if born else None,
        "anonymous": not number,
        "municipality": municipality or chance.choice(municipalities),
        "referrer": referrer,
        "track": chance.choice(tracks),
        "referred_on": started_on - timedelta(chance.randint(10, 90)),
        "started_on": started_on,
        "education": chance.choice(["none", "compulsory", "upper_secondary", "higher_over_1y", "unknown"]),
        "public_support_months": months,
        "income_at_start": income_at_start(referrer, age, months, chance),
        "occupation_at_start": chance.choice(["none", "none", "jobseeker", "work_training"]),
        "given_name": given_name,
        "family_name": family_name,
    }
    ended_on = started_on + timedelta(chance.randint(60, 720))
    if place % 200 == 150:
        row |= {"ended_on": ended_on, "exit_reason": "misregistration"}
    elif ended_on < STILL_ONGOING_FROM:
        row |= {"ended_on": ended_on} | _exit(age, chance)
    return Row(**row)


def _exit(age: int, chance: Random) -> dict:
    occupation, reason, destination = chance.choice(
        [
            ("employed", "work_studies_jobseeking", "work"),
            ("studies", "work_studies_jobseeking", "studies"),
            ("jobseeker", "work_studies_jobseeking", "employment_service"),
            ("work_training", "continued_rehabilitation", "increased_cooperation"),
            ("daily_activities", "continued_rehabilitation", "daily_activities"),
            ("none", "illness", "other"),
            ("unknown", "moved", ""),
        ]
    )
    return {
        "exit_reason": reason,
        "occupation_at_end": occupation,
        "income_at_end": income_at_end(occupation, reason, age, chance),
        "destination": destination,
    }
