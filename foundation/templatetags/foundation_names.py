"""Codes in words."""

from django import template
from django.utils.translation import get_language

from foundation.countries import country_name

register = template.Library()


@register.filter
def country(code: str) -> str:
    """`RW` → Rwanda, in the reader's language."""
    return country_name(code, get_language() or "en")
