"""What of a referral can be told to others, line by line,
each under the category that the consent must cover.
"""

import base64

from django.utils.translation import gettext as _

from samsyn.disclosures.models import Category
from samsyn.organisations.models import Controller
from samsyn.participants.codes import IncomeSource

from .models import Referral


def lines_of(referral: Referral) -> list[dict]:
    """Lines with "category", "label", "text"; the identity number is sealed, and its text masked."""
    c = Category
    lines = [*_identity(referral)] if not referral.is_anonymous else []
    income = ", ".join(str(IncomeSource(source).label) for source in referral.income_sources)
    involved = Controller.objects.filter(pk__in=referral.involved).values_list("name", flat=True)
    months = referral.public_support_months
    hours = referral.hours_per_week
    told = [
        (c.PLANNING, _("What the referrer wants help with"), referral.question),
        (c.PLANNING, _("The person's own words and wishes"), referral.own_words),
        (c.PLANNING, _("What has been done and what is planned"), referral.done_so_far),
        (c.OCCUPATION, _("Work, education and resources"), referral.background),
        (c.OCCUPATION, _("Hours a week the person can manage"), "" if hours is None else str(hours)),
        (c.HEALTH, _("What needs consideration"), referral.considerations),
        (c.INCOME, _("Income"), income),
        (c.INCOME, _("Months in public support"), "" if months is None else str(months)),
        (c.PLANNING, _("Authorities involved"), ", ".join(involved)),
    ]
    lines += [{"category": str(category), "label": label, "text": text} for category, label, text in told]
    return [line for line in lines if line["text"]]


def _identity(referral):
    interpreter = _("interpreter") if referral.needs_interpreter else ""
    told = (
        [(_("Name"), f"{referral.given_name} {referral.family_name}".strip())]
        if not referral.is_protected
        else []
    )
    told += [
        (_("Phone"), referral.phone),
        (_("E-mail"), referral.email),
        (_("Language"), ", ".join(part for part in (referral.language, interpreter) if part)),
    ]
    lines = [{"category": str(Category.IDENTITY), "label": label, "text": text} for label, text in told]
    if referral.number_encrypted:
        sealed = base64.b64encode(bytes(referral.number_encrypted)).decode()
        number = {
            "category": str(Category.IDENTITY),
            "label": _("Identity number"),
            "text": referral.masked_number,
        }
        lines.insert(min(1, len(lines)), number | {"sealed": sealed})
    return lines
