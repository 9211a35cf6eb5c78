"""Up to 1,000 rows at once, each by its `ref`: new ones are made, others changed."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from expo.models import Category, Edition
from foundation.errors import RuleBroken
from matchmaking.actions.register_participant import KINDS, register_participant
from matchmaking.actions.upsert_rows import Draft, upsert_rows
from matchmaking.api.endpoints.reading import ReadRows
from matchmaking.api.problems import field_errors, model_errors
from matchmaking.api.serializers.listing import BulkResultSerializer, BulkSerializer
from matchmaking.queries.scope import visible_to


class Bulk(ReadRows):
    """For kinds of rows that have a `ref`."""

    owner = "exhibitor"
    side = ""
    known: Mapping[str, Any] = {}

    @extend_schema(request=BulkSerializer, responses=BulkResultSerializer, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def bulk(self, request: Request, **_kwargs: Any) -> Response:
        """Make or change rows by `ref`. Each row fails or succeeds by itself; fields that a row
        does not name stay as they are.
        """
        said = self.checked(BulkSerializer, request)
        edition, rows = said["edition"], said["rows"]
        if self.side:
            self.demand(self.reader.has("add", KINDS[self.side], edition.pk))
            results = [self._side(edition, number, row) for number, row in enumerate(rows)]
        else:
            results = self._listed(edition, rows)
        counts = Counter(result["status"] for result in results)
        names = ("created", "updated", "unchanged", "failed")
        return Response({**{name: counts[name] for name in names}, "results": results})

    def edition_said(self, data: Any) -> Edition | None:
        """The edition that a body names, for looking up refs."""
        slug = data.get("edition") if isinstance(data, Mapping) else None
        if not isinstance(slug, str) or "\0" in slug:
            return None
        return visible_to(Edition.objects.all(), self.reader).filter(slug=slug).first()

    def _listed(self, edition: Edition, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = []
        drafts: dict[int, Draft] = {}
        there = self._there(edition, rows)
        context = self._context(edition, rows)
        seen: set[str] = set()
        for number, row in enumerate(rows):
            ref = row.get("ref") if isinstance(row.get("ref"), str) else None
            result: dict[str, Any] = {
                "index": number,
                "ref": ref,
                "status": "failed",
                "id": None,
                "errors": [],
            }
            results.append(result)
            try:
                if ref in seen:
                    raise exceptions.ValidationError({"ref": [_("This ref comes twice.")]})
                seen.add(str(ref))
                drafts[number] = self._draft(edition, row, there.get(ref or ""), context)
            except exceptions.APIException as error:
                result["errors"] = _errors(error)
        upsert_rows(list(drafts.values()))
        for number, draft in drafts.items():
            results[number]["status"] = draft.status
            if draft.error:
                results[number]["errors"] = [
                    {
                        "pointer": "#",
                        "detail": _("The database refuses this row."),
                        "code": draft.error,
                    }
                ]
            else:
                results[number]["id"] = draft.row.pk
        return results

    def _draft(
        self, edition: Edition, data: dict[str, Any], row: Any, context: dict[str, Any]
    ) -> Draft:
        body = {**data, "edition": edition.slug}
        serializer = type(self.get_serializer())(
            row, data=body, partial=row is not None, context=context
        )
        serializer.is_valid(raise_exception=True)
        values = dict(serializer.validated_data)
        values.pop("edition")
        owner = values.get(self.owner) or getattr(row, self.owner)
        if row is not None and owner != getattr(row, self.owner):
            raise exceptions.ValidationError({self.owner: [_("This cannot be changed.")]})
        self.demand(self.may_write(owner, "change" if row else "add"))
        categories = values.pop("categories", None)
        return Draft(row or self.kind_rows.model(edition_id=edition.pk), values, categories)

    def may_write(self, owner: Any, verb: str) -> bool:
        """Whether the reader may write rows of this owner."""
        raise NotImplementedError

    def _there(self, edition: Edition, rows: list[dict[str, Any]]) -> dict[str, Any]:
        refs = [row["ref"] for row in rows if isinstance(row.get("ref"), str)]
        refs = [ref for ref in refs if "\0" not in ref]
        found = self.kind_rows.filter(edition=edition, ref__in=refs)
        locked = found.model.objects.select_for_update().filter(pk__in=found.values("pk"))
        list(locked.order_by("pk"))
        return {row.ref: row for row in found}

    def _context(self, edition: Edition, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Every row that is referred to, asked for once: by id and by ref."""
        known: dict[str, dict[Any, Any]] = {}
        for name, model in self.known.items():
            wanted = {row.get(name) for row in rows if isinstance(row.get(name), (int, str))}
            keys = [each for each in wanted if isinstance(each, int) and abs(each) < 2**31]
            refs = [each for each in wanted if isinstance(each, str) and "\0" not in each]
            visible = visible_to(model.objects.all(), self.reader)
            found = visible.filter(models.Q(pk__in=keys) | models.Q(ref__in=refs), edition=edition)
            known[name] = {key: each for each in found for key in (each.pk, each.ref)}
        codes = {str(code) for row in rows for code in _codes(row)}
        scheme = Category.objects.filter(
            scheme=edition.category_scheme, code__in=[code for code in codes if "\0" not in code]
        )
        tree = {category.code: category for category in scheme}
        known["category"] = known["categories"] = tree
        # The child of a list has no name of its own.
        known[""] = tree
        return {**self.get_serializer_context(), "known": known, "edition": edition}

    def _side(self, edition: Edition, number: int, data: dict[str, Any]) -> dict[str, Any]:
        ref = data.get("ref") if isinstance(data.get("ref"), str) else None
        result: dict[str, Any] = {
            "index": number,
            "ref": ref,
            "status": "failed",
            "id": None,
            "errors": [],
        }
        context = {**self.get_serializer_context(), "edition": edition}
        serializer = type(self.get_serializer())(
            data={**data, "edition": edition.slug}, context=context
        )
        try:
            serializer.is_valid(raise_exception=True)
            values = dict(serializer.validated_data)
            values = {
                k: "" if v is None and k.startswith("contact") else v for k, v in values.items()
            }
            values.pop("edition")
            with transaction.atomic():
                row, result["status"] = register_participant(
                    edition, self.side, values.pop("ref"),
                    organization=values.pop("organization"), values=values,
                )  # fmt: skip
            result["id"] = row.pk
        except (exceptions.APIException, ModelError, RuleBroken, IntegrityError) as error:
            result["errors"] = _errors(error)
        return result


def _codes(row: dict[str, Any]) -> list[Any]:
    many = row.get("categories")
    return [row.get("category"), *(many if isinstance(many, list) else [])]


def _errors(error: Exception) -> list[dict[str, str]]:
    if isinstance(error, ModelError):
        error = exceptions.ValidationError(model_errors(error))
    if isinstance(error, exceptions.APIException):
        return list(field_errors(error.get_full_details()))
    code = "rule_broken" if isinstance(error, RuleBroken) else "constraint"
    text = str(error) if isinstance(error, RuleBroken) else _("The database refuses this row.")
    return [{"pointer": "#", "detail": text, "code": code}]
