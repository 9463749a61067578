"""What the cards about consents and disclosures show on other apps' pages."""

from samsyn.accounts.permissions import Permission, has
from samsyn.base.days import today

from . import queries


def told(record, user) -> dict:
    """What has been told about a referral or participant;
    a link only for those who may open the page of it.
    """
    return {"told_rows": queries.disclosures_about(f"{record._meta.label_lower}:{record.pk}", user)}


def consents(record, user) -> dict | None:
    if not has(user, Permission.NOTE_CONSENT, controller=record.controller_id):
        return None
    rows = queries.consents_about(f"{record._meta.label_lower}:{record.pk}")
    return {"consent_rows": [(row, row.is_valid_on(today())) for row in rows], "consent_about": record}
