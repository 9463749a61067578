"""The words that templates may use: icons, tags, numbers, days, addresses and sortable table heads."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.base.assets import ICONS

register = template.Library()

NO_VALUE = "–"
NBSP = "\N{NO-BREAK SPACE}"


# ── Pictures and labels ──────────────────────────────────────────────────────────────────────────────────


@cache
def drawings() -> dict[str, str]:
    """Return every icon's drawing by name, read once."""
    if not ICONS.exists():
        raise FileNotFoundError("Icons are missing: run `npm ci` and `python -m samsyn.base.assets`.")
    return json.loads(ICONS.read_text())


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """Return the named lucide icon as inline SVG, hidden from screen readers. LookupError when unknown."""
    if name not in drawings():
        raise LookupError(f"There is no icon named “{name}”: choose one from lucide.dev/icons.")
    return mark_safe(  # noqa: S308 - the drawing comes from the icon package, not from people
        '<svg class="ico" aria-hidden="true" focusable="false" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{drawings()[name]}</svg>"
    )


@register.simple_tag
def tag(text: object, color: str = "neutral") -> SafeString:
    """Return a small coloured label. Colours: neutral, info, success, warning, danger."""
    return format_html('<span class="ds-tag" data-color="{}" data-size="sm">{}</span>', color, text)


# ── Numbers and days ─────────────────────────────────────────────────────────────────────────────────────


@register.filter
def number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """Return 11633528 as “11 633 528”; a dash when there is no value."""
    if value is None or value == "":
        return NO_VALUE
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True).replace("-", "−", 1)


@register.simple_tag
def percent(share: float | Decimal | None, decimals: int = 1) -> str:
    """Return the share 0.321 as “32,1 %”; a dash when there is no value."""
    if share is None or share == "":
        return NO_VALUE
    return f"{number(round(Decimal(str(share)) * 100, decimals), decimals)}{NBSP}%"


@register.filter
def day(value: date | datetime | None) -> str:
    """Return “19 nov”, with the year when it is another than this one; a dash when there is no day."""
    if not value:
        return NO_VALUE
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return _day(value, get_language(), timezone.localdate().year)


@lru_cache(4096)  # a list has a hundred days, and tomorrow's list the same ones
def _day(value: date, language: str | None, this_year: int) -> str:
    month = "b" if language == "sv" else "M"
    year = "" if value.year == this_year else " Y"
    return date_format(value, f"j {month}{year}").replace(" ", NBSP)


@register.filter
def clock(value: datetime | None) -> str:
    """Return the time of day as “13.00” (Swedish) or “13:00”; a dash when there is none."""
    if not value:
        return NO_VALUE
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return value.strftime("%H.%M" if get_language() == "sv" else "%H:%M")


@register.filter
def moment(value: datetime | None) -> str:
    """Return “19 nov 13.00”; a dash when there is no moment."""
    return f"{day(value)} {clock(value)}" if value else NO_VALUE


@register.filter
def waited(since: datetime | None) -> str:
    """Return how long ago in one unit, “3 dagar”: nobody needs the hours of a day-old letter.
    A dash when never.
    """
    return timesince(since, timezone.now(), depth=1) if since else NO_VALUE


@register.simple_tag
def bar(share, low=None, high=None, goal=None, label: str = "") -> SafeString:
    """Draw a share 0–1 as a bar, with its uncertainty (low–high) and the goal as a line.

    Decoration beside the same figures in words: hidden from screen readers unless it is given a label.
    """
    parts = [_rect("full", 0, 1)]
    if share is not None:
        parts.append(_rect("part", 0, share))
    if share is not None and low is not None and high is not None:
        parts += [_rect("doubt-inside", low, share), _rect("doubt", share, high)]
    if goal is not None:
        parts.append(_rect("goal-line", max(0, float(goal) - 0.004), min(1, float(goal) + 0.004)))
    spoken = format_html(' role="img" aria-label="{}"', label) if label else mark_safe(' aria-hidden="true"')
    frame = '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"{}>{}</svg>'
    return format_html(frame, spoken, format_html_join("", "{}", ((part,) for part in parts)))


def _rect(name: str, start, end) -> SafeString:
    start, end = (min(1.0, max(0.0, float(place))) * 100 for place in (start, end))
    return format_html(
        '<rect class="{}" x="{}" width="{}" height="8"/>',
        name,
        f"{start:.2f}",
        f"{max(0.0, end - start):.2f}",
    )


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────────────


@register.simple_tag(takes_context=True)
def address_with(context, **changes) -> str:
    """Return this page's query string with the changes; None takes a key away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sortable(context, label: str, key: str, classes: str = "", default: str = "") -> SafeString:
    """Return a table head that sorts by key, and backwards when followed again.

    `default` is the sort of the list when the address names none, such as "-started_on".
    """
    current = context["request"].GET.get("sort", default)
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
    drawing = {"ascending": "chevron-up", "descending": "chevron-down", "none": "chevrons-up-down"}[direction]
    following = f"-{key}" if direction == "ascending" else key
    address = address_with(context, sort=following, page=None, after=None, before=None)
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}{}</a></th>',
        classes,
        "" if direction == "none" else format_html(' aria-sort="{}"', direction),
        address,
        label,
        icon(drawing),
    )


@register.simple_tag
def rows_of(template_name: str, **context: object) -> SafeString:
    """Draw the rows of a long list by their Jinja2 template, which sees what it is given and nothing else."""
    return mark_safe(get_template(template_name, using="jinja2").render(context))  # noqa: S308 - it escapes itself


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────────────


@register.filter
def first_control(field) -> str:
    """Return the id of the first control of a bound field: where a link from the error summary leads."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label or field.auto_id


@register.filter
def is_single_checkbox(field) -> bool:
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def chosen_count(form) -> int:
    """Return how many fields of a filter form hold a choice."""
    if not form.is_bound or not form.is_valid():
        return 0
    return sum(1 for value in form.cleaned_data.values() if value or value is False)


@register.filter
def alert_color(level_tag: str) -> str:
    """Return the alert colour of a message's level."""
    return {"error": "danger", "debug": "info"}.get(level_tag, level_tag or "info")


@register.simple_tag
def marked_optional(field) -> str:
    """Return “(optional)” for a field that may be left empty; a lone checkbox needs no such word."""
    return "" if field.field.required or is_single_checkbox(field) else _("(optional)")
