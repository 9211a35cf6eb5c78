"""Counts and amounts under the groups that they belong to."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Key = Hashable
NOWHERE: Key = None  # participants that belong to no group


@dataclass
class Sums:
    """A row: counts by name, and amounts by name and currency."""

    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    amounts: defaultdict[str, defaultdict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Decimal))
    )

    def share(self, part: str, whole: str) -> float | None:
        """0 to 1; None of nothing."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None


@dataclass
class Grouped:
    """Rows by group. What belongs to two groups stands in both rows, and once in the total."""

    rows: defaultdict[Key, Sums] = field(default_factory=lambda: defaultdict(Sums))
    total: Sums = field(default_factory=Sums)

    def count(self, groups: Iterable[Key], counts: Mapping[str, int]) -> None:
        """Add counts to some groups' rows."""
        for row in self._of(groups):
            for name, number in counts.items():
                row.counts[name] += number

    def amount(self, groups: Iterable[Key], name: str, currency: str, value: Decimal) -> None:
        """Add an amount to some groups' rows."""
        for row in self._of(groups):
            row.amounts[name][currency] += value

    def _of(self, groups: Iterable[Key]) -> list[Sums]:
        return [self.total, *(self.rows[key] for key in set(groups) or {NOWHERE})]


@dataclass(frozen=True)
class Money:
    """Amounts of several currencies: in the edition's as far as it has rates, the rest apart."""

    value: Decimal
    unknown: Mapping[str, Decimal]

    @classmethod
    def of(
        cls, amounts: Mapping[str, Decimal], currency: str, rates: Mapping[str, float]
    ) -> "Money":
        """`rates`: units of `currency` for one of another."""
        value, unknown = Decimal(0), {}
        for code, amount in sorted(amounts.items()):
            if code == currency:
                value += amount
            elif code in rates:
                value += amount * Decimal(str(rates[code]))
            else:
                unknown[code] = amount
        return cls(value.quantize(Decimal("0.01")), unknown)
