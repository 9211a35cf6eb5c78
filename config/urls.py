"""Addresses of the site."""

from django.contrib import admin
from django.contrib.auth import views as auth
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
    path("sign-in/", auth.LoginView.as_view(), name="login"),
    path("sign-out/", auth.LogoutView.as_view(), name="logout"),
    path("language/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
