"""Settings of the REST interface."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "matchmaking.api.authentication.TokenAuthentication",
        "matchmaking.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["matchmaking.api.permissions.Scope"],
    "DEFAULT_THROTTLE_CLASSES": [
        "matchmaking.api.throttles.ByPerson",
        "matchmaking.api.throttles.ByOrganization",
    ],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "matchmaking.api.streaming.NdjsonRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["matchmaking.api.parsers.JsonParser"],
    "DEFAULT_PAGINATION_CLASS": "matchmaking.api.paging.ByCursor",
    "DEFAULT_FILTER_BACKENDS": ["matchmaking.api.filters.Backend"],
    "DEFAULT_SCHEMA_CLASS": "matchmaking.api.schema.Words",
    "EXCEPTION_HANDLER": "matchmaking.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Fairlead",
    "DESCRIPTION": (
        "Exhibitors, buyers, matches, requests and meetings of trade expos. What you see is what"
        " you may see: everything begins with your organizations, delegations and permissions."
        " Texts come in `Accept-Language`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "matchmaking.api.schema.with_problems",
        "matchmaking.api.examples.with_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "Side": "matchmaking.models.request.MeetingRequest.Side",
        "Channel": "foundation.units.Channel",
        "Unit": "foundation.units.Unit",
        "RunState": "matchmaking.models.run.ScoringRun.State",
        "NeedState": "buyers.models.need.SourcingNeed.State",
        "RequestState": "matchmaking.models.request.MeetingRequest.State",
        "ParticipantState": "expo.models.participant.Participant.State",
        "ScheduleState": "matchmaking.models.schedule.Schedule.State",
        "NoticeKind": "matchmaking.models.notice.Kind",
        "NoticeWay": "matchmaking.models.notice.NoticeSetting.Way",
        "MeetingStatus": "matchmaking.models.meeting.Meeting.Status",
    },
}

# Requests a minute.
RATES = {"person": 600, "organization": 1200, "address": 1200}


def api_rates() -> dict[str, int]:
    """API_RATES=person:600,address:1200; ImproperlyConfigured for anything else."""
    rates = dict(RATES)
    for item in filter(None, os.environ.get("API_RATES", "").split(",")):
        name, _colon, number = item.strip().partition(":")
        if name not in rates or not number.isdecimal() or not int(number):
            raise ImproperlyConfigured(f"API_RATES={item!r}: write it like person:600.")
        rates[name] = int(number)
    return rates
