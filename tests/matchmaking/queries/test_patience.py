"""What took long is kept for a while."""

import pytest

from matchmaking.queries import patience
from matchmaking.queries.patience import now_and_then
from tests.factories.expo import EditionFactory


@pytest.mark.django_db
def test_only_what_is_slow_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, other = EditionFactory(), EditionFactory()
    answers = iter([None, 2, 3, 4, 5])

    def asked() -> int | None:
        return next(answers)

    assert [now_and_then(edition, "quick", asked) for _each in range(2)] == [None, 2]
    monkeypatch.setattr(patience, "SLOW", -1)
    assert [now_and_then(edition, "slow", asked) for _each in range(2)] == [3, 3]
    assert now_and_then(edition, "another", asked) == 4
    assert now_and_then(other, "slow", asked) == 5
