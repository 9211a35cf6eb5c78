"""The pages of a place, below `at/<edition>/<organization>/`."""

from django.urls import path

from matchmaking.views import calendar, home, requests, search

urlpatterns = [
    path("", home.today, name="today"),
    path("search/", search.search_page, name="search"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<slug:tab>/", requests.requests, name="requests-tab"),
    path("requests/<int:key>/answer/", requests.answer, name="request-answer"),
    path("requests/<int:key>/time/", requests.propose, name="request-propose"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.make_feed, name="calendar-feed-new"),
    path("calendar/address/end/", calendar.end_feed, name="calendar-feed-end"),
    path("calendar/sheet/", calendar.day_sheet, name="day-sheet"),
    path("calendar/<slug:side>/", calendar.availability, name="availability"),
    path("ask/<slug:side>/<int:other>/", requests.ask, name="request-new"),
]
