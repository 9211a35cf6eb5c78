"""Up to four matches side by side, term by term."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from buyers.models import Buyer
from exhibitors.models import Certificate, Exhibitor
from expo.models import Participant
from matchmaking.queries.matches import Card, all_matches, cards_of
from matchmaking.trade_words import need_terms, product_terms
from matchmaking.wording import country_name, language_names, listed, standard_name

MOST = 4
FEWEST = 2


@dataclass(frozen=True)
class Row:
    """One term; `differs` where not all cells say the same."""

    title: str
    cells: list[str]

    @property
    def differs(self) -> bool:
        """Whether the sides differ in it."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Comparison:
    """Cards in the order asked for, and their terms."""

    cards: list[Card]
    rows: list[Row]


def compare(me: Participant, keys: Sequence[int]) -> Comparison:
    """The side's matches with these others; those that are none are left out."""
    theirs = "exhibitor" if isinstance(me, Buyer) else "buyer"
    wanted = list(dict.fromkeys(keys))[:MOST]
    rows = all_matches(me).filter(**{f"{theirs}__in": wanted})
    found = {getattr(match, f"{theirs}_id"): match for match in rows}
    cards = cards_of(me, [found[key] for key in wanted if key in found])
    terms = [_terms(card) for card in cards]
    papers = _papers([card.other.pk for card in cards]) if theirs == "exhibitor" else {}
    table = [
        Row(_("Seat"), [country_name(card.other.organization.country) for card in cards]),
        Row(_("Languages"), [language_names(",".join(c.other.languages)) for c in cards]),
    ]
    titles = dict.fromkeys(name for each in terms for name in each)
    table += [Row(title, [each.get(title, "") for each in terms]) for title in titles]
    if papers:
        table.append(Row(_("Certificates"), [papers.get(card.other.pk, "") for card in cards]))
    if theirs == "exhibitor":
        table.append(Row(_("First time abroad"), [_yes(card.other) for card in cards]))
    return Comparison(cards, table)


def _terms(card: Card) -> dict[str, str]:
    """Those of the best product, or of the need that is answered best."""
    if not card.offers:
        return {}
    best = card.offers[0]
    if isinstance(card.other, Exhibitor):
        return {_("Best product"): str(best.product), **dict(product_terms(best.product))}
    need = best.need
    return {_("Looks for"): str(need), **dict(need_terms(need, own=False))} if need else {}


def _papers(exhibitors: list[int]) -> dict[int, str]:
    held: dict[int, list[str]] = {}
    rows = Certificate.objects.filter(exhibitor__in=exhibitors).order_by("standard")
    for key, standard in rows.values_list("exhibitor", "standard").distinct():
        held.setdefault(key, []).append(standard_name(standard))
    return {key: listed(names) for key, names in held.items()}


def _yes(other: Participant) -> str:
    return _("yes") if isinstance(other, Exhibitor) and other.first_time else _("no")
