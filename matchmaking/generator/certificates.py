"""Writes `certificates.csv`."""

from datetime import date, timedelta

from matchmaking.generator.families import read
from matchmaking.generator.sheet import Sheet
from matchmaking.generator.sizes import DAYS, EXPIRED_CERTIFICATES
from matchmaking.generator.world import Exhibitor, World

_PAPERS = {
    standard: (scope, number, issuers.split(";"))
    for standard, (scope, number, issuers) in (
        (standard, cell.split("|")) for standard, cell in read("papers.toml").items()
    )
}
CHECKER = "papers@harbour-expo.example"


def write(world: World, exhibitor: Exhibitor, products: int, sheet: Sheet) -> None:
    """The exhibitor's papers: none to four, some for one product only, some expired."""
    rng = world.rng
    family = world.families[exhibitor.families[0]]
    held = [standard for standard in family.certificates if world.chance(0.38)]
    for number, standard in enumerate(held, 1):
        scope, prefix, issuers = _PAPERS[standard]
        checked = rng.randint(1, 80) if world.chance(0.5) else 0
        sheet.add(
            ref=f"{exhibitor.ref}-c{number}",
            exhibitor=exhibitor.ref,
            product=f"{exhibitor.ref}-{rng.randint(1, products)}" if world.chance(0.2) else "",
            standard=standard,
            issuer=rng.choice(issuers),
            scope=scope.format(goods=family.names["en"]),
            number=f"{prefix}-{exhibitor.country.code}-{rng.randint(10_000, 999_999)}",
            valid_until=_valid_until(world).isoformat(),
            checked_by=CHECKER if checked else "",
            checked_on=(date(2027, 2, 1) + timedelta(checked)).isoformat() if checked else "",
        )


def _valid_until(world: World) -> date:
    if world.chance(EXPIRED_CERTIFICATES):
        return DAYS[0] - timedelta(days=world.rng.randint(1, 240))
    return DAYS[-1] + timedelta(days=world.rng.randint(10, 950))
