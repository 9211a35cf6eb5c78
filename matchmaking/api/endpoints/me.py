"""Who am I, what is stored of me, what did I agree to."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions.consent import consents_of, say_consent
from accounts.models import AccessToken, Purpose
from accounts.privacy_texts import TEXTS
from matchmaking.actions.erase_person import erase_person
from matchmaking.api.base import Door
from matchmaking.api.files import ZipRenderer
from matchmaking.queries.about_me import about_me
from matchmaking.queries.places import places_of


class PlaceSerializer(serializers.Serializer[Any]):
    """Where you act, and as what."""

    edition = serializers.CharField(source="edition.slug")
    organization = serializers.IntegerField(source="organization.pk")
    name = serializers.CharField(source="organization")
    role = serializers.CharField()
    exhibitor = serializers.IntegerField(source="exhibitor.pk", default=None, allow_null=True)
    buyer = serializers.IntegerField(source="buyer.pk", default=None, allow_null=True)


class MeSerializer(serializers.Serializer[Any]):
    """The caller."""

    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    organizer = serializers.BooleanField()
    scopes = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="The token's; null for a session."
    )
    places = PlaceSerializer(many=True)


class ConsentSerializer(serializers.Serializer[Any]):
    """A purpose, its text, and your word on it."""

    purpose = serializers.ChoiceField(Purpose.choices)
    given = serializers.BooleanField()
    text = serializers.CharField(read_only=True)
    text_version = serializers.CharField(read_only=True, allow_null=True)
    said_at = serializers.DateTimeField(read_only=True, allow_null=True)


class Me(Door):
    """The caller."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who you are to Fairlead, and where you act."""
        user = self.reader.user
        token = request.auth if isinstance(request.auth, AccessToken) else None
        places = [p for p in places_of(user) if self.reader.only in (None, p.organization.pk)]
        said = {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "organizer": user.is_staff and self.reader.only is None,
            "scopes": token.scopes if token else None,
            "places": places,
        }
        return Response(MeSerializer(said).data)


class Personal(Door):
    """A machine of an organization is no person."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """403 for machines' tokens."""
        super().initial(request, *args, **kwargs)
        if self.reader.only is not None:
            raise exceptions.PermissionDenied(_("This is a person's own."))


class Export(Personal):
    """All that is stored about you."""

    renderer_classes = [ZipRenderer, JSONRenderer]

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, _request: Request) -> HttpResponse:
        """A ZIP of JSON files and calendars."""
        response = HttpResponse(about_me(self.reader.user), content_type="application/zip")
        response["Content-Disposition"] = 'attachment; filename="about-me.zip"'
        return response


class EraseSerializer(serializers.Serializer[Any]):
    """Your own address, written out: there is no way back."""

    email = serializers.EmailField()


class Erase(Personal):
    """Have all that names you erased."""

    @extend_schema(request=EraseSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """Your account and what names you go, this token with them; figures stay."""
        serializer = EraseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = self.reader.user
        if serializer.validated_data["email"].lower() != user.email.lower():
            raise exceptions.ValidationError({"email": [_("This is not your address.")]})
        erase_person(user)
        return Response(status=204)


class Consents(Personal):
    """What you agreed to."""

    @extend_schema(responses=ConsentSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """Every purpose, and your word on it."""
        return Response(self._said())

    @extend_schema(request=ConsentSerializer, responses=ConsentSerializer(many=True))
    def post(self, request: Request) -> Response:
        """Agree to a purpose, or take it back."""
        serializer = ConsentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        say_consent(self.reader.user, said["purpose"], given=said["given"])
        return Response(self._said())

    def _said(self) -> Any:
        there = consents_of(self.reader.user)
        rows = []
        for purpose in Purpose:
            row = there.get(purpose.value)
            rows.append(
                {
                    "purpose": purpose.value,
                    "given": bool(row and row.given),
                    "text": str(TEXTS[purpose]),
                    "text_version": row.text_version if row else None,
                    "said_at": row.said_at if row else None,
                }
            )
        return ConsentSerializer(rows, many=True).data
