"""Demand."""

from buyers.models import Buyer, SourcingNeed
from foundation.texts import Text
from tests.factories.accounts import OrganizationFactory
from tests.factories.base import ModelFactory, factory
from tests.factories.expo import EditionFactory


class BuyerFactory(ModelFactory):
    """An importer."""

    class Meta:
        model = Buyer

    edition = factory.SubFactory(EditionFactory)
    organization = factory.SubFactory(
        OrganizationFactory,
        name=factory.Sequence(lambda n: Text({"zh": f"浦江食品 {n}", "en": f"Pujiang Foods {n}"})),
        country="CN",
        city="Shanghai",
    )
    ref = factory.Sequence(lambda n: f"bu-{n}")
    contact_email = factory.Sequence(lambda n: f"buying{n}@example.org")
    languages = ["zh", "en"]


class SourcingNeedFactory(ModelFactory):
    """Coffee, in Chinese."""

    class Meta:
        model = SourcingNeed
        skip_postgeneration_save = True

    buyer = factory.SubFactory(BuyerFactory)
    edition = factory.SelfAttribute("buyer.edition")
    ref = factory.Sequence(lambda n: f"ne-{n}")
    language = "zh"
    text = Text({"zh": "求购水洗阿拉比卡生咖啡豆", "en": "Washed arabica, green beans"})
