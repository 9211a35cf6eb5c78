"""Reasons, blocks and what was left out, said in the reader's language.

The engine and the solver give codes with parameters, stored as `{"code": …, "params": {…}}` or with
the parameters beside the code. What is not known here falls back to its `text`, then its code.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils import formats
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from foundation.units import unit_word

Item = Mapping[str, Any]
# Words for the solver's ids: {"party": {"12": "Kivu Coffee"}, "slot": {"7": "5 November, 09:00"}}.
Names = Mapping[str, Mapping[str, str]]
NO_NAMES: Names = {}
NAMED = {
    "party": "party",
    "minimums": "party",
    "slot": "slot",
    "slots": "slot",
    "code": "category",
    "wanted": "category",
}

REASONS = {
    "words_in_common": _("Says the same: %(words)s"),
    "same_category": _("The category asked for: %(code)s"),
    "near_category": _("A neighbouring category: %(code)s (asked for: %(wanted)s)"),
    "category_from_words": _("By its words in the category asked for: %(code)s"),
    "certificate_held": _("Holds %(standard)s"),
    "certificate_held_from": _("Holds %(standard)s, from %(issuer)s"),
    "price_within_target": _("%(price)s %(currency)s for one %(unit)s; the target is %(target)s"),
    "price_within_target_discreet": _("Its price is within what the buyer has in mind"),
    "origin_wanted": _("Comes from where it is wanted: %(origin)s"),
    "incoterm_offered": _("Delivers as asked: %(incoterm)s"),
    "language_in_common": _("Both speak %(language)s"),
    "quantity_fits": _("%(volume)s %(volume_unit)s wanted, orders from %(moq)s %(moq_unit)s"),
    "lead_time_in_time": _("Ready in %(lead_time_days)s days, in time for %(deadline)s"),
    "shelf_life_long_enough": _(
        "Keeps %(shelf_life_days)s days; %(min_shelf_life_days)s are asked for"
    ),
    "market_targeted": _("Wants to sell to %(country)s"),
    "words_translated": _("Says the same in another language: %(words)s"),
    "certificate_named": _("Its text names %(standard)s"),
    "certificate_named_from": _("Its text names %(standard)s, from %(issuer)s"),
    "origin_named": _("Its text names the origin wanted: %(origin)s"),
    "quantity_near": _("%(volume)s %(volume_unit)s wanted; its text offers %(lot)s %(lot_unit)s"),
    "cold_chain_kept": _("Kept as asked: %(cold)s"),
    "requested": _("One side asked for the meeting"),
}

BLOCKS = {
    "certificate_missing": _("%(standard)s is asked for and not held"),
    "certificate_missing_named": _(
        "%(standard)s is asked for; the product's text names it, but no certificate is entered"
    ),
    "certificate_to_show": _(
        "The buyer's text asks for %(standard)s; no valid certificate is entered"
    ),
    "certificate_expired": _("%(standard)s ran out on %(valid_until)s"),
    "certificate_ends_early": _(
        "%(standard)s runs out on %(valid_until)s, before the goods are wanted (%(deadline)s)"
    ),
    "moq_maybe_above_volume": _(
        "Orders start at %(moq)s %(moq_unit)s; the buyer's text speaks of"
        " %(volume)s %(volume_unit)s"
    ),
    "moq_above_volume": _(
        "Orders start at %(moq)s %(moq_unit)s; only %(volume)s %(volume_unit)s are wanted"
    ),
    "capacity_below_volume": _(
        "Can make %(capacity)s %(capacity_unit)s %(capacity_period)s; wanted are"
        " %(volume)s %(volume_unit)s %(volume_period)s"
    ),
    "no_common_language": _(
        "No language in common (buyer: %(buyer_languages)s; exhibitor: %(exhibitor_languages)s),"
        " and no interpreter between them"
    ),
    "incoterm_not_accepted": _("Offers %(incoterm)s; accepted are %(accepted)s"),
    "lead_time_after_deadline": _(
        "Ready in %(lead_time_days)s days, %(days_late)s too late for %(deadline)s"
    ),
    "shelf_life_too_short": _(
        "Keeps %(shelf_life_days)s days; %(min_shelf_life_days)s are asked for"
    ),
    "origin_unwanted": _("Comes from %(origin)s, which is not wanted"),
    "price_above_target": _(
        "%(price)s %(currency)s for one %(unit)s, %(percent_above)s %%"
        " above the target of %(target)s"
    ),
    "price_above_target_discreet": _("Its price is above what the buyer has in mind"),
}

LEFT_OUT = {
    "forbidden": _("The two must not meet."),
    "no_common_slot": _("The two have no time in common."),
    "no_table": _("No table is left when both are free: %(slots)s."),
    "no_interpreter": _("No interpreter for %(languages)s is free when both are: %(slots)s."),
    "party_full": _("%(party)s has all the meetings it can have: %(limit)s."),
    "order": _("It is to come after other meetings, which leave no time for it."),
    "displaced": _("Meetings worth more took the times that both have free."),
    "low_value": _("It would fit, but was not worth the breaks it causes, or time ran out."),
    "quota_full": _("The delegation %(quota)s has all the meetings it can have: %(limit)s."),
    "conflict": _("It cannot be held together with other meetings that must be held."),
}

RELAXATIONS = {
    "more_time": _("%(party)s would have to be free on %(slot)s."),
    "more_seats": _("One more person of %(party)s on %(slot)s would do."),
    "more_meetings": _("One more meeting allowed to %(party)s would do."),
    "more_quota": _("One more meeting allowed to the delegation %(quota)s would do."),
    "more_a_day": _("One more meeting a day allowed to %(party)s would do."),
    "more_tables": _("One more table in hall %(hall)s on %(slot)s would do."),
    "interpreter": _("An interpreter for %(languages)s on %(slot)s would do."),
}

# Units and the amounts they follow; a price is for one unit.
AMOUNTS = {"unit": "", **{f"{of}_unit": of for of in ("volume", "moq", "capacity", "lot")}}

COLD = {"frozen": _("frozen"), "chilled": _("chilled")}

PERIODS = {"": "", "once": _("once"), "month": _("a month"), "year": _("a year")}


def say_reason(reason: Item, names: Names = NO_NAMES) -> str:
    """What speaks for a pair. `names` gives words for the codes of categories."""
    params = {**reason, **(reason.get("params") or {})}
    if params.get("code") in {"certificate_held", "certificate_named"} and params.get("issuer"):
        return fill({**params, "code": f"{params['code']}_from"}, REASONS, NO_NAMES)
    return fill(reason, REASONS, names)


def say_block(block: Item) -> str:
    """What stands in a pair's way."""
    params = {**block, **(block.get("params") or {})}
    if params.get("code") == "certificate_missing" and params.get("named"):
        return fill({**params, "code": "certificate_missing_named"}, BLOCKS, NO_NAMES)
    return fill(block, BLOCKS, NO_NAMES)


def say_relaxation(relaxation: Item | None, names: Names = NO_NAMES) -> str:
    """The smallest change that would make room; empty if there is none."""
    return fill(relaxation, RELAXATIONS, names) if relaxation else ""


def say_unscheduled(item: Item, names: Names = NO_NAMES) -> str:
    """Why a wish was left out. `names` gives words for the solver's ids of parties and slots."""
    return fill(item.get("reason") or {}, LEFT_OUT, names)


def say_exposure(item: Item, floor: str) -> str:
    """How a group's floor came out, and its price in points where the solver found it."""
    said = gettext("%(floor)s — held: %(held)s, missing: %(missing)s")
    words = said % {"floor": floor, "held": item["held"], "missing": item["missing"]}
    price = item.get("price")
    if price is None:
        return words
    cost = (
        gettext("it costs %s points")
        if item.get("proven")
        else gettext("it costs at most %s points")
    )
    return f"{words}; {cost % _number(price)}"


def fill(item: Item, templates: Mapping[str, Any], names: Names) -> str:
    """The template filled in; without one, or with a parameter missing, the item's own words."""
    code = str(item.get("code", ""))
    params = {**item, **(item.get("params") or {})}
    try:
        words = {key: _word(key, value, names) for key, value in params.items()}
        for unit, amount in AMOUNTS.items():
            if params.get(unit) is not None:
                words[unit] = unit_word(str(params[unit]), float(params.get(amount) or 1))
        return str(templates[code]) % words
    except (KeyError, TypeError, ValueError):
        return str(item.get("text") or code.replace("_", " "))


def _word(key: str, value: Any, names: Names) -> str:
    if isinstance(value, (list, tuple)):
        most = 3
        said = listed(_word(key, each, names) for each in value[:most])
        return f"{said} …" if len(value) > most else said
    spoken = SPOKEN.get(key)
    if spoken is not None and value is not None:
        return spoken(value)
    return names.get(NAMED.get(key, ""), {}).get(str(value), str(value))


def _number(value: Any) -> str:
    amount = float(value)
    places = 0 if amount == int(amount) else min(4, len(f"{amount:g}".partition(".")[2]))
    return figure(amount, places)


def figure(value: float, places: int = 0) -> str:
    """A number as the reader writes it, rounded: Django's own would cut it off."""
    return formats.number_format(round(value, places), places, force_grouping=True)


def _day(value: Any) -> str:
    return formats.date_format(date.fromisoformat(str(value)), "DATE_FORMAT")


def listed(each: Iterable[Any]) -> str:
    """Several as the reader's language parts them: 、 in Chinese, ، in Arabic."""
    return pgettext("between the things of a list", ", ").join(map(str, each))


def full_day(day: date) -> str:
    """A day with its weekday, in the order and with the marks of the reader's language."""
    words = {"weekday": formats.date_format(day, "l"), "date": formats.date_format(day)}
    return pgettext("a day of the calendar", "%(weekday)s, %(date)s") % words


def _cold(value: Any) -> str:
    return str(COLD.get(value, value))


def _period(value: Any) -> str:
    return str(PERIODS.get(value, value))


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def country_name(code: Any) -> str:
    """A country in the reader's language; the code itself if nobody knows it."""
    return str(_locale(get_language() or "en").territories.get(str(code), code))


def language_names(codes: Any) -> str:
    """Languages in the reader's language; several as a list of theirs."""
    known = _locale(get_language() or "en").languages
    each = [code.strip() for code in str(codes).split(",")]
    return listed(known.get(code.split("-")[0], code) for code in each)


# Standards that are not simply written in capitals.
STANDARDS = {
    "organic": _("organic certification"),
    "fairtrade": "Fairtrade",
    "gacc": _("registration with China's customs (GACC)"),
    "gi": _("geographical indication"),
    "globalgap": "GLOBALG.A.P.",
    "halal": _("halal certification"),
    "kosher": _("kosher certification"),
    "rainforest-alliance": "Rainforest Alliance",
}


def standard_name(slug: Any) -> str:
    """A certificate's standard as the trade writes it: `iso-22000` is ISO 22000."""
    name = STANDARDS.get(str(slug))
    return str(name) if name else str(slug).replace("-", " ").upper()


SPOKEN: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(["volume", "moq", "capacity", "price", "target", "lot"], _number),
    **dict.fromkeys(["lead_time_days", "shelf_life_days", "min_shelf_life_days"], _number),
    "standard": standard_name,
    **dict.fromkeys(["deadline", "valid_until"], _day),
    "cold": _cold,
    **dict.fromkeys(["volume_period", "capacity_period"], _period),
    **dict.fromkeys(["country", "origin"], country_name),
    **dict.fromkeys(
        ["language", "languages", "buyer_languages", "exhibitor_languages"], language_names
    ),
}
