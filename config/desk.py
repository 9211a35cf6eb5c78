"""How the organizer's desk looks: unfold's settings."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

__all__ = ["UNFOLD"]

# A harbour's sea green; unfold's own greys.
SHADES = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")
SEA_GREEN = (
    "97.5% .013 185", "94% .03 185", "88.5% .055 185", "81% .08 186", "71% .095 187",
    "60% .095 188", "49% .082 190", "42.5% .07 191", "36.5% .058 193", "31.5% .047 195",
    "22% .035 198",
)  # fmt: skip
UNFOLD = {
    "SITE_TITLE": "Fairlead",
    "SITE_HEADER": "Fairlead",
    "SITE_SUBHEADER": _("The organizer's desk"),
    "SITE_SYMBOL": "handshake",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_LANGUAGES": True,
    "COLORS": {
        "primary": {shade: f"oklch({c})" for shade, c in zip(SHADES, SEA_GREEN, strict=True)}
    },
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("portal/icon.svg"),  # noqa: ARG005 (as below)
        }
    ],
    "STYLES": [lambda request: static("admin/fairlead.css")],  # noqa: ARG005 (unfold's signature)
    "SIDEBAR": {"show_search": True, "navigation": "matchmaking.admin.sidebar.navigation"},
}
