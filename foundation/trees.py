"""Rows under rows of the same kind: nothing is a part of itself, however many levels below."""

from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

DEEPEST = 50  # levels
UPDATE_OF: Any = pgtrigger.UpdateOf  # untyped, as is
FUNC: Any = pgtrigger.Func


def no_circle(name: str) -> pgtrigger.Trigger:
    """PostgreSQL goes up from the row and refuses where it comes back to it, as the constraint
    `name`. Each row above is locked meanwhile, so that two halves of a circle cannot be written at
    the same time.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | UPDATE_OF("parent_id"),
        condition=pgtrigger.Q(new__parent__isnull=False),
        declare=[("above", "int"), ("level", "int")],
        func=FUNC(f"""
            above := NEW.parent_id; level := 0;
            WHILE above IS NOT NULL LOOP
                level := level + 1;
                IF above = NEW.id OR level > {DEEPEST} THEN
                    RAISE EXCEPTION 'row % of {{meta.db_table}} would be a part of itself', NEW.id
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
                END IF;
                SELECT parent_id INTO above FROM {{meta.db_table}} WHERE id = above FOR SHARE;
            END LOOP;
            RETURN NEW;
        """),  # noqa: S608 (constants of ours)
    )


def refuse_circle(row: models.Model) -> None:
    """The same question asked before saving: ValidationError of `parent`."""
    above: Any = getattr(row, "parent", None)
    seen = {row.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": _("It would be a part of itself.")})
        seen.add(above.pk)
        above = above.parent
