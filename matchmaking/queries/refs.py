"""Names for new rows."""

from exhibitors.models import Certificate, Exhibitor, Product

LONGEST = 64


def free_ref(model: type[Product | Certificate], exhibitor: Exhibitor, mark: str = "") -> str:
    """The exhibitor's own ref with the next number that no row of the edition has."""
    stem = f"{exhibitor.ref[: LONGEST - 10]}-{mark}"
    rows = model._default_manager.filter(  # noqa: SLF001 (the documented name)
        edition=exhibitor.edition_id, ref__startswith=stem
    )
    ends = [ref[len(stem) :] for ref in rows.values_list("ref", flat=True)]
    return f"{stem}{max([int(end) for end in ends if end.isdecimal()], default=0) + 1}"
