"""Forms that look right without markup of their own: ``{{ form }}`` and no more."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Label, hint, error and control for each field; a summary of all errors on top."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"
