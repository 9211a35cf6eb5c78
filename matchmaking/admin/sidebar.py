"""The desk's menu; `UNFOLD` in the settings names `navigation`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

PAGES = [
    (
        _("Edition"),
        [
            (_("Editions"), "event", "expo.edition"),
            (_("Opening days"), "calendar_month", "expo.openingday"),
            (_("Time slots"), "schedule", "expo.timeslot"),
            (_("Categories"), "account_tree", "expo.category"),
        ],
    ),
    (
        _("Floor"),
        [
            (_("Halls"), "warehouse", "expo.hall"),
            (_("Booths"), "storefront", "expo.booth"),
            (_("Meeting tables"), "table_restaurant", "expo.meetingtable"),
        ],
    ),
    (
        _("Exhibitors"),
        [
            (_("Exhibitors"), "sailing", "exhibitors.exhibitor"),
            (_("Products"), "inventory_2", "exhibitors.product"),
            (_("Certificates"), "verified", "exhibitors.certificate"),
        ],
    ),
    (
        _("Buyers"),
        [
            (_("Buyers"), "shopping_cart", "buyers.buyer"),
            (_("Sourcing needs"), "manage_search", "buyers.sourcingneed"),
        ],
    ),
    (
        _("Matching"),
        [
            (_("Scoring runs"), "play_circle", "matchmaking.scoringrun"),
            (_("Matches"), "join_inner", "matchmaking.match"),
            (_("Saved and hidden"), "bookmark", "matchmaking.matchmark"),
            (_("Meeting requests"), "waving_hand", "matchmaking.meetingrequest"),
        ],
    ),
    (
        _("Timetable"),
        [
            (_("Planning runs"), "motion_play", "matchmaking.planningrun"),
            (_("Planning settings"), "tune", "matchmaking.planningsettings"),
            (_("Rules for two"), "group_off", "matchmaking.pairrule"),
            (_("Limits of meetings"), "speed", "matchmaking.meetinglimit"),
            (_("Quiet times"), "bedtime", "matchmaking.quiettime"),
            (_("Hosted buyers only"), "verified_user", "matchmaking.hostedonly"),
            (_("Schedules"), "calendar_view_week", "matchmaking.schedule"),
            (_("Meetings"), "handshake", "matchmaking.meeting"),
            (_("Outcomes"), "trending_up", "matchmaking.outcome"),
            (_("Notices"), "outgoing_mail", "matchmaking.notice"),
        ],
    ),
    (
        _("People"),
        [
            (_("Organizations"), "domain", "accounts.organization"),
            (_("Delegations"), "flag", "expo.delegation"),
            (_("Interpreters"), "interpreter_mode", "expo.interpreter"),
            (_("Glossary"), "translate", "expo.glossaryterm"),
            (_("People"), "person", "accounts.user"),
            (_("Roles"), "shield_person", "auth.group"),
        ],
    ),
    (
        _("Other systems"),
        [
            (_("Webhooks"), "webhook", "matchmaking.webhookendpoint"),
            (_("Webhook deliveries"), "send", "matchmaking.webhookdelivery"),
            (_("Registration sources"), "input", "matchmaking.registrationsource"),
            (_("Registrations"), "how_to_reg", "matchmaking.registration"),
            (_("Exports"), "download", "matchmaking.exportrecord"),
        ],
    ),
]

# Of other packages: superusers' only.
OTHERS = [
    (_("E-mail addresses"), "alternate_email", "account_emailaddress"),
    (_("Second factors"), "key", "mfa_authenticator"),
    (_("Sign-ins elsewhere"), "badge", "socialaccount_socialaccount"),
    (_("Sign-in providers"), "passkey", "socialaccount_socialapp"),
    (_("Sign-in attempts"), "login", "axes_accesslog"),
    (_("Locked out"), "lock", "axes_accessattempt"),
]


def navigation(_request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of links; unfold leaves out what the reader may not see."""
    first = {
        "title": _("Front page"),
        "icon": "dashboard",
        "link": reverse_lazy("admin:expo_edition_newest"),
        "permission": _may_see("expo.edition"),
    }
    reports = {
        "title": _("Reports"),
        "icon": "query_stats",
        "link": reverse_lazy("admin:expo_edition_newest_reports"),
        "permission": _may_see("matchmaking.meeting"),
    }
    return [
        {"title": "", "separator": False, "collapsible": False, "items": [first, reports]},
        *_groups(),
        _others(),
    ]


def _groups() -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "separator": bool(place),
            "collapsible": False,
            "items": [
                {
                    "title": name,
                    "icon": icon,
                    "link": reverse_lazy(f"admin:{model.replace('.', '_')}_changelist"),
                    "permission": _may_see(model),
                }
                for name, icon, model in pages
            ],
        }
        for place, (title, pages) in enumerate(PAGES)
    ]


def _others() -> dict[str, Any]:
    pages = [
        (name, icon, reverse_lazy(f"admin:{model}_changelist")) for name, icon, model in OTHERS
    ]
    every = (_("All tables"), "table_rows", f"{reverse('admin:index')}?all=1")
    return {
        "title": _("Sign-in and security"),
        "separator": True,
        "collapsible": True,
        "items": [
            {"title": name, "icon": icon, "link": link, "permission": _is_superuser}
            for name, icon, link in (*pages, every)
        ],
    }


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_superuser)


def _may_see(model: str) -> Callable[[HttpRequest], bool]:
    app, _dot, name = model.partition(".")
    return lambda request: any(
        request.user.has_perm(f"{app}.{verb}_{name}") for verb in ("view", "change")
    )
