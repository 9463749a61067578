"""Draws forms, fields and error lists with our own templates, in the design system's markup."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Named by FORM_RENDERER. Widgets are drawn by templates/django/forms/widgets, ours before Django's."""

    form_template_name = "base/form_fields.html"
    field_template_name = "base/field.html"
