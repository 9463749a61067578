"""Reference data: Sweden's regions and municipalities,
and the two national authorities of every association.
"""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from samsyn.organisations.models import Controller, LegalRegime, Municipality, PartyKind, Region

REFERENCE = Path(__file__).parents[2] / "reference"

# Försäkringskassan and Arbetsförmedlingen are members of every association (Act 2003:1210, section 1).
NATIONAL = {
    "forsakringskassan": {
        "name": "Försäkringskassan",
        "short_name": "Försäkringskassan",
        "kind": PartyKind.FK,
        "legal_regime": LegalRegime.SOCIAL_INSURANCE,
        "retention_years": 10,
        "retention_basis": "SFB 114 kap.",
    },
    "arbetsformedlingen": {
        "name": "Arbetsförmedlingen",
        "short_name": "Arbetsförmedlingen",
        "kind": PartyKind.AF,
        "legal_regime": LegalRegime.EMPLOYMENT_SERVICE,
        "retention_years": 3,
        "retention_basis": "Lagen (2002:546) 16 §",
    },
}


class Command(BaseCommand):
    help = (
        "Loads or updates regions, municipalities and the national authorities. Running it again "
        "does no harm."
    )

    @transaction.atomic
    def handle(self, *args, **options):
        regions = _load(Region, "regions.csv", lambda row: {"name": row["name"], "county": row["county"]})
        municipalities = _load(
            Municipality,
            "municipalities.csv",
            lambda row: {"name": row["name"], "region": regions[row["county_code"]]},
        )
        for slug, facts in NATIONAL.items():
            # What an installation has decided about retention stays; only a missing authority is added.
            Controller.objects.get_or_create(slug=slug, defaults=facts)
        self.stdout.write(f"{len(regions)} regions, {len(municipalities)} municipalities.")


def _load(model, name, facts_of):
    """Add what is missing and correct what differs; a name that has changed is updated,
    nothing is removed.
    """
    found = {record.code: record for record in model.objects.all()}
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: facts_of(row) for row in csv.DictReader(file)}
    model.objects.bulk_create(model(code=code, **facts) for code, facts in rows.items() if code not in found)
    for code in rows.keys() & found.keys():
        record, facts = found[code], rows[code]
        if any(getattr(record, name) != value for name, value in facts.items()):
            model.objects.filter(code=code).update(**facts)
    return {record.code: record for record in model.objects.all()}
