"""What a request may bring along, counted while it arrives."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# Above the largest file that any page takes, with room for the form around it.
LARGEST_BODY = 24 * 1024 * 1024


class CappedUploadHandler(FileUploadHandler):
    """Stops reading a body that is longer than any page has use for."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._seen = 0
        self._announced = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 (Django's own name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self._announced = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._seen += len(raw_data)
        if max(self._seen, self._announced) > LARGEST_BODY:
            self._stop()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _stop(self) -> None:
        if self.request is not None:
            self.request.upload_stopped = True  # type: ignore[attr-defined]
        raise StopUpload(connection_reset=True)


def was_stopped(request: HttpRequest) -> bool:
    """Whether the body was longer than any page takes."""
    return bool(getattr(request, "upload_stopped", False))
