"""What the portal's search looks into: one row for each exhibitor and each product.

PostgreSQL keeps it up to date by itself: triggers (migration `0004_search`) write the rows in the
statement that changes an exhibitor, a product or an organization's name, so that imports, the
desk, the portal and raw SQL need not think of it. Never write it from Python.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from exhibitors.models.exhibitor import Exhibitor
from exhibitors.models.product import Product
from expo.models import Category, Edition


class SearchEntry(models.Model):
    """Without a product it is the exhibitor's own.

    `document` holds stems by language, plain words, and single characters and pairs of scripts
    without spaces; a product's category stands in it as `@id`. `title` holds the names only: many
    hits are put in order by it, for it is short.
    """

    edition = models.ForeignKey(
        Edition, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    product = models.ForeignKey(
        Product, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    category = models.ForeignKey(
        Category, models.DO_NOTHING, null=True, db_constraint=False, db_index=False,
        related_name="+",
    )  # fmt: skip
    document = SearchVectorField()
    title = SearchVectorField()

    class Meta:
        indexes = [
            models.Index(fields=["edition"], name="search_edition"),
            GinIndex(fields=["document"], name="search_document"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["product"], name="search_product_once"),
            models.UniqueConstraint(
                fields=["exhibitor"], condition=Q(product=None), name="search_exhibitor_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.product_id or self.exhibitor_id)


class SearchWord(models.Model):
    """A word of any name at an edition, for slips of the pen. Words of what is gone stay.

    Nothing forbids a word twice: a rule would make whoever lists a word wait for an import that
    lists it too, and has minutes to go.
    """

    edition = models.ForeignKey(
        Edition, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    word = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "word"], name="search_word"),
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word
