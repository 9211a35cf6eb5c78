"""Words that several apps' columns share."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext_lazy

if TYPE_CHECKING:
    from decimal import Decimal

    from django.utils.functional import _StrPromise

    Name = str | _StrPromise

ref_validator = RegexValidator(
    r"\A[A-Za-z0-9._-]{1,64}\Z", _("Use 1–64 of the characters A–Z a–z 0–9 . _ -")
)
country_validator = RegexValidator(r"\A[A-Z]{2}\Z", _("Use the two-letter country code (RW)."))
currency_validator = RegexValidator(r"\A[A-Z]{3}\Z", _("Use the three-letter currency code (USD)."))
# What joins a list in a cell of a file, in Latin and in Chinese; the database refuses it, too.
no_semicolon = RegexValidator(
    r"\A[^;；]*\Z", _("A value holds no semicolon: in files it separates values."), "semicolon"
)


class Unit(models.TextChoices):
    """Units of a quantity; what they convert to is `matchmaking.scoring.quantities`' business."""

    KILOGRAM = "kg", _("kg")
    TONNE = "t", _("t")
    GRAM = "g", _("g")
    LITRE = "l", _("l")
    PIECE = "pcs", _("pieces")
    BAG = "bag", _("bags")
    CARTON = "carton", _("cartons")
    PALLET = "pallet", _("pallets")
    CONTAINER_20 = "fcl20", _("containers (20 ft)")
    CONTAINER_40 = "fcl40", _("containers (40 ft)")
    METRE = "m", _("m")
    SQUARE_METRE = "m2", _("m²")
    CUBIC_METRE = "m3", _("m³")
    SET = "set", _("sets")
    PAIR = "pair", _("pairs")
    BOTTLE = "bottle", _("bottles")
    HOUR = "hour", _("hours")
    DAY = "day", _("days")
    MONTH = "month", _("months")
    YEAR = "year", _("years")
    USER = "user", _("users")
    PROJECT = "project", _("projects")


# As they follow an amount; measures such as kg stay as they are.
COUNTED = {
    Unit.PIECE: npgettext_lazy("after an amount", "piece", "pieces", "n"),
    Unit.BAG: npgettext_lazy("after an amount", "bag", "bags", "n"),
    Unit.CARTON: npgettext_lazy("after an amount", "carton", "cartons", "n"),
    Unit.PALLET: npgettext_lazy("after an amount", "pallet", "pallets", "n"),
    Unit.CONTAINER_20: npgettext_lazy(
        "after an amount", "container (20 ft)", "containers (20 ft)", "n"
    ),
    Unit.CONTAINER_40: npgettext_lazy(
        "after an amount", "container (40 ft)", "containers (40 ft)", "n"
    ),
    Unit.SET: npgettext_lazy("after an amount", "set", "sets", "n"),
    Unit.PAIR: npgettext_lazy("after an amount", "pair", "pairs", "n"),
    Unit.BOTTLE: npgettext_lazy("after an amount", "bottle", "bottles", "n"),
    Unit.HOUR: npgettext_lazy("after an amount", "hour", "hours", "n"),
    Unit.DAY: npgettext_lazy("after an amount", "day", "days", "n"),
    Unit.MONTH: npgettext_lazy("after an amount", "month", "months", "n"),
    Unit.YEAR: npgettext_lazy("after an amount", "year", "years", "n"),
    Unit.USER: npgettext_lazy("after an amount", "user", "users", "n"),
    Unit.PROJECT: npgettext_lazy("after an amount", "project", "projects", "n"),
}


class Incoterm(models.TextChoices):
    """Incoterms 2020 (International Chamber of Commerce)."""

    EXW = "EXW"
    FCA = "FCA"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"


class Channel(models.TextChoices):
    """How a buyer sells on."""

    RETAIL = "retail", _("retail")
    IMPORT = "import", _("import")
    CATERING = "catering", _("catering")
    ECOMMERCE = "ecommerce", _("e-commerce")
    WHOLESALE = "wholesale", _("wholesale")
    MANUFACTURING = "manufacturing", _("manufacturing")
    PUBLIC = "public", _("public procurement")
    HEALTHCARE = "healthcare", _("health care")


def ref() -> "models.CharField[str, str]":
    """The stable name of a row in import and export."""
    return models.CharField(_("reference"), max_length=64, validators=[ref_validator])


def code_list(verbose_name: "Name") -> "ArrayField[list[str], list[str]]":
    """A list of short codes: countries, languages, channels."""
    return word_list(verbose_name, 32)


def word_list(verbose_name: "Name", longest: int) -> "ArrayField[list[str], list[str]]":
    """A list of words that stays one in a file."""
    word = models.CharField(max_length=longest, validators=[no_semicolon])
    return ArrayField(word, default=list, blank=True, verbose_name=verbose_name)


def open_times(verbose_name: "Name") -> "ArrayField[list[object], list[object]]":
    """Ranges of time in which somebody or something is free; none means all opening hours."""
    return ArrayField(DateTimeRangeField(), default=list, blank=True, verbose_name=verbose_name)


def country(verbose_name: "Name" = "", **kwargs: object) -> "models.CharField[str, str]":
    """ISO 3166-1 alpha-2."""
    name = verbose_name or _("country")
    return models.CharField(name, max_length=2, validators=[country_validator], **kwargs)  # type: ignore[arg-type]


def currency(verbose_name: "Name" = "", **kwargs: object) -> "models.CharField[str, str]":
    """ISO 4217."""
    name = verbose_name or _("currency")
    return models.CharField(name, max_length=3, validators=[currency_validator], **kwargs)  # type: ignore[arg-type]


def unit(verbose_name: "Name" = "", **kwargs: object) -> "models.CharField[str, str]":
    """One of `Unit`."""
    name = verbose_name or _("unit")
    return models.CharField(name, max_length=8, choices=Unit.choices, **kwargs)  # type: ignore[arg-type]


def amount(
    verbose_name: "Name", **kwargs: object
) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Money or a quantity, to four decimals."""
    settings = {"max_digits": 18, "decimal_places": 4, "null": True, "blank": True}
    return models.DecimalField(verbose_name, **{**settings, **kwargs})  # type: ignore[arg-type]


def unit_word(unit: str, amount: float = 1) -> str:
    """The word for a unit after an amount, in the reader's language; an unknown unit's code.

    A broken amount takes the form of two, as Russian asks (1,5 контейнера); others have no other.
    """
    if unit not in Unit.values:
        return unit
    if (counted := COUNTED.get(Unit(unit))) is None:
        return str(Unit(unit).label)
    return str(counted % {"n": int(amount) if amount == int(amount) else 2})
