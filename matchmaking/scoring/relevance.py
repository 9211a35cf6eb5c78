"""Which products a need may mean, and what speaks for each: candidates first, then their parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matchmaking.scoring.blend import PARTS, Blend, relevance
from matchmaking.scoring.candidates import SCORES, Cheap, FirstStage, Reach, Read
from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.corpus import Corpus, Document, Reading
from matchmaking.scoring.counting import Floats, Places
from matchmaking.scoring.dense import DenseIndex, Vectors
from matchmaking.scoring.dictionary import Dictionary, cedict
from matchmaking.scoring.embedding import Embedder
from matchmaking.scoring.layers import LayeredStage, changed
from matchmaking.scoring.query import Reader
from matchmaking.scoring.statistics import Statistics
from matchmaking.scoring.weights import DENSE_RERANKED

# Wishes read at once, and their vectors compared; of few documents as many more as give so many
# scores.
BLOCK, MOST_IN_BLOCK = 64, 2048


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: the same wish in one or more languages, and the codes stated."""

    texts: tuple[str, ...]
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A wish's candidates: `places` ascending, the columns of `PARTS`, their relevance.

    `cheap`: the first stage's score 0..1 of every document. `wanted`: the codes asked for with
    their trust.
    """

    places: Places
    parts: Mapping[str, Floats]
    relevance: Floats
    reach: Reach
    cheap: Floats
    wanted: Mapping[str, float]


class RelevanceIndex:
    """Documents, ready to be asked any number of wishes.

    A document or wish that states no category of the tree takes the ones its words point to.
    What a candidate scores depends on the wish, the document and the statistics only.
    """

    def __init__(
        self,
        stage: FirstStage | LayeredStage,
        statistics: Statistics,
        categories: CategoryIndex,
        dense: DenseIndex | None = None,
        dictionary: Dictionary | None = None,
        reader: Reader | None = None,
    ) -> None:
        self.categories, self.dense, self.statistics = categories, dense, statistics
        self._stage = stage
        self.placed = stage.placed
        self.dictionary = dictionary or cedict()
        self._reader = reader or Reader(statistics, self.dictionary, categories)
        #: What weighs the parts; None: the one that ships.
        self.blend: Blend | None = None

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        categories: CategoryIndex,
        embedder: Embedder | None = None,
        statistics: Statistics | None = None,
        dictionary: Dictionary | None = None,
    ) -> "RelevanceIndex":
        """An index over documents, with their own statistics where none are given."""
        read = Reading.of(documents, categories)
        return cls.read(read, categories, embedder, statistics, dictionary)

    @classmethod
    def read(
        cls,
        read: Reading,
        categories: CategoryIndex,
        embedder: Embedder | None = None,
        statistics: Statistics | None = None,
        dictionary: Dictionary | None = None,
    ) -> "RelevanceIndex":
        """An index over what was read before, perhaps elsewhere."""
        dense = DenseIndex(embedder) if embedder else None
        corpus = Corpus.of(read, dense, statistics)
        stage = FirstStage(corpus, categories)
        return cls(stage, corpus.statistics, categories, dense, dictionary)

    @classmethod
    def over(
        cls,
        corpus: Corpus,
        categories: CategoryIndex,
        embedder: Embedder | None = None,
        dictionary: Dictionary | None = None,
    ) -> "RelevanceIndex":
        """An index over documents that were read before."""
        dense = DenseIndex(embedder) if embedder else None
        stage = FirstStage(corpus, categories)
        return cls(stage, corpus.statistics, categories, dense, dictionary)

    @property
    def corpus(self) -> Corpus:
        """The documents as they were read."""
        return self._stage.corpus

    def alone(self, documents: Sequence[Document]) -> "RelevanceIndex":
        """An index over other documents, with the same statistics."""
        return self._beside(FirstStage(self._corpus_of(documents), self.categories))

    def changed(self, documents: Sequence[Document], order: Places) -> "RelevanceIndex":
        """An index over these documents and then the given ones, picked and put in `order`."""
        new = self._corpus_of(documents)
        return self._beside(changed(self._stage, new, order, self.categories))

    def _corpus_of(self, documents: Sequence[Document]) -> Corpus:
        return Corpus.read(documents, self.categories, self.dense, self.statistics)

    def _beside(self, stage: FirstStage | LayeredStage) -> "RelevanceIndex":
        """With the same statistics, so what was read stays as it is."""
        return RelevanceIndex(
            stage, self.statistics, self.categories, self.dense, self.dictionary, self._reader
        )

    def wanted(self, wishes: Sequence[Wish]) -> list[Mapping[str, float]]:
        """For each wish the codes it asks for with their trust: 1 where stated, less if guessed."""
        stated = [
            {code: 1.0 for c in wish.categories if (code := self.categories.resolve(c))}
            for wish in wishes
        ]
        silent = [place for place, codes in enumerate(stated) if not codes]
        texts = [" ".join(wishes[place].texts) for place in silent]
        for place, guess in zip(silent, self._reader.guesses(texts), strict=True):
            stated[place] = guess
        return list(stated)

    def find(self, wishes: Sequence[Wish]) -> Iterator[Found]:
        """Each wish's candidates; every one depends on its own wish only."""
        self.wanted(wishes)  # guessing for all takes little longer than for the few of a block
        for start in range(0, len(wishes), BLOCK):
            for read, cheap in self._stage.score(self._read(wishes[start : start + BLOCK])):
                yield from self._find(read, cheap)

    def parts(self, wishes: Sequence[Wish]) -> dict[str, Floats]:
        """All of `PARTS` for every document, arrays of shape (wishes, documents)."""
        places = np.arange(self._stage.size)
        rows = [
            self._parts(read, cheap, row, places)
            for read, cheap in self._stage.score(self._read(wishes))
            for row in range(len(read.queries))
        ]
        return {name: np.array([row[name] for row in rows]) for name in PARTS}

    def reached(self, wishes: Sequence[Wish], reaches: Sequence[Reach]) -> list[bool]:
        """Whether any document is within the reach of each wish."""
        found: list[bool] = []
        block = max(BLOCK, min(MOST_IN_BLOCK, SCORES // max(1, self._stage.size)))
        for start in range(0, len(wishes), block):
            for read, cheap in self._stage.score(self._read(wishes[start : start + block])):
                for row, queries in enumerate(read.queries):
                    reach = reaches[len(found)]
                    found.append(self._stage.within(queries, cheap, row, reach))
        return found

    def remember(self, wishes: Sequence[Wish]) -> None:
        """Read them now, so that the next question about them is a quick one."""
        self._read(wishes)

    def _find(self, read: Read, cheap: Cheap) -> Iterator[Found]:
        chosen = [self._stage.candidates(own, cheap, row) for row, own in enumerate(read.queries)]
        bounds = np.cumsum([0, *(places.size for places, _ in chosen)])
        columns = [self._parts(read, cheap, row, places) for row, (places, _) in enumerate(chosen)]
        parts = {name: np.concatenate([column[name] for column in columns]) for name in PARTS}
        if self.dense and self._stage.vectors is None:
            self._embed_best(read, [places for places, _ in chosen], bounds, parts)
        total = relevance(parts, self.blend)
        for row, (places, reach) in enumerate(chosen):
            own = slice(bounds[row], bounds[row + 1])
            mine = {name: part[own] for name, part in parts.items()}
            yield Found(places, mine, total[own], reach, cheap.total[row], read.wanted[row])

    def _read(self, wishes: Sequence[Wish]) -> Read:
        queries = [[self._reader.query(text) for text in wish.texts] for wish in wishes]
        flat = [query for own in queries for query in own]
        vectors = self.dense.asked(flat) if self.dense and self._stage.vectors and flat else None
        return Read(queries, self.wanted(wishes), vectors)

    def _parts(self, read: Read, cheap: Cheap, row: int, places: Places) -> dict[str, Floats]:
        queries = read.queries[row]
        unknown = np.full(places.size, np.nan, dtype=np.float32)
        looked_up = cheap.looked_up[row]
        dictionary = unknown
        if looked_up is not None:
            dictionary = np.zeros(places.size, dtype=np.float32)
            there, scores = looked_up
            at = np.searchsorted(there, places).clip(max=max(there.size - 1, 0))
            if there.size:
                dictionary = np.where(there[at] == places, scores[at], np.float32(0))
        category = cheap.category[row, places]
        wanted = read.wanted[row]
        both = self.placed.stated[places] & (1.0 in wanted.values())
        guessed = ~both & bool(wanted) & self.placed.placed[places]
        return {
            "words": cheap.words[row, places] * self._stage.together(queries, places),
            "letters": self._stage.letters(queries, places),
            "dictionary": dictionary,
            "dense": unknown if cheap.dense is None else cheap.dense[row, places],
            "category_stated": np.where(both, category, np.float32(np.nan)),
            "category_guessed": np.where(guessed, category, np.float32(np.nan)),
        }

    def _embed_best(
        self,
        read: Read,
        chosen: Sequence[Places],
        bounds: Places,
        parts: dict[str, Floats],
    ) -> None:
        """Fills in `dense` for the best candidates of each wish, while the embedder has room.

        The rest of a wish's candidates count as far as the farthest of those.
        """
        dense = self.dense
        if dense is None:
            return
        first = relevance(parts, self.blend)
        for row, (queries, places) in enumerate(zip(read.queries, chosen, strict=True)):
            own = slice(bounds[row], bounds[row + 1])
            best = np.argsort(-first[own], kind="stable")[:DENSE_RERANKED]
            titles = [self.corpus.titles[place] for place in places[best]]
            if not titles or not dense.has_room(titles):
                continue
            asked, offered = dense.asked(queries), dense.vectors(titles)
            if asked is None or offered is None:
                return
            near = Vectors(offered).cosines(asked).max(axis=0)
            column = np.full(places.size, near.min(), dtype=np.float32)
            column[best] = near
            parts["dense"][own] = column
