"""Puts the cards that other apps have registered for a page on it."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from samsyn.base.tabs import cards_for

register = template.Library()


@register.simple_tag(takes_context=True)
def cards(context, page: str, record=None, *, aside: bool | None = None) -> SafeString:
    """Every card of a page for this record and user; ``aside`` True or False chooses one of two columns.

    A card's template sees what its context function gave as variables of their own, beside the page's.
    """
    request = context["request"]
    shown = []
    for name, facts in cards_for(page, record, request.user, aside=aside):
        with context.push(**facts):
            shown.append(context.template.engine.get_template(name).render(context))
    return mark_safe("".join(shown))  # noqa: S308 (rendered templates, escaped when they were rendered)
