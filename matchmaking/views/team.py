"""An organization's own page: what it is, who acts for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.change_team import change_role, remove_member
from accounts.actions.join import answer_join_request
from accounts.models import Invitation, JoinRequest, Membership, User
from foundation.asked import number
from foundation.errors import RuleBroken
from matchmaking.actions.apply_to_edition import SIDES, apply_to_edition
from matchmaking.actions.tell_joining import invite_colleague
from matchmaking.queries.places import open_editions
from matchmaking.views.joining import OrganizationForm

Role = Membership.Role


def of_member(role: str = Role.VIEWER) -> Callable[[Callable[..., HttpResponse]], Any]:
    """Give the view the person's membership; 404 for strangers, 403 below the role."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def enter(request: HttpRequest, organization: int, **rest: Any) -> HttpResponse:
            mine = cast("User", request.user).memberships.select_related("organization")
            membership = mine.filter(organization=organization).first()
            if membership is None:
                raise Http404
            if role == Role.OWNER and membership.role != Role.OWNER:
                raise PermissionDenied(_("Only an owner may do this."))
            return view(request, membership, **rest)

        return enter

    return decorate


class InviteForm(forms.Form):
    """Whom, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.EDITOR)


@require_safe
@of_member()
def organization(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Its members, invitations and requests to join."""
    return _page(request, membership, InviteForm())


@require_http_methods(["GET", "HEAD", "POST"])
@of_member(Role.OWNER)
def edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What the organization says of itself."""
    form = OrganizationForm(request.POST or None, instance=membership.organization)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("organization", membership.organization_id)
    context = {"form": form, "organization": membership.organization}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/organization_edit.html", context, status=status)


@require_POST
@of_member(Role.OWNER)
def invite(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Send an invitation."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, form, 422)
    email = form.cleaned_data["email"]
    done = _said(request, _("%(email)s is invited.") % {"email": email})
    return done(
        membership,
        lambda: invite_colleague(
            membership.organization,
            email,
            form.cleaned_data["role"],
            user=membership.user,
        ),
    )


@require_POST
@of_member(Role.OWNER)
def revoke(request: HttpRequest, membership: Membership, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    rows = Invitation.objects.open().filter(organization=membership.organization_id, pk=invitation)
    if rows.update(revoked_at=timezone.now()):
        messages.success(request, _("The invitation is taken back."))
    return redirect("organization", membership.organization_id)


@require_POST
@of_member(Role.OWNER)
def answer(request: HttpRequest, membership: Membership, asked: int) -> HttpResponse:
    """Let somebody in, or not."""
    own = JoinRequest.objects.filter(organization=membership.organization_id)
    get_object_or_404(own, pk=asked)
    role = request.POST.get("role", Role.VIEWER)
    answer_join_request(
        asked,
        membership.organization,
        accept="accept" in request.POST,
        role=role if role in Role.values else Role.VIEWER,
        user=membership.user,
    )
    return redirect("organization", membership.organization_id)


@require_POST
@of_member(Role.OWNER)
def member(request: HttpRequest, membership: Membership, other: int) -> HttpResponse:
    """Change a member's role, or remove them."""
    get_object_or_404(membership.organization.memberships, pk=other)
    done = _said(request, _("Saved."))
    if "remove" in request.POST:
        return done(membership, lambda: remove_member(membership.organization, other))
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    return done(membership, lambda: change_role(membership.organization, other, role))


@require_POST
@of_member(Role.OWNER)
def apply(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Apply to take part in an edition, on one side."""
    edition = get_object_or_404(open_editions(), pk=number(request.POST.get("edition")) or 0)
    side = request.POST.get("side", "")
    if side not in SIDES:
        raise Http404
    done = _said(request, _("The organizer of %(edition)s is asked.") % {"edition": edition})
    return done(
        membership,
        lambda: apply_to_edition(membership.organization, edition, side, user=membership.user),
    )


@require_POST
@of_member()
def leave(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Act for it no more."""
    done = _said(request, _("You have left %(name)s.") % {"name": membership.organization})
    answer = done(membership, lambda: remove_member(membership.organization, membership.pk))
    gone = not Membership.objects.filter(pk=membership.pk).exists()
    return redirect("home") if gone else answer


def _said(request: HttpRequest, success: str) -> Callable[..., HttpResponse]:
    """Run it and say how it went, on the organization's page."""

    def run(membership: Membership, action: Callable[[], object]) -> HttpResponse:
        try:
            with transaction.atomic():
                action()
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, success)
        return redirect("organization", membership.organization_id)

    return run


def _page(
    request: HttpRequest, membership: Membership, form: InviteForm, status: int = 200
) -> HttpResponse:
    own = membership.organization
    owner = membership.role == Role.OWNER
    waiting = own.join_requests.filter(state=JoinRequest.State.PENDING).select_related("user")
    context = {
        "organization": own,
        "membership": membership,
        "owner": owner,
        "members": own.memberships.select_related("user").order_by("role", "pk"),
        "invitations": own.invitations.open() if owner else [],
        "waiting": waiting if owner else [],
        "roles": Role.choices,
        "editions": open_editions() if owner else [],
        "form": form,
    }
    return render(request, "accounts/organization.html", context, status=status)
