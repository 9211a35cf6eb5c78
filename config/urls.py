"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from config import health
from matchmaking.views import home, joining, language

urlpatterns = [
    path("", home.home, name="home"),
    path(
        "calendar/<slug:slug>/<int:organization>.ics",
        home.organization_calendar,
        name="organization-calendar",
    ),
    path("calendar/<slug:slug>/mine.ics", home.interpreter_calendar, name="interpreter-calendar"),
    path("organizations/", include("matchmaking.urls.organizations")),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("at/<slug:slug>/<int:organization>/", include("matchmaking.urls.places")),
    path("account/", include("allauth.account.urls")),
    path("language/", language.choose_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
