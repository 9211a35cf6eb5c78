"""What the templates say of exhibitors, products and certificates."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exhibitors.models import Product
from matchmaking.queries.completeness import Completeness, Item
from matchmaking.queries.places import Place
from matchmaking.trade_words import product_price
from matchmaking.wording import figure, standard_name

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
BLOCK_KINDS: Mapping[str, Promise] = {
    "moq_maybe_above_volume": gettext_lazy("Minimum order perhaps too large"),
    "moq_above_volume": gettext_lazy("Minimum order too large"),
    "capacity_below_volume": gettext_lazy("Capacity too small"),
    "no_common_language": gettext_lazy("No language in common"),
    "incoterm_not_accepted": gettext_lazy("Another Incoterm is wanted"),
    "lead_time_after_deadline": gettext_lazy("Ready too late"),
    "shelf_life_too_short": gettext_lazy("Does not keep long enough"),
    "origin_unwanted": gettext_lazy("Origin not wanted"),
    "price_above_target_discreet": gettext_lazy("Price above the target"),
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
    points = figure(item.points, 1)
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
def standard(slug: str) -> str:
    """A certificate's standard as the trade writes it."""
    return standard_name(slug)


@register.filter
def amount(value: Decimal | float | None) -> str:
    """Without the zeros that a column adds."""
    if value is None:
        return ""
    plain = Decimal(str(value)).normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    return formats.number_format(plain, places, use_l10n=True, force_grouping=True)


@register.filter
def price_band(product: Product) -> str:
    """`6.20–7.40 USD / kg`."""
    return product_price(product)
