"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from config import health
from matchmaking.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path(
        "calendar/<slug:slug>/<int:organization>.ics",
        home.organization_calendar,
        name="organization-calendar",
    ),
    path("calendar/<slug:slug>/mine.ics", home.interpreter_calendar, name="interpreter-calendar"),
    path("at/<slug:slug>/<int:organization>/", include("matchmaking.urls")),
    path("account/", include("allauth.account.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
