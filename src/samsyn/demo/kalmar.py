"""Kalmar 2022: an invented register whose every count is the one that was published.

What was published: ``published/kalmar_2022.json``. Where an initiative's appendix contradicts table 1 the
table holds. So it is with five of the eight. Referrers agree with the table for Kompass alone: the others'
sum to something else (expressions of interest, consultations), and give the proportions only. The numbers
that went to work or studies agree: 0 + 4 + 11 + 4 + 4 + 3 + 5 leave 5 for Plattformen, whose appendix says
8 with jobseekers. Nobody in it exists.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from .names import name_for
from .numbers import number_for
from .rows import WORK_OR_STUDIES, Row, age_on, populations

PUBLISHED = json.loads(Path(__file__).with_name("published").joinpath("kalmar_2022.json").read_text("utf-8"))
TABLE = PUBLISHED["participants_by_initiative"]
FIRST, LAST = date(2022, 1, 1), date(2022, 12, 31)

# How many of each sex began in which ages: 58 under 30, most of both between 25 and 34.
AGES = {
    "woman": [
        (19, 24, 14),
        (25, 29, 18),
        (30, 34, 11),
        (35, 39, 8),
        (40, 44, 7),
        (45, 49, 5),
        (50, 54, 4),
        (55, 60, 4),
    ],
    "man": [
        (19, 24, 11),
        (25, 29, 15),
        (30, 34, 8),
        (35, 39, 5),
        (40, 44, 4),
        (45, 49, 3),
        (50, 54, 3),
        (55, 60, 2),
    ],
}
SUM_OF_AGES = 4099  # 33.6 years on average
# Known of 115, which is what the report says its background facts are about.
EDUCATION = {
    "woman": {
        "compulsory": 20,
        "upper_secondary": 31,
        "higher_up_to_1y": 6,
        "higher_over_1y": 10,
        "unknown": 4,
    },
    "man": {"compulsory": 19, "upper_secondary": 21, "higher_up_to_1y": 3, "higher_over_1y": 5, "unknown": 3},
}
OVER_FIVE_YEARS, OVER_ONE_YEAR = 45, 89

WSJ, REHAB, ILL = "work_studies_jobseeking", "continued_rehabilitation", "illness"
WORK = [("employed", WSJ, "work"), ("subsidised", WSJ, "work")]
STUDY, SEEK = ("studies", WSJ, "studies"), ("jobseeker", WSJ, "employment_service")
OWN = ("own_business", WSJ, "work")
BACK, CARE, TRAIN = (
    ("none", ILL, "other"),
    ("none", REHAB, "other"),
    ("work_training", REHAB, "labour_market_unit"),
)
# How the discharges of 2022 went, per initiative: (occupation, exit reason, destination) and how many.
EXITS: dict[str, list[tuple[tuple[str, str, str], int]]] = {
    "Kompass": [(SEEK, 3), (TRAIN, 2), (BACK, 2)],
    "KRUS": [(STUDY, 4), (SEEK, 5), (BACK, 7), (CARE, 3), (("unknown", REHAB, ""), 1)],
    "Plattformen": [(WORK[0], 1), (WORK[1], 2), (STUDY, 2), (SEEK, 3), (CARE, 4), (TRAIN, 3), (BACK, 7),
                    (("unknown", "moved", "other"), 1), (("none", "other", "other"), 1)],
    "Pontibus": [(WORK[0], 4), (WORK[1], 3), (OWN, 1), (STUDY, 3), (SEEK, 2), (CARE, 1), (BACK, 2)],
    "RESA": [(WORK[0], 1), (WORK[1], 2), (STUDY, 1), (SEEK, 1), (TRAIN, 2), (BACK, 1)],
    "SAMBA": [(WORK[0], 1), (WORK[1], 2), (STUDY, 1), (SEEK, 2), (("none", ILL, "right_benefit"), 3),
              (("work_training", REHAB, "increased_cooperation"), 2), (BACK, 1),
              (("unknown", "moved", "other"), 1)],
    "Knutpunkten": [(WORK[0], 1), (WORK[1], 1), (STUDY, 1), (SEEK, 2), (CARE, 2), (TRAIN, 1), (BACK, 1),
                    (("unknown", "moved", "other"), 1)],
    "Vägknuten": [(WORK[0], 2), (WORK[1], 2), (STUDY, 1), (SEEK, 3), (TRAIN, 3), (BACK, 2),
                  (("none", "other", "other"), 1)],
}  # fmt: skip
# KRUS's appendix tells the incomes of its 16 new and 20 ended, in the order of EXITS.
KRUS_START = (
    ["sickness_benefit"] * 7 + ["rehabilitation_allowance"] * 2 + ["activity_grant"] * 2
    + ["social_assistance"] * 2 + ["none"] * 2 + ["study_support"]
)  # fmt: skip
KRUS_END = (
    ["study_support", "none", "none", "activity_compensation"]
    + ["activity_grant"] + ["rehabilitation_allowance"] * 4
    + ["sickness_benefit"] * 8 + ["social_assistance"] * 2 + ["activity_compensation"]
)  # fmt: skip
SPLIT = {"Plattformen": (1, 1), "SAMBA": (2, 1), "Vägknuten": (19, 3, 5)}
AGE_LIMITS = {"SAMBA": (20, 60)}


# ── Making ─────────────────────────────────────────────────────────────────────────────────────────────────


def rows() -> list[Row]:
    """The 264 enrolments of 2022 and some that ended the year before, always the same."""
    chance = Random("Kalmar 2022")  # noqa: S311
    people = _new_people(chance)
    sexes = ["woman"] * 82 + ["man"] * 60
    chance.shuffle(sexes)
    taken: set[str] = set()
    made: list[Row] = []
    for line in TABLE:
        profiles = [people.pop() for _ in range(line["new"])]
        carried = line["total"] - line["new"]
        made += _of_initiative(
            line, profiles + [_older_profile(sexes.pop(), chance) for _ in range(carried)], taken, chance
        )
    return [*made, *_gone_before(taken, Random("Kalmar 2021"))]  # noqa: S311


def _gone_before(taken: set[str], chance: Random) -> Iterable[Row]:
    """A few of each initiative and sex who were there no longer when 2022 began: a register begins with more
    than those who happen to be left.
    """
    ways_out = [WORK[0], WORK[1], STUDY, SEEK, SEEK, CARE, TRAIN, BACK]
    for line in TABLE:
        name = line["initiative"]
        sexes = [sex for sex in ("woman", "man") for _turn in range(chance.randint(2, 4))]
        for place, sex in enumerate(sexes, start=line["total"]):
            profile = _older_profile(sex, chance)
            started_on = _workday(chance, date(2020, 2, 3), date(2021, 5, 28))
            ended_on = _workday(
                chance, max(date(2021, 1, 11), started_on + timedelta(75)), date(2021, 12, 17)
            )
            referrer = chance.choices(*zip(*PUBLISHED["appendix_referrers"][name].items(), strict=True))[0]
            municipality = chance.choice(line["municipalities"])
            row = _begun(name, place, profile, started_on, referrer, municipality, taken, chance)
            row |= _ended(ended_on, chance.choice(ways_out), "", age=profile["age"], chance=chance)
            yield Row(**row)


def _new_people(chance: Random) -> list[dict]:
    """Sex, age, education and time in public support of the 122 who began."""
    people: list[dict[str, Any]] = [
        {"sex": sex, "low": low, "high": high, "age": chance.randint(low, high)}
        for sex, bands in AGES.items()
        for low, high, many in bands
        for _ in range(many)
    ]
    while (off := SUM_OF_AGES - sum(person["age"] for person in people)) != 0:
        step = 1 if off > 0 else -1
        person = chance.choice(people)
        if person["low"] <= person["age"] + step <= person["high"]:
            person["age"] += step
    for sex, wanted in EDUCATION.items():
        levels = list(Counter(wanted).elements())
        chance.shuffle(levels)
        for person in (person for person in people if person["sex"] == sex):
            person["education"] = levels.pop()
    people.sort(key=lambda person: -person["age"] - chance.random() * 4)
    for place, person in enumerate(people):
        low, high = (61, 180) if place < OVER_FIVE_YEARS else (13, 59) if place < OVER_ONE_YEAR else (0, 11)
        months = chance.randint(low, max(low, min(high, (person["age"] - 18) * 12)))
        person["months"] = months + 1 if months in (12, 36, 60) else months
    while True:
        chance.shuffle(people)
        handed_out = iter(reversed(people))
        groups = {line["initiative"]: [next(handed_out) for _ in range(line["new"])] for line in TABLE}
        if all(low <= p["age"] <= high for name, (low, high) in AGE_LIMITS.items() for p in groups[name]):
            return people


def _older_profile(sex: str, chance: Random) -> dict:
    """Somebody who began before 2022; nothing is published about them but their number."""
    age = chance.choice([*range(20, 35), *range(22, 50), *range(24, 61)])
    education = chance.choices(
        ["none", "compulsory", "upper_secondary", "higher_up_to_1y", "higher_over_1y", "unknown"],
        [4, 32, 42, 6, 10, 6],
    )[0]
    return {
        "sex": sex,
        "age": age,
        "education": education,
        "months": chance.randint(3, max(4, min(150, (age - 18) * 9))),
    }


def _of_initiative(line: dict, profiles: list[dict], taken: set[str], chance: Random) -> Iterable[Row]:
    name, new, ended = line["initiative"], line["new"], line["ended"]
    carried = len(profiles) - new
    of_new = max(ended - carried + 2, round(ended * 0.15))
    starts = sorted(_workday(chance, date(2022, 1, 10), date(2022, 12, 9)) for _ in range(new))
    earlier = sorted(_workday(chance, date(2020, 2, 3), date(2021, 12, 10)) for _ in range(carried))
    ends_new = {
        place: _workday(chance, starts[place] + timedelta(75), date(2022, 12, 20)) for place in range(of_new)
    }
    leaving = sorted(chance.sample(range(min(carried, ended - of_new + 4)), ended - of_new))
    ends_earlier = {place: _workday(chance, date(2022, 1, 14), date(2022, 12, 21)) for place in leaving}

    exits = [exit_ for exit_, many in EXITS[name] for _ in range(many)]
    incomes = KRUS_END if name == "KRUS" else [""] * ended
    ways_out = list(zip(exits, incomes, strict=True))
    chance.shuffle(ways_out)
    referrers = _shared_out(PUBLISHED["appendix_referrers"][name], new)
    chance.shuffle(referrers)
    referrers += chance.choices(*zip(*PUBLISHED["appendix_referrers"][name].items(), strict=True), k=carried)
    starting_incomes = chance.sample(KRUS_START, new) if name == "KRUS" else [""] * new
    places = _places(line, len(profiles), chance)

    for place, profile in enumerate(profiles):
        is_new = place < new
        started_on = starts[place] if is_new else earlier[place - new]
        ended_on = ends_new.get(place) if is_new else ends_earlier.get(place - new)
        row = _begun(name, place, profile, started_on, referrers[place], places[place], taken, chance)
        if is_new and starting_incomes[place]:
            row |= {"income_at_start": (starting_incomes[place],)}
        if ended_on:
            row |= _ended(ended_on, *ways_out.pop(), age=profile["age"], chance=chance)
        elif chance.random() < 0.87:
            later = _workday(chance, max(date(2023, 1, 9), started_on + timedelta(180)), date(2024, 6, 14))
            exit_ = chance.choice([WORK[0], WORK[1], STUDY, SEEK, SEEK, CARE, TRAIN, BACK])
            row |= _ended(later, exit_, "", age=profile["age"], chance=chance)
        yield Row(**row)


def _begun(name, place, profile, started_on, referrer, municipality, taken, chance) -> dict:
    born = started_on - timedelta(365.25 * profile["age"] + chance.randint(5, 355))
    while age_on(born, started_on) != profile["age"]:
        born += timedelta(1 if age_on(born, started_on) > profile["age"] else -1)
    while True:
        try:
            number = number_for(born, profile["sex"], taken)
            break
        except LookupError:
            born -= timedelta(1)
    taken.add(number)
    given_name, family_name = name_for(profile["sex"], chance)
    return {
        "initiative": name,
        "case_number": f"{name[:3].upper().replace('Ä', 'A')}-{started_on:%y}-{place + 1:03}",
        "personal_identity_number": number,
        "sex": profile["sex"],
        "birth_year": born.year,
        "municipality": municipality,
        "started_on": started_on,
        "referrer": referrer,
        "referred_on": started_on - timedelta(chance.randint(14, 75)),
        "education": profile["education"],
        "public_support_months": profile["months"],
        "income_at_start": income_at_start(referrer, profile["age"], profile["months"], chance),
        "occupation_at_start": chance.choices(
            ["none", "daily_activities", "work_training", "jobseeker"], [76, 6, 8, 10]
        )[0],
        "given_name": given_name,
        "family_name": family_name,
    }


def _ended(ended_on: date, exit_: tuple[str, str, str], income: str, *, age: int, chance: Random) -> dict:
    occupation, reason, destination = exit_
    return {
        "ended_on": ended_on,
        "exit_reason": reason,
        "occupation_at_end": occupation,
        "income_at_end": (income,) if income else income_at_end(occupation, reason, age, chance),
        "destination": destination,
    }


def income_at_start(referrer: str, age: int, months: int, chance: Random) -> tuple[str, ...]:
    """What somebody referred by this party usually lives on."""
    if months == 0:
        return ("none",)
    young = "activity_compensation" if age < 30 else "rehabilitation_allowance"
    usual = {
        "fk": ["sickness_benefit", "sickness_benefit", young],
        "af": ["activity_grant", "activity_grant", "unemployment_insurance", "social_assistance"],
        "region": ["sickness_benefit", "social_assistance", young],
    }.get(referrer, ["social_assistance", "social_assistance", "social_assistance", "activity_grant"])
    first = chance.choice(usual)
    return (first, "social_assistance") if first == "activity_grant" and chance.random() < 0.4 else (first,)


def income_at_end(occupation: str, reason: str, age: int, chance: Random) -> tuple[str, ...]:
    if occupation in ("employed", "subsidised", "own_business"):
        return ("salary",)
    if occupation == "studies":
        return (chance.choice(["study_support", "study_support", "study_support", "none"]),)
    if occupation == "jobseeker":
        return (
            chance.choice(
                ["activity_grant", "activity_grant", "unemployment_insurance", "social_assistance"]
            ),
        )
    if reason == "illness":
        return (
            chance.choice(
                ["sickness_benefit", "activity_compensation" if age < 30 else "sickness_compensation"]
            ),
        )
    return (chance.choice(["rehabilitation_allowance", "social_assistance", "sickness_benefit"]),)


def _shared_out(weights: dict[str, int], many: int) -> list[str]:
    """``many`` names in proportion to their weights, by largest remainder."""
    exact = {name: many * weight / sum(weights.values()) for name, weight in weights.items()}
    given = {name: int(share) for name, share in exact.items()}
    for name in sorted(exact, key=lambda name: given[name] - exact[name])[: many - sum(given.values())]:
        given[name] += 1
    return list(Counter(given).elements())


def _places(line: dict, many: int, chance: Random) -> list[str]:
    names = line["municipalities"]
    places = _shared_out(dict(zip(names, SPLIT.get(line["initiative"], (1,)), strict=True)), many)
    chance.shuffle(places)
    return places


def _workday(chance: Random, first: date, last: date) -> date:
    """A Monday to Friday outside July."""
    while True:
        day = first + timedelta(chance.randint(0, (last - first).days))
        if day.weekday() < 5 and day.month != 7:
            return day


# ── Checking ───────────────────────────────────────────────────────────────────────────────────────────────


def check(register: Iterable[Row]) -> list[str]:
    """Where the register deviates from what was published, in words; empty when nowhere."""
    register = list(register)
    new = [row for row in register if row.started_on and FIRST <= row.started_on <= LAST]
    ended = [row for row in register if row.ended_on and FIRST <= row.ended_on <= LAST]
    found = [*_table(register), *_background(new), *_discharges(ended), *_appendices(new, ended)]
    return [f"{what}: {is_} instead of {should}" for what, is_, should in found if is_ != should]


def _table(register):
    columns = ("total", "new", "ended", "ongoing")
    for line in TABLE:
        own = [row for row in register if row.initiative == line["initiative"]]
        counted = populations(own, FIRST, LAST)
        yield from ((f"{line['initiative']} {column}", counted[column], line[column]) for column in columns)
        yield (
            f"{line['initiative']} municipalities",
            {row.municipality for row in own},
            set(line["municipalities"]),
        )
    counted = populations(register, FIRST, LAST)
    yield from (
        (f"sum {column}", counted[column], PUBLISHED["participants_sum"][column]) for column in columns
    )
    year = {line["year"]: line for line in PUBLISHED["participants_by_year"]}
    before = populations(register, date(2021, 1, 1), date(2021, 12, 31))
    yield "ongoing 2021", before["ongoing"], year[2021]["ongoing"]
    yield "ongoing 2021 + new", before["ongoing"] + counted["new"], year[2022]["total"]


def _background(new):
    published = PUBLISHED["new_participants"]
    ages = [row.age_at_start for row in new]
    known = [row.education for row in new if row.education != "unknown"]
    support = [row.public_support_months for row in new]
    yield "women", sum(row.sex == "woman" for row in new), published["women"]
    yield "men", sum(row.sex == "man" for row in new), published["men"]
    yield "under 30", sum(age < 30 for age in ages), published["under_30"]
    yield "mean age", round(sum(ages) / len(ages), 1), published["mean_age"]
    percent = {
        "compulsory_only": known.count("compulsory"),
        "upper_secondary_completed": known.count("upper_secondary"),
    }
    yield (
        "education",
        {key: round(100 * n / len(known)) for key, n in percent.items()},
        published["education_known_percent"],
    )
    over = {"over_one_year": 12, "over_five_years": 60}
    shares = {
        key: round(100 * sum(months > limit for months in support) / len(support))
        for key, limit in over.items()
    }
    yield "public support", shares, published["public_support_percent"]


def _discharges(ended):
    published = PUBLISHED["discharged"]
    worked = [row for row in ended if row.occupation_at_end in WORK_OR_STUDIES]
    yield "ended", len(ended), published["total"]
    yield "work or studies", len(worked), published["work_or_studies"]
    yield (
        "work or studies, per cent",
        round(100 * len(worked) / len(ended), 1),
        published["work_or_studies_percent"],
    )
    jobseekers = sum(row.occupation_at_end == "jobseeker" for row in ended)
    yield "jobseekers", jobseekers, published["registered_as_jobseeker"]


def _appendices(new, ended):
    for name, said in PUBLISHED["appendices"].items():
        out = [row for row in ended if row.initiative == name]
        if "work_or_studies" in said:
            worked = sum(row.occupation_at_end in WORK_OR_STUDIES for row in out)
            yield f"{name} work or studies", worked, said["work_or_studies"]
    kompass = Counter(row.referrer for row in new if row.initiative == "Kompass")
    said = {party: many for party, many in PUBLISHED["appendix_referrers"]["Kompass"].items() if many}
    yield "Kompass referrers", dict(kompass), said
    for rows_, field, said in (
        (new, "income_at_start", PUBLISHED["appendices"]["KRUS"]["income_at_start"]),
        (ended, "income_at_end", PUBLISHED["appendices"]["KRUS"]["income_at_end"]),
    ):
        own = [row for row in rows_ if row.initiative == "KRUS"]
        sources = Counter(KRUS_WORDS[source] for row in own for source in getattr(row, field))
        counted = {word: sources[word] for word in said if word != "persons"} | {"persons": len(own)}
        yield f"KRUS {field}", counted, said
    after = Counter(row.destination for row in ended if row.initiative == "KRUS")
    said = PUBLISHED["appendices"]["KRUS"]["after_discharge"]
    yield "KRUS to the employment service", after["employment_service"], said[next(iter(said))]
    yield "KRUS to studies", after["studies"], said["Studier"]
    yield "KRUS back to support", after["other"], said["Åter till försörjningsstöd, Försäkringskassa"]
    samba = Counter(row.destination for row in ended if row.initiative == "SAMBA")
    said = PUBLISHED["appendices"]["SAMBA"]
    yield "SAMBA right benefit", samba["right_benefit"], said["right_benefit"]
    yield (
        "SAMBA employment service and insurance agency",
        samba["increased_cooperation"],
        said["AF_FK_collaboration"],
    )


KRUS_WORDS = {
    "sickness_benefit": "Sjukpenning/rehabiliteringsersättning",
    "rehabilitation_allowance": "Sjukpenning/rehabiliteringsersättning",
    "activity_compensation": "Aktivitetsersättning",
    "activity_grant": "Aktivitetsstöd",
    "social_assistance": "Ekonomiskt bistånd",
    "none": "Ingen försörjning",
    "study_support": "Studiemedel",
}
