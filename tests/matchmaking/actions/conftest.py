"""A small edition that can be scored and planned: two exhibitors, two buyers, one half day."""

from decimal import Decimal

import pytest

from expo.models import Edition
from matchmaking.scheduling.solver import solve
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.expo import CategoryFactory, MeetingTableFactory, open_edition


@pytest.fixture(autouse=True)
def solved_here(monkeypatch):
    """In this process; the solver's own has its tests (test_solver_apart, test_planning_runs)."""

    def here(problem, *, memory, stop, **options):
        return solve(problem, **options)

    monkeypatch.setattr("matchmaking.actions.plan_edition.solve_apart", here)


@pytest.fixture
def edition(db: None) -> Edition:
    edition = open_edition(slots=4)
    coffee = CategoryFactory(code="0901", name={"en": "Coffee", "zh": "咖啡"})
    honey = CategoryFactory(code="0409", name={"en": "Natural honey", "zh": "天然蜂蜜"})
    growers = ExhibitorFactory(edition=edition, ref="growers", languages=["en", "zh"])
    beekeepers = ExhibitorFactory(edition=edition, ref="beekeepers", languages=["en"])
    ProductFactory(
        exhibitor=growers,
        category=coffee,
        name={"en": "Washed arabica green coffee"},
        moq=Decimal(60),
        moq_unit="kg",
    )
    ProductFactory(exhibitor=beekeepers, category=honey, name={"en": "Acacia honey in glass jars"})
    CertificateFactory(exhibitor=growers, standard="organic")
    roaster = BuyerFactory(edition=edition, ref="roaster")
    grocer = BuyerFactory(edition=edition, ref="grocer")
    need = SourcingNeedFactory(
        buyer=roaster, text={"en": "Washed arabica green coffee, organic"}, certificates=["organic"]
    )
    need.categories.add(coffee)
    need = SourcingNeedFactory(
        buyer=grocer, text={"zh": "天然蜂蜜 500克"}, certificates=["organic"]
    )
    need.categories.add(honey)
    MeetingTableFactory(edition=edition)
    return edition
