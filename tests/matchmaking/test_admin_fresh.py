"""What is saved on the desk is noted, and handed to a worker after the commit."""

import pytest

from matchmaking.actions.import_edition import import_edition
from matchmaking.models import MatchChange
from tests.factories.accounts import OrganizerFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.matchmaking.test_admin_pages import address, filled_in

ROWS = [
    (BuyerFactory, "buyers.buyer", "buyer", "pk"),
    (SourcingNeedFactory, "buyers.sourcingneed", "buyer", "buyer_id"),
    (ExhibitorFactory, "exhibitors.exhibitor", "exhibitor", "pk"),
    (ProductFactory, "exhibitors.product", "exhibitor", "exhibitor_id"),
    (CertificateFactory, "exhibitors.certificate", "exhibitor", "exhibitor_id"),
]
EACH = pytest.mark.parametrize(("factory", "label", "side", "party"), ROWS)


@pytest.fixture
def desk(client, db):
    client.force_login(OrganizerFactory())
    return client


@pytest.fixture
def sent(monkeypatch):
    tasks = []
    name = "matchmaking.queue.current_app.send_task"
    monkeypatch.setattr(name, lambda task, args: tasks.append((task, *args)))
    return tasks


def noted():
    return list(MatchChange.objects.values_list("edition", "exhibitor", "buyer"))


@EACH
def test_saved(desk, sent, factory, label, side, party, django_capture_on_commit_callbacks):
    row = factory()
    where = address(label, "change", row.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page = desk.post(where, filled_in(desk, where, f"{row._meta.model_name}_form"))
    assert page.status_code == 302
    change = MatchChange.objects.get()
    assert (change.edition_id, getattr(change, side)) == (row.edition_id, getattr(row, party))
    assert sent == [("matchmaking.tasks.apply_changes", row.edition_id)]


@EACH
def test_deleted(desk, sent, factory, label, side, party):
    row, other = factory(), factory()
    expected = [getattr(each, party) for each in (row, other)]
    assert desk.post(address(label, "delete", row.pk), {"post": "yes"}).status_code == 302
    ticked = {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"}
    assert desk.post(address(label, "changelist"), ticked).status_code == 302
    assert not factory._meta.model.objects.filter(pk__in=[row.pk, other.pk]).exists()
    assert list(MatchChange.objects.values_list(side, flat=True)) == expected


def test_a_need_given_to_another_buyer_concerns_both(desk, sent):
    need = SourcingNeedFactory()
    former, other = need.buyer_id, BuyerFactory(edition=need.edition)
    where = address("buyers.sourcingneed", "change", need.pk)
    form = filled_in(desk, where, "sourcingneed_form") | {"buyer": [str(other.pk)]}
    assert desk.post(where, form).status_code == 302
    assert {change.buyer for change in MatchChange.objects.all()} == {former, other.pk}


def test_what_was_refused_is_not_noted(desk, sent):
    need = SourcingNeedFactory()
    where = address("buyers.sourcingneed", "change", need.pk)
    form = filled_in(desk, where, "sourcingneed_form") | {"ref": [""]}
    assert desk.post(where, form).status_code == 200
    assert noted() == sent == []


def test_an_import_that_changes_something_is_noted(db, sent, tmp_path):
    folder = tmp_path / "fair"
    folder.mkdir()
    (folder / "edition.toml").write_text(
        'slug = "pier"\nname = "Pier"\ncountry = "CN"\ntimezone = "Asia/Shanghai"\n'
        'currency = "USD"\nslot_minutes = 30\n[[days]]\ndate = 2027-03-01\n'
        'opens = "09:00"\ncloses = "17:00"\n'
    )
    (folder / "exhibitors.csv").write_text("ref,name,country\nkivu,Kivu Coffee,RW\n")
    report = import_edition(folder)
    assert report.errors == []
    assert len(noted()) == 1
    import_edition(folder)
    import_edition(folder, dry_run=True)
    assert len(noted()) == 1
