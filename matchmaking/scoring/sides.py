"""A need and a product with what their terms come to, worked out once for all their pairs."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from matchmaking.scoring.data import (
    BuyerProfile,
    Certificate,
    Need,
    Product,
    Quantity,
    Settings,
    Supplier,
)
from matchmaking.scoring.prices import lowest_price, price_of, target_for
from matchmaking.scoring.quantities import Measured, a_year, measure, pack_of
from matchmaking.scoring.reading.guesses import claimed_certificates
from matchmaking.scoring.weights import CHILLED, FROZEN

_NO_PACKS = Product(0, 0, {})


@dataclass(frozen=True)
class Wanted:
    """A buyer's need. What its text tells stands in where a field is empty."""

    need: Need
    buyer: BuyerProfile
    #: Standards asked for, and with them those that would be nice to have.
    certificates: tuple[str, ...]
    welcome: tuple[str, ...]
    volume: Quantity | None
    period: str
    origins: tuple[str, ...]
    incoterms: tuple[str, ...]
    deadline: date | None
    shelf_life_days: int | None
    languages: tuple[str, ...]
    #: The most to be paid for one of the target's units, in the edition's currency.
    limit: float | None
    #: The volume, and one of the target price's units, of a product that comes in no packs.
    _plain_volume: Measured | None
    _plain_unit: Measured | None

    @classmethod
    def of(cls, need: Need, buyer: BuyerProfile, settings: Settings) -> "Wanted":
        """A need that was read for guesses."""
        told, price = need.guessed, need.target_price
        certificates = need.certificates or told.certificates
        volume = need.volume or told.quantity
        stated = need.min_shelf_life_days
        return cls(
            need,
            buyer,
            certificates,
            tuple(dict.fromkeys((*certificates, *need.certificates_nice))),
            volume,
            need.volume_period if need.volume else told.period,
            need.origins_wanted or told.origins,
            need.incoterms or told.incoterms,
            need.deadline or told.deadline,
            told.shelf_life_days if stated is None else stated,
            primary_languages(buyer.languages),
            target_for(price, settings),
            measure(volume, _NO_PACKS),
            measure(Quantity(1, price.unit), _NO_PACKS) if price else None,
        )

    def volume_of(self, offered: "Offered") -> Measured | None:
        """The volume in base units, packs being the product's."""
        if self.volume is None or not offered.pack or self.volume.unit != offered.pack:
            return self._plain_volume
        return measure(self.volume, offered.product)

    def price_of(self, offered: "Offered") -> float | None:
        """The product's lowest price for one of the target's units, in the edition's currency."""
        target = self.need.target_price
        if target is None or offered.lowest is None:
            return None
        one = self._plain_unit
        if offered.pack and target.unit == offered.pack:
            one = measure(Quantity(1, target.unit), offered.product)
        return price_of(offered.lowest, offered.quoted, one)


@dataclass(frozen=True)
class Offered:
    """A product of an exhibitor. `pack` is the unit that its size tells about, or empty.

    `held`: for each standard the certificate that is valid longest, if any is, and else the last
    day of the others, if they have one. `lowest`: price for its own unit, `quoted`, in the
    edition's currency.
    """

    product: Product
    supplier: Supplier
    pack: str
    moq: Measured | None
    a_year: Measured | None
    lot: Measured | None
    held: dict[str, tuple[Certificate | None, date | None]]
    lowest: float | None
    quoted: Measured | None
    cold: str
    languages: tuple[str, ...]

    @classmethod
    def of(cls, product: Product, supplier: Supplier, settings: Settings) -> "Offered":
        """A product that was read for guesses."""
        price = product.price
        return cls(
            product,
            supplier,
            pack_of(product),
            measure(product.moq, product),
            a_year(measure(product.capacity, product), product.capacity_period),
            measure(product.guessed.quantity, product),
            _held(product, settings.today),
            lowest_price(product, settings),
            measure(Quantity(1, price.unit), product) if price else None,
            cold_of(product),
            primary_languages(supplier.languages),
        )

    @cached_property
    def claims(self) -> dict[str, str]:
        """The standards that its texts name, with who certified; read where one is asked for."""
        return claimed_certificates(self.product)


def _held(product: Product, today: date) -> dict[str, tuple[Certificate | None, date | None]]:
    found: dict[str, tuple[Certificate | None, date | None]] = {}
    for paper in product.certificates:
        best, ended = found.get(paper.standard, (None, None))
        until = paper.valid_until
        if until is None or until >= today:
            if best is None or _longer(paper, best):
                best = paper
        elif ended is None or until > ended:
            ended = until
        found[paper.standard] = best, ended
    return found


def _longer(paper: Certificate, other: Certificate) -> bool:
    """Whether one certificate is valid longer than the other, ties by issuer."""
    first, second = (paper.valid_until or date.max, other.valid_until or date.max)
    return (first, paper.issuer) > (second, other.issuer)


@lru_cache(maxsize=4096)
def primary_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Primary subtags, each once; a tag without one says nothing."""
    tags = (language.replace("_", "-").split("-")[0].strip().lower() for language in languages)
    return tuple(dict.fromkeys(filter(None, tags)))


def cold_of(product: Product) -> str:
    """`frozen`, `chilled` or `ambient` by its upper temperature, else by its texts; or empty."""
    if product.temperature_max is None:
        return product.guessed.cold
    if product.temperature_max <= FROZEN:
        return "frozen"
    return "chilled" if product.temperature_max <= CHILLED else "ambient"
