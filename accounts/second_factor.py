"""The desk opens to organizers who have a second factor."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.guard import lacks_second_factor


def organizers_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: without one they are led to where it is set up, once signed in.

    Whoever has one is asked for it at every sign-in, by allauth.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            request.path.startswith("/admin/")
            and user.is_authenticated
            and lacks_second_factor(user)
        ):
            messages.warning(
                request, _("Organizers need a second factor: set up an app or a passkey first.")
            )
            return redirect("mfa_index")
        return get_response(request)

    return respond
