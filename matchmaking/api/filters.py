"""Filters that all lists share."""

from collections.abc import Sequence
from typing import Any, cast

import django_filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from matchmaking.models import MatchMark

LARGEST = 2**31 - 1


class Key(django_filters.NumberFilter):
    """A row's id."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST, **kwargs)


class Line(django_filters.CharFilter):
    """A short text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(*args, validators=[ProhibitNullCharactersValidator()], **kwargs)


class Marked(django_filters.ChoiceFilter):
    """What the reader's own side said of a match: saved, hidden, or nothing of it."""

    def filter(self, qs: Any, value: Any) -> Any:
        """Of pairs that the reader is a side of."""
        if not value:
            return qs
        reader = self.parent.request.parser_context["view"].reader
        pair = {"exhibitor": OuterRef("exhibitor"), "buyer": OuterRef("buyer")}
        mine = Q(side="exhibitor", exhibitor__in=reader.exhibitors) | Q(
            side="buyer", buyer__in=reader.buyers
        )
        marks = MatchMark.objects.filter(mine, **pair)
        if value == "none":
            return qs.exclude(Exists(marks))
        return qs.filter(Exists(marks.filter(kind=value)))


class NoNull(filters.FilterSet):
    """Ids are asked for as numbers: a choice among all rows would load them, and tell of them."""

    @classmethod
    def filter_for_lookup(cls, field: models.Field[Any, Any], lookup_type: str) -> Any:
        """Foreign keys by number."""
        if isinstance(field, models.ForeignKey):
            return Key, {}
        return super().filter_for_lookup(field, lookup_type)


class ByEdition(NoNull):
    """By the edition's short name."""

    edition = Line(field_name="edition__slug")

    @classmethod
    def of(cls, model: type[models.Model], fields: Sequence[str], **more: Any) -> "type[ByEdition]":
        """A filter set of a kind of rows, by edition and these columns."""
        meta = type("Meta", (), {"model": model, "fields": list(fields)})
        made = type(f"{model.__name__}Filter", (cls,), {"Meta": meta, **more})
        return cast("type[ByEdition]", made)


class Backend(filters.DjangoFilterBackend):
    """400 for a parameter that no list has: a filter misspelt would show everything."""

    COMMON = frozenset({"cursor", "page_size", "fields"})

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Refuses unknown names first."""
        if view.action != "list":
            return queryset
        filterset = self.get_filterset_class(view, queryset)
        known = set(filterset.base_filters) if filterset else set()
        unknown = sorted(set(request.query_params) - known - self.COMMON)
        if unknown:
            raise ValidationError({unknown[0][:50]: [_("There is no such parameter.")]})
        return super().filter_queryset(request, queryset, view)
