"""What each figure is called and what exactly it counts."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matchmaking.exchange.reports.tables import Kind

# Name → title, definition, kind.
FIGURES = {
    "registrations": (
        pgettext_lazy("figure", "Registrations"),
        _("Exhibitors and buyers that registered, whether they were let in or not."),
        Kind.COUNT,
    ),
    "exhibitors": (
        pgettext_lazy("figure", "Exhibitors"),
        _("Exhibitors that take part: let in by the organizer."),
        Kind.COUNT,
    ),
    "buyers": (
        pgettext_lazy("figure", "Buyers"),
        _("Buyers that take part: let in by the organizer."),
        Kind.COUNT,
    ),
    "products": (
        pgettext_lazy("figure", "Products"),
        _("Products and services that exhibitors taking part have listed."),
        Kind.COUNT,
    ),
    "needs": (
        pgettext_lazy("figure", "Needs"),
        _("Sourcing needs that buyers taking part have entered, closed ones included."),
        Kind.COUNT,
    ),
    "matches": (
        pgettext_lazy("figure", "Matches"),
        _(
            "Pairs of an exhibitor and a buyer that the matching in force gives at least"
            " %(threshold)s of 100 points."
        ),
        Kind.COUNT,
    ),
    "requests": (
        pgettext_lazy("figure", "Requests"),
        _("Meetings that one side asked for, whatever the answer."),
        Kind.COUNT,
    ),
    "accepted": (
        pgettext_lazy("figure", "Accepted"),
        _("Requests that the other side accepted."),
        Kind.COUNT,
    ),
    "accepted_share": (
        pgettext_lazy("figure", "Requests accepted"),
        _("Accepted requests as a share of all requests."),
        Kind.SHARE,
    ),
    "scheduled": (
        pgettext_lazy("figure", "Meetings"),
        _(
            "Meetings of the approved timetable: confirmed, held or missed. Cancelled ones and"
            " drafts do not count."
        ),
        Kind.COUNT,
    ),
    "held": (
        pgettext_lazy("figure", "Held"),
        _("Meetings that were checked in as held."),
        Kind.COUNT,
    ),
    "no_show": (
        pgettext_lazy("figure", "No-shows"),
        _("Meetings to which one side or both did not come."),
        Kind.COUNT,
    ),
    "held_share": (
        pgettext_lazy("figure", "Meetings that took place"),
        _("Held meetings as a share of held and missed ones; what is not checked in is left out."),
        Kind.SHARE,
    ),
    "intents": (
        pgettext_lazy("figure", "Intents"),
        _("Meetings after which at least one side reported a letter of intent."),
        Kind.COUNT,
    ),
    "contracts": (
        pgettext_lazy("figure", "Contracts"),
        _("Meetings after which at least one side reported a contract or a repeat order."),
        Kind.COUNT,
    ),
    "intended": (
        pgettext_lazy("figure", "Intended value"),
        _(
            "What is meant to be bought, as recorded after meetings: the buyer's figure, the"
            " exhibitor's where the buyer gave none. In %(currency)s by the edition's exchange"
            " rates."
        ),
        Kind.MONEY,
    ),
    "contracted": (
        pgettext_lazy("figure", "Contract value"),
        _(
            "Realised value of contracts and repeat orders: the buyer's figures, the exhibitor's"
            " where the buyer gave none. In %(currency)s by the edition's exchange rates."
        ),
        Kind.MONEY,
    ),
    "tables": (
        pgettext_lazy("figure", "Tables"),
        _("Meeting tables in the hall, at booths and in lounges."),
        Kind.COUNT,
    ),
    "use": (
        pgettext_lazy("figure", "In use"),
        _("Meetings as a share of all tables times all time slots."),
        Kind.SHARE,
    ),
    "exhibitor_countries": (
        _("Countries of exhibitors"),
        _("Different countries in which exhibitors taking part are based."),
        Kind.COUNT,
    ),
    "buyer_countries": (
        _("Countries of buyers"),
        _("Different countries in which buyers taking part are based."),
        Kind.COUNT,
    ),
    "first_time": (
        _("First-time exhibitors"),
        _("Exhibitors taking part for which this is the first expo abroad, by their own word."),
        Kind.COUNT,
    ),
    "hosted": (
        _("Hosted buyers"),
        _("Buyers taking part that travel at the organizer's cost."),
        Kind.COUNT,
    ),
    "ldc_exhibitors": (
        _("Exhibitors from least developed countries"),
        _("Exhibitors taking part from a country on the United Nations' list of December 2024."),
        Kind.COUNT,
    ),
    "ldc_countries": (
        _("Least developed countries represented"),
        _("Different countries of that list with at least one exhibitor taking part."),
        Kind.COUNT,
    ),
    "hours": (
        _("Hours of meetings"),
        _("Length of all meetings of the approved timetable together, rounded to hours."),
        Kind.COUNT,
    ),
    "interpreted": (
        _("Meetings with an interpreter"),
        _("Meetings of the approved timetable to which an interpreter is assigned."),
        Kind.COUNT,
    ),
    "interpreters": (
        _("Interpreters at work"),
        _("Interpreters assigned to at least one meeting of the approved timetable."),
        Kind.COUNT,
    ),
    "met_exhibitors": (
        _("Exhibitors with a meeting"),
        _("Share of exhibitors taking part that have at least one meeting in the timetable."),
        Kind.SHARE,
    ),
    "met_buyers": (
        _("Buyers with a meeting"),
        _("Share of buyers taking part that have at least one meeting in the timetable."),
        Kind.SHARE,
    ),
    "pairs_of_countries": (
        _("Pairs of countries that meet"),
        _("Different pairs of an exhibitor's and a buyer's country among the meetings."),
        Kind.COUNT,
    ),
    "members": (
        pgettext_lazy("figure", "Participants"),
        _("Members of the group that take part."),
        Kind.COUNT,
    ),
    "mean": (
        pgettext_lazy("figure", "Mean"),
        _("Meetings of the group divided by its members, those without a meeting included."),
        Kind.RATIO,
    ),
    "median": (
        pgettext_lazy("figure", "Median"),
        _("Half of the members have this many meetings or fewer."),
        Kind.RATIO,
    ),
    "gini": (
        pgettext_lazy("figure", "Gini"),
        _(
            "Gini coefficient of the number of meetings: half the mean difference between any two"
            " members, divided by the mean. 0: all have as many; towards 1: one has them all."
        ),
        Kind.RATIO,
    ),
    "top_tenth": (
        _("Busiest tenth"),
        _("Share of the group's meetings that its busiest tenth has."),
        Kind.SHARE,
    ),
}
BUCKETS = (
    pgettext_lazy("meetings", "None"),
    pgettext_lazy("meetings", "1"),
    pgettext_lazy("meetings", "2–4"),
    pgettext_lazy("meetings", "5 or more"),
)
BUCKET_DEFINITION = _(
    "Members with so many meetings in the approved timetable, and their share of the group."
)
GROUPS = {
    "all": _("All"),
    "first_time": _("First-time exhibitors"),
    "hosted": _("Hosted buyers"),
    "ldc": _("Least developed countries"),
    "rest": _("The rest"),
}
SIDES = {
    "exhibitors": pgettext_lazy("figure", "Exhibitors"),
    "buyers": pgettext_lazy("figure", "Buyers"),
}
TITLES = {
    "press": _("Press figures"),
    "country": _("By country"),
    "delegation": _("By delegation"),
    "category": _("By category"),
    "hall": _("By hall"),
    "fairness": _("Fairness"),
    "rosters": _("Interpreters' rosters"),
}
