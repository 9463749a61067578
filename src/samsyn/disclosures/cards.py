"""What the cards about consents and disclosures show on other apps' pages."""

from samsyn.accounts.permissions import Permission, has
from samsyn.base.days import today

from . import queries


def told(record, user) -> dict:
    """What has been told about a referral or participant;
    a link only for those who may open the page of it.
    """
    about = f"{record._meta.label_lower}:{record.pk}"
    rows = list(queries.disclosures_about(about)[:20])
    readable = set(
        queries.disclosures_for(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    return {"told_rows": [(row, row.pk in readable) for row in rows]}


def consents(record, user) -> dict | None:
    if not has(user, Permission.NOTE_CONSENT, controller=record.controller_id):
        return None
    rows = queries.consents_about(f"{record._meta.label_lower}:{record.pk}")[:20]
    return {"consent_rows": [(row, row.is_valid_on(today())) for row in rows], "consent_about": record}
