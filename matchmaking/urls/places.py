"""The pages of a place, below `at/<edition>/<organization>/`."""

from django.urls import path

from matchmaking.views import home

urlpatterns = [
    path("", home.today, name="today"),
]
