"""The desk's lists and forms stay small however much there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from exhibitors.models import Product
from tests.factories.accounts import OrganizationFactory, OrganizerFactory
from tests.factories.desk import FACTORIES
from tests.factories.exhibitors import ExhibitorFactory
from tests.factories.matchmaking import MatchFactory
from tests.matchmaking.test_admin_pages import READ_ONLY

EDITED = sorted(set(FACTORIES) - READ_ONLY)


def boxes(page: Any, request: Any) -> Iterator[tuple[str, Any]]:
    """Every choice among rows on a page and in its inlines; not an inline's way to its page."""
    yield from page.get_form(request).base_fields.items()
    for formset, _inline in page.get_formsets_with_inlines(request):
        fields = formset.form.base_fields.items()
        yield from ((name, field) for name, field in fields if name != formset.fk.name)


@pytest.mark.parametrize("label", EDITED)
def test_no_select_box_grows_with_the_data(rf: RequestFactory, db: None, label: str) -> None:
    request: Any = rf.get("/admin/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    page = next(p for model, p in admin.site._registry.items() if model._meta.label_lower == label)
    growing = {
        name
        for name, field in boxes(page, request)
        if isinstance(field, ModelChoiceField)
        and not isinstance(getattr(field.widget, "widget", field.widget), AutocompleteMixin)
    }
    assert growing == set()


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(OrganizerFactory())
    return client


def listed(exhibitor: Any, count: int) -> None:
    Product.objects.bulk_create(
        Product(exhibitor=exhibitor, edition=exhibitor.edition, ref=f"p{n:03}",
                name={"en": f"Coffee {n:03}"})
        for n in range(count)
    )  # fmt: skip


def shown(desk: Client, label: str, **asked: Any) -> list[str]:
    page = desk.get(reverse(f"admin:{label.replace('.', '_')}_changelist"), asked)
    return [str(row) for row in page.context["cl"].result_list]


def test_a_long_list_takes_one_query_more_and_keeps_its_order(
    desk: Client, django_assert_num_queries: Any
) -> None:
    listed(ExhibitorFactory(), 120)
    with django_assert_num_queries(6):
        names = shown(desk, "exhibitors.product")
    assert names == [f"Coffee {n:03}" for n in range(50)]
    assert shown(desk, "exhibitors.product", p=3) == [f"Coffee {n:03}" for n in range(100, 120)]
    assert shown(desk, "exhibitors.product", o="-6")[0] == "Coffee 119"


@pytest.mark.parametrize(
    ("text", "names"),
    [("kivu", ["Kivu Hills"]), ("基伍 x9", ["Kivu Hills"]), ('"kivu hills"', ["Kivu Hills"]),
     ("kivu elsewhere", []), ("x9", ["Kivu Hills", "Lake"])],
)  # fmt: skip
def test_every_word_is_looked_for_also_in_the_organization(
    desk: Client, text: str, names: list[str]
) -> None:
    for ref, name in (("x91", {"en": "Kivu Hills", "zh": "基伍山"}), ("x92", {"en": "Lake"})):
        ExhibitorFactory(ref=ref, organization=OrganizationFactory(name=name))
    assert sorted(shown(desk, "exhibitors.exhibitor", q=text)) == names


def test_a_match_is_found_by_either_side(desk: Client) -> None:
    match = MatchFactory(
        exhibitor__organization=OrganizationFactory(name={"en": "Rubavu Hills"}),
        buyer__organization=OrganizationFactory(name={"en": "Harbour Foods"}),
    )
    MatchFactory()
    match.refresh_from_db()  # its names as texts
    assert shown(desk, "matchmaking.match", q="rubavu") == [str(match)]
    assert shown(desk, "matchmaking.match", q="harbour") == [str(match)]
    assert shown(desk, "matchmaking.match", q="rubavu harbour") == [str(match)]
