"""The engine and all that comes of it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MatchmakingConfig(AppConfig):
    """Names the app in the admin."""

    name = "matchmaking"
    verbose_name = _("Matching")

    def ready(self) -> None:
        """Roles get their permissions once all of these are there; history its quick functions."""
        import foundation.halfway  # noqa: F401, PLC0415 (registers a check)
        from foundation.history import quicken_history  # noqa: PLC0415 (the same)
        from matchmaking.roles import grant_roles  # noqa: PLC0415 (models are not ready before)

        post_migrate.connect(grant_roles, sender=self)
        post_migrate.connect(quicken_history, sender=self)
