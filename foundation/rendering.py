"""How forms look outside the desk: one template for a form, one for a field."""

from django.forms.renderers import TemplatesSetting


class PortalForms(TemplatesSetting):
    """Widgets come from the apps' own templates, forms and fields from `forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
