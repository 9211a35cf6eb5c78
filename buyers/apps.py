"""Demand."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BuyersConfig(AppConfig):
    """Names the app in the admin."""

    name = "buyers"
    verbose_name = _("Buyers")
