"""Every file of an import folder, column by column. `docs/import.md` explains them to people."""

from buyers.models import SourcingNeed
from exhibitors.models.product import Period
from expo.models import LARGEST_TEAM, Category, MeetingTable, Participant
from foundation.units import Channel, Incoterm, Unit
from matchmaking.exchange.columns import Column, Link, ListOf, Sheet, Text, Times, ordered, together
from matchmaking.exchange.kinds import (
    CODE,
    EMAIL,
    HS_CODE,
    REF,
    SLUG,
    URL,
    Choice,
    Country,
    Currency,
    LanguageCode,
    Pattern,
    Words,
    YesNo,
)
from matchmaking.exchange.numbers import SMALL, Amount, Day, Measure, Whole
from matchmaking.exchange.rules import answered, checked
from matchmaking.models import MeetingRequest

NAME = Text(300)
UNIT = Choice(tuple(Unit.values))
METRES = Measure(-1e5, 1e5, empty=0.0)
COUNTRIES = ListOf(Country())
LANGUAGES = ListOf(LanguageCode())


def organization(*between: Column) -> tuple[Column, ...]:
    """What exhibitors and buyers say about themselves."""
    return (
        Column("ref", REF, required=True),
        Column("name", NAME, required=True, own=False),
        Column("registration_number", Words(64), own=False),
        Column("country", Country(), required=True, own=False),
        Column("city", Words(100), own=False),
        Column("website", URL, own=False),
        Column("language", LanguageCode()),
        Column("description", Text()),
        Column("contact_name", Words(200)),
        Column("contact_email", EMAIL),
        Column("state", Choice(tuple(Participant.State.values), empty=None)),
        Column("languages", LANGUAGES),
        *between,
        Column("team_size", Whole(1, LARGEST_TEAM, empty=1)),
        Column("channels", ListOf(Choice(tuple(Channel.values)))),
        Column("delegation", Link("delegations")),
        Column("max_meetings", Whole(0, SMALL)),
        Column("max_meetings_a_day", Whole(0, SMALL)),
        Column("available", Times()),
        Column("private_tables", ListOf(Link("tables")), own=False),
    )


EDITION = Sheet(
    "edition",
    (
        Column("slug", Pattern(50, SLUG.shape, SLUG.advice)),
        Column("name", NAME, required=True),
        Column("venue", NAME),
        Column("city", NAME),
        Column("country", Country()),
        Column("timezone", Words(64), required=True, own=False),
        Column("currency", Currency(), required=True),
        Column("language", LanguageCode()),
        Column("languages", LANGUAGES),
        Column("slot_minutes", Whole(5, 480), required=True),
        Column("category_scheme", Pattern(32, SLUG.shape, SLUG.advice)),
        Column("match_threshold", Whole(0, 100)),
        Column("exposure_floor", Whole(0, SMALL)),
        Column("exposure_list", Whole(1, 100)),
        Column("max_break_difference", Whole(0, SMALL)),
        Column("days", Words(), required=True, own=False),
        Column("breaks", Words(), own=False),
        Column("rates", Words(), own=False),
    ),
    key="slug",
)

CATEGORIES = Sheet(
    "categories",
    (
        Column("code", CODE, required=True),
        Column("parent", Link("categories"), own=False),
        Column("name", NAME, required=True),
        Column("kind", Choice(tuple(Category.Kind.values), empty=None)),
    ),
    key="code",
)

HALLS = Sheet(
    "halls",
    (
        Column("ref", REF, required=True),
        Column("name", NAME, required=True),
        Column("x", METRES),
        Column("y", METRES),
        Column("width", METRES),
        Column("depth", METRES),
        Column("distances", ListOf(Words(80)), own=False),
    ),
)

DELEGATIONS = Sheet(
    "delegations",
    (
        Column("ref", REF, required=True),
        Column("parent", Link("delegations"), own=False),
        Column("name", NAME, required=True),
        Column("country", Country()),
        Column("lead_name", Words(200), own=False),
        Column("lead_email", EMAIL, own=False),
        Column("meeting_quota", Whole()),
        Column("approves", YesNo()),
    ),
)

TABLES = Sheet(
    "tables",
    (
        Column("ref", REF, required=True),
        Column("hall", Link("halls"), required=True),
        Column(
            "kind", Choice(tuple(MeetingTable.Kind.values), empty=MeetingTable.Kind.LOUNGE.value)
        ),
        Column("booth", Words(32), own=False),
        Column("x", METRES),
        Column("y", METRES),
        Column("open", Times()),
    ),
)

EXHIBITORS = Sheet(
    "exhibitors",
    organization(
        Column("hall", Link("halls"), own=False),
        Column("booth", Words(32), own=False),
        Column("first_time", YesNo()),
        Column("target_markets", COUNTRIES),
        Column("founded", Whole(1, SMALL)),
        Column("employees", Whole()),
    ),
)

PRODUCTS = Sheet(
    "products",
    (
        Column("ref", REF, required=True),
        Column("exhibitor", Link("exhibitors"), required=True),
        Column("language", LanguageCode()),
        Column("name", NAME, required=True),
        Column("description", Text()),
        Column("category", Link("categories")),
        Column("hs_code", HS_CODE),
        Column("origin", Country()),
        Column("moq", Amount()),
        Column("moq_unit", UNIT),
        Column("unit_size", Amount()),
        Column("unit_size_unit", UNIT),
        Column("capacity", Amount()),
        Column("capacity_unit", UNIT),
        Column("capacity_period", Choice(tuple(Period.values))),
        Column("price_min", Amount()),
        Column("price_max", Amount()),
        Column("price_currency", Currency()),
        Column("price_unit", UNIT),
        Column("incoterm", Choice(tuple(Incoterm.values))),
        Column("incoterm_place", Words(100)),
        Column("lead_time_days", Whole(0, SMALL)),
        Column("shelf_life_days", Whole()),
        Column("temperature_min", Measure(-273, 2000)),
        Column("temperature_max", Measure(-273, 2000)),
    ),
    (
        together("moq", "moq_unit"),
        together("unit_size", "unit_size_unit"),
        together("capacity", "capacity_unit", "capacity_period"),
        together("price_min", "price_max", "price_currency", "price_unit"),
        ordered("price_min", "price_max"),
        ordered("temperature_min", "temperature_max"),
    ),
)

CERTIFICATES = Sheet(
    "certificates",
    (
        Column("ref", REF, required=True),
        Column("exhibitor", Link("exhibitors"), required=True),
        Column("product", Link("products")),
        Column("standard", SLUG, required=True),
        Column("issuer", Words(200)),
        Column("scope", Text()),
        Column("number", Words(100)),
        Column("valid_until", Day()),
        Column("checked_by", EMAIL, own=False),
        Column("checked_on", Day()),
    ),
    (checked,),
)

BUYERS = Sheet(
    "buyers",
    organization(
        Column("regions", ListOf(Words(100))),
        Column("annual_volume", Amount()),
        Column("annual_volume_currency", Currency()),
        Column("discovery", Whole(0, 100)),
        Column("hosted", YesNo()),
    ),
    (together("annual_volume", "annual_volume_currency"),),
)

NEEDS = Sheet(
    "needs",
    (
        Column("ref", REF, required=True),
        Column("buyer", Link("buyers"), required=True),
        Column("language", LanguageCode()),
        Column("text", Text(), required=True),
        Column("categories", ListOf(Link("categories")), own=False),
        Column("volume", Amount()),
        Column("volume_unit", UNIT),
        Column("volume_period", Choice(tuple(SourcingNeed.Period.values))),
        Column("target_price", Amount()),
        Column("target_price_currency", Currency()),
        Column("target_price_unit", UNIT),
        Column("certificates", ListOf(Words(32))),
        Column("certificates_nice", ListOf(Words(32))),
        Column("incoterms", ListOf(Choice(tuple(Incoterm.values)))),
        Column("incoterm_place", Words(100)),
        Column("origins_wanted", COUNTRIES),
        Column("origins_unwanted", COUNTRIES),
        Column("deadline", Day()),
        Column("min_shelf_life_days", Whole()),
        Column("priority", Choice(tuple(SourcingNeed.Priority.values), empty=None)),
        Column("state", Choice(tuple(SourcingNeed.State.values), empty=None)),
    ),
    (
        together("volume", "volume_unit", "volume_period"),
        together("target_price", "target_price_currency", "target_price_unit"),
    ),
)

INTERPRETERS = Sheet(
    "interpreters",
    (
        Column("ref", REF, required=True),
        Column("name", Words(200), required=True),
        Column("email", EMAIL),
        Column("languages", LANGUAGES, required=True),
        Column("sectors", ListOf(CODE)),
        Column("shifts", Times()),
        Column("max_run_minutes", Whole(1, SMALL)),
    ),
)

GLOSSARY = Sheet(
    "glossary",
    (
        Column("ref", REF, required=True),
        Column("text", NAME, required=True),
        Column("category", Link("categories")),
    ),
)

REQUESTS = Sheet(
    "requests",
    (
        Column("ref", REF, required=True),
        Column("exhibitor", Link("exhibitors"), required=True),
        Column("buyer", Link("buyers"), required=True),
        Column("asked_by", Choice(tuple(MeetingRequest.Side.values)), required=True),
        Column("state", Choice(tuple(MeetingRequest.State.values), empty=None)),
        Column("priority", Choice(tuple(MeetingRequest.Priority.values), empty=None)),
        Column("language", LanguageCode()),
        Column("message", Text()),
        Column("asked_on", Day(), required=True),
        Column("answered_on", Day()),
        Column("decline_reason", Text()),
        Column("session", Choice(tuple(filter(None, MeetingRequest.Session.values)))),
        Column("fixed_slot", Words(16), own=False),
        Column("after", ListOf(Link("requests")), own=False),
    ),
    (answered,),
)

# In the order in which they are read: nothing refers to a later one, except within a file.
SHEETS = (
    CATEGORIES, HALLS, DELEGATIONS, TABLES, EXHIBITORS, PRODUCTS,
    CERTIFICATES, BUYERS, NEEDS, INTERPRETERS, GLOSSARY, REQUESTS,
)  # fmt: skip
