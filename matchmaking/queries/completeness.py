"""What an exhibitor has not said, and what that costs in the matches that are shown.

Nothing here is estimated beside the engine. The shown matches keep, for their best pair of need and
product, every part of the score and every block. A part that is not there could not be told. Where
the buyer asks for it and the exhibitor left the field empty, the engine's own formula is worked out
again with that part at its best: so many points, so many more matches above the organizer's
threshold, are lost at most. What is missing without being a part of the score (an Incoterm, a
paper) is counted by the matches in which it is asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from buyers.models import SourcingNeed
from exhibitors.models import Exhibitor, Product
from expo.trees import SCHEME
from matchmaking.models import Match, MatchChange, ScoringRun
from matchmaking.queries.discreet import Side, discreet
from matchmaking.scoring.data import Need
from matchmaking.scoring.fit import joined
from matchmaking.scoring.pairs import group_scores
from matchmaking.scoring.weights import BUYER_TERMS, EXHIBITOR_TERMS, FIT_SHARE, UNKNOWN_FIT

# Blocks that a valid certificate would lift.
PAPER_BLOCKS = {
    "certificate_missing", "certificate_expired", "certificate_ends_early", "certificate_to_show"
}  # fmt: skip
TERMS = (*BUYER_TERMS, *EXHIBITOR_TERMS)


@dataclass(frozen=True)
class Shown:
    """A shown match's best pair: what was asked, what was offered, what the engine said."""

    score: float
    parts: Mapping[str, float]
    pairs: tuple[float, ...]
    blocks: tuple[Mapping[str, Any], ...]
    need: SourcingNeed
    product: Product


@dataclass(frozen=True)
class Item:
    """One thing to say. `products` lack it (0 of an exhibitor's own field that is empty).

    `asked` shown matches would take it into account. `points` each of them would gain on average,
    at most; `lifted` would come to the organizer's threshold. None where the score does not have
    it. `standard` of a paper.
    """

    name: str
    done: bool
    products: int = 0
    asked: int = 0
    points: float | None = None
    lifted: int | None = None
    standard: str = ""


@dataclass(frozen=True)
class Completeness:
    """Everything that can be said, the costliest missing first. `papers`: standards that shown
    matches ask for in vain; `others`: further blocks, an example of each and how many there are.
    `pending`: saved and not matched yet.
    """

    items: list[Item]
    matches: int
    products: int
    threshold: int
    papers: list[Item] = field(default_factory=list)
    others: list[tuple[Mapping[str, Any], int]] = field(default_factory=list)
    pending: bool = False

    @property
    def missing(self) -> list[Item]:
        """Not said yet."""
        return [item for item in self.items if not item.done]

    @property
    def done(self) -> int:
        """How many are."""
        return len(self.items) - len(self.missing)

    @property
    def percent(self) -> int:
        """Of all."""
        return round(100 * self.done / len(self.items)) if self.items else 100


@dataclass(frozen=True)
class _Term:
    """A field that products may lack: whether one does, whether a need asks for it, and which parts
    of the score it decides.
    """

    name: str
    lacks: Callable[[Product], bool]
    asks: Callable[[SourcingNeed], bool]
    parts: tuple[str, ...] = ()


PRODUCT_TERMS = (
    _Term("price", lambda p: p.price_min is None, lambda n: n.target_price is not None, ("price",)),
    _Term("moq", lambda p: p.moq is None, lambda n: n.volume is not None, ("order", "quantity")),
    _Term("capacity", lambda p: p.capacity is None, lambda n: n.volume is not None, ("quantity",)),
    _Term("origin", lambda p: not p.origin, lambda n: bool(n.origins_wanted), ("origin",)),
    _Term("incoterm", lambda p: not p.incoterm, lambda n: bool(n.incoterms)),
    _Term(
        "lead_time", lambda p: p.lead_time_days is None, lambda n: n.deadline is not None,
        ("lead_time",),
    ),
    _Term(
        "shelf_life", lambda p: p.shelf_life_days is None,
        lambda n: n.min_shelf_life_days is not None, ("shelf_life",),
    ),
)  # fmt: skip


def completeness(exhibitor: Exhibitor) -> Completeness:
    """Six queries, however many matches and products there are."""
    products = list(exhibitor.products.order_by("pk").defer("description"))
    run = ScoringRun.objects.filter(edition=exhibitor.edition_id, current=True).first()
    shown = shown_matches(exhibitor, run, {product.pk: product for product in products})
    factors = (run.blend.get("fit") or {}) if run else {}
    threshold = exhibitor.edition.match_threshold
    said = _Judge(shown, factors, threshold)
    items = [
        *_own_items(exhibitor, said),
        *(_product_item(term, products, said) for term in PRODUCT_TERMS),
        *_category_item(products, exhibitor.edition.category_scheme),
        *_picture_items(exhibitor, products),
    ]
    # Not everything perishes: of this the buyers' asking decides whether it is missing.
    items = [each for each in items if each.name != "shelf_life" or each.done or each.asked]
    items.sort(key=lambda item: (-(item.lifted or 0), -item.asked, -item.products))
    pending = run is not None and MatchChange.objects.pending(run).filter(
        exhibitor=exhibitor.pk
    ).exists()  # fmt: skip
    papers, others = _papers(shown), _other_blocks(shown)
    return Completeness(
        items, len(shown), len(products), threshold, papers, others, pending=pending
    )


def shown_matches(
    exhibitor: Exhibitor, run: ScoringRun | None, products: Mapping[int, Product]
) -> list[Shown]:
    """The exhibitor's matches in the current run, with the need and product of the best pair."""
    rows = Match.objects.filter(run=run, exhibitor=exhibitor) if run else Match.objects.none()
    found = [row for row in rows.values("score", "parts", "blocks", "pairs") if row["pairs"]]
    needs = SourcingNeed.objects.in_bulk({row["pairs"][0]["need"] for row in found})
    return [
        Shown(
            score=row["score"],
            parts=row["parts"],  # the best pair's
            pairs=tuple(pair["score"] / 100 for pair in row["pairs"]),
            blocks=tuple(row["blocks"]),
            need=needs[row["pairs"][0]["need"]],
            product=products[row["pairs"][0]["product"]],
        )
        for row in found
        if row["pairs"][0]["need"] in needs and row["pairs"][0]["product"] in products
    ]


class _Judge:
    """Works the engine's formula out again with one part known."""

    def __init__(self, shown: list[Shown], factors: Mapping[str, float], threshold: int) -> None:
        self.shown, self._factors, self._threshold = shown, factors, threshold

    def item(
        self,
        name: str,
        *,
        done: bool,
        products: int,
        parts: tuple[str, ...],
        touched: Iterable[Shown],
    ) -> Item:
        """What it costs that `touched` matches do not know some of the parts."""
        those = [each for each in touched if not parts or any(p not in each.parts for p in parts)]
        if not parts or not those:
            return Item(name, done, products, len(those))
        gains = [(each.score, self._score(each, parts)) for each in those]
        lifted = sum(old < self._threshold <= new for old, new in gains)
        points = sum(new - old for old, new in gains) / len(gains)
        return Item(name, done, products, len(those), points, lifted)

    def _score(self, each: Shown, known: tuple[str, ...]) -> float:
        """The match's score, were these parts 1 where they could not be told; as `scoring.fit`
        and `scoring.pairs` make it.
        """
        relevance = np.array([_relevance(each.parts, self._factors)])
        parts = {name: np.array([each.parts.get(name, np.nan)]) for name in TERMS}
        parts |= {name: np.ones(1) for name in known if name not in each.parts}
        need = Need(0, 0, {}, priority=each.need.priority)
        pair, _views = joined(relevance, need, parts, self._factors)
        scores = np.sort(np.array([float(pair[0]), *each.pairs[1:]]))[::-1]
        whole = group_scores(scores, np.zeros(1, dtype=np.intp), np.array([scores.size]))
        return max(each.score, float(whole[0]))


def _relevance(parts: Mapping[str, float], factors: Mapping[str, float]) -> float:
    """What the exhibitor's view was made from."""
    weights = {name: weight * factors.get(name, 1.0) for name, weight in EXHIBITOR_TERMS.items()}
    fit = sum(weight * parts.get(name, UNKNOWN_FIT) for name, weight in weights.items())
    share = 1 - FIT_SHARE + FIT_SHARE * fit / sum(weights.values())
    return min(1.0, float(parts.get("exhibitor_view", 0.0)) / share)


def _own_items(exhibitor: Exhibitor, said: _Judge) -> list[Item]:
    """What the exhibitor says of itself. Every buyer has a country, not all name channels."""
    markets, channels = bool(exhibitor.target_markets), bool(exhibitor.channels)
    return [
        Item("description", done=bool(exhibitor.description)),
        Item("languages", done=bool(exhibitor.languages)),
        Item("website", done=bool(exhibitor.organization.website)),
        Item("contact", done=bool(exhibitor.contact_email)),
        said.item(
            "target_markets", done=markets, products=0, parts=("market",),
            touched=[] if markets else said.shown,
        ),
        said.item(
            "channels", done=channels, products=0, parts=("channel",),
            touched=[] if channels else said.shown,
        ),
    ]  # fmt: skip


def _product_item(term: _Term, products: list[Product], said: _Judge) -> Item:
    lacking = [product for product in products if term.lacks(product)]
    touched = [each for each in said.shown if term.lacks(each.product) and term.asks(each.need)]
    return said.item(
        term.name, done=bool(products) and not lacking, products=len(lacking), parts=term.parts,
        touched=touched,
    )  # fmt: skip


def _category_item(products: list[Product], scheme: str) -> list[Item]:
    # An HS code is a category in the HS tree, and in no other.
    hs = scheme == SCHEME
    lacking = sum(not product.category_id and not (hs and product.hs_code) for product in products)
    return [
        Item("products", done=bool(products)),
        Item("category", done=bool(products) and not lacking, products=lacking),
    ]


def _picture_items(exhibitor: Exhibitor, products: list[Product]) -> list[Item]:
    pictured = set(exhibitor.pictures.values_list("product", flat=True))
    without = sum(product.pk not in pictured for product in products)
    return [
        Item("logo", done=None in pictured),
        Item("pictures", done=bool(products) and not without, products=without),
    ]


def _papers(shown: list[Shown]) -> list[Item]:
    """Standards that shown matches ask for in vain, one item each."""
    counts = Counter(
        standard
        for each in shown
        for standard in {
            str(_params(block).get("standard", ""))
            for block in each.blocks
            if block.get("code") in PAPER_BLOCKS
        }
    )
    return [
        Item("certificate", done=False, asked=count, standard=standard)
        for standard, count in counts.most_common()
    ]


def _other_blocks(shown: list[Shown]) -> list[tuple[Mapping[str, Any], int]]:
    """What else stands in the way: an example of each code, and in how many matches."""
    first: dict[str, Mapping[str, Any]] = {}
    counts = Counter[str]()
    for each in shown:
        for block in each.blocks:
            code = str(block.get("code"))
            if code not in PAPER_BLOCKS:
                first.setdefault(code, discreet(block, Side.EXHIBITOR))
                counts[code] += 1
    return [(first[code], count) for code, count in counts.most_common()]


def _params(block: Mapping[str, Any]) -> Mapping[str, Any]:
    return block.get("params") or {}
