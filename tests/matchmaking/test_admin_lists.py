"""The desk's lists and forms stay small however much there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.forms import ModelChoiceField
from django.test import RequestFactory

from accounts.models import User
from tests.factories.desk import FACTORIES
from tests.matchmaking.test_admin_pages import READ_ONLY

EDITED = sorted(set(FACTORIES) - READ_ONLY)


def boxes(page: Any, request: Any) -> Iterator[tuple[str, Any]]:
    """Every choice among rows on a page and in its inlines; not an inline's way to its page."""
    yield from page.get_form(request).base_fields.items()
    for formset, _inline in page.get_formsets_with_inlines(request):
        fields = formset.form.base_fields.items()
        yield from ((name, field) for name, field in fields if name != formset.fk.name)


@pytest.mark.parametrize("label", EDITED)
def test_no_select_box_grows_with_the_data(rf: RequestFactory, label: str) -> None:
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
