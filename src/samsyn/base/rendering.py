"""Draws forms, fields and error lists with our own templates, in the design system's markup."""

from collections.abc import Callable
from typing import Any

import jinja2
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NOTHING_CHOSEN = "---------"  # Django's; the empty choice says what it is instead of a row of dashes


class FormRenderer(TemplatesSetting):
    """Named by FORM_RENDERER. Widgets are drawn by templates/django/forms/widgets, ours before Django's."""

    form_template_name = "base/form_fields.html"
    field_template_name = "base/field.html"

    def render(self, template_name, context, request=None):
        if template_name == "django/forms/widgets/select.html":
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget) -> SafeString:
    """A choice from a list. Not a template: a page may have hundreds of options, thirty times dearer."""
    attributes = {**widget["attrs"], "class": f"ds-input {widget['attrs'].get('class', '')}".strip()}
    groups = format_html_join(
        "", "{}", ((_group(name, options),) for name, options, _at in widget["optgroups"])
    )
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _written(attributes), groups)


def _group(name, options) -> SafeString:
    inside = mark_safe("".join(map(_option, options)))  # noqa: S308 - each part of an option is escaped
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, inside) if name else inside


def _option(one) -> str:
    value, label = conditional_escape(one["value"]), conditional_escape(_label(one["label"]))
    return f'\n  <option value="{value}"{_written(one["attrs"]) if one["attrs"] else ""}>{label}</option>'


def _label(label) -> str:
    return _("Choose") if label == NOTHING_CHOSEN else label


def _written(attributes) -> SafeString:
    return flatatt({name: value for name, value in attributes.items() if value is not None})


def environment(**options) -> jinja2.Environment:
    """What the rows of long lists may use: the words of Django's templates; an unknown name fails."""
    from .templatetags import samsyn as words

    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = jinja2.Environment(**options)  # noqa: S701 - Django asks for autoescaping
    given: dict[str, Any] = {
        "_": _,
        "ngettext": ngettext,
        "tag": words.tag,
        "icon": words.icon,
        "none": words.NO_VALUE,
    }
    made.globals |= given | {"addresses": _addresses}
    made.filters |= {"day": words.day, "number": words.number, "moment": words.moment}
    return made


def _addresses(name: str) -> Callable[[int], str]:
    """``address = addresses("enrolments:detail")`` gives the address of each record, looked up once."""
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"
