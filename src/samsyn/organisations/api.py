"""Associations for machines: what the others are asked for by."""

from django.utils.translation import gettext_noop
from ninja import Router, Schema

from . import queries

router = Router(tags=["organisations"])


class AssociationOut(Schema):
    slug: str
    name: str
    show_counts_from: int

    @staticmethod
    def resolve_show_counts_from(one) -> int:
        return one.suppress_below


@router.get(
    "associations",
    response=list[AssociationOut],
    summary=gettext_noop("The associations that the token works for or whose member its authority is"),
)
def associations(request):
    return queries.associations_for(request.user).order_by("name")
