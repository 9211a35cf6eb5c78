"""Likeness of meaning between texts and documents, by an embedder."""

import logging
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from matchmaking.scoring.counting import Floats
from matchmaking.scoring.dictionary import Dictionary
from matchmaking.scoring.embedding import Embedder, EmbedderError, StoredVectors
from matchmaking.scoring.glossing import chinese_words, english_of
from matchmaking.scoring.query import Query
from matchmaking.scoring.text import has_chinese

logger = logging.getLogger(__name__)

# A vector's length; its square stays below 2^24 with what rounding adds.
SCALE: Final = 4000

# Goods of every kind: their mean is what all texts of a script have in common, and says nothing.
_SAMPLES: Final = {
    "LATIN": "green coffee, olive oil, frozen fish, beef, rice, wine, paper, cotton fabric, shoes,"
    " toys, steel pipes, copper wire, furniture, glass bottles, ceramic tiles, plastic bags,"
    " tyres, medicine, shampoo, paint, fertiliser, pumps, machine tools, trucks, bicycles,"
    " mobile phones, solar panels, watches, jewellery, books, timber, leather handbags",
    "CJK": "咖啡生豆, 橄榄油, 冷冻鱼, 牛肉, 大米, 葡萄酒, 纸张, 棉布, 鞋, 玩具, 钢管, 铜线, 家具,"
    " 玻璃瓶, 瓷砖, 塑料袋, 轮胎, 药品, 洗发水, 油漆, 化肥, 水泵, 机床, 卡车, 自行车, 手机,"
    " 太阳能电池板, 手表, 珠宝首饰, 图书, 木材, 皮包",
    "CYRILLIC": "зелёный кофе, оливковое масло, мороженая рыба, говядина, рис, вино, бумага,"
    " хлопковая ткань, обувь, игрушки, стальные трубы, мебель, стеклянные бутылки, плитка,"
    " шины, лекарства, шампунь, краска, удобрения, насосы, станки, грузовики, книги",
    "ARABIC": "قهوة خضراء, زيت زيتون, سمك مجمد, لحم بقر, أرز, ورق, قماش قطني, أحذية, ألعاب,"
    " أنابيب فولاذية, أثاث, زجاجات, بلاط, إطارات, أدوية, شامبو, دهان, أسمدة, مضخات, شاحنات, كتب",
}


class DenseIndex:
    """Likeness to documents that have vectors; `vectors` has a row for each, NaN where not known.

    Vectors are centred by script: multilingual models keep a language's texts in one corner, and
    without it every Chinese text lies far from every English one. They are whole numbers, so that
    a cosine comes out the same to the last bit in any company. A failing embedder is told once
    and then left alone.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._centres: dict[str, Floats] = {}
        #: Why the embedder is no longer asked; empty while it works.
        self.failure = ""

    def has_room(self, texts: Sequence[str]) -> bool:
        """Whether the embedder may be asked for all of them."""
        return not isinstance(self._embedder, StoredVectors) or self._embedder.has_room(texts)

    def vectors(self, texts: Sequence[str]) -> Floats | None:
        """Centred vectors of whole numbers, about SCALE long, NaN where the embedder has none.

        None once it fails.
        """
        if self.failure:
            return None
        try:
            return whole(self._centred(texts))
        except EmbedderError as error:
            self.failure = str(error)
            logger.warning("Matching without embeddings: %s", error)
            return None

    def asked(self, queries: Sequence[Query]) -> Floats | None:
        """What queries look for: the mean of their text's vector and of its English gloss's."""
        texts = [query.text for query in queries]
        glossed = [place for place, query in enumerate(queries) if query.english.strip()]
        texts += [queries[place].english for place in glossed]
        found = self.vectors(texts)
        if found is None:
            return None
        own = found[: len(queries)]
        own[glossed] = np.rint((own[glossed] + found[len(queries) :]) / 2)
        blank = [place for place, query in enumerate(queries) if not query.text.strip()]
        own[blank] = np.nan
        return own

    def _centred(self, texts: Sequence[str]) -> Floats:
        vectors = np.array(self._embedder.embed(texts), dtype=np.float32)
        scripts = np.array([script(text) for text in texts])
        for name in sorted(set(scripts.tolist())):
            vectors[scripts == name] -= self._centre(name)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        found: Floats = vectors / np.maximum(lengths, 1e-9)
        return found

    def _centre(self, name: str) -> Floats:
        if name not in self._centres:
            sample = self._embedder.embed(_SAMPLES[name].split(", "))
            known = sample[~np.isnan(sample).any(axis=1)]
            self._centres[name] = known.mean(axis=0) if len(known) else np.zeros_like(sample[0])
        return self._centres[name]


def whole(vectors: Floats) -> Floats:
    """Vectors of length one, in whole numbers.

    Their products' sums stay below 2^24 by the inequality of Cauchy and Schwarz, where single
    precision is exact: no order of adding up changes a cosine.
    """
    found: Floats = np.rint(vectors * np.float32(SCALE))
    return found


class Vectors:
    """Documents' vectors from `whole`, a row each, NaN where there is none."""

    def __init__(self, rows: Floats) -> None:
        self.known = ~np.isnan(rows).any(axis=1)
        # Number by number: a few texts against all documents take half as long as row by row.
        self._columns = np.ascontiguousarray(np.nan_to_num(rows).T)

    def cosines(self, asked: Floats) -> Floats:
        """Of shape (asked, documents); NaN where either has no vector."""
        found: Floats = np.nan_to_num(asked) @ self._columns
        found *= np.float32(1 / SCALE**2)
        found[np.isnan(asked).any(axis=1)] = np.nan
        if not self.known.all():
            found[:, ~self.known] = np.nan
        return found


def dense_texts(titles: Iterable[str], texts: Iterable[str], dictionary: Dictionary) -> list[str]:
    """Every text that an engine over these titles, asked these texts, wants a vector for."""
    asked = list(dict.fromkeys(texts))
    english = [english_of(chinese_words(text, dictionary)) for text in asked if has_chinese(text)]
    samples = [sample for line in _SAMPLES.values() for sample in line.split(", ")]
    return list(dict.fromkeys(t for t in (*samples, *titles, *asked, *english) if t.strip()))


def script(text: str) -> str:
    """The script of a text's first letter of a script other than Latin, else Latin."""
    for letter in text:
        if not letter.isascii() and letter.isalpha():
            first = unicodedata.name(letter, "").split(" ", maxsplit=1)[0]
            if first in _SAMPLES and first != "LATIN":
                return first
    return "LATIN"
