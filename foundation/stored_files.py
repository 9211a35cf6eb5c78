"""Stored files as answers: never shown as a page, whatever they pretend to be."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

TYPES = {"webp": "image/webp", "pdf": "application/pdf"}
A_DAY = 86_400


def stored_file(stored: str, name: str = "") -> FileResponse:
    """The file of that stored name, streamed. A picture has been encoded anew by us; a PDF is as
    it came, so it is downloaded, as `name`, and not shown. The browser is told its type and told
    not to guess, and the file's own policy lets it run nothing. Raises Http404 where it is gone.
    """
    ending = stored.rpartition(".")[2]
    try:
        file = default_storage.open(stored)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=TYPES[ending])
    shown = "inline" if ending == "webp" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{name}.{ending}"' if name else shown
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def kept_by_browser(response: FileResponse) -> FileResponse:
    """For a file whose address never holds another one."""
    response["Cache-Control"] = f"private, max-age={A_DAY}, immutable"
    return response
