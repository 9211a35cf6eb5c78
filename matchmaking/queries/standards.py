"""Standards that certificates are usually of, and the state of a certificate."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from exhibitors.models import Certificate, Exhibitor
from matchmaking.queries.editions import reference_day
from matchmaking.wording import standard_name

# As docs/import.md lists them; an exhibitor or a need may name others by their slug.
STANDARDS = (
    "organic", "fairtrade", "rainforest-alliance", "halal", "kosher", "haccp", "iso-9001",
    "iso-14001", "iso-22000", "iso-27001", "iso-13485", "fssc-22000", "brcgs", "ifs", "globalgap",
    "rspo", "fsc", "msc", "asc", "oeko-tex", "gots", "rws", "ce", "soc-2", "cmmi", "gacc", "gi",
)  # fmt: skip


def standard_choices() -> list[tuple[str, str]]:
    """Slug and name in the reader's language."""
    return [(slug, standard_name(slug)) for slug in STANDARDS]


@dataclass(frozen=True)
class Paper:
    """A certificate as its owner sees it. `state`: `expired`, `ends` (before the expo opens),
    `valid`.
    """

    certificate: Certificate
    state: str
    opens: date

    @property
    def name(self) -> str:
        """In the reader's language."""
        return standard_name(self.certificate.standard)


def papers_of(exhibitor: Exhibitor) -> list[Paper]:
    """Those of the company first; two queries."""
    opens = reference_day(exhibitor.edition)
    rows = exhibitor.certificates.select_related("product", "checked_by")
    listed = rows.order_by("product__ref", "standard", "ref")
    papers = [Paper(row, _state(row, opens), opens) for row in listed]
    return sorted(papers, key=lambda paper: paper.certificate.product_id is not None)


def _state(row: Certificate, opens: date) -> str:
    if row.valid_until is None:
        return "valid"
    if row.valid_until < timezone.localdate():
        return "expired"
    return "ends" if row.valid_until < opens else "valid"
