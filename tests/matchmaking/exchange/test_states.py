"""Whether participants take part, and lists, survive an export and an import elsewhere."""

from pathlib import Path

import pytest

from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Edition
from matchmaking.actions.export_edition import export_edition
from matchmaking.actions.import_edition import import_edition
from matchmaking.models import MeetingRequest

pytestmark = pytest.mark.django_db


def states(slug: str) -> dict[str, str]:
    sides = [model.objects.filter(edition__slug=slug) for model in (Exhibitor, Buyer)]
    return {each.ref: each.state for side in sides for each in side}


@pytest.mark.parametrize("name", ["out", "out.xlsx"])
def test_who_waits_or_is_refused_is_not_let_in_elsewhere(
    folder: Path, tmp_path: Path, name: str
) -> None:
    import_edition(folder)
    Exhibitor.objects.filter(ref="miel").update(state="refused")
    Buyer.objects.filter(ref="kivu-buys").update(state="applied")
    export_edition(Edition.objects.get(slug="small"), tmp_path / name, xlsx=name != "out")
    assert import_edition(tmp_path / name).updated == 0
    assert import_edition(tmp_path / name, slug="copy").errors == []
    assert states("copy") == states("small")
    assert states("copy") == {
        "kivu": "approved", "miel": "refused", "hualin": "approved", "kivu-buys": "applied",
    }  # fmt: skip


def test_a_file_without_states_leaves_them_alone_and_an_empty_one_lets_in(folder: Path) -> None:
    import_edition(folder)
    Exhibitor.objects.filter(ref="miel").update(state="refused")
    assert import_edition(folder).updated == 0
    assert states("small")["miel"] == "refused"
    (folder / "exhibitors.csv").write_text("ref,name,country,state\nmiel,Miel du Sud,FR,\n")
    assert import_edition(folder).errors == []
    assert states("small")["miel"] == "approved"


def test_nobody_leaves_with_requests(folder: Path) -> None:
    import_edition(folder)
    text = "ref,name,country,state\nmiel,Miel du Sud,FR,refused\n"
    (folder / "exhibitors.csv").write_text(text)
    (error,) = import_edition(folder).errors
    assert (error.file, error.line, error.column) == ("exhibitors.csv", 2, "state")
    assert "requests or meetings" in error.message
    MeetingRequest.objects.filter(ref="r2").update(state="withdrawn")
    (folder / "requests.csv").unlink()
    assert import_edition(folder).errors == []
    assert states("small")["miel"] == "refused"


def test_items_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    import_edition(folder)
    regions = ["East China, Sichuan", "华东，四川", "North"]
    Buyer.objects.filter(ref="hualin").update(regions=regions)
    export_edition(Edition.objects.get(slug="small"), tmp_path / "out")
    assert import_edition(tmp_path / "out", slug="copy").errors == []
    assert Buyer.objects.get(edition__slug="copy", ref="hualin").regions == regions
    assert import_edition(tmp_path / "out").updated == 0
