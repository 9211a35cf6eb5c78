"""An edition comes in whole, once, or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Organization, User
from buyers.models import Buyer
from exhibitors.models import Exhibitor, Product
from expo.models import Booth, Category, Delegation, Edition, HallDistance, TimeSlot
from matchmaking.actions.import_edition import import_edition
from matchmaking.models import MeetingRequest
from tests.matchmaking.exchange.conftest import FILES, ROWS

pytestmark = pytest.mark.django_db


def test_everything_arrives(folder: Path) -> None:
    report = import_edition(folder)
    assert report.errors == []
    assert (report.edition, report.created, report.updated) == ("small", ROWS, 0)
    edition = Edition.objects.get(slug="small")
    assert edition.name == {"en": "Small Expo", "zh": "小博览会"}
    assert edition.rates == {"EUR": 1.08}
    assert TimeSlot.objects.filter(edition=edition).count() == 14
    noon = datetime(2027, 5, 10, 4, tzinfo=UTC)
    assert not TimeSlot.objects.filter(edition=edition, during__contains=noon).exists()
    assert HallDistance.objects.get(edition=edition).minutes == 3
    kivu = Exhibitor.objects.get(edition=edition, ref="kivu")
    assert kivu.organization.name == {"en": "Kivu Coffee", "zh": "基伍"}
    assert Exhibitor.objects.get(ref="miel").organization.name == {"fr": "Miel du Sud"}
    assert Buyer.objects.get(ref="kivu-buys").organization == kivu.organization
    assert Booth.objects.get().tables.get().ref == "T1"
    assert Category.objects.get(scheme="small", code="0901").parent == Category.objects.get(
        code="09"
    )
    assert Delegation.objects.get(ref="rw-coffee").parent == Delegation.objects.get(ref="rw")
    contact = User.objects.get(email="e@kivu.example")
    assert not contact.has_usable_password()
    assert Membership.objects.get(user=contact).role == Membership.Role.OWNER
    first = MeetingRequest.objects.get(ref="r1")
    assert [each.ref for each in first.after.all()] == ["r2"]
    assert first.fixed_slot is not None
    assert first.fixed_slot.starts.strftime("%H:%M") == "09:30"


def test_twice_is_once(folder: Path) -> None:
    import_edition(folder)
    report = import_edition(folder)
    assert (report.created, report.updated, report.unchanged, report.errors) == (0, 0, ROWS, [])


def test_dry_run_writes_nothing(folder: Path) -> None:
    report = import_edition(folder, dry_run=True)
    assert (report.created, report.errors) == (ROWS, [])
    assert not Edition.objects.exists()
    assert not User.objects.exists()


def test_one_bad_row_stops_all_and_every_problem_is_told(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("RW", "Rwanda").replace("hualin,zh", "nobody,zh"))
    report = import_edition(folder)
    found = [(error.file, error.line, error.column, error.value) for error in report.errors]
    assert found == [
        ("delegations.csv", 2, "country", "Rwanda"),
        ("delegations.csv", 3, "country", "Rwanda"),
        ("exhibitors.csv", 2, "country", "Rwanda"),
        ("products.csv", 2, "origin", "Rwanda"),
        ("products.csv", 3, "origin", "Rwanda"),
        ("buyers.csv", 3, "country", "Rwanda"),
        ("needs.csv", 2, "buyer", "nobody"),
    ]
    assert (report.created, report.updated, report.unchanged) == (0, 0, 0)
    assert report.files["halls"] == {"created": 2, "updated": 0, "unchanged": 0}
    assert not Edition.objects.exists()
    assert not Organization.objects.exists()


def test_a_missing_column_leaves_its_field_alone(folder: Path) -> None:
    import_edition(folder)
    header = "ref,exhibitor,name,price_max,price_min,price_currency,price_unit"
    text = f"{header}\nkivu-1,kivu,Red,8,7,USD,kg\n"
    (folder / "products.csv").write_text(text)
    report = import_edition(folder)
    assert (report.updated, report.files["products"]["updated"]) == (1, 1)
    product = Product.objects.get(ref="kivu-1")
    assert product.name == {"en": "Red", "zh": "波旁"}
    assert (str(product.price_max), product.moq_unit) == ("8.0000", "bag")


def test_an_empty_cell_empties(folder: Path) -> None:
    import_edition(folder)
    text = FILES["products.csv"].replace("波旁,0901,090111,RW,60,bag", ",,,RW,,")
    (folder / "products.csv").write_text(text)
    assert import_edition(folder).updated == 1
    product = Product.objects.get(ref="kivu-1")
    assert (product.name, product.category, product.moq, product.hs_code) == (
        {"en": "Bourbon"},
        None,
        None,
        "",
    )


def test_the_parent_alone_is_an_update(folder: Path) -> None:
    import_edition(folder)
    text = FILES["delegations.csv"].replace("rw-coffee,rw,", "rw-coffee,,")
    (folder / "delegations.csv").write_text(text)
    assert import_edition(folder).files["delegations"] == {
        "created": 0,
        "updated": 1,
        "unchanged": 1,
    }


@pytest.mark.parametrize("rows", [1, 40])
def test_queries_do_not_grow_with_rows(folder: Path, rows: int) -> None:
    lines = [f"p{n},kivu,Lot {n},0901" for n in range(rows)]
    (folder / "products.csv").write_text("\n".join(["ref,exhibitor,name,category", *lines]))
    people = [f"x{n},Firm {n},RW,x{n}@firm.example" for n in range(rows)]
    (folder / "buyers.csv").write_text("\n".join(["ref,name,country,contact_email", *people]))
    for name in ("needs", "requests", "certificates"):
        (folder / f"{name}.csv").unlink()
    with CaptureQueriesContext(connection) as queries:
        assert import_edition(folder).errors == []
    assert len(queries) == 86


def test_a_ref_of_the_other_file_is_somebody_else(folder: Path) -> None:
    """Without a common registration number, whether the buyer has one that is new or none."""
    import_edition(folder)
    for number in ("", "B7"):
        Buyer.objects.filter(ref__in=["kivu", "miel"]).delete()
        (folder / "buyers.csv").write_text(
            "ref,name,registration_number,country,contact_email\n"
            f"kivu,Kivu Trading,{number},CN,boss@trading.example\nhualin,Hualin,,CN,\n"
        )
        assert import_edition(folder).errors == []
        seller, buyer = Exhibitor.objects.get(ref="kivu"), Buyer.objects.get(ref="kivu")
        assert seller.organization.name == {"en": "Kivu Coffee", "zh": "基伍"}
        assert (seller.organization.registration_number, seller.organization.country) == (
            "R1",
            "RW",
        )
        assert buyer.organization.name == {"en": "Kivu Trading"}
        owner = Membership.objects.filter(user__email="boss@trading.example")
        assert not owner.filter(organization=seller.organization).exists()
        assert import_edition(folder).updated == 0


def test_rates_that_are_absent_are_left_alone_and_no_rates_empty_them(folder: Path) -> None:
    import_edition(folder)
    toml = FILES["edition.toml"].partition("[rates]")[0]
    for text, rates in ((toml, {"EUR": 1.08}), (f"{toml}[rates]\n", {})):
        (folder / "edition.toml").write_text(text)
        assert import_edition(folder).errors == []
        assert Edition.objects.get(slug="small").rates == rates


@pytest.mark.parametrize("rate", ["0", "-1", "1e999", "nan", "1e-400", "true"])
def test_a_rate_that_is_none(folder: Path, rate: str) -> None:
    (folder / "edition.toml").write_text(f"{FILES['edition.toml']}VND = {rate}\n")
    (error,) = import_edition(folder).errors
    assert (error.column, error.message[:25]) == ("rates", "write a rate above zero, ")
