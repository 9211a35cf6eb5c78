"""Who reads: what a person, or a machine for one organization, acts for."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from accounts.guard import lacks_second_factor
from accounts.models import Membership, User
from accounts.roles import editions_where
from buyers.models import Buyer
from exhibitors.models import Exhibitor
from expo.models import Delegation, Participant

Role = Membership.Role
RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}


@dataclass(frozen=True)
class Side:
    """One's own exhibitor or buyer, and the role in which one acts for it."""

    pk: int
    edition: int
    organization: int
    approved: bool
    role: str


@dataclass(eq=False)
class Reader:
    """A person; with `only`, limited to what they may do for that organization.

    Everything is asked for once and kept for the request.
    """

    user: User
    only: int | None = None

    @cached_property
    def at_desk(self) -> bool:
        """Whether the organizer's desk is open to them at all."""
        return self.only is None and self.user.is_staff and not lacks_second_factor(self.user)

    def granted(self, verb: str, model: type[Model]) -> Collection[int] | None:
        """The editions at which the desk grants this, as in admin; None for all there are."""
        if not self.at_desk:
            return ()
        meta: Any = model._meta  # noqa: SLF001 (Django's name)
        return editions_where(self.user, f"{meta.app_label}.{verb}_{meta.model_name}")

    def has(self, verb: str, model: type[Model], edition: int | None) -> bool:
        """Whether the desk grants this at the edition; a row of none is the superusers'."""
        granted = self.granted(verb, model)
        return granted is None or edition in granted

    @cached_property
    def roles(self) -> dict[int, str]:
        """Organization → role."""
        rows = Membership.objects.filter(user=self.user)
        if self.only is not None:
            rows = rows.filter(organization=self.only)
        return dict(rows.values_list("organization", "role"))

    @cached_property
    def led(self) -> frozenset[int]:
        """The delegations that the person leads, with all below them."""
        if self.only is not None:
            return frozenset()
        found = set(Delegation.objects.filter(lead=self.user).values_list("pk", flat=True))
        below = found
        while below:
            parts = Delegation.objects.filter(parent__in=below).values_list("pk", flat=True)
            below = set(parts) - found
            found |= below
        return frozenset(found)

    @cached_property
    def exhibitors(self) -> dict[int, Side]:
        """One's own, and those that let the delegation act which one leads."""
        return self._sides(Exhibitor)

    @cached_property
    def buyers(self) -> dict[int, Side]:
        """The same."""
        return self._sides(Buyer)

    @cached_property
    def taking_part(self) -> frozenset[int]:
        """Editions in which one has been let in."""
        sides = (*self.exhibitors.values(), *self.buyers.values())
        led = Delegation.objects.filter(pk__in=self.led) if self.led else ()
        return frozenset(
            [*(s.edition for s in sides if s.approved), *(each.edition_id for each in led)]
        )

    def may(self, side: Participant, role: str = Role.EDITOR) -> bool:
        """Whether one acts for this exhibitor or buyer in this role or a higher one."""
        own = self.exhibitors if isinstance(side, Exhibitor) else self.buyers
        held = own.get(side.pk)
        return held is not None and RANK[Role(held.role)] >= RANK[Role(role)]

    def owns(self, organization: int | None) -> bool:
        """Whether one is an owner of it."""
        return organization is not None and self.roles.get(organization) == Role.OWNER

    def _sides(self, model: type[Exhibitor] | type[Buyer]) -> dict[int, Side]:
        columns = ("pk", "edition", "organization", "state")
        rows: Any = model.objects.filter(organization__in=self.roles).values_list(*columns)
        found = {
            key: Side(key, edition, whose, state == Participant.State.APPROVED, self.roles[whose])
            for key, edition, whose, state in rows
        }
        if self.led:
            rows = model.objects.filter(delegated=True, delegation__in=self.led)
            others = rows.exclude(pk__in=found).values_list(*columns)
            for key, edition, whose, state in others:
                approved = state == Participant.State.APPROVED
                found[key] = Side(key, edition, whose, approved, Role.EDITOR)
        return found
