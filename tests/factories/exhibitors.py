"""Supply."""

from datetime import date

from exhibitors.models import Certificate, Exhibitor, Product
from foundation.texts import Text
from tests.factories.accounts import OrganizationFactory
from tests.factories.base import ModelFactory, factory
from tests.factories.expo import CategoryFactory, EditionFactory


class ExhibitorFactory(ModelFactory):
    """A cooperative of one person's team."""

    class Meta:
        model = Exhibitor

    edition = factory.SubFactory(EditionFactory)
    organization = factory.SubFactory(OrganizationFactory)
    ref = factory.Sequence(lambda n: f"ex-{n}")
    contact_email = factory.Sequence(lambda n: f"sales{n}@example.org")
    languages = ["en", "fr"]


class ProductFactory(ModelFactory):
    """Green coffee."""

    class Meta:
        model = Product

    exhibitor = factory.SubFactory(ExhibitorFactory)
    edition = factory.SelfAttribute("exhibitor.edition")
    ref = factory.Sequence(lambda n: f"pr-{n}")
    name = Text({"en": "Washed arabica, green", "fr": "Arabica lavé, vert"})
    category = factory.SubFactory(CategoryFactory)
    origin = "RW"


class CertificateFactory(ModelFactory):
    """Of the whole company."""

    class Meta:
        model = Certificate

    exhibitor = factory.SubFactory(ExhibitorFactory)
    edition = factory.SelfAttribute("exhibitor.edition")
    ref = factory.Sequence(lambda n: f"ce-{n}")
    standard = "organic-eu"
    valid_until = date(2027, 12, 31)
