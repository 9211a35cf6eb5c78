"""Addresses below `/api/v1/`."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter

from matchmaking.api.endpoints import (
    dealing,
    expo,
    listing,
    me,
    meetings,
    needs,
    notices,
    pictures,
    planning,
    registering,
    rules,
    sides,
    telling,
)
from matchmaking.api.problems import not_found

app_name = "api"

router = SimpleRouter()
router.register("editions", expo.Editions, "editions")
router.register("categories", expo.Categories, "categories")
router.register("delegations", expo.Delegations, "delegations")
router.register("exhibitors", sides.Exhibitors, "exhibitors")
router.register("products", listing.Products, "products")
router.register("pictures", pictures.Pictures, "pictures")
router.register("certificates", listing.Certificates, "certificates")
router.register("buyers", sides.Buyers, "buyers")
router.register("needs", needs.Needs, "needs")
router.register("matches", dealing.Matches, "matches")
router.register("requests", dealing.Requests, "requests")
router.register("meetings", meetings.Meetings, "meetings")
router.register("outcomes", dealing.Outcomes, "outcomes")
router.register("runs", planning.Runs, "runs")
router.register("plans", planning.Plans, "plans")
router.register("schedules", planning.Schedules, "schedules")
router.register("pair-rules", rules.PairRules, "pair-rules")
router.register("meeting-limits", rules.MeetingLimits, "meeting-limits")
router.register("quiet-times", rules.QuietTimes, "quiet-times")
router.register("hosted-only", rules.HostedOnlys, "hosted-only")
router.register("webhooks", telling.Webhooks, "webhooks")
router.register("deliveries", telling.Deliveries, "deliveries")
router.register("sources", registering.Sources, "sources")
router.register("registrations", registering.Registrations, "registrations")

urlpatterns = [
    path("", include(router.urls)),
    path("me/", me.Me.as_view(), name="me"),
    path("me/export/", me.Export.as_view(), name="me-export"),
    path("me/erase/", me.Erase.as_view(), name="me-erase"),
    path("me/consents/", me.Consents.as_view(), name="me-consents"),
    path("me/notices/", notices.Notices.as_view({"get": "list"}), name="me-notices"),
    path("me/notices/read/", notices.ReadNotices.as_view(), name="me-notices-read"),
    path("me/notice-settings/", notices.NoticeSettings.as_view(), name="me-notice-settings"),
    path("schema/", SpectacularJSONAPIView.as_view(permission_classes=[AllowAny]), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api:schema", permission_classes=[AllowAny]),
        name="docs",
    ),
    re_path(r"", not_found),
]
