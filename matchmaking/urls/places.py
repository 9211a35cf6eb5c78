"""The pages of a place, below `at/<edition>/<organization>/`."""

from django.urls import path

from matchmaking.views import home, requests

urlpatterns = [
    path("", home.today, name="today"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<slug:tab>/", requests.requests, name="requests-tab"),
    path("requests/<int:key>/answer/", requests.answer, name="request-answer"),
    path("requests/<int:key>/time/", requests.propose, name="request-propose"),
    path("ask/<slug:side>/<int:other>/", requests.ask, name="request-new"),
]
