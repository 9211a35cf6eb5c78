"""A foreign key over several columns, declared among a model's constraints.

It keeps a copied column equal to its source without a trigger: a meeting's `during` is its slot's,
because `(slot, during)` must be a row of the slots, and follows when the slot moves.
"""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.migrations import RunSQL
from django.db.models import Deferrable, F, Func, TextField, Value
from django.db.models.constraints import BaseConstraint
from django.db.models.lookups import Regex
from django.utils.translation import gettext_lazy as _


class CompositeForeignKey(BaseConstraint):
    """`fields` of this model must together be `to_fields` of one row of `to` ("app.Model").

    `to_fields` needs a unique constraint over the same columns. A null in `fields` satisfies it
    (SQL's MATCH SIMPLE). Checked at commit, so that the order of writes inside one is free; with
    `follow`, a change of the row referred to is carried along at once.
    """

    # Under this name: the base class overwrites the other with it.
    default_violation_error_message = _("%(fields)s do not belong together.")

    def __init__(
        self,
        *,
        fields: tuple[str, ...],
        to: str,
        to_fields: tuple[str, ...],
        name: str,
        follow: bool = True,
    ) -> None:
        super().__init__(name=name)
        self.fields, self.to, self.to_fields, self.follow = fields, to, to_fields, follow

    def _sql(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        quote = editor.quote_name

        def columns(owner: Any, names: tuple[str, ...]) -> str:
            return ", ".join(quote(owner._meta.get_field(name).column) for name in names)

        target = model._meta.apps.get_model(self.to)
        return (
            f"FOREIGN KEY ({columns(model, self.fields)})"
            f" REFERENCES {quote(target._meta.db_table)} ({columns(target, self.to_fields)})"
            f" {'ON UPDATE CASCADE ' if self.follow else ''}DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(self, model: Any, schema_editor: Any) -> str:
        """As a part of CREATE TABLE."""
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._sql(model, schema_editor)}"

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """As a statement of its own."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self.constraint_sql(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Takes it away again."""
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(
        self,
        model: Any,
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The same question asked before saving, so that a form can answer in words."""
        if set(self.fields) & set(exclude or ()):
            return
        attnames = [model._meta.get_field(name).attname for name in self.fields]
        values = [getattr(instance, attname) for attname in attnames]
        if any(value is None for value in values):
            return
        target = model._meta.apps.get_model(self.to)
        wanted = dict(zip(self.to_fields, values, strict=True))
        if not target._base_manager.using(using).filter(**wanted).exists():
            raise ValidationError(
                self.violation_error_message or "", params={"fields": ", ".join(self.fields)}
            )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """For migrations."""
        path, _args, _kwargs = super().deconstruct()
        kwargs: dict[str, Any] = {
            "fields": self.fields,
            "to": self.to,
            "to_fields": self.to_fields,
            "name": self.name,
        }
        if not self.follow:
            kwargs["follow"] = False
        return path, (), kwargs

    def __eq__(self, other: object) -> bool:
        """Equal when they say the same."""
        if isinstance(other, CompositeForeignKey):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = BaseConstraint.__hash__


class OnlyOne(ExclusionConstraint):
    """Rows of the condition differ in one of the `fields` at least, asked at the end of each
    statement, so that one statement may swap two rows. A partial unique index would be asked
    row by row; an exclusion by GiST takes several times as long to write.
    """

    def __init__(self, *, name: str, fields: tuple[str, ...], condition: models.Q) -> None:
        equal = [(field, RangeOperators.EQUAL) for field in fields]
        super().__init__(
            name=name, expressions=equal, condition=condition, deferrable=Deferrable.IMMEDIATE
        )
        self.index_type, self.fields = "btree", fields

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """For migrations."""
        path, _args, _kwargs = super().deconstruct()
        kwargs = {"name": self.name, "fields": self.fields, "condition": self.condition}
        return path, (), kwargs


class WholeItems(models.CheckConstraint):
    """No item of the lists `fields` holds what joins a list in a cell of a file."""

    def __init__(self, *, fields: tuple[str, ...], name: str) -> None:
        self.fields = fields
        condition = models.Q()
        for field in fields:
            joined = Func(F(field), Value(""), function="array_to_string", output_field=TextField())
            condition &= ~models.Q(Regex(joined, "[;；]"))
        super().__init__(condition=condition, name=name)

    def validate(
        self,
        model: Any,
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """The items' own validator has said it already, without a query."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """For migrations."""
        path, _args, _kwargs = super().deconstruct()
        return path, (), {"fields": self.fields, "name": self.name}


def mended_items(table: str, *fields: str) -> RunSQL:
    """Before `WholeItems`: writes the items as an export has written them all along."""
    statements = [
        f"UPDATE {table} SET {field} = ARRAY(SELECT translate(item, ';；', ',,')"  # noqa: S608 (our own names)
        f" FROM unnest({field}) WITH ORDINALITY AS each (item, place) ORDER BY place)"
        f" WHERE array_to_string({field}, '') ~ '[;；]'"
        for field in fields
    ]
    return RunSQL(tuple(statements), RunSQL.noop)


def same_edition(field: str, to: str, name: str) -> CompositeForeignKey:
    """What `field` points at belongs to the row's own edition."""
    return CompositeForeignKey(
        fields=("edition", field), to=to, to_fields=("edition", "id"), name=name
    )


def edition_key(name: str) -> models.UniqueConstraint:
    """What `same_edition` refers to."""
    return models.UniqueConstraint(fields=("edition", "id"), name=name)


def together(first: str, second: str, name: str) -> models.CheckConstraint:
    """An amount and its unit or currency: both or none (`second` is text, `first` a number)."""
    neither = models.Q(**{f"{first}__isnull": True, second: ""})
    both = models.Q(**{f"{first}__isnull": False}) & ~models.Q(**{second: ""})
    return models.CheckConstraint(condition=neither | both, name=name)
