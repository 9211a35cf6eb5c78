"""Supply: exhibitors, what they list, what certifies it."""

from exhibitors.models.certificate import Certificate
from exhibitors.models.exhibitor import Exhibitor
from exhibitors.models.picture import Picture
from exhibitors.models.product import Product
from exhibitors.models.search import SearchEntry, SearchWord

__all__ = ["Certificate", "Exhibitor", "Picture", "Product", "SearchEntry", "SearchWord"]
