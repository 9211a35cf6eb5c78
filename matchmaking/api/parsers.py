"""Bodies in JSON, as far as what is in them can be kept and told again."""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import JSONParser

DEEPEST = 50
Path = tuple[str | int, ...]


class JsonParser(JSONParser):
    """Refuses what would fail later wherever it is looked up or said: boxes in boxes without end,
    and halves of surrogate pairs, which no UTF-8 can write.
    """

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The value; 400 with a pointer to what is wrong in it."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError:
            _refuse((), _("This is nested too deeply."))
        for path, inner in _parts(value):
            if len(path) > DEEPEST:
                _refuse((), _("This is nested too deeply."))
            if isinstance(inner, str) and not _encodes(inner):
                _refuse(path, _("This text has characters that cannot be written."))
        return value


def _parts(value: Any) -> Iterator[tuple[Path, Any]]:
    """The value and all that is in it; a key stands at its object, whose pointer can be said."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, inner = waiting.pop()
        yield path, inner
        if isinstance(inner, dict):
            for key, below in inner.items():
                if not _encodes(key):
                    yield path, key
                waiting.append(((*path, key), below))
        elif isinstance(inner, list):
            waiting.extend(((*path, number), below) for number, below in enumerate(inner))


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(path: Path, why: str) -> NoReturn:
    detail: Any = [why]
    for step in reversed(path):
        detail = {step: detail}
    raise exceptions.ValidationError(detail)
