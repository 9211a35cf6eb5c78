"""The engine and all that comes of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchmakingConfig(AppConfig):
    """Names the app in the admin."""

    name = "matchmaking"
    verbose_name = _("Matching")
