"""A mapping's rules: how one cell of ours follows from their row. See `docs/mapping.md`."""

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal

from matchmaking.exchange.mapping import parsing
from matchmaking.exchange.numbers import plain_number

SOURCES = ("value", "column", "columns", "template", "slug", "multiply")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_NAME = re.compile(r"\{(\w+)\}")


class MappingError(Exception):
    """The mapping file itself is wrong; says where and what to do."""


class Unreadable(Exception):  # noqa: N818 (not an error of ours: a finding)
    """A cell of theirs that a rule cannot read: the name it came from, its text, the reason."""

    def __init__(self, column: str, text: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.text, self.reason = column, text, reason


@dataclass(frozen=True)
class Rule:
    """One of `SOURCES` says where the text comes from; the rest is done to it in this order."""

    value: str | None = None
    column: str = ""
    columns: tuple[str, ...] = ()
    template: str = ""
    slug: tuple[str, ...] = ()
    multiply: tuple[str, ...] = ()

    prefix: str = ""
    reject: tuple[str, ...] = ()
    map: Mapping[str, str] = field(default_factory=dict)
    as_: Literal["", "number", "quantity", "range", "date", "season", "country", "title"] = ""
    units: Mapping[str, float] = field(default_factory=dict)
    thousands: str = ",'’"
    ignore: tuple[str, ...] = ()
    day_first: bool = False
    min: float | None = None
    max: float | None = None
    default: str = ""
    required: bool = False
    if_: str = ""
    on_error: Literal["skip", "empty", "fail"] = "empty"

    def apply(self, row: Mapping[str, str]) -> str:
        """The cell's text; Unreadable if the row's cannot be read or is missing."""
        name, text = self._source(row)
        if text:
            try:
                text = self._convert(text, row)
            except ValueError as error:
                raise Unreadable(name, text, str(error)) from None
        text = text or self.default
        if self.required and not text:
            raise Unreadable(name, "", "is empty")
        return text

    @property
    def names(self) -> list[str]:
        """The columns it asks for."""
        named = [*self.columns, *self.slug, *self.multiply, *_NAME.findall(self.template)]
        return [*named, self.column] if self.column else named

    def _source(self, row: Mapping[str, str]) -> tuple[str, str]:
        if self.value is not None:
            return "", self.value
        if self.column:
            return self.column, row[self.column]
        if self.columns:
            usable = [n for n in self.columns if row[n] and row[n].casefold() not in self.reject]
            return (usable or self.columns)[0], row[(usable or self.columns)[0]]
        if self.template:
            return "", fill(self.template, row)
        if self.multiply:
            parts = [row[name] for name in self.multiply]
            return " × ".join(self.multiply), " × ".join(parts) if all(parts) else ""
        parts = [row[name] for name in self.slug]
        return " + ".join(self.slug), "\x1f".join(parts) if all(parts) else ""

    def _convert(self, text: str, row: Mapping[str, str]) -> str:
        if text.casefold() in self.reject:
            raise ValueError("is a placeholder")
        text = self.map.get(text.casefold(), text)
        if not text:
            return ""
        if self.slug:
            return parsing.slug([self.prefix, *text.split("\x1f")])
        if self.multiply:
            parts = [row[name] for name in self.multiply]
            return self._measured(parsing.product(parts, self.units, self.thousands))
        return self.prefix + _CONVERSIONS[self.as_](self, text)

    def _measured(self, value: Decimal) -> str:
        self._check(value)
        return plain_number(round(value, 4))

    def _check(self, value: Decimal) -> None:
        if self.min is not None and value < Decimal(str(self.min)):
            raise ValueError(f"comes to less than {self.min:g}")
        if self.max is not None and value > Decimal(str(self.max)):
            raise ValueError(f"comes to more than {self.max:g}")

    def _span(self, text: str) -> str:
        low, high = parsing.span(text, self.units, self.ignore, self.thousands)
        self._check(low)
        self._check(high)
        return parsing.span_text(low, high)


_CONVERSIONS: dict[str, Callable[[Rule, str], str]] = {
    "": lambda _rule, text: text,
    "number": lambda rule, text: rule._measured(parsing.number(text, rule.thousands)),  # noqa: SLF001
    "quantity": lambda rule, text: rule._measured(  # noqa: SLF001
        parsing.quantity(text, rule.units, rule.thousands)
    ),
    "range": lambda rule, text: rule._span(text),  # noqa: SLF001
    "date": lambda rule, text: parsing.day(text, day_first=rule.day_first),
    "season": lambda _rule, text: parsing.season(text),
    "country": lambda _rule, text: parsing.country(text),
    "title": lambda _rule, text: string.capwords(text),
}


def fill(template: str, row: Mapping[str, str]) -> str:
    """`Coffee[, grown at {altitude} m]`: a part in brackets goes when a name in it is empty."""

    def part(found: re.Match[str]) -> str:
        return found[1] if all(row[name] for name in _NAME.findall(found[1])) else ""

    kept = _OPTIONAL.sub(part, template)
    return " ".join(_NAME.sub(lambda found: row[found[1]], kept).split())


def read_rule(where: str, given: Any, maps: Mapping[str, Mapping[str, str]]) -> Rule:
    """From TOML: a plain text stands for `column`. MappingError for what is no rule."""
    if isinstance(given, str):
        return Rule(column=given)
    known = {each.name.rstrip("_") for each in fields(Rule)}
    if not isinstance(given, dict) or set(given) - known:
        names = sorted(set(given) - known) if isinstance(given, dict) else given
        raise MappingError(f"{where}: {names} is no rule; use {', '.join(sorted(known))}")
    if len(set(given) & set(SOURCES)) != 1:
        raise MappingError(f"{where}: give exactly one of {', '.join(SOURCES)}")
    rule = {f"{key}_" if key in {"as", "if"} else key: value for key, value in given.items()}
    rule = {key: tuple(value) if isinstance(value, list) else value for key, value in rule.items()}
    if rule.get("as_", "") not in _CONVERSIONS:
        raise MappingError(
            f"{where}: as = {rule['as_']!r}; use {', '.join(filter(None, _CONVERSIONS))}"
        )
    if rule.get("on_error", "empty") not in {"skip", "empty", "fail"}:
        raise MappingError(f"{where}: on_error is skip, empty or fail")
    if isinstance(rule.get("map"), str):
        if rule["map"] not in maps:
            raise MappingError(f"{where}: there is no [maps.{rule['map']}]")
        rule["map"] = maps[rule["map"]]
    rule["map"] = {key.casefold(): str(value) for key, value in rule.get("map", {}).items()}
    rule["reject"] = tuple(word.casefold() for word in rule.get("reject", ()))
    if "value" in rule:
        rule["value"] = str(rule["value"])
    return Rule(**rule)
