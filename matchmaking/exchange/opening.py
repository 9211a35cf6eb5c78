"""Which kind of source a path is."""

from pathlib import Path

from matchmaking.exchange.csv_files import CsvFolder
from matchmaking.exchange.mapping.source import MappedSource
from matchmaking.exchange.problems import Problems
from matchmaking.exchange.tables import Source, SourceError
from matchmaking.exchange.workbooks import Workbook


def open_source(path: Path, mapping: Path | None, problems: Problems) -> Source:
    """A folder, a workbook, or anything that a mapping describes. SourceError if it is none."""
    if mapping is not None:
        return MappedSource(path, mapping)
    if not path.exists():
        raise SourceError(path, "there is no such folder or file")
    if path.is_dir():
        return CsvFolder(path, problems)
    if path.suffix.lower() == ".xlsx":
        book = Workbook(path)
        book.check_names(problems)
        return book
    raise SourceError(path, "give a folder or an .xlsx file; a single CSV file needs --mapping")
