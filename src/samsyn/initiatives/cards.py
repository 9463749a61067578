"""What a start page shows of initiatives."""

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.base.days import today
from samsyn.base.tabs import Bucket

from . import queries


def attention(record, user) -> dict | None:
    day = today()
    found = queries.attention_for(user, day)
    return {"attention": found, "year": day.year} if found else None


def buckets(user) -> list[Bucket]:
    ongoing = queries.in_state(queries.initiatives_for(user), "ongoing", today()).count()
    return [Bucket(ongoing, _("ongoing initiatives"), reverse("initiatives:list") + "?state=ongoing")]
