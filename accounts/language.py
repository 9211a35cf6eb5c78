"""The language that a person chose goes with them, whatever their browser asks for."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts import guard
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
    """Who signs up has chosen a language already: the page's. Knows callers behind a proxy."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere else here; allauth's own would count the proxy's for all of them."""
        return guard.address(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """With the caller's address: nobody uses up others' attempts from afar."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def login(self, request: HttpRequest, user: User) -> None:
        """Who signs in for the first time goes on in the language of the page that asked."""
        if user.last_login is None:
            user.language = translation.get_language() or "en"
            user.save(update_fields=["language"])
        super().login(request, user)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Adds the language."""
        user.language = translation.get_language() or "en"
        saved: User = super().save_user(request, user, form, commit)
        return saved
