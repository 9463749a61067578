"""Disclosure control attacked from outside: every table of two years that may be asked for, put together.

Registers of a few people are attacked as if of a few, too, anything was broken down: there the control is
tried hardest. ``SAMSYN_ATTACK_FROM=1 SAMSYN_ATTACK_TIMES=50`` draws fifty of some dozens of people for each
attack, with all rules, which takes hours.
"""

import os
from datetime import date
from random import Random

import pytest

from samsyn.enrolments.models import Enrolment
from samsyn.initiatives.tests.factories import TrackFactory
from samsyn.participants.models import Participant

from .outside import Outsider
from .registers import place

OCCUPATIONS = ("employed", "studies", "jobseeker", "daily_activities")
INCOMES = ("salary", "social_assistance", "study_support")
WAYS = ("work", "right_benefit", "studies")
EDUCATIONS = ("none", "compulsory", "upper_secondary", "higher_up_to_1y", "higher_over_1y", "unknown")
AGES = {15: "0-15", 18: "16-19", 22: "20-24", 27: "25-29", 33: "30-34", 38: "35-39", 58: "55-59", 66: "65-"}
# What is attacked together: things to break down by, and shares.
ATTACKS = {
    "municipality and track": (("municipality", "track"), ()),
    "destinations": (("destination", "education"), ("right_benefit", "destination_reached")),
    "income": (("income_at_start", "income_at_end"), ()),
    "income and education": (("income_at_end", "education"), ("work_or_studies",)),
    "occupation": (
        ("occupation_at_start", "occupation_at_end"), ("work_or_studies", "jobseekers", "positive_step"),
    ),
    "wider education": (("education", "education_group", "municipality"), ()),
    "wider education at the end": (
        ("education", "education_group", "occupation_at_end"), ("work_or_studies",),
    ),
    "wider ages": (("age", "age_group"), ()),
    "wider ages and education": (("age", "age_group", "education", "education_group"), ()),
    "wider ages, the end and places": (
        ("age", "age_group", "occupation_at_end", "municipality"), ("work_or_studies", "over_12_months"),
    ),
    "wider ages and incomes": (("age", "age_group", "income_at_end"), ("jobseekers",)),
    "shares by municipality": (("municipality", "occupation_at_end"), ("work_or_studies", "over_12_months")),
    "wider education, year by year": (("education", "education_group"), ()),
}  # fmt: skip
FIRST, MANY = (int(os.environ.get(f"SAMSYN_ATTACK_{name}", 0)) for name in ("FROM", "TIMES"))
# Registers that gave something away once: an initiative that had ended while people went on in it, and one
# without tracks.
ONCE = [("municipality and track", 100), ("municipality and track", 105), ("destinations", 116),
        ("income and education", 1)]  # fmt: skip
FEW, DOZENS, CROWD = (3, 9), (9, 30), (25, 30)  # bunches of people alike
DRAWN = [(name, seed) for seed in range(FIRST, FIRST + MANY) for name in ATTACKS]
SEEDS = [
    *ONCE, ("occupation", 1), ("shares by municipality", 1),
    # These fall when the control forgets the wider groups.
    ("wider education", 11), ("wider ages", 2), ("wider education at the end", 6),
    # And these, when what has no room among those who ended, by two things, is kept open for sums alone.
    ("occupation", 600), ("destinations", 603),
    # And these, when all of an exchange goes on to the next year although half of it can be made up for.
    ("wider education, year by year", 10), ("wider education, year by year", 12),
    # And this, when whoever is exchanged is thought to have one source of income alone.
    ("income and education", 938),
    # And this, when an exchange of a stock in a tied year is counted on to change its flows.
    ("destinations", 2004),
    # And this, when women who began and men who ended cannot both make up for one exchange of a stock.
    ("wider education, year by year", 32),
    # And this, when a finer family goes on with what a coarser one does not.
    ("wider education, year by year", 116),
    # And these, when one less at the end of a year is thought possible where nobody began and nobody ended.
    ("wider ages and incomes", 939), ("wider education, year by year", 1035),
]  # fmt: skip


def drawn(where, dice: Random, wide: Random | None = None, bunches=FEW) -> list[dict]:
    """Bunches of people alike, most of them few. ``wide``: of many educations and ages."""
    tracks = [TrackFactory(initiative=one) for one in where.initiatives[:2] for _turn in range(2)]
    rows = []
    for _bunch in range(dice.randint(*bunches)):
        initiative = dice.choice(where.initiatives)
        began = dice.choice([2023, 2024, 2024, 2025])
        left = dice.choice([one for one in (2024, 2025, 2025, None) if one is None or one >= began])
        own = [one.pk for one in tracks if one.initiative_id == initiative.pk]
        start, end = dice.choice(OCCUPATIONS), dice.choice(OCCUPATIONS)
        row = {
            "initiative": initiative.pk, "sex": dice.choice(["woman", "man"]), "began": began, "left": left,
            "municipality": dice.choice(where.controllers).municipality_id,
            "track": dice.choice(own) if own else None,
            "education": dice.choice(["compulsory", "upper_secondary"]),
            "occupation_at_start": start, "income_at_start": _some(dice), "is_long": False,
            "occupation_at_end": end if left else "", "income_at_end": _some(dice) if left else [],
            "destination": dice.choice(WAYS) if left else "",
        }  # fmt: skip
        if wide:
            row |= {"education": wide.choice(EDUCATIONS), "years": wide.choice(list(AGES))}
            row["age"] = AGES[row["years"]]
        rows += [row] * dice.choice([1, 1, 2, 3, 4, 6, 9])
    return rows


# Of an initiative's women or men: the years in which they began, and those in which they left. In most others
# nobody came, or nobody went.
BEGAN = (
    [2021],
    [2020, 2022],
    [2022, 2024],
    [2021, 2025],
    [2023, 2024, 2025],
    [2020, 2021, 2022, 2023, 2024, 2025],
)
LEFT = ([None], [2024, None], [2025, None], [2023, 2024, 2025, None], [2024, 2025], [2025])


def drawn_year_by_year(where, dice: Random) -> list[dict]:
    """Some dozens of people in initiatives where many years nobody comes or nobody goes."""
    ways = {
        (one.pk, sex): (dice.choice(BEGAN), dice.choice(LEFT))
        for one in where.initiatives for sex in ("woman", "man")
    }  # fmt: skip
    educations = EDUCATIONS[: dice.randint(2, 5)]
    rows = []
    for _person in range(dice.randint(20, 120)):
        initiative, sex = dice.choice(list(ways))
        began, left = (dice.choice(years) for years in ways[initiative, sex])
        if left is None or began <= left:
            rows.append({
                "initiative": initiative, "sex": sex, "began": began, "left": left, "track": None,
                "municipality": where.controllers[0].municipality_id, "education": dice.choice(educations),
                "occupation_at_start": "studies", "occupation_at_end": "studies" if left else "",
                "income_at_start": [], "income_at_end": [], "destination": "",
            })  # fmt: skip
    return rows


def _some(dice: Random) -> list[str]:
    return sorted(dice.sample(INCOMES, dice.choice([0, 1, 1, 2])))


def written(where, rows: list[dict]) -> None:
    at = {one.municipality_id: one for one in where.controllers}
    people = Participant.objects.bulk_create(
        Participant(
            controller=at[row["municipality"]],
            sex=row["sex"],
            birth_year=row["began"] - row["years"] if "years" in row else None,
        )
        for row in rows
    )
    for number, (row, person) in enumerate(zip(rows, people, strict=True)):
        left = row["left"]
        row = row | {"is_long": bool(left and left > row["began"])}
        rows[number] = row
        ended = {
            "ended_on": date(left, 6, 30), "exit_reason": "other",
            **{name: row[name] for name in ("occupation_at_end", "income_at_end", "destination")},
        } if left else {}  # fmt: skip
        Enrolment(
            participant=person, controller=person.controller, initiative_id=row["initiative"],
            track_id=row["track"], municipality_id=row["municipality"], case_number=f"{number}",
            started_on=date(row["began"], 2, 1), education=row["education"],
            occupation_at_start=row["occupation_at_start"], income_at_start=row["income_at_start"], **ended,
        ).save()  # fmt: skip


@pytest.mark.parametrize(("attack", "seed"), [] if DRAWN else SEEDS)
def test_nobody_works_out_a_small_count_from_all_tables_together(db, as_owner, attack, seed):
    _nothing_falls(_attacked(as_owner, attack, seed, FEW))


LARGER = [
    # It falls too, when one less is thought possible where nobody began and nobody ended.
    ("municipality and track", 1, CROWD),
    # This, when a share must stay as it is for the sake of another of the same codes.
    ("shares by municipality", 19, DOZENS),
    # This, when whoever goes to work must do so in the same way in both initiatives.
    ("occupation", 3000, DOZENS),
    # This, when a stock that tells who began is kept by what has gone on from a year before.
    ("shares by municipality", 6002, DOZENS),
    # This, when women of one initiative cannot be exchanged with men of another, where it has women alone.
    ("occupation", 5000, DOZENS),
    # And this, when few people's shares hide what they are shares of, which the headlines show.
    ("shares by municipality", 4, DOZENS),
]


@pytest.mark.parametrize(("attack", "seed", "bunches"), [(*one, DOZENS) for one in DRAWN] or LARGER)
def test_nor_of_dozens_of_people(db, as_owner, with_all_rules, attack, seed, bunches):
    _nothing_falls(_attacked(as_owner, attack, seed, bunches))


def _attacked(as_owner, attack: str, seed: int, bunches: tuple[int, int]) -> Outsider:
    dice = Random(f"{attack} {seed}")
    names, splits = ATTACKS[attack]
    with as_owner():
        where = place(dice.randint(2, 3), dice.randint(2, 3))
        for one in where.initiatives[:1]:
            one.destinations = ["work", "right_benefit"]
            one.save()
        if dice.random() < 0.3:
            where.initiatives[-1].ends_on = date(2024, 12, 31)
            where.initiatives[-1].save()
        if "year by year" in attack:
            rows = drawn_year_by_year(where, dice)
        else:
            rows = drawn(where, dice, Random(seed) if "wider" in attack else None, bunches)
        written(where, rows)
    return Outsider(where.association, rows, names, splits)


def _nothing_falls(outsider: Outsider) -> None:
    outsider.look()
    assert not outsider.wrong()
    assert not outsider.speaks_against_itself
    assert not outsider.small_and_shown()
    assert not outsider.hidden_in_one_unit()
    assert not outsider.fallen()


BORN = {"25-29": 27, "30-34": 33, "35-39": 38}
A_YEAR_APART = {  # of each age: when they began and left, and how many
    "nobody began": {
        "25-29": [(2023, None, 10), (2023, 2025, 2)], "30-34": [(2023, None, 6), (2023, 2025, 6)],
        "35-39": [(2023, None, 6), (2023, 2025, 6)],
    },
    "nobody ended": {
        "25-29": [(2023, None, 10), (2025, None, 2)], "30-34": [(2023, None, 6), (2025, None, 6)],
        "35-39": [(2023, None, 6), (2025, None, 6)],
    },
    "nobody ended in the year before": {
        "25-29": [(2023, None, 10), (2024, None, 2)], "30-34": [(2023, None, 7), (2024, 2025, 6)],
        "35-39": [(2023, None, 8), (2024, 2025, 6), (2025, None, 7)],
    },
    "nobody came or went for a year": {
        "25-29": [(2023, None, 10), (2023, 2025, 2)], "30-34": [(2023, None, 6), (2023, 2025, 6)],
        "35-39": [(2023, None, 6), (2023, 2025, 6), (2025, None, 9)],
    },
}  # fmt: skip


@pytest.mark.parametrize("way", A_YEAR_APART)
def test_a_headline_of_nobody_does_not_tell_how_few_did_the_other(db, as_owner, way):
    """With the stock before and after: where nobody began, whoever is missing has ended."""
    with as_owner():
        where = place(1, 1)
        person = {
            "initiative": where.initiatives[0].pk, "municipality": where.controllers[0].municipality_id,
            "sex": "woman", "track": None, "education": "compulsory", "income_at_start": [],
            "income_at_end": [], "occupation_at_start": "studies", "destination": "",
        }  # fmt: skip
        rows = [
            person | {"age": age, "years": BORN[age], "began": began, "left": left,
                      "occupation_at_end": "studies" if left else ""}
            for age, bunches in A_YEAR_APART[way].items() for began, left, many in bunches
            for _turn in range(many)
        ]  # fmt: skip
        written(where, rows)
    _nothing_falls(Outsider(where.association, rows, ("age", "age_group")))


def test_nobody_works_out_how_few_have_neither_of_two_sources_of_income(db, as_owner):
    person = {"sex": "woman", "began": 2024, "left": 2025, "track": None, "education": "compulsory",
              "occupation_at_start": "studies", "occupation_at_end": "studies",
              "destination": ""}  # fmt: skip
    with as_owner():
        where = place(2, 1)
        rows = []
        for salary, study, many in ((True, True, 6), (True, False, 6), (False, True, 6), (False, False, 2)):
            rows += [person | {
                "initiative": where.initiatives[0].pk, "municipality": where.controllers[0].municipality_id,
                "income_at_start": ["social_assistance", *["salary"] * salary],
                "income_at_end": ["social_assistance", *["study_support"] * study],
            }] * many  # fmt: skip
        rows += [one | {"initiative": where.initiatives[1].pk} for one in rows for _turn in range(2)]
        written(where, rows)
    _nothing_falls(Outsider(where.association, rows, ("income_at_start", "income_at_end")))


def test_nobody_works_out_how_few_of_an_initiative_have_what_everybody_has(db, as_owner):
    """Nobody is without it. That must not be known, or each initiative's few are."""
    person = {"began": 2025, "left": 2025, "track": None, "education": "compulsory", "destination": "",
              "occupation_at_start": "studies", "occupation_at_end": "studies", "income_at_start": [],
              "income_at_end": ["social_assistance"]}  # fmt: skip
    with as_owner():
        where = place(2, 1)
        rows = [
            person | {"initiative": where.initiatives[number].pk, "sex": sex,
                      "municipality": where.controllers[0].municipality_id}
            for number, sex, many in ((0, "woman", 2), (0, "man", 1), (1, "woman", 2)) for _n in range(many)
        ]  # fmt: skip
        written(where, rows)
    _nothing_falls(Outsider(where.association, rows, ("income_at_end",)))


def test_a_source_that_nobody_has_does_not_hide_all_who_went_from_one_to_another(db, as_owner):
    """How few of an initiative had study support is kept where that is told, not beside every zero."""
    with as_owner():
        where = place(2, 1)
        rows = [
            {"initiative": where.initiatives[number].pk, "sex": sex, "began": 2025, "left": 2025,
             "municipality": where.controllers[0].municipality_id, "track": None, "destination": "",
             "education": "compulsory", "occupation_at_start": "studies", "occupation_at_end": "studies",
             "income_at_start": [before], "income_at_end": [after]}
            for number, sex, before, after, many in (
                (0, "woman", "study_support", "salary", 3), (1, "man", "study_support", "salary", 30),
                *((number, sex, before, after, 30)
                  for number in (0, 1) for sex in ("woman", "man")
                  for before in ("salary", "social_assistance") for after in ("salary", "social_assistance")),
            )
            for _n in range(many)
        ]  # fmt: skip
        written(where, rows)
    outsider = Outsider(where.association, rows, ("income_at_start", "income_at_end"))
    _nothing_falls(outsider)
    crossed = {cell: value for cell, value in outsider.seen.items() if len(cell[0]) == 2 and value}
    names = {frozenset(name for name, _value in group) for group, _column, _year in crossed}
    assert frozenset({"income_at_start", "income_at_end"}) in names
