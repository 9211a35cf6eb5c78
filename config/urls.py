"""Addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config import health, mailbox, parts
from matchmaking.admin.home import desk_home, dress_others
from matchmaking.views import (
    calendar,
    home,
    joining,
    language,
    links,
    media,
    mission_drafts,
    missions,
    notices,
    search,
)

# One sign-in for all: the desk's own page knows no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
dress_others(admin.site)

urlpatterns = [
    path("", home.home, name="home"),
    path(
        "calendar/<slug:slug>/<int:organization>.ics",
        home.organization_calendar,
        name="organization-calendar",
    ),
    path("calendar/<slug:slug>/mine.ics", home.interpreter_calendar, name="interpreter-calendar"),
    path("delegations/<int:key>/", missions.mission, name="mission"),
    path("delegations/<int:key>/calendar.ics", missions.mission_calendar, name="mission-calendar"),
    path("delegations/<int:key>/companies.csv", missions.mission_csv, name="mission-csv"),
    path("delegations/<int:key>/draft/", mission_drafts.mission_draft, name="mission-draft"),
    path("search/<slug:slug>/", search.organizers_search, name="organizers-search"),
    path("feed/<str:secret>.ics", calendar.feed, name="calendar-feed"),
    path("check-in/<uuid:uid>/", calendar.check_in, name="check-in"),
    path("answer/<str:token>/", links.answer, name="link-answer"),
    path("day/<str:token>/", links.day, name="link-day"),
    path("unsubscribe/<str:token>/", links.unsubscribe, name="unsubscribe"),
    path("media/<uuid:key>/", media.picture, name="picture"),
    path("media/<uuid:key>/<slug:size>/", media.picture, name="picture-small"),
    path("papers/<int:key>/", media.paper, name="paper"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/settings/", notices.choose, name="notice-settings"),
    path("organizations/", include("matchmaking.urls.organizations")),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("at/<slug:slug>/<int:organization>/", include("matchmaking.urls.places")),
    path("account/", include("matchmaking.urls.account")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("api/v1/", include("matchmaking.api.urls")),
    path("language/", language.choose_language, name="set_language"),
    path("admin/", admin.site.admin_view(desk_home)),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

if not settings.PRODUCTION:
    urlpatterns += [
        path("mail/", mailbox.mailbox, name="mailbox"),
        path("mail/<str:key>/", mailbox.letter, name="letter"),
        path("parts/", parts.parts, name="parts"),
    ]
