"""What people see where there is nothing, or nothing for them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

pytestmark = pytest.mark.django_db


def test_no_such_page_in_the_readers_language(client: Client) -> None:
    with translation.override("en"):  # what the request switches to ends with it
        answer = client.get("/nowhere/at/all/", headers={"accept-language": "zh"})
    assert answer.status_code == 404
    said = answer.content.decode()
    assert "没有这个页面" in said
    assert 'lang="zh-hans"' in said


def test_a_refusal_says_why() -> None:
    request = RequestFactory().get("/")
    answer = defaults.permission_denied(request, PermissionDenied("The organizer <b> says no."))
    assert answer.status_code == 403
    assert "The organizer &lt;b&gt; says no." in answer.content.decode()


def test_a_mistake_of_ours_is_told_without_asking_the_database(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    with django_assert_num_queries(0), translation.override("ar"):  # type: ignore[operator]
        answer = defaults.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert 'dir="rtl"' in answer.content.decode()


def test_a_form_from_before_the_sign_in_is_refused_in_the_readers_language() -> None:
    with translation.override("en"):
        answer = Client(enforce_csrf_checks=True).post("/", headers={"accept-language": "zh"})
    assert answer.status_code == 403
    said = answer.content.decode()
    assert "内容未保存" in said
    assert 'lang="zh-hans"' in said
    assert "DEBUG" not in said
