"""The language that a person chose goes with them, whatever their browser asks for."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.models import User


def persons_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware after the authentication: a signed-in person's own language is spoken."""

    def respond(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        language = request.LANGUAGE_CODE = request.user.language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return respond


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Who signs up has chosen a language already: the page's."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Adds the language."""
        user.language = translation.get_language() or "en"
        saved: User = super().save_user(request, user, form, commit)
        return saved
