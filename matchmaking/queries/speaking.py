"""In which language two sides can talk, by themselves or through one of the interpreters."""

from collections.abc import Callable
from dataclasses import dataclass

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from matchmaking.wording import language_names


@dataclass(frozen=True)
class Speaking:
    """`common`: a language both speak; else `between`: the two that an interpreter joins; both
    empty if there is none, or nobody has said what they speak (`unknown`).
    """

    common: str = ""
    between: tuple[str, str] | None = None
    unknown: bool = False


def speaking(edition: Edition) -> Callable[[Buyer, Exhibitor], Speaking]:
    """One query for the edition's interpreters, none a pair."""
    spoken = [_primary(row) for row in edition.interpreters.values_list("languages", flat=True)]

    def tell(buyer: Buyer, exhibitor: Exhibitor) -> Speaking:
        ours, theirs = _primary(buyer.languages), _primary(exhibitor.languages)
        if not ours or not theirs:
            return Speaking(unknown=True)
        shared = [code for code in ours if code in theirs]
        if shared:
            return Speaking(common=language_names(shared[0]))
        joined = (
            (language_names(a), language_names(b))
            for known in spoken
            for a in ours
            for b in theirs
            if a in known and b in known
        )
        return Speaking(between=next(joined, None))

    return tell


def _primary(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(code.split("-")[0].lower() for code in codes))
