"""What the templates say of exhibitors, products and certificates."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import Locale
from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, to_locale
from django.utils.translation import gettext as _

from exhibitors.models import Product
from foundation.countries import country_name
from foundation.units import Channel
from matchmaking.queries.completeness import Completeness, Item
from matchmaking.queries.places import Place
from matchmaking.wording import standard_name

register = template.Library()

TITLES: Mapping[str, Promise] = {
    "description": gettext_lazy("Description"),
    "languages": gettext_lazy("Languages spoken at the booth"),
    "website": gettext_lazy("Website"),
    "contact": gettext_lazy("Whom the organizer writes to"),
    "target_markets": gettext_lazy("Countries you want to sell to"),
    "channels": gettext_lazy("Channels"),
    "products": gettext_lazy("A first product"),
    "category": gettext_lazy("Category"),
    "price": gettext_lazy("Price"),
    "moq": gettext_lazy("Minimum order (MOQ)"),
    "capacity": gettext_lazy("Capacity"),
    "origin": gettext_lazy("Country of origin"),
    "incoterm": gettext_lazy("Incoterm"),
    "lead_time": gettext_lazy("Lead time"),
    "shelf_life": gettext_lazy("Shelf life"),
    "logo": gettext_lazy("Logo"),
    "pictures": gettext_lazy("Pictures of the products"),
}
# What it does for the matches, where no figure can say it.
MEANINGS: Mapping[str, Promise] = {
    "description": gettext_lazy("Buyers read it; the matching reads your products only."),
    "languages": gettext_lazy("Without them nobody can tell whether you need an interpreter."),
    "website": gettext_lazy("Buyers look; the matching does not."),
    "contact": gettext_lazy("Without it nobody can be told of requests and meetings."),
    "products": gettext_lazy("Without products there are no matches."),
    "category": gettext_lazy("It is guessed from the words, and a guess counts half at most."),
    "logo": gettext_lazy("Buyers look; the matching does not."),
    "pictures": gettext_lazy("Buyers look; the matching does not."),
}
PLACES = {
    "price": "no-price",
    "category": "no-category",
    "pictures": "no-picture",
}  # filters of the list
OF_PRODUCTS = {
    "price", "moq", "capacity", "origin", "incoterm", "lead_time", "shelf_life", "category",
    "pictures", "products",
}  # fmt: skip
# One of a unit, as a price is for one of it; units written by a sign are the same for many.
ONE: Mapping[str, Promise] = {
    "pcs": gettext_lazy("piece"),
    "bag": gettext_lazy("bag"),
    "carton": gettext_lazy("carton"),
    "pallet": gettext_lazy("pallet"),
    "fcl20": gettext_lazy("container (20 ft)"),
    "fcl40": gettext_lazy("container (40 ft)"),
    "set": gettext_lazy("set"),
    "pair": gettext_lazy("pair"),
    "bottle": gettext_lazy("bottle"),
    "hour": gettext_lazy("hour"),
    "day": gettext_lazy("day"),
    "month": gettext_lazy("month"),
    "year": gettext_lazy("year"),
    "user": gettext_lazy("user"),
    "project": gettext_lazy("project"),
}
BLOCK_KINDS: Mapping[str, Promise] = {
    "moq_maybe_above_volume": gettext_lazy("Minimum order perhaps too large"),
    "moq_above_volume": gettext_lazy("Minimum order too large"),
    "capacity_below_volume": gettext_lazy("Capacity too small"),
    "no_common_language": gettext_lazy("No language in common"),
    "incoterm_not_accepted": gettext_lazy("Another Incoterm is wanted"),
    "lead_time_after_deadline": gettext_lazy("Ready too late"),
    "shelf_life_too_short": gettext_lazy("Does not keep long enough"),
    "origin_unwanted": gettext_lazy("Origin not wanted"),
    "price_above_target": gettext_lazy("Price above the target"),
}


@register.filter
def item_title(item: Item) -> str:
    """What is missing."""
    return str(TITLES.get(item.name, item.name))


@register.filter
def item_cost(item: Item, complete: Completeness) -> str:
    """What it costs, as far as it is known."""
    if not item.asked:
        return str(MEANINGS.get(item.name) or _("No match that is shown now asks for it."))
    said = ngettext(
        "%(count)d of your matches asks for it.",
        "%(count)d of your matches ask for it.",
        item.asked,
    ) % {"count": item.asked}
    if item.points is None:
        return said + " " + _("It does not change the score; the buyer sees that it is not said.")
    points = formats.number_format(item.points, 1)
    said += " " + _("It costs each up to %(points)s points on average.") % {"points": points}
    if item.lifted:
        said += " " + ngettext(
            "%(count)d would reach the organizer's threshold of %(threshold)d.",
            "%(count)d would reach the organizer's threshold of %(threshold)d.",
            item.lifted,
        ) % {"count": item.lifted, "threshold": complete.threshold}
    return said


@register.simple_tag
def item_link(item: Item, place: Place) -> str:
    """Where it is filled in."""
    where = [place.edition.slug, place.organization.pk]
    if item.name == "products":
        return reverse("product-new", args=where)
    if item.name in OF_PRODUCTS:
        lack = PLACES.get(item.name)
        return reverse("products", args=where) + (f"?lack={lack}" if lack else "")
    return reverse("profile-edit", args=where)


@register.filter
def kind_of_block(block: Mapping[str, Any]) -> str:
    """What stands in the way, in a few words."""
    code = str(block.get("code", ""))
    return str(BLOCK_KINDS.get(code, code.replace("_", " ")))


@register.filter
def language_named(code: str) -> str:
    """`zh` → Chinese, in the reader's language."""
    known = Locale.parse(to_locale(get_language() or "en")).languages
    return str(
        known.get(code.replace("-", "_")) or known.get(code.split("-", maxsplit=1)[0]) or code
    )


@register.filter
def standard(slug: str) -> str:
    """A certificate's standard as the trade writes it."""
    return standard_name(slug)


@register.filter
def channel(code: str) -> str:
    """Retail, import and so on."""
    return str(Channel(code).label) if code in Channel.values else code


@register.filter
def amount(value: Decimal | float | None) -> str:
    """Without the zeros that a column adds."""
    if value is None:
        return ""
    plain = Decimal(str(value)).normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return formats.number_format(plain, places, use_l10n=True, force_grouping=True)


@register.simple_tag
def price_band(product: Product) -> str:
    """`6.20–7.40 USD/kg`."""
    low, high = _money(product.price_min), _money(product.price_max)
    band = low if low == high or not high else f"{low}–{high}"
    unit = ONE.get(product.price_unit) or product.get_price_unit_display()
    return f"{band} {product.price_currency} / {unit}"


def _money(value: Decimal | None) -> str:
    if value is None:
        return ""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return formats.number_format(value, places, use_l10n=True, force_grouping=True)


@register.filter
def product_facts(product: Product) -> list[tuple[str, str]]:
    """The trade terms that are known, title and words."""
    facts: list[tuple[Any, str]] = []
    if product.origin:
        facts.append((_("Origin"), country_name(product.origin, get_language() or "en")))
    if product.price_min is not None:
        facts.append((_("Price"), price_band(product)))
    if product.moq is not None:
        unit = product.get_moq_unit_display()
        facts.append((_("Minimum order"), f"{amount(product.moq)} {unit}"))
    if product.unit_size is not None:
        unit = product.get_unit_size_unit_display()
        facts.append((_("One package holds"), f"{amount(product.unit_size)} {unit}"))
    if product.capacity is not None:
        unit, period = product.get_capacity_unit_display(), product.get_capacity_period_display()
        facts.append((_("Capacity"), f"{amount(product.capacity)} {unit} {period}"))
    if product.incoterm:
        facts.append((_("Incoterm"), f"{product.incoterm} {product.incoterm_place}".strip()))
    facts += [
        (title, ngettext("%(count)s day", "%(count)s days", days) % {"count": amount(days)})
        for title, days in (
            (_("Lead time"), product.lead_time_days),
            (_("Shelf life"), product.shelf_life_days),
        )
        if days is not None
    ]
    kept = [product.temperature_min, product.temperature_max]
    if any(degrees is not None for degrees in kept):
        ends = [amount(degrees) if degrees is not None else "…" for degrees in kept]
        facts.append((_("Kept at"), f"{ends[0]} – {ends[1]} °C"))
    return facts
