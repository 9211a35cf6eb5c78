"""A run's engine kept at hand, and what has changed since it was last used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from buyers.models import Buyer, SourcingNeed
from exhibitors.models import Exhibitor, Product
from matchmaking.models import MatchChange, ScoringRun
from matchmaking.queries.embedder import distinct_texts, stored_vectors
from matchmaking.queries.engine_input import (
    load_buyers,
    load_needs,
    load_products,
    load_suppliers,
)
from matchmaking.queries.engine_of_run import (
    engine_of,
    inputs_of,
    needs_by_buyer,
    reaches_of,
)
from matchmaking.scoring import data
from matchmaking.scoring.candidates import Reach
from matchmaking.scoring.dense import dense_texts
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import KnownVectors
from matchmaking.scoring.engine import Engine, wish
from matchmaking.scoring.glossary import Glossary
from matchmaking.scoring.products import title_of


@dataclass(frozen=True)
class Market:
    """The state that a run's matches were in after its update of `number`; 0: as the run left it.

    `reaches` are those of the needs as they were last matched in this state; a need without one
    counts as touched by any change. `products` are as the database has them, without what the
    engine reads out of their texts.
    """

    run: int
    number: int
    engine: Engine
    vectors: KnownVectors | None
    products: dict[int, data.Product]
    suppliers: dict[int, data.Supplier]
    needs: dict[int, list[data.Need]]
    buyers: dict[int, data.BuyerProfile]
    reaches: dict[int, Reach]


@dataclass(frozen=True)
class Difference:
    """What is not in a market yet. Products in both versions, as far as there are two."""

    exhibitors: frozenset[int]
    old: tuple[data.Product, ...]
    new: tuple[data.Product, ...]
    suppliers: tuple[data.Supplier, ...] | None
    buyers: dict[int, tuple[data.BuyerProfile | None, list[data.Need]]]

    @property
    def parties(self) -> int:
        """How many exhibitors and buyers differ."""
        return len(self.exhibitors) + len(self.buyers)

    @property
    def removed(self) -> set[int]:
        """Products that are no longer there."""
        return {product.id for product in self.old} - {product.id for product in self.new}

    @property
    def texts(self) -> list[str]:
        """Those that may want a vector."""
        needs = [need for _buyer, needs in self.buyers.values() for need in needs]
        # What the glossary says for a text gets its vector with the next run.
        texts = [text for need in needs for text in wish(need, Glossary(())).texts]
        return distinct_texts(dense_texts(map(title_of, self.new), texts, cedict()))


_kept: dict[str, Market] = {}


def market_of(run: ScoringRun) -> Market:
    """The one at hand in this process, or the one that the run began with."""
    kept = _kept.get("market")
    if kept is not None and kept.run == run.pk:
        return kept
    inputs = inputs_of(run)
    engine, vectors = engine_of(run, inputs)
    buyers = {buyer.id: buyer for buyer in inputs.buyers}
    needs = needs_by_buyer(inputs.needs)
    products = {product.id: product for product in inputs.products}
    suppliers = {supplier.id: supplier for supplier in inputs.suppliers}
    return Market(run.pk, 0, engine, vectors, products, suppliers, needs, buyers, reaches_of(run))


def keep_market(market: Market) -> None:
    """Have it at hand, once what was made of it is committed."""
    _kept["market"] = market


def difference(market: Market, run: ScoringRun, changes: Iterable[MatchChange]) -> Difference:
    """Between the market and the database, for the parties of the changes."""
    changes = list(changes)
    anybody = any(change.exhibitor is None and change.buyer is None for change in changes)
    exhibitors = Exhibitor.objects.filter(edition=run.edition_id)
    buyers = Buyer.objects.filter(edition=run.edition_id)
    if anybody:
        told = {p.exhibitor for p in market.products.values()} | set(market.suppliers)
        asked = set(market.buyers) | set(buyers.values_list("pk", flat=True))
        told |= set(exhibitors.values_list("pk", flat=True))
    else:
        told = {change.exhibitor for change in changes if change.exhibitor is not None}
        asked = {change.buyer for change in changes if change.buyer is not None}
        exhibitors, buyers = exhibitors.filter(pk__in=told), buyers.filter(pk__in=asked)
    return Difference(
        *_supply(market, told, load_suppliers(exhibitors), exhibitors),
        _demand(market, asked, buyers),
    )


def _supply(
    market: Market, told: set[int], loaded: Sequence[data.Supplier], rows: QuerySet[Exhibitor]
) -> tuple[
    frozenset[int],
    tuple[data.Product, ...],
    tuple[data.Product, ...],
    tuple[data.Supplier, ...] | None,
]:
    """An exhibitor that differs itself has all its products matched anew."""
    now = {p.id: p for p in load_products(Product.objects.filter(exhibitor__in=rows.order_by()))}
    known = market.products.values()
    before = {p.id: p for p in known if p.exhibitor in told or p.id in now}
    suppliers = {supplier.id: supplier for supplier in loaded}
    other = {each for each in told if suppliers.get(each) != market.suppliers.get(each)}
    differ = {
        number
        for number in before.keys() | now.keys()
        if before.get(number) != now.get(number)
        or {p.exhibitor for p in (before.get(number), now.get(number)) if p} & other
    }
    old = tuple(before[number] for number in sorted(differ & before.keys()))
    new = tuple(now[number] for number in sorted(differ & now.keys()))
    owners = frozenset(other | {product.exhibitor for product in (*old, *new)})
    if not other:
        return owners, old, new, None
    everybody = {k: v for k, v in market.suppliers.items() if k not in told} | suppliers
    return owners, old, new, tuple(everybody.values())


def _demand(
    market: Market, asked: set[int], rows: QuerySet[Buyer]
) -> dict[int, tuple[data.BuyerProfile | None, list[data.Need]]]:
    profiles = {buyer.id: buyer for buyer in load_buyers(rows)}
    needs = needs_by_buyer(load_needs(SourcingNeed.objects.filter(buyer__in=rows.order_by())))
    return {
        buyer: (profiles.get(buyer), needs.get(buyer, []))
        for buyer in sorted(asked)
        if profiles.get(buyer) != market.buyers.get(buyer)
        or needs.get(buyer, []) != market.needs.get(buyer, [])
    }


def touched_buyers(market: Market, found: Difference) -> set[int]:
    """Whose matches may be others now."""
    needs = [need for needs in market.needs.values() for need in needs]
    touched = market.engine.touched((*found.old, *found.new), needs, market.reaches)
    return {need.buyer for need in needs if need.id in touched} | set(found.buyers)


def changed_market(market: Market, found: Difference, number: int) -> Market:
    """The market with the difference in it; the old one stays as it is."""
    engine = market.engine
    if found.exhibitors:
        engine = engine.updated(found.new, found.removed, found.suppliers)
    needs, buyers = dict(market.needs), dict(market.buyers)
    for buyer, (profile, own) in found.buyers.items():
        needs.pop(buyer, None)
        buyers.pop(buyer, None)
        if own:
            needs[buyer] = own
        if profile:
            buyers[buyer] = profile
    new = {product.id: product for product in found.new}
    gone = found.removed
    products = {k: p for k, p in (market.products | new).items() if k not in gone}
    suppliers = market.suppliers
    if found.suppliers is not None:
        suppliers = {supplier.id: supplier for supplier in found.suppliers}
    return replace(
        market,
        number=number,
        engine=engine,
        products=products,
        suppliers=suppliers,
        needs=needs,
        buyers=buyers,
    )


def with_reaches(market: Market, needs: Iterable[data.Need]) -> Market:
    """With the reaches of the needs that its engine has just matched."""
    fresh = {need.id: market.engine.reaches[need.id] for need in needs}
    return replace(market, reaches=market.reaches | fresh)


def learn(market: Market, model: str, texts: Sequence[str]) -> None:
    """Give the market's engine the vectors that the texts have by now."""
    if market.vectors is not None:
        market.vectors.learn(stored_vectors(model, texts))
