"""The columns of a register file, and the Swedish words that are accepted beside the codes."""

from samsyn.initiatives.models import Destination
from samsyn.organisations.models import PartyKind
from samsyn.participants.codes import Education, ExitReason, IncomeSource, Occupation, Sex

# Column → Swedish headings. The English name itself is always accepted.
COLUMNS: dict[str, tuple[str, ...]] = {
    "initiative": ("insats",),
    "case_number": ("ärendenummer", "ärendenr", "diarienummer"),
    "personal_identity_number": (
        "personnummer",
        "person-/samordningsnummer",
        "personnummer/samordningsnummer",
    ),
    "sex": ("kön",),
    "birth_year": ("födelseår",),
    "anonymous": ("anonym",),
    "municipality": ("kommun",),
    "controller": ("personuppgiftsansvarig", "personuppgiftsansvarig myndighet", "myndighet"),
    "referrer": ("remittent", "aktualiserad av", "aktualiserande part"),
    "track": ("spår",),
    "referred_on": ("aktualiserad", "aktualiseringsdatum", "remissdatum"),
    "started_on": ("inskriven", "inskrivningsdatum", "startdatum"),
    "education": ("utbildning", "utbildningsnivå"),
    "public_support_months": ("månader i offentlig försörjning", "månader med offentlig försörjning"),
    "income_at_start": ("försörjning vid start", "försörjning före", "försörjning vid inskrivning"),
    "occupation_at_start": (
        "sysselsättning vid start",
        "sysselsättning före",
        "sysselsättning vid inskrivning",
    ),
    "ended_on": ("avslutad", "avslutsdatum", "slutdatum"),
    "exit_reason": ("avslutsanledning", "avslutsorsak"),
    "occupation_at_end": ("sysselsättning vid avslut", "sysselsättning efter"),
    "income_at_end": ("försörjning vid avslut", "försörjning efter"),
    "destination": ("går vidare till", "destination", "vidare till"),
}
NEEDED = ("initiative", "case_number", "municipality")

SWEDISH: dict[str, dict[str, str]] = {
    "sex": {"woman": "Kvinna", "man": "Man"},
    "referrer": {
        "fk": "Försäkringskassan", "af": "Arbetsförmedlingen", "municipality": "Kommun", "region": "Region",
        "other": "Annan",
    },
    "education": {
        "none": "Ej fullföljd grundskola", "compulsory": "Grundskola", "upper_secondary": "Gymnasium",
        "higher_up_to_1y": "Högskola/universitet upp till 1 år",
        "higher_over_1y": "Högskola/universitet mer än 1 år", "unknown": "Uppgift saknas",
    },
    "income": {
        "salary": "Lön/egen inkomst", "sickness_benefit": "Sjukpenning",
        "rehabilitation_allowance": "Rehabiliteringspenning", "sickness_compensation": "Sjukersättning",
        "activity_compensation": "Aktivitetsersättning",
        "activity_grant": "Aktivitetsstöd/utvecklingsersättning",
        "introduction_benefit": "Etableringsersättning", "unemployment_insurance": "Arbetslöshetsersättning",
        "social_assistance": "Försörjningsstöd", "study_support": "Studiestöd",
        "parental_benefit": "Föräldrapenning", "other_public": "Annan offentlig försörjning",
        "none": "Ingen offentlig försörjning",
    },
    "occupation": {
        "employed": "Arbete utan subvention", "subsidised": "Subventionerat arbete",
        "own_business": "Eget företag",
        "studies": "Studier", "jobseeker": "Arbetssökande", "work_training": "Arbetsträning/praktik",
        "daily_activities": "Daglig verksamhet/sysselsättning", "parental_leave": "Föräldraledig",
        "none": "Ingen sysselsättning", "unknown": "Uppgift saknas",
    },
    "exit_reason": {
        "work_studies_jobseeking": "Arbete, studier eller arbetssökande",
        "continued_rehabilitation": "Fortsatt rehabilitering", "illness": "Sjukdom", "moved": "Flytt",
        "other": "Annan anledning", "misregistration": "Felregistrering",
    },
    "destination": {
        "increased_cooperation": "Förstärkt samarbete Arbetsförmedlingen–Försäkringskassan",
        "labour_market_unit": "Kommunens arbetsmarknadsenhet", "employment_service": "Arbetsförmedlingen",
        "daily_activities": "Daglig verksamhet/sysselsättning", "studies": "Studier", "work": "Arbete",
        "right_benefit": "Rätt ersättning", "other": "Annat",
    },
}  # fmt: skip
CODES: dict[str, list[str]] = {
    "sex": Sex.values, "referrer": PartyKind.values, "education": Education.values,
    "income": IncomeSource.values,
    "occupation": Occupation.values, "exit_reason": ExitReason.values, "destination": Destination.values,
}  # fmt: skip
LIST_OF = {
    "sex": "sex", "referrer": "referrer", "education": "education", "income_at_start": "income",
    "income_at_end": "income", "occupation_at_start": "occupation", "occupation_at_end": "occupation",
    "exit_reason": "exit_reason", "destination": "destination",
}  # fmt: skip


def folded(text: str) -> str:
    """How headings, names and labels are compared: without case, extra blanks and underscores."""
    return " ".join(text.replace("_", " ").replace("–", "-").split()).casefold()


HEADINGS = {folded(word): name for name, words in COLUMNS.items() for word in (name, *words)}
WORDS = {
    name: {folded(code): code for code in CODES[name]}
    | {folded(label): code for code, label in labels.items()}
    for name, labels in SWEDISH.items()
}
TRUE, FALSE = {"true", "1", "yes", "ja", "x", "sant"}, {"", "false", "0", "no", "nej", "falskt"}
