"""Parts of a run of day sheets put together while they are sent."""

import io
import zipfile
from collections.abc import Iterator

from matchmaking.models import DaySheetRun, ExportRecord


class _Pipe(io.RawIOBase):
    """Takes what is written until it is fetched."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        """Nothing else."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep it."""
        self._held += data
        return len(data)

    def fetch(self) -> bytes:
        """All that came since."""
        data = bytes(self._held)
        self._held.clear()
        return data


def bundle(run: DaySheetRun, record: ExportRecord) -> Iterator[bytes]:
    """One ZIP of all parts, a part in memory at a time. The record hears of its end."""
    pipe = _Pipe()
    numbers = list(run.parts.values_list("number", flat=True))
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as out:
        for number in numbers:
            part = run.parts.get(number=number)
            with zipfile.ZipFile(io.BytesIO(part.file)) as held:
                for info in held.infolist():
                    out.writestr(info, held.read(info))
            yield pipe.fetch()
    yield pipe.fetch()
    record.rows = run.sheets_done
    record.save(update_fields=["rows"])
