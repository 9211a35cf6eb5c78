"""Chinese texts against English documents, through the dictionary."""

import numpy as np

from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.lexical import TextIndex
from matchmaking.scoring.query import Asked, Query, Sense
from matchmaking.scoring.weights import GLOSS_LENGTH, GLOSS_SENSE

# Words whose documents are kept at hand: some 20 kB each at 41,080 documents.
_KEPT_WORDS = 4_000

Found = tuple[Places, Floats, Floats]
NOTHING: tuple[Places, Floats] = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)


class GlossIndex:
    """The documents of a text index, to be asked in Chinese.

    Each word of a text counts by the best of its senses, so that a word of many meanings gains
    nothing by their number. A document's score is the share of the text's words it answers, times
    a power of the share of its title that they account for.
    """

    def __init__(self, texts: TextIndex) -> None:
        self._texts = texts
        # By the word, which has the same senses each time: a tuple of them is slow to look up by.
        self._known: dict[str, Found | None] = {}
        self._got, self._used = (np.zeros(texts.size, dtype=np.float32) for _ in range(2))

    def scores(self, query: Query) -> tuple[Places, Floats]:
        """The documents that have anything of what is asked, and their scores 0..1."""
        if self._texts.has_none(query.translations):
            return NOTHING
        has_none = self._texts.has_none
        answers = [
            (word, found)
            for word in query.asked
            if not has_none(word.words) and (found := self._found(word))
        ]
        if not answers:  # of few documents most words are in none
            return NOTHING
        got, used = self._got, self._used
        for word, (places, best, rare) in answers:
            got[places] += np.float32(word.weight) * best
            used[places] += rare
        places = np.flatnonzero(got > 0)  # thrice as quick as looking for what is not 0
        most = np.float32(sum(word.weight for word in query.asked) or 1)
        covered = np.minimum(used[places] / self._texts.title_rarity[places], 1)
        scores = got[places] / most * covered ** np.float32(GLOSS_LENGTH)
        got[places] = used[places] = 0
        return places, np.minimum(scores, 1)

    def _found(self, word: Asked) -> Found | None:
        if word.word not in self._known:
            if len(self._known) >= _KEPT_WORDS:
                self._known.clear()
            found = _found_in(self._texts, word.senses)
            self._known[word.word] = found if found[0].size else None
        return self._known[word.word]


def _found_in(texts: TextIndex, senses: tuple[Sense, ...]) -> Found:
    """Documents with any sense: how far the best one is met, and the rarity of its words."""
    best, rare = (np.zeros(texts.size, dtype=np.float32) for _ in range(2))
    for number, sense in enumerate(senses):
        there, matched = texts.matched(sense)
        share = matched * np.float32(GLOSS_SENSE**number / sense.rarity)
        better = share > best[there]
        best[there[better]] = share[better]
        rare[there[better]] = matched[better]
    places = np.flatnonzero(best > 0)
    return places, best[places], rare[places]
