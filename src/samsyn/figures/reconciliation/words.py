"""The names that published figures go by: what a heading means, and what a column is called in a sentence."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .quantities import is_percent

LABELS = {
    # what is counted
    "budgeted": pgettext_lazy("reconciliation", "Budgeted"),
    "total": pgettext_lazy("reconciliation", "Total"),
    "new": pgettext_lazy("reconciliation", "New"),
    "ended": pgettext_lazy("reconciliation", "Ended"),
    "ongoing": pgettext_lazy("reconciliation", "Ongoing"),
    "referrers": pgettext_lazy("reconciliation", "Referrers"),
    "consultations": pgettext_lazy("reconciliation", "Consultations"),
    "of_which_consultations": pgettext_lazy("reconciliation", "of which consultations"),
    "anonymous": pgettext_lazy("reconciliation", "Anonymous"),
    "consultation_referrers": pgettext_lazy("reconciliation", "Referrers of consultations"),
    "exit_reasons": pgettext_lazy("reconciliation", "Reasons for ending"),
    "since_start": pgettext_lazy("reconciliation", "Since the start"),
    "after_discharge": pgettext_lazy("reconciliation", "After discharge"),
    "income_at_start": pgettext_lazy("reconciliation", "Income at start"),
    "income_at_end": pgettext_lazy("reconciliation", "Income at end"),
    "persons": pgettext_lazy("reconciliation", "Persons"),
    "expressions_of_interest": pgettext_lazy("reconciliation", "Expressions of interest"),
    "granted": pgettext_lazy("reconciliation", "Granted"),
    "positive_step_percent": pgettext_lazy("reconciliation", "Positive step, per cent"),
    "work_or_studies": pgettext_lazy("reconciliation", "To work or studies"),
    "work": pgettext_lazy("reconciliation", "To work"),
    "work_or_studies_percent": pgettext_lazy("reconciliation", "To work or studies, per cent"),
    "registered_as_jobseeker": pgettext_lazy("reconciliation", "Registered as jobseekers"),
    "registered_as_jobseeker_percent": pgettext_lazy("reconciliation", "Registered as jobseekers, per cent"),
    "women": pgettext_lazy("reconciliation", "Women"),
    "men": pgettext_lazy("reconciliation", "Men"),
    "under_30": pgettext_lazy("reconciliation", "Under 30"),
    "under_30_percent": pgettext_lazy("reconciliation", "Under 30, per cent"),
    "coordinators_percent": pgettext_lazy("reconciliation", "Coordinators, per cent of full time"),
    "coaches_percent": pgettext_lazy("reconciliation", "Coaches, per cent of full time"),
    "population": pgettext_lazy("reconciliation", "Population"),
    "population_share_percent": pgettext_lazy("reconciliation", "Share of the population, per cent"),
    # money
    "income": pgettext_lazy("reconciliation", "Income"),
    "costs": pgettext_lazy("reconciliation", "Costs"),
    "result": pgettext_lazy("reconciliation", "Result"),
    "equity": pgettext_lazy("reconciliation", "Equity"),
    "closing_equity": pgettext_lazy("reconciliation", "Closing equity"),
    "opening_equity": pgettext_lazy("reconciliation", "Opening equity"),
    "assets": pgettext_lazy("reconciliation", "Assets"),
    "operating_result": pgettext_lazy("reconciliation", "Operating result"),
    "financial_income": pgettext_lazy("reconciliation", "Financial income"),
    "financial_costs": pgettext_lazy("reconciliation", "Financial costs"),
    "financial": pgettext_lazy("reconciliation", "Financial items"),
    "receivables": pgettext_lazy("reconciliation", "Receivables"),
    "cash": pgettext_lazy("reconciliation", "Cash and bank"),
    "short_term_liabilities": pgettext_lazy("reconciliation", "Short-term liabilities"),
    "equity_and_liabilities": pgettext_lazy("reconciliation", "Equity and liabilities"),
    "opening_cash": pgettext_lazy("reconciliation", "Opening cash"),
    "closing_cash": pgettext_lazy("reconciliation", "Closing cash"),
    "operating": pgettext_lazy("reconciliation", "Cash flow"),
    "liquid_assets": pgettext_lazy("reconciliation", "Liquid assets"),
    "change_receivables": pgettext_lazy("reconciliation", "Change in receivables"),
    "change_liabilities": pgettext_lazy("reconciliation", "Change in liabilities"),
    "budget": pgettext_lazy("reconciliation", "Budget"),
    "outcome": pgettext_lazy("reconciliation", "Outcome"),
    "deviation": pgettext_lazy("reconciliation", "Deviation"),
    "net_cost": pgettext_lazy("reconciliation", "Net cost"),
    "member_fees": pgettext_lazy("reconciliation", "Members' contributions"),
    "rounding": pgettext_lazy("reconciliation", "Rounding"),
    "over_by": pgettext_lazy("reconciliation", "Over by"),
    "deviation_percent": pgettext_lazy("reconciliation", "Deviation, per cent"),
    "outcome_percent": pgettext_lazy("reconciliation", "Outcome, per cent"),
    "sum": pgettext_lazy("reconciliation", "Sum"),
    "budget_total_tkr": pgettext_lazy("reconciliation", "Budget in all, SEK thousand"),
    "amount": pgettext_lazy("reconciliation", "Amount"),
    "share_of_initiative_funds_percent": pgettext_lazy(
        "reconciliation", "Share of the funds for initiatives, per cent"
    ),
    # the parts of a report
    "participants_by_initiative": pgettext_lazy("reconciliation", "Participants by initiative"),
    "participants_sum": pgettext_lazy("reconciliation", "Participants, sum"),
    "participants_by_year": pgettext_lazy("reconciliation", "Participants by year"),
    "new_participants": pgettext_lazy("reconciliation", "New participants"),
    "discharged": pgettext_lazy("reconciliation", "Discharged"),
    "multi_year": pgettext_lazy("reconciliation", "Several years"),
    "contributions": pgettext_lazy("reconciliation", "Contributions"),
    "income_statement": pgettext_lazy("reconciliation", "Income statement"),
    "balance_sheet": pgettext_lazy("reconciliation", "Balance sheet"),
    "cash_flow": pgettext_lazy("reconciliation", "Cash flow statement"),
    "operating_report": pgettext_lazy("reconciliation", "Operating report"),
    "appendix_figures": pgettext_lazy("reconciliation", "Appendices"),
    "external_costs": pgettext_lazy("reconciliation", "External costs"),
    "goals": pgettext_lazy("reconciliation", "Goals"),
    "external_costs_sum": pgettext_lazy("reconciliation", "External costs, sum"),
    "personnel_costs": pgettext_lazy("reconciliation", "Personnel costs"),
    "personnel_costs_sum": pgettext_lazy("reconciliation", "Personnel costs, sum"),
    "costs_sum": pgettext_lazy("reconciliation", "Costs, sum"),
    "initiative_costs": pgettext_lazy("reconciliation", "Costs of initiatives"),
    "initiative_costs_sum": pgettext_lazy("reconciliation", "Costs of initiatives, sum"),
    "initiative_budget": pgettext_lazy("reconciliation", "Budget of initiatives"),
    "staffing": pgettext_lazy("reconciliation", "Staffing"),
    "staffing_sum": pgettext_lazy("reconciliation", "Staffing, sum"),
}


def in_words(name: str) -> str:
    """A known name in the language in use; any other as it stands."""
    label = LABELS.get(name)
    return str(label) if label is not None else name.replace("_", " ")


def inline(name: str) -> str:
    """The same inside a sentence: a known name begins small."""
    words = in_words(name)
    return words[:1].lower() + words[1:] if name in LABELS else words


# What headings and rows of published tables say, and the name it goes by here. The first that fits counts.
WHO = r"( delt\w*\.?)?( under året)?"
OF_THEM = r"((varav|därav) )?"
MEANINGS = [
    ("year", r"år|year|period"),
    ("budgeted", rf"budget\w*( antal)?{WHO}|budgeted"),
    ("new", rf"(antal )?nya{WHO}|new( participants)?"),
    ("ended", rf"(antal )?(avslut\w*|utskrivna){WHO}|ended"),
    ("ongoing", rf"(antal )?pågående{WHO}|ongoing"),
    (
        "work_or_studies",
        rf"{OF_THEM}(antal )?till arbete( eller | och |/)studier|(of which )?to work or studies",
    ),
    ("work", rf"{OF_THEM}(antal )?till arbete|(of which )?to work"),
    ("total", rf"totalt?( antal)?{WHO}|antal deltagare( totalt)?|total( participants)?"),
]
SUM_ROW = re.compile(r"(summa\b.*|totalt?|total summa|sum|delsumma\b.*)", re.IGNORECASE | re.DOTALL)


def meaning_of(heading: str) -> str:
    """The name that a heading means, or nothing."""
    bare = re.sub(r"\s+", " ", heading).strip(" :*").casefold()
    return next((name for name, pattern in MEANINGS if re.fullmatch(pattern, bare)), "")


# The bounds of an interval: told as such, or “from” and “to” after a percentage.
BOUND = re.compile(
    r"(osäkerhet|(konfidens)?intervall?|uncertainty)\b.*|low|high|(nedre|undre|övre|lower|upper)\b.*",
    re.IGNORECASE,
)
FROM, TO = re.compile(r"(.*\b)?(från|from)", re.IGNORECASE), re.compile(r"till|to", re.IGNORECASE)


def bounds_in(headings: Sequence[str]) -> set[int]:
    """The places of columns that hold the bounds of an interval, which are never parts of a sum."""
    bare = [heading.strip(" :*") for heading in headings]
    found = {place for place, one in enumerate(bare) if BOUND.fullmatch(one)}
    for place, (one, after) in enumerate(pairwise(bare)):
        follows = place in found or (place and is_percent(bare[place - 1]))
        if follows and FROM.fullmatch(one) and TO.fullmatch(after):
            found |= {place, place + 1}
    return found


OF_WHICH = re.compile(r"\W*(varav|därav|of which)\b", re.IGNORECASE)


def is_of_which(name: str) -> bool:
    """Of some of those that were told before it."""
    return bool(OF_WHICH.match(name))


# Marks on a name, and what is said after them: “2021 *, does not add up”.
MARK = re.compile(r"\s*[*†‡]+(?=$|[\s,;]).*", re.DOTALL)


def without_marks(name: str) -> str:
    return MARK.sub("", name) or name


WHOLE_YEAR = re.compile(r"hel(a )?året?|helår|året( totalt)?|(the )?whole year", re.IGNORECASE)


def is_whole_year(label: str) -> bool:
    return bool(WHOLE_YEAR.fullmatch(label.strip(" :*")))


CALLED_TOTAL = re.compile(r"(totalt?|alla|samtliga|tillsammans|all)\b.+", re.IGNORECASE | re.DOTALL)
OF_MEANS = re.compile(
    r"((i )?(genom)?snitt\w*|median\w*|medel(värde|tal|vikt)\w*|average|mean)\b.*|(i )?medel", re.IGNORECASE
)


def may_be_sum(label: str) -> bool:
    """“Totalt 2022”, “Alla insatser”: of the rows above, or of something else."""
    return bool(CALLED_TOTAL.fullmatch(label)) and not is_sum(label)


def is_row_of_means(label: str) -> bool:
    return bool(OF_MEANS.fullmatch(label.strip(" :*")))


def is_sum(label: str) -> bool:
    return bool(SUM_ROW.fullmatch(label.strip(" :*")))


WOMEN, MEN = (re.compile(rf"{OF_THEM}(antal )?({words})") for words in ("kvinn(a|or)|wom[ae]n", "m[aä]n|men"))
OTHER_SEX = re.compile(
    r"(antal )?(anna[nt]( kön)?|övriga?|okän[dt]a?( kön)?|ej angivet|uppgift saknas|vet ej|other|unknown)"
)
BARE_TOTAL = re.compile(rf"total|totalt|(total )?summa{WHO}|sum")


def is_by_sex(total: str, parts: Sequence[str]) -> bool:
    """Do the headings plainly say that the one is women and men (and others) together?"""
    bare = [re.sub(r"\s+", " ", one).strip(" :*").casefold() for one in parts]
    has_both = all(any(sex.fullmatch(one) for one in bare) for sex in (WOMEN, MEN))
    known = all(any(sex.fullmatch(one) for sex in (WOMEN, MEN, OTHER_SEX)) for one in bare)
    return has_both and known and bool(BARE_TOTAL.fullmatch(total.strip(" :*").casefold()))


# What all have in the middle, and what is a share or a time, which may or may not be added up.
MEAN = r"median|\bmedel(?!s)\w|\bi medel\b|snitt(?!et)|(?<!efter )(?<!per )\w*ålder\b|mean\b|average|\bage\b"
AVERAGE = re.compile(
    rf"{MEAN}|^medel$|\bandel|procent|%|dagar|(?<!hel)(?<!del)tid\b|days|share|per ?cent", re.IGNORECASE
)
MEAN_ALONE = re.compile(MEAN, re.IGNORECASE)
FOR_EACH = re.compile(r"\bper\b|/", re.IGNORECASE)  # said of a table it tells what the rows are
COUNT = re.compile(
    r"\b(antal\w*|deltagare\w*|personer|platser|ärenden|remisser|konsultationer|befolkning|nya|pågående"
    r"|sökta|beviljade|(in|ut)skriv\w*|avslut\w*|budget\w*|utfall|kostnad\w*|intäkt\w*|belopp|[tm]?kr|kronor"
    r"|number|participants|new|ended|ongoing|work\w*|costs?|income|amounts?)\b",
    re.IGNORECASE,
)


def is_average(words: str) -> bool:
    """Of means, times or shares, which do not add up."""
    return bool(AVERAGE.search(words))


def is_mean(words: str) -> bool:
    return bool(MEAN_ALONE.search(words))


def is_count(words: str) -> bool:
    """Of how many, or how much, there is."""
    return bool(COUNT.search(words))


def is_named(column: str) -> bool:
    """Does it say by itself what it is of?"""
    return is_average(column) or is_count(column) or bool(FOR_EACH.search(column))


def may_be_mean(column: str, about: str, *, is_among: bool, is_counted: bool) -> bool:
    """Of a last row that is not what the rows come to: as the name of the column says, else what the table is
    ``about``; where neither tells, when it lies among the rows and no other column says that they are counts.
    """
    said = column if is_named(column) else about
    if is_mean(said):
        return True
    is_sure = is_count(said) and not is_average(said) and not (said == column and FOR_EACH.search(said))
    return is_among and not is_sure and not is_counted


# What happens, and so adds up over the months and years; who is there may be there in several.
HAPPENS = re.compile(
    r"\b(nya|nyinskrivna|new|avslut\w*|utskriv\w*|ended|work\w*|till arbete\w*|remisser|konsultationer"
    r"|kostnad\w*|intäkt\w*|utfall|belopp|[tm]?kr|kronor|costs?|income|amounts?)\b",
    re.IGNORECASE,
)


RUNNING = re.compile(r"ackum|kumul|cumul|sedan start|hittills", re.IGNORECASE)
UNIQUE = re.compile(r"\bunik\w*|\bolika (personer|individer|deltagare)|unique|distinct", re.IGNORECASE)


def happens(words: str) -> bool:
    return bool(HAPPENS.search(words)) and not is_running(words)


def is_running(words: str) -> bool:
    """Of all so far, and not of each time by itself."""
    return bool(RUNNING.search(words))


def is_unique(words: str) -> bool:
    """Of people who are counted once in a sum, and may be in several of its rows."""
    return bool(UNIQUE.search(words))


def is_total(column: str) -> bool:
    return column == "total" or is_sum(column)


DIFFERENCE = re.compile(
    r"\b(avvikelse\w*|differens\w*|diff|skillnad\w*|förändring\w*|deviation|change)\b", re.IGNORECASE
)


def is_difference(column: str) -> bool:
    return bool(DIFFERENCE.search(column)) and not is_percent(column)


def is_result(column: str) -> bool:
    """A difference, or what came of something."""
    return bool(re.fullmatch(r"(årets )?resultat|netto|result|net", column.strip(" :*"), re.IGNORECASE))


def is_whole_or_sex(column: str) -> bool:
    """Of counts as well as of means."""
    return is_total(column) or is_sex(column)


def is_sex(name: str) -> bool:
    return any(sex.fullmatch(name.strip(" :*").casefold()) for sex in (WOMEN, MEN, OTHER_SEX))


MOST_NAMED = 6


def some_of(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - MOST_NAMED
    said = ", ".join(names[:MOST_NAMED])
    return _("%(names)s and %(more)s more") % {"names": said, "more": more} if more > 0 else said


# ── Years ─────────────────────────────────────────────────────────────────────────────────────────────────

ALONE = re.compile(r"(?<![\w.,:/–−-])(?:19|20)\d\d(?![\w/–−-]|[.,:]\d)")
ANY_YEAR = re.compile(r"(?:19|20)\d\d")
# A whole year, or several, by its first and last day or month.
FIRST_TO_LAST = re.compile(
    r"\b(?:(\d{4})-01-01|(?:1 )?jan(?:uari|uary)?(?: (\d{4}))?)\s*(?:[-–—]|till|to)\s*"
    r"(?:(\d{4})-12-31|(?:31 )?dec(?:ember)?(?: (\d{4})))(?![\d-])",
    re.IGNORECASE,
)
PART_OF_YEAR = re.compile(
    r"\b((halv|del)år\w*|kvartal\w*|tertial\w*|månad\w*|vecka|veckor|[qht][1-4]|kv\.? ?[1-4]|hösten|våren"
    r"|sommaren|vintern|jan|feb|mar|apr|may|jun|jul|aug|sept?|okt|oct|nov|dec|januari|februari|mars|april|maj|juni"
    r"|juli|augusti|september|oktober|november|december|january|february|march|may|june|july|august|october"
    r"|half|quarter|(19|20)\d\d-(0[1-9]|1[0-2])(-\d\d)?)\b",
    re.IGNORECASE,
)
# Words of more than one year, or of what has not been counted.
NO_WHOLE_YEAR = re.compile(
    r"\b(sedan|framåt|t\.? ?o\.? ?m|fr\.? ?o\.? ?m|till och med|från och med|hittills"
    r"|plan|planer\w*|planen|prognos\w*|budget|mål|since|until|target)\b"
    r"|\b(från|efter|före|till|mot|med|än|per|inför|den|after|before|from|to)\s+(år\s+)?(19|20)\d\d",
    re.IGNORECASE,
)


def year_of(value: Any) -> int | None:
    return int(value) if re.fullmatch(r"(19|20)\d\d", str(value)) else None


def is_of_years(column: str) -> bool:
    """When something began or ended: a year, and no number of anything."""
    return bool(re.search(r"\b(start|slut|begins|ends)|år\b|year\b", column, re.IGNORECASE))


def year_in(title: str) -> int | None:
    """The one whole year that a title names; nothing where it names several, a part of one, or a plan."""
    title = _in_years(title)
    alone = ALONE.findall(title)
    is_other = PART_OF_YEAR.search(title) or NO_WHOLE_YEAR.search(title)
    is_clear = len(alone) == 1 == len(ANY_YEAR.findall(title)) and not is_other
    return int(alone[0]) if is_clear else None


def is_part_of_year(title: str) -> bool:
    """“Januari–augusti 2022”, “kvartal 4”, “2022-10-01–2022-12-31”: not what was counted in a whole year."""
    return bool(PART_OF_YEAR.search(_in_years(title)))


def _in_years(title: str) -> str:
    """“2022-01-01–2022-12-31” is 2022."""

    def years(match: re.Match) -> str:
        last = match[3] or match[4]
        first = match[1] or match[2] or last
        return first if first == last else f"{first}–{last}"

    return FIRST_TO_LAST.sub(years, title)
