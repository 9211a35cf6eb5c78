"""The pages of a place, below `at/<edition>/<organization>/`."""

from django.urls import path

from matchmaking.views import calendar, home, matches, needs, requests, talks

urlpatterns = [
    path("", home.today, name="today"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<slug:tab>/", requests.requests, name="requests-tab"),
    path("requests/<int:key>/answer/", requests.answer, name="request-answer"),
    path("requests/<int:key>/time/", requests.propose, name="request-propose"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.make_feed, name="calendar-feed-new"),
    path("calendar/address/end/", calendar.end_feed, name="calendar-feed-end"),
    path("calendar/sheet/", calendar.day_sheet, name="day-sheet"),
    path("calendar/<slug:side>/", calendar.availability, name="availability"),
    path("delegate/<slug:side>/", home.let_act, name="delegate"),
    # The buyer's needs; both sides' matches and talks.
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new, name="need-new"),
    path("needs/categories/", needs.find_categories, name="need-categories"),
    path("needs/<int:key>/", needs.need, name="need"),
    path("needs/<int:key>/edit/", needs.edit, name="need-edit"),
    path("needs/<int:key>/state/", needs.state, name="need-state"),
    path("needs/<int:key>/copy/", needs.copy, name="need-copy"),
    path("matches/", matches.matches, name="matches"),
    path("matches/<slug:side>/", matches.matches, name="matches-of"),
    path("matches/<slug:side>/compare/", matches.compare_them, name="matches-compare"),
    path("matches/<slug:side>/<int:other>/", matches.match, name="matches-with"),
    path("matches/<slug:side>/<int:other>/mark/", matches.mark, name="matches-mark"),
    path("talks/", talks.talks, name="talks"),
    path("talks/<int:key>/", talks.talk, name="talk"),
    path("ask/<slug:side>/<int:other>/", requests.ask, name="request-new"),
]
