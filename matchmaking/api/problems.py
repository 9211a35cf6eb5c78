"""Every error as a problem detail (RFC 9457), with a pointer to each field that is wrong."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, renderers, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from foundation.errors import RuleBroken
from matchmaking.errors import ChangedMeanwhile

MEDIA_TYPE = "application/problem+json"


class ProblemRenderer(renderers.JSONRenderer):
    """JSON under its problem media type."""

    media_type = MEDIA_TYPE


class Conflict(exceptions.APIException):
    """What the rules or the database refuse."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class Stale(exceptions.APIException):
    """The row is no longer what `If-Match` says."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"


class TooLarge(exceptions.APIException):
    """A body longer than anything here takes."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class KeyUsed(exceptions.APIException):
    """An idempotency key that stands for another request, or is none."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None leaves the error to Django, as a 500."""
    translated = _translated(error)
    response = exception_handler(translated, context)
    if response is None:
        return None
    code = "not_found" if isinstance(translated, Http404) else _code(translated)
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(response.status_code).phrase,
        "status": response.status_code,
        "code": code,
    }
    if isinstance(translated, exceptions.ValidationError):
        problem["detail"] = _("Some of what was sent is not right.")
        problem["errors"] = list(field_errors(translated.get_full_details()))
    else:
        problem["detail"] = _detail(translated, response)
    response.data = problem
    response.problem = True  # type: ignore[attr-defined]
    return response


def field_errors(details: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """`{"name": {"en": [{message, code}]}}` as a flat list with JSON pointers."""
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        yield {"pointer": pointer, "detail": str(details["message"]), "code": str(details["code"])}
    elif isinstance(details, Mapping):
        for key, value in details.items():
            step = "" if key == "non_field_errors" else f"/{escaped(key)}"
            yield from field_errors(value, pointer + step)
    elif isinstance(details, list):
        leaves = [
            isinstance(each, Mapping) and set(each) == {"message", "code"} for each in details
        ]
        for number, value in enumerate(details):
            yield from field_errors(value, pointer if all(leaves) else f"{pointer}/{number}")


def escaped(key: object) -> str:
    """As a step of a JSON pointer (RFC 6901)."""
    return str(key).replace("~", "~0").replace("/", "~1")


@csrf_exempt
def not_found(_request: HttpRequest, *_args: object, **_kwargs: object) -> JsonResponse:
    """Addresses below `/api/v1/` that are none."""
    title = HTTPStatus.NOT_FOUND.phrase
    problem = {"type": "about:blank", "title": title, "status": 404, "code": "not_found"}
    problem["detail"] = _("There is nothing at this address.")
    return JsonResponse(problem, status=404, content_type=MEDIA_TYPE)


def _translated(error: Exception) -> Exception:
    """Our own errors and Django's as DRF's."""
    if isinstance(error, ChangedMeanwhile):
        said = [
            str(error),
            *(f"{told.who}: {line}" for told in error.changes for line in told.lines),
        ]
        return Conflict("\n".join(said), code="changed_meanwhile")
    if isinstance(error, RuleBroken):
        return Conflict(str(error), code="rule_broken")
    if isinstance(error, IntegrityError):
        return Conflict(
            _("The database refuses this: it clashes with another row."), code="constraint"
        )
    if isinstance(error, DataError):
        return exceptions.ValidationError([_("A value holds what cannot be stored.")])
    return _of_django(error)


def _of_django(error: Exception) -> Exception:
    if isinstance(error, ModelError):
        return exceptions.ValidationError(model_errors(error))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge(_("The file is too large."))
    if isinstance(error, SuspiciousOperation):  # more fields or files than a form has
        return exceptions.ParseError()
    return error


def model_errors(error: ModelError) -> Any:
    """A model's own validation errors in DRF's form."""
    if not hasattr(error, "error_dict"):
        return {"non_field_errors": error.messages}
    return {
        "non_field_errors" if key == "__all__" else key: each
        for key, each in error.message_dict.items()
    }


def _code(error: Exception) -> str:
    codes = error.get_codes() if isinstance(error, exceptions.APIException) else "error"
    return codes if isinstance(codes, str) else "invalid"


def _detail(error: Exception, response: Response) -> str:
    detail = response.data.get("detail") if isinstance(response.data, Mapping) else None
    return str(detail or str(error) or HTTPStatus(response.status_code).description)
