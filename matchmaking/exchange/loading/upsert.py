"""Batches of rows against the rows already there: creates, updates what differs, counts."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils.translation import gettext as _

from foundation.texts import Text as Texts
from matchmaking.exchange.columns import Column, Link, Sheet
from matchmaking.exchange.loading.load import LINKED, Counts, Load, rows_of
from matchmaking.exchange.rows import Row

BATCH = 2000
Instances = dict[str, Any]
Hook = Callable[[Load, list[Row], Instances], None]


@dataclass(frozen=True)
class Loader:
    """How a sheet's rows reach their table.

    `before` sees a batch and the instances already there: it creates what rows stand on and adds
    to `row.extra`. `after` sees the batch and its instances once they have ids. `finish` comes
    after the whole file.
    """

    sheet: Sheet
    model: type[models.Model]
    before: Hook | None = None
    after: Hook | None = None
    finish: Callable[[Load], None] | None = None
    related: tuple[str, ...] = ()


def load_rows(loader: Loader, load: Load, rows: Iterable[Row], size: int = BATCH) -> None:
    """Writes all rows of a sheet that are not bad; each batch costs the same number of queries."""
    iterator = iter(rows)
    done = 0
    while batch := list(itertools.islice(iterator, size)):
        _load_batch(loader, load, batch)
        done += len(batch)
        if load.progress:
            load.progress(load.file, done)
    if loader.finish:
        loader.finish(load)


def _load_batch(loader: Loader, load: Load, batch: list[Row]) -> None:
    sheet = loader.sheet
    keys = [row.key for row in batch]
    there = (
        rows_of(loader.model)
        .filter(**scope(loader, load), **{f"{sheet.key}__in": keys})
        .select_related(*loader.related)
    )
    existing = {getattr(instance, sheet.key): instance for instance in there}
    _resolve_links(sheet, load, batch)
    try:
        with transaction.atomic():
            if loader.before:
                loader.before(load, [row for row in batch if not row.bad], existing)
            written = _write(loader, load, batch, existing)
            if loader.after:
                loader.after(load, [row for row in batch if not row.bad], written)
    except (IntegrityError, DataError) as error:
        # Rows left out as bad may be why: then they are what has to be mended.
        if not any(row.bad for row in batch):
            report_conflict(load, batch, error)
        written = {}
    _count(loader, load, batch, existing, written)


def scope(loader: Loader, load: Load) -> dict[str, Any]:
    """What a new row belongs to, and where the rows already there are looked for."""
    return {"scheme": load.scheme} if loader.sheet.key == "code" else {"edition": load.edition}


def report_conflict(load: Load, batch: list[Row], error: IntegrityError | DataError) -> None:
    """A rule of the database that no check foresaw, in one sentence."""
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or "?"
    detail = getattr(diagnosis, "message_detail", None) or str(error).splitlines()[0]
    message = _("the database's rule %(rule)s does not hold: %(detail)s")
    message = message % {"rule": name, "detail": detail}
    if batch:
        lines = {"first": batch[0].line, "last": batch[-1].line, "message": message}
        message = _("lines %(first)s–%(last)s: %(message)s") % lines
    load.problems.add(load.file, batch[0].line if batch else None, "", "", message)


def _resolve_links(sheet: Sheet, load: Load, batch: list[Row]) -> None:
    links = [c for c in sheet.columns if c.own and isinstance(c.kind, Link)]
    for row in batch:
        for column in links:
            ref = row.values.get(column.name)
            if ref is not None and isinstance(column.kind, Link):
                row.values[column.name] = load.link(row, column.name, column.kind.to, ref)


def _write(loader: Loader, load: Load, batch: list[Row], existing: Instances) -> Instances:
    created: list[Any] = []
    updated: list[Any] = []
    changed_fields: set[str] = set()
    instances: Instances = {}
    for row in batch:
        if row.bad:
            continue
        instance = existing.get(row.key)
        if instance is None:
            instance = loader.model(**scope(loader, load))
            apply_row(loader.sheet, load, row, instance)
            created.append(instance)
        elif changed := apply_row(loader.sheet, load, row, instance):
            changed_fields |= changed
            row.touched = True
            updated.append(instance)
        if not _holds(loader.sheet, load, row, instance):
            continue
        instances[row.key] = instance
    keep = {id(instance) for instance in instances.values()}
    update_rows(loader.model, [i for i in updated if id(i) in keep], changed_fields)
    rows_of(loader.model).bulk_create([i for i in created if id(i) in keep])
    return instances


def _holds(sheet: Sheet, load: Load, row: Row, instance: Any) -> bool:
    for rule in sheet.rules:
        for column, message in rule(instance):
            load.report(row, column, getattr(instance, column, ""), message)
    return not row.bad


def apply_row(sheet: Sheet, load: Load, row: Row, instance: Any) -> set[str]:
    """Sets what the row says; returns the attributes that are different now."""
    changed = set()
    for attribute, value in _wanted(sheet, load, row, instance):
        if getattr(instance, attribute) != value:
            setattr(instance, attribute, value)
            changed.add(attribute)
    return changed


def _wanted(sheet: Sheet, load: Load, row: Row, instance: Any) -> Iterable[tuple[str, Any]]:
    for name, value in row.values.items():
        column = sheet.by_name[name]
        if column.own and name != "language":
            yield column.attribute, _or_default(column, value, instance)
    language = language_of(load, row, instance if instance.pk else None)
    if "language" in sheet.by_name:
        yield "language", language
    for name, texts in row.texts.items():
        column = sheet.by_name[name]
        if column.own:
            yield (
                column.attribute,
                merged(load, row, name, getattr(instance, name), texts, language),
            )
    yield from row.extra.items()


def language_of(load: Load, row: Row, instance: Any) -> str:
    """Of the columns without a suffix: the row's, else the stored row's, else the edition's."""
    if "language" in row.values:
        return str(row.values["language"] or load.edition.language)
    return str(getattr(instance, "language", None) or load.edition.language)


def _or_default(column: Column, value: Any, instance: Any) -> Any:
    """An empty cell of a column that cannot be empty stands for the field's default."""
    if isinstance(value, tuple):
        return list(value)
    if value is None and not isinstance(column.kind, Link):
        field = instance._meta.get_field(column.attribute)  # noqa: SLF001 (documented)
        if not field.null:
            return field.get_default()
    return value


def merged(
    load: Load, row: Row, column: str, old: Any, texts: dict[str, str], language: str
) -> Texts:
    """The text with the columns' languages replaced and all other languages left alone.

    Two different texts in one language, from `name` and `name_fr` of a French row, are a problem.
    """
    new = {key: text for key, text in (old or {}).items() if key not in texts}
    own = texts.get("")
    if own is not None:
        new.pop(language, None)
    new |= {key: text for key, text in texts.items() if key and text}
    if own:
        if new.get(language, own) != own:
            advice = _("%(one)s and %(other)s are both in “%(language)s”; keep one") % {
                "one": column,
                "other": f"{column}_{language}",
                "language": language,
            }
            load.report(row, f"{column}_{language}", new[language], advice)
        new[language] = own
    return Texts(new)


def update_rows(model: type[models.Model], instances: list[Any], attributes: Iterable[str]) -> None:
    """One INSERT … ON CONFLICT DO UPDATE a batch: far faster than Django's CASE expressions."""
    if not instances:
        return
    names = [name.removesuffix("_id") for name in attributes]
    rows_of(model).bulk_create(
        instances, update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
    )


def _count(
    loader: Loader, load: Load, batch: list[Row], existing: Instances, written: Instances
) -> None:
    counts = load.counts.setdefault(loader.sheet.name, Counts())
    name = loader.sheet.name
    known = load.ids(name) if name in LINKED_SHEETS else None
    for row in batch:
        if known is not None:
            known[row.key] = written[row.key].pk if row.key in written and not row.bad else None
        if row.bad:
            continue
        if row.key not in existing:
            counts.created += 1
        elif row.touched:
            counts.updated += 1
        else:
            counts.unchanged += 1


LINKED_SHEETS = frozenset({"categories", *LINKED})
