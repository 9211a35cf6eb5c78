"""A category tree by id: what lies below, and how hits add up towards the top."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from expo.models import Category


@dataclass(frozen=True)
class Tree:
    """`nodes`: id → (code, parent's id)."""

    nodes: Mapping[int, tuple[str, int | None]]

    @classmethod
    def of(cls, scheme: str) -> "Tree":
        """One query, without names."""
        rows = Category.objects.filter(scheme=scheme).order_by("code")
        return cls({key: (code, up) for key, code, up in rows.values_list("pk", "code", "parent")})

    @cached_property
    def children(self) -> Mapping[int | None, list[int]]:
        """By parent; None has those at the top."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for key, (_code, up) in self.nodes.items():
            found[up].append(key)
        return found

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """By code."""
        return {code: key for key, (code, _up) in self.nodes.items()}

    def below(self, keys: Iterable[int]) -> set[int]:
        """These and all below them."""
        found: set[int] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self.children.get(key, [])
        return found

    def under(self, code: str) -> set[int]:
        """The node of a code and all below; nothing for an unknown code."""
        return self.below([self.ids[code]] if code in self.ids else [])

    def path(self, code: str) -> list[int]:
        """From the top to the node."""
        found: list[int] = []
        at: int | None = self.ids.get(code)
        while at is not None and at not in found:
            found.insert(0, at)
            at = self.nodes[at][1]
        return found

    def added_up(self, counts: Mapping[str, int]) -> dict[int, int]:
        """Hits of each node with what is below it, of hits by id (as text)."""
        found: dict[int, int] = defaultdict(int)
        for value, number in counts.items():
            at: int | None = int(value)
            while at is not None and at in self.nodes:
                found[at] += number
                at = self.nodes[at][1]
        return found
