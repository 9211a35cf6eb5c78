"""Likeness of meaning between texts and documents, by an embedder."""

import logging
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from matchmaking.scoring.data import Need, Product
from matchmaking.scoring.dictionary import cedict
from matchmaking.scoring.embedding import Embedder, EmbedderError, StoredVectors
from matchmaking.scoring.glosses import GlossIndex
from matchmaking.scoring.lexical import Floats, TextIndex
from matchmaking.scoring.text import has_chinese
from matchmaking.scoring.weights import DENSE, DENSE_LEVEL, DENSE_RERANKED

logger = logging.getLogger(__name__)

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
    """Titles, embedded when first needed.

    Vectors are centred by script: multilingual models keep a language's texts in one corner, and
    without it every Chinese text lies far from every English one. All titles are embedded if the
    embedder has room for them; if not, those that the other scores put first for some text, as
    long as there is room. A failing embedder is told once and then left alone.
    """

    def __init__(self, titles: Sequence[str], embedder: Embedder) -> None:
        self._titles = titles
        self._embedder = StoredVectors(embedder)
        if isinstance(embedder, StoredVectors):
            self._embedder = embedder
        self._centres: dict[str, Floats] = {}
        self._all: Floats | None = None
        #: Why the embedder is no longer asked; empty while it works.
        self.failure = ""
        #: Whether there are too many titles to embed them all.
        self.partly = False

    def blend(self, scores: Floats, texts: Sequence[str]) -> Floats:
        """Scores 0..1 of every document, mixed with the mean likeness to the given texts."""
        texts = [text for text in texts if text.strip()]
        if self.failure or not texts or not self._titles:
            return scores
        try:
            likeness = self._likeness(scores, texts)
        except EmbedderError as error:
            self.failure = str(error)
            logger.warning("Matching without embeddings: %s", error)
            return scores
        if likeness is None:
            return scores
        mixed = (scores + DENSE * (likeness - DENSE_LEVEL)) / (1 + DENSE * (1 - DENSE_LEVEL))
        found: Floats = mixed.clip(0, 1).astype(np.float32)
        return found

    def _likeness(self, scores: Floats, texts: Sequence[str]) -> Floats | None:
        wanted = self._centred(texts).mean(axis=0)
        if np.isnan(wanted).any():
            return None
        if self._all is None and not self.partly:
            self.partly = not self._embedder.has_room(self._titles)
            self._all = None if self.partly else self._centred(self._titles)
        if self._all is not None:
            found: Floats = np.nan_to_num(self._all @ wanted, nan=DENSE_LEVEL)
            return found
        first = np.argsort(-scores, kind="stable")[:DENSE_RERANKED]
        titles = [self._titles[place] for place in first]
        if not self._embedder.has_room(titles):
            return None
        near = self._centred(titles) @ wanted
        likeness = np.full(scores.size, near.min(), dtype=np.float32)
        likeness[first] = near
        return likeness

    def _centred(self, texts: Sequence[str]) -> Floats:
        vectors = self._embedder.embed(texts)
        scripts = [script(text) for text in texts]
        for name in sorted(set(scripts)):
            rows = np.array([found == name for found in scripts])
            vectors[rows] -= self._centre(name)
        found: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9)
        return found

    def _centre(self, name: str) -> Floats:
        if name not in self._centres:
            sample = self._embedder.embed(_SAMPLES[name].split(", "))
            self._centres[name] = sample.mean(axis=0)
        return self._centres[name]


def dense_texts(products: Iterable[Product], needs: Iterable[Need]) -> list[str]:
    """Every text whose vector the engine may ask for."""
    english = GlossIndex(TextIndex((), ()), cedict()).english
    texts = [text for need in needs for text in need.texts.values()]
    glosses = [english(text) for text in texts if has_chinese(text)]
    samples = [text for sample in _SAMPLES.values() for text in sample.split(", ")]
    return [*samples, *texts, *glosses, *(" ; ".join(p.names.values()) for p in products)]


def script(text: str) -> str:
    """The script of a text's first letter of a script other than Latin, else Latin."""
    for letter in text:
        if not letter.isascii() and letter.isalpha():
            first = unicodedata.name(letter, "").split(" ", maxsplit=1)[0]
            if first in _SAMPLES and first != "LATIN":
                return first
    return "LATIN"
