"""What embedders made of texts, kept so that no text is embedded twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextVector(models.Model):
    """The vector of one text by one model; belongs to no edition."""

    model = models.CharField(_("model"), max_length=300)
    # SHA-256 of the text as the embedder sees it (`embedding.text_key`).
    key = models.BinaryField(max_length=32)
    # Half-precision numbers, little-endian, one after the other.
    vector = models.BinaryField()

    class Meta:
        verbose_name = _("vector of a text")
        verbose_name_plural = _("vectors of texts")
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="vector_once")]

    def __str__(self) -> str:
        return f"{self.model} {bytes(self.key).hex()[:12]}"
