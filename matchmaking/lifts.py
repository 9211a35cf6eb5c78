"""What would lift a block, said in the reader's language."""

from django.utils.translation import gettext_lazy as _

from matchmaking.wording import NO_NAMES, Item, fill

LIFTS = {
    "certificate_missing": _("Enter a valid certificate for %(standard)s."),
    "certificate_to_show": _("Enter a valid certificate for %(standard)s, or ask the buyer."),
    "certificate_expired": _("Enter the renewed certificate for %(standard)s."),
    "certificate_ends_early": _("Renew %(standard)s to last until %(deadline)s at least."),
    "moq_above_volume": _(
        "A minimum order of %(volume)s %(volume_unit)s at most, or a larger order."
    ),
    "moq_maybe_above_volume": _("Ask the buyer how much is wanted."),
    "capacity_below_volume": _("More capacity, or a smaller order."),
    "no_common_language": _(
        "An interpreter between one of %(buyer_languages)s and one of %(exhibitor_languages)s."
    ),
    "incoterm_not_accepted": _("An offer on one of these terms: %(accepted)s."),
    "lead_time_after_deadline": _("Shipping %(days_late)s days earlier, or a later deadline."),
    "shelf_life_too_short": _("Goods that keep %(min_shelf_life_days)s days at least."),
    "origin_unwanted": _("Goods from another country than %(origin)s."),
    "price_above_target_discreet": _("A lower price, or a talk about it."),
    "price_above_target": _("An offer nearer to %(target)s %(currency)s for one %(unit)s."),
}


def say_lift(block: Item) -> str:
    """One sentence to whoever can do something about it; empty for an unknown block."""
    return fill(block, LIFTS, NO_NAMES) if str(block.get("code")) in LIFTS else ""
