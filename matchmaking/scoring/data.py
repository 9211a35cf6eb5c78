"""What goes into the matching engine and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matchmaking.scoring.blend import Blend

Period = Literal["", "once", "month", "year"]
Params = Mapping[str, str | float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount with its unit, one of those that `docs/import.md` lists."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in an ISO 4217 currency."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True)
class PriceBand:
    """A price from `low` to `high` for one `unit`; a single price has both equal."""

    low: float
    high: float
    currency: str
    unit: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate held; `product` is None where it covers the whole company."""

    standard: str
    valid_until: date | None = None
    product: int | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What a text says where the field for it is empty. A guess weighs softly and never blocks.

    `quantity`: a need's volume, or the lot that a product's text offers.
    `cold`: `frozen`, `chilled` or empty.
    """

    quantity: Quantity | None = None
    period: Period = ""
    certificates: tuple[str, ...] = ()
    incoterms: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    deadline: date | None = None
    shelf_life_days: int | None = None
    cold: str = ""


NO_GUESSES = Guesses()


@dataclass(frozen=True, slots=True)
class Need:
    """What a buyer looks for. Empty fields ask for nothing.

    `certificates_nice` speak for an offer that has them and block none.
    """

    id: int
    buyer: int
    texts: Mapping[str, str]
    language: str = ""
    categories: tuple[str, ...] = ()
    volume: Quantity | None = None
    volume_period: Period = ""
    target_price: PriceBand | None = None
    certificates: tuple[str, ...] = ()
    certificates_nice: tuple[str, ...] = ()
    incoterms: tuple[str, ...] = ()
    origins_wanted: tuple[str, ...] = ()
    origins_unwanted: tuple[str, ...] = ()
    deadline: date | None = None
    min_shelf_life_days: int | None = None
    priority: str = "normal"
    guessed: Guesses = NO_GUESSES


@dataclass(frozen=True, slots=True)
class Product:
    """What an exhibitor lists; `certificates` already hold the company-wide ones.

    `unit_size` is what one bag, carton, bottle or container of it holds. Temperatures in °C.
    """

    id: int
    exhibitor: int
    names: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    category: str = ""
    hs_code: str = ""
    origin: str = ""
    moq: Quantity | None = None
    unit_size: Quantity | None = None
    capacity: Quantity | None = None
    capacity_period: Period = ""
    price: PriceBand | None = None
    incoterm: str = ""
    lead_time_days: int | None = None
    shelf_life_days: int | None = None
    temperature_min: float | None = None
    temperature_max: float | None = None
    certificates: tuple[Certificate, ...] = ()
    guessed: Guesses = NO_GUESSES


@dataclass(frozen=True, slots=True)
class Supplier:
    """An exhibitor, without its products. `target_markets` are countries."""

    id: int
    languages: tuple[str, ...] = ()
    country: str = ""
    target_markets: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuyerProfile:
    """A buyer, without its needs."""

    id: int
    languages: tuple[str, ...] = ()
    country: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A node of a category tree; `parent` is a code, empty at the top.

    `keywords`: what the trade calls the goods, in any languages; a second
    line of further languages and a third of Chinese are compared by themselves, so that languages
    do not thin each other out.
    """

    code: str
    parent: str
    names: Mapping[str, str]
    kind: str = "goods"
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the organizer's glossary: its texts mean the same; several of one language are
    parted by slashes. `category` is a code that it names, if any.
    """

    texts: Mapping[str, str]
    category: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an edition fixes for one run.

    `rates`: units of `currency` for one unit of the other. `interpreter_languages`: for each
    interpreter the languages between any two of which it interprets. `floor`: matches below it
    (0-100) are dropped. `top_per_buyer`: how many matches of a buyer are kept at most. `blend`:
    what weighs the parts of a pair; None: the one that ships.
    """

    today: date
    currency: str
    rates: Mapping[str, float] = field(default_factory=dict)
    interpreter_languages: frozenset[frozenset[str]] = frozenset()
    floor: float = 20.0
    top_per_buyer: int = 30
    blend: Blend | None = None
    glossary: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Something true of need and product that speaks for the match; texts come from templates."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stands in the way, with what would lift it. It never lowers a score."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PairScore:
    """One need against one product; `score` 0-100."""

    need: int
    product: int
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A buyer and an exhibitor.

    `pairs`: the one shown, whose `parts` (0-1), `reasons` and `blocks` these are, then the others,
    the best first.
    """

    exhibitor: int
    buyer: int
    score: float
    parts: Mapping[str, float]
    reasons: tuple[Reason, ...]
    blocks: tuple[Block, ...]
    pairs: tuple[PairScore, ...]
