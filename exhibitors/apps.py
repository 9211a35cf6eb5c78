"""Supply."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExhibitorsConfig(AppConfig):
    """Names the app in the admin."""

    name = "exhibitors"
    verbose_name = _("Exhibitors")
