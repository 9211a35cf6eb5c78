"""Products as the index reads them: by themselves, so that any parts of them can be read apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Document, Reading
from matchmaking.scoring.data import Product
from matchmaking.scoring.reading.guesses import indexed_body, read_product


@dataclass(frozen=True)
class ReadProducts:
    """Products with what their texts tell, ascending by id, and their texts as they were read."""

    products: list[Product]
    texts: Reading

    @classmethod
    def of(cls, products: Iterable[Product], tree: CategoryIndex) -> "ReadProducts":
        """Reads them; in any parts, for each is read by itself."""
        ordered = sorted(products, key=lambda product: product.id)
        read = [read_product(product) for product in ordered]
        return cls(read, Reading.of([document(product, tree) for product in read], tree))

    @classmethod
    def joined(cls, parts: Sequence["ReadProducts"]) -> "ReadProducts":
        """Of parts in the order of their products: the same as reading all at once."""
        products = [product for part in parts for product in part.products]
        return cls(products, reduce(Reading.joined, (part.texts for part in parts)))


def document(product: Product, tree: CategoryIndex) -> Document:
    """What it sees of a product."""
    return Document(
        title_of(product),
        indexed_body(product),
        tree.resolve(product.category, product.hs_code),
    )


def title_of(product: Product) -> str:
    """A product's names in all languages."""
    return " ; ".join(product.names.values())
