"""Where and when."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpoConfig(AppConfig):
    """Names the app in the admin."""

    name = "expo"
    verbose_name = _("Edition")
