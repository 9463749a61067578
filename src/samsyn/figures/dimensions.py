"""What a figure can be broken down by: where each dimension is read, its values in words, and its limits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.initiatives.models import Destination
from samsyn.organisations.models import PartyKind
from samsyn.participants.codes import Education, ExitReason, IncomeSource, Occupation, Sex

UNKNOWN = "unknown"
NOT_KNOWN = _("Not known")


@dataclass(frozen=True)
class Dimension:
    """``column``: SQL over an enrolment ``e``; ``choices``: codes in words, for those that are not tables.

    ``is_fine``: under disclosure control. ``at_end``: known of the ended only. ``is_several``: an array, of
    which each value is counted, so that rows do not add up. ``is_public``: may be asked for by name.
    """

    name: str
    label: Any
    column: str
    choices: tuple[tuple[str, Any], ...] = ()
    is_fine: bool = True
    at_end: bool = False
    is_several: bool = False
    is_public: bool = True


def _known(column: str) -> str:
    return f"coalesce(nullif({column}, ''), '{UNKNOWN}')"


BANDS = {"0-15": 0, "16-19": 16, **{f"{age}-{age + 4}": age for age in range(20, 65, 5)}, "65-": 65}
AGE_GROUPS = {"0-24": 0, "25-34": 25, "35-44": 35, "45-54": 45, "55-": 55}


def _banded(bands: Mapping[str, int]) -> str:
    """``bands`` by the age that each begins with. The age is worked out once, not once for each band."""
    names, begin = ",".join(bands), list(bands.values())[1:]
    return f"coalesce(('{{{names}}}'::text[])[1 + width_bucket(e.age_at_start, ARRAY{begin})], '{UNKNOWN}')"


AGE = _banded(BANDS)
GROUP_OF = {
    band: [group for group, begins in AGE_GROUPS.items() if begins <= first][-1]
    for band, first in BANDS.items()
}
SUPPORT = (
    "CASE WHEN e.public_support_months IS NULL THEN 'unknown' WHEN e.public_support_months = 0 THEN 'none'"
    " WHEN e.public_support_months < 12 THEN '0-1' WHEN e.public_support_months < 36 THEN '1-3'"
    " WHEN e.public_support_months < 60 THEN '3-5' ELSE '5-' END"
)
AGES = (
    ("0-15", _("Under 16")), *((band, band.replace("-", "–")) for band in list(BANDS)[1:-1]),
    ("65-", _("65 or older")), (UNKNOWN, NOT_KNOWN),
)  # fmt: skip
AGES_IN_GROUPS = (
    ("0-24", _("Under 25")), ("25-34", "25–34"), ("35-44", "35–44"), ("45-54", "45–54"),
    ("55-", _("55 or older")), (UNKNOWN, NOT_KNOWN),
)  # fmt: skip
LEVELS = {
    "compulsory": (Education.NONE, Education.COMPULSORY), "upper_secondary": (Education.UPPER_SECONDARY,),
    "higher": (Education.HIGHER_UP_TO_1Y, Education.HIGHER_OVER_1Y),
}  # fmt: skip
LEVEL_OF = {str(code): level for level, codes in LEVELS.items() for code in codes}
LEVEL = "CASE " + " ".join(
    f"WHEN e.education = '{code}' THEN '{level}'" for code, level in LEVEL_OF.items()
) + f" ELSE '{UNKNOWN}' END"  # fmt: skip
EDUCATIONS_IN_GROUPS = (
    ("compulsory", _("Compulsory school at most")), ("upper_secondary", _("Upper secondary school")),
    ("higher", _("Higher education")), (UNKNOWN, NOT_KNOWN),
)  # fmt: skip
SUPPORTS = (
    ("none", _("None")), ("0-1", _("Under 1 year")), ("1-3", _("1 to 3 years")), ("3-5", _("3 to 5 years")),
    ("5-", _("5 years or more")), (UNKNOWN, NOT_KNOWN),
)  # fmt: skip
DELAYS = (
    ("0-3", _("Within 3 days")), ("4-14", _("4 to 14 days")), ("15-30", _("15 to 30 days")),
    ("31-90", _("31 to 90 days")), ("91-", _("More than 90 days")), (UNKNOWN, _("Not known, or imported")),
)  # fmt: skip


def _delay(entered: str, on: str, known: str) -> str:
    days = f"(e.{entered} AT TIME ZONE 'Europe/Stockholm')::date - e.{on}"
    return (
        f"CASE WHEN NOT ({known}) THEN 'unknown' WHEN {days} <= 3 THEN '0-3' WHEN {days} <= 14 THEN '4-14'"
        f" WHEN {days} <= 30 THEN '15-30' WHEN {days} <= 90 THEN '31-90' ELSE '91-' END"
    )


OCCUPATIONS = tuple(Occupation.choices)
INCOMES = (*IncomeSource.choices, (UNKNOWN, NOT_KNOWN))
REASONS = tuple((code, label) for code, label in ExitReason.choices if code != "misregistration")


@dataclass(frozen=True)
class Derived(Dimension):
    """Follows from other dimensions: ages in wider groups; a share's yes, no and unknown.

    ``of``: the dimensions whose values decide it, by ``sort``; empty when none that can be shown do. What is
    shown by them must agree with this, so disclosure control has to know of it. ``sort`` is given the values
    and each initiative's destinations. ``reach``: what it is broken down by: "whole" (nothing but year; then
    it is exact), "headline" (initiative and sex), or "start" (also by one thing known at the start).
    ``is_exact``: shown as it is for the association as a whole.
    """

    reach: str = "headline"
    is_exact: bool = False
    of: tuple[str, ...] = ()
    sort: Callable[[Mapping[str, Any], Mapping[int, Any]], str] | None = None


def _grouped(name: str, groups: Mapping[str, str]) -> Callable[[Mapping[str, Any], Mapping[int, Any]], str]:
    return lambda values, _destinations: groups.get(values[name], UNKNOWN)


ALL: dict[str, Dimension] = {
    one.name: one
    for one in (
        Dimension("initiative", _("Initiative"), "e.initiative_id", is_fine=False),
        Dimension("sex", _("Sex"), "e.sex", tuple(Sex.choices), is_fine=False),
        Dimension("municipality", _("Municipality"), "e.municipality_id"),
        Dimension("track", _("Track"), "e.track_id"),
        Dimension("age", _("Age at the start"), AGE, AGES),
        Derived("age_group", _("Age at the start, in groups"), _banded(AGE_GROUPS), AGES_IN_GROUPS,
                of=("age",), sort=_grouped("age", GROUP_OF)),
        Dimension("education", _("Education"), _known("e.education"), tuple(Education.choices)),
        Derived("education_group", _("Education, in groups"), LEVEL, EDUCATIONS_IN_GROUPS, of=("education",),
                sort=_grouped("education", LEVEL_OF)),
        Dimension("public_support", _("Time in public support"), SUPPORT, SUPPORTS),
        Dimension("referrer", _("Referred by"), _known("e.referrer"),
                  (*PartyKind.choices, (UNKNOWN, NOT_KNOWN))),
        Dimension("occupation_at_start", _("Occupation at the start"), _known("e.occupation_at_start"),
                  OCCUPATIONS),
        Dimension("income_at_start", _("Income at the start"), "e.income_at_start", INCOMES, is_several=True),
        Dimension("exit_reason", _("Exit reason"), _known("e.exit_reason"), (*REASONS, (UNKNOWN, NOT_KNOWN)),
                  at_end=True),
        Dimension("occupation_at_end", _("Occupation at the end"), _known("e.occupation_at_end"), OCCUPATIONS,
                  at_end=True),
        Dimension("income_at_end", _("Income at the end"), "e.income_at_end", INCOMES, at_end=True,
                  is_several=True),
        Dimension("destination", _("Goes on to"), _known("e.destination"),
                  (*Destination.choices, (UNKNOWN, NOT_KNOWN)), at_end=True),
        Dimension("start_entered", _("From start to entry"),
                  _delay("recorded_at", "started_on", "NOT e.is_imported"), DELAYS),
        Dimension("end_entered", _("From end to entry"),
                  _delay("ended_recorded_at", "ended_on", "e.ended_recorded_at IS NOT NULL"), DELAYS,
                  at_end=True),
        # Never asked for by name: how a number is followed back to the authorities that hold the records.
        Dimension("controller", _("Authority"), "e.controller_id", is_public=False),
    )
}  # fmt: skip
HEADLINE = ("initiative", "sex")  # by these and by year the four populations are exact, known to everybody
YEAR = {"year": _("Year")}
PUBLIC: dict[str, Any] = {
    **{name: ALL[name].label for name in HEADLINE}, **YEAR,
    **{one.name: one.label for one in ALL.values() if one.is_public and one.is_fine},
}  # fmt: skip
EVERY = tuple(one.name for one in ALL.values() if one.is_public)
START = tuple(name for name in EVERY if not ALL[name].at_end)
GROUPS = tuple(name for name in EVERY if isinstance(ALL[name], Derived))  # crossed with headlines alone


# ── Shares of those who ended ──────────────────────────────────────────────────────────────────────────────

WORK = (Occupation.EMPLOYED, Occupation.SUBSIDISED, Occupation.OWN_BUSINESS)
WORK_OR_STUDIES = (*WORK, Occupation.STUDIES)
# From the furthest from work to work on one's own. Parental leave and what is not known stand outside it.
LADDER: tuple[tuple[str, ...], ...] = (
    (Occupation.NONE,), (Occupation.DAILY_ACTIVITIES,), (Occupation.WORK_TRAINING,), (Occupation.JOBSEEKER,),
    (Occupation.STUDIES, Occupation.SUBSIDISED), (Occupation.EMPLOYED, Occupation.OWN_BUSINESS),
)  # fmt: skip
STEP_OF = {str(code): step for step, codes in enumerate(LADDER) for code in codes}
YES, NO = "yes", "no"
SPLIT_CHOICES = ((YES, _("Yes")), (NO, _("No")), (UNKNOWN, NOT_KNOWN))


def _in(codes: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{code}'" for code in codes) + ")"  # our own codes, never what somebody typed


def _is(name: str, codes: Iterable[str]) -> Callable[[Mapping[str, Any], Mapping[int, Any]], str]:
    wanted = {str(code) for code in codes}
    return lambda values, _destinations: YES if values[name] in wanted else NO


def _step(values: Mapping[str, Any], _destinations) -> str:
    before, after = (STEP_OF.get(values[f"occupation_at_{when}"]) for when in ("start", "end"))
    if before is None or after is None:
        return UNKNOWN
    return YES if after > before else NO


def _reached(values: Mapping[str, Any], destinations: Mapping[int, Any]) -> str:
    aimed_at = destinations.get(values["initiative"])
    return UNKNOWN if not aimed_at else YES if values["destination"] in aimed_at else NO


def _yes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 'yes' ELSE 'no' END"


def _place(column: str) -> str:
    return "CASE " + " ".join(f"WHEN {column} = '{code}' THEN {n}" for code, n in STEP_OF.items()) + " END"


STEPS = f"{_place('e.occupation_at_end')} > {_place('e.occupation_at_start')}"
SHARES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("work_or_studies", _yes(f"e.occupation_at_end IN {_in(WORK_OR_STUDIES)}"),
     {"of": ("occupation_at_end",), "sort": _is("occupation_at_end", WORK_OR_STUDIES), "is_exact": True,
      "reach": "start"}),
    ("jobseekers", _yes("e.occupation_at_end = 'jobseeker'"),
     {"of": ("occupation_at_end",), "sort": _is("occupation_at_end", [Occupation.JOBSEEKER])}),
    ("positive_step", f"CASE WHEN {STEPS} THEN 'yes' WHEN {STEPS} IS NULL THEN 'unknown' ELSE 'no' END",
     {"of": ("occupation_at_start", "occupation_at_end"), "sort": _step, "reach": "whole", "is_exact": True}),
    ("right_benefit", _yes("e.destination = 'right_benefit'"),
     {"of": ("destination",), "sort": _is("destination", [Destination.RIGHT_BENEFIT])}),
    ("destination_reached",
     "CASE WHEN e.initiative_id <> ALL(%(aiming)s::bigint[]) THEN 'unknown'"
     " WHEN e.initiative_id || ':' || e.destination = ANY(%(aims)s) THEN 'yes' ELSE 'no' END",
     {"of": ("initiative", "destination"), "sort": _reached}),
    ("over_12_months", _yes("e.ended_on >= e.started_on + interval '12 months'"), {"reach": "start"}),
)  # fmt: skip
SPLITS: dict[str, Derived] = {
    name: Derived(name, name, column, SPLIT_CHOICES, at_end=True, is_public=False, **facts)
    for name, column, facts in SHARES
}
DERIVED = SPLITS | {name: one for name, one in ALL.items() if isinstance(one, Derived)}


def dimension(name: str) -> Dimension:
    return ALL.get(name) or SPLITS[name]


def is_split(name: str) -> bool:
    return name in SPLITS


def label_of(name: str) -> Any:
    return YEAR.get(name) or dimension(name).label


def fine(names: Iterable[str]) -> tuple[str, ...]:
    """Those under disclosure control, always in the same order."""
    return tuple(sorted(name for name in names if name not in HEADLINE and name != "year"))
