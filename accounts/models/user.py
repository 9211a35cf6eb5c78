"""A person who signs in, by e-mail."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates users; e-mail addresses are kept in small letters."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """ValueError without an e-mail address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email.lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """May do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The sign-in's question; case does not matter."""
        return self.get(email__iexact=username)


# A permission given or taken is recorded by the database, whoever writes it.
@pghistory.track(fields=["email", "is_active", "is_staff", "is_superuser"], model_name="UserEvent")
class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from memberships, delegations and groups."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("organizer"), default=False, help_text=_("May enter the organizer's desk.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """The sign-in looks for addresses in small letters."""
        super().clean()
        self.email = self.email.lower()


@pghistory.track()
class UserGroup(User.groups.through):  # type: ignore[name-defined]
    """Membership of a permission group, tracked."""

    class Meta:
        proxy = True


@pghistory.track()
class UserPermission(User.user_permissions.through):  # type: ignore[name-defined]
    """A single permission, tracked."""

    class Meta:
        proxy = True
