"""Who organizes an edition: rows on its page."""

from typing import Any

from django.db.models import QuerySet
from django.forms import EmailField, ModelForm, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import DeskInline
from accounts.models import User
from expo.models import Organizer


class OrganizerForm(ModelForm[Organizer]):
    """People are named by their address: nobody else's can be looked up here."""

    email = EmailField(label=_("e-mail"), help_text=_("Of a person who has signed in before."))

    class Meta:
        model = Organizer
        fields = ["email", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        """Finds the person."""
        email: str = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise ValidationError(_("Nobody with this address has an account."))
        self.instance.user = person
        return email

    def save(self, commit: bool = True) -> Organizer:
        """Whoever organizes may enter the desk."""
        User.objects.filter(pk=self.instance.user_id).update(is_staff=True)
        return super().save(commit)


class OrganizerInline(DeskInline):
    """Who organizes the edition, in which role."""

    model = Organizer
    form = OrganizerForm
    fields = ["email", "role"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organizer]:
        """With the people."""
        rows: QuerySet[Organizer] = super().get_queryset(request)
        return rows.select_related("user")
