"""The theme's own words are said in the organizer's language too."""

import re
from pathlib import Path

import pytest
import unfold
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories.accounts import OrganizerFactory

TEMPLATES = Path(unfold.__file__).parent / "templates"
LISTS = ("admin/change_list.html", "admin/change_list_results.html", "admin/search_form.html",
         "admin/actions.html", "unfold/helpers/empty_results.html",
         "unfold/helpers/change_list_filter_actions.html",
         "unfold/helpers/change_list_headers.html", "unfold/helpers/command.html",
         "unfold/helpers/command_history.html", "unfold/helpers/command_results.html",
         "unfold/helpers/theme_switch.html", "unfold/helpers/actions_row.html")  # fmt: skip
SAID = re.compile(r"{% trans(?:late)? \"([^\"]+)\"")


@pytest.mark.parametrize("language", ["zh-hans", "ar", "ru"])
def test_what_lists_and_menus_say_is_translated(language: str) -> None:
    words = {word for name in LISTS for word in SAID.findall((TEMPLATES / name).read_text())}
    assert words
    with translation.override(language):
        assert {word for word in words if translation.gettext(word) == word} == set()


@pytest.mark.django_db
def test_a_list_asks_in_chinese_what_is_sought(client: Client) -> None:
    client.force_login(OrganizerFactory(language="zh-hans"))
    address = reverse("admin:matchmaking_scoringrun_changelist")
    page = client.get(address, headers={"accept-language": "zh"}).content.decode()
    assert "Type to search" not in page
    assert "输入关键词搜索" in page
