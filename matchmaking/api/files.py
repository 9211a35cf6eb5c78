"""Answers that are files, so that `Accept` can ask for them."""

from typing import Any

from rest_framework.renderers import BaseRenderer


class _AsItIs(BaseRenderer):
    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Problems never come here."""
        return data


class ZipRenderer(_AsItIs):
    """A bundle of files."""

    media_type = "application/zip"
    format = "zip"


class WebpRenderer(_AsItIs):
    """A picture."""

    media_type = "image/webp"
    format = "webp"
