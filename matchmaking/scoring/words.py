"""The words of a need that a product's texts have too, as they stand or in translation."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from matchmaking.scoring.dictionary import Dictionary
from matchmaking.scoring.text import (
    STOP_WORDS,
    deep_stem,
    grams,
    has_chinese,
    has_unspaced,
    is_chinese,
    is_function_word,
    is_unspaced,
    normalise,
    runs,
    stem,
    tokens_of,
)
from matchmaking.scoring.weights import WORDS_SHOWN

_SHORTEST_WORD = 3
_SHORTEST_STRETCH = 2
# True, but nothing to meet for: function words, and the words of enquiries and terms. One
# string, for a list would take a line a word.
_SAYS_LITTLE_IN = (
    "per each every all any can will may must also well much more most least than only such"
    " month monthly year yearly week day days new good best high low quality price prices offer"
    " offers order orders product products goods company market use used our please able"
    " certified certificate certification container containers kgs ton tons tonne tonnes bag"
    " bags box boxes pcs piece pieces pack packs fob cif cfr exw dap ddp"
    " au aux ce ces est sont qui que son ses leur nos notre votre par chaque mois an ans tout"
    " tous plus tres bon bonne haute qualité prix offre commande produit produits société"
    " marché conteneur certifié certification"
    " al se su sus es son nuestro nuestra cada mes año todo todos muy más buen buena alta"
    " calidad precio oferta pedido producto productos empresa mercado contenedor certificado"
    " каждый месяц год все всё очень для как это при наш наша цена заказ товар товары продукция"
    " качество высокого контейнер сертификат"
    " كل شهر شهريا سنة جودة عالية سعر طلب منتج منتجات شركة سوق حاوية شهادة التي الذي هذا"
)
_SAYS_LITTLE = ENGLISH_STOP_WORDS.union(_SAYS_LITTLE_IN.split())
_ENQUIRY_IN = (
    "寻找 寻求 采购 求购 需要 需求 供应 供应商 每月 每年 一个 货柜 集装箱 认证 证书 产品 公司 我们"
    " 优质 高品质 价格 可以 用于 以上 以下 以内 不超过 长期 合作 进口 出口 市场 公斤 千克 毫升"
    " 平方 立方 包装 为主 优先"
)
_ENQUIRY = tuple(_ENQUIRY_IN.split())


class ProductText:
    """A product's texts, normalised once, to be asked which words they have."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = " ".join(normalise(text) for text in texts)
        self.tokens = frozenset(tokens_of(self.text))
        self.unspaced = has_unspaced(self.text)


class WishWords:
    """The words of a wish's texts, the rarest first, to be looked for in products.

    Words of spaced scripts meet by their stem; of the other scripts, the longest stretches of two
    or more characters that stand in the product's text as they are. Numbers alone do not count.
    `weight` tells how rare a token is.
    """

    def __init__(self, texts: Iterable[str], weight: Callable[[str], float]) -> None:
        self._weight = weight
        self._stretches: list[str] = []
        words: dict[str, tuple[float, str, str]] = {}
        for text in texts:
            for run, stemmed in _asked(text):
                if not stemmed:
                    self._stretches.append(run)
                elif stemmed not in words:
                    # One form of a word is enough.
                    words[stemmed] = (-weight(stemmed), run, stemmed)
        self._words = [(*word, deep_stem(word[1])) for word in sorted(words.values())]

    def shared(self, product: ProductText) -> list[str]:
        """Up to WORDS_SHOWN of them that the product has."""
        # Of knots and knotted one is enough, the rarer.
        rarest: dict[str, tuple[float, str]] = {}
        for rare, run, stemmed, root in self._words:
            if stemmed in product.tokens:
                rarest.setdefault(root, (rare, run))
        met = list(rarest.values())
        if self._stretches and product.unspaced:
            found = {word for run in self._stretches for word in _stretches(run, product.text)}
            met = sorted([*met, *((-self._rarity(word), word) for word in found)])
        return [word for _, word in met[:WORDS_SHOWN]]

    def _rarity(self, stretch: str) -> float:
        return max(map(self._weight, _grams_of(stretch)), default=0.0)


@lru_cache(maxsize=256)
def _runs(text: str) -> tuple[str, ...]:
    return tuple(runs(normalise(text)))


@lru_cache(maxsize=256)
def _asked(text: str) -> tuple[tuple[str, str], ...]:
    """The runs of a text that say something, each word with its stem, other scripts without."""
    found = [(run, "" if is_unspaced(run) else stem(run)) for run in _runs(text)]
    return tuple((run, stemmed) for run, stemmed in found if not stemmed or _says_much(run))


def _says_much(run: str) -> bool:
    long = len(run) >= _SHORTEST_WORD and not run.isnumeric()
    return long and run not in STOP_WORDS and run not in _SAYS_LITTLE


def _stretches(run: str, text: str) -> list[str]:
    found = []
    start = 0
    while start <= len(run) - _SHORTEST_STRETCH:
        end = start + _SHORTEST_STRETCH
        if run[start:end] not in text:
            start += 1
            continue
        while end <= len(run) and run[start:end] in text:
            end += 1
        stretch = run[start : end - 1]
        # A stretch of function characters alone has no token left.
        if _tells(stretch) and any(len(g) > 1 for g in _grams_of(stretch)):
            found.append(stretch)
            start = end - 1
        else:
            start += 1
    return found


@lru_cache(maxsize=4096)
def _tells(stretch: str) -> bool:
    """Whether a stretch is more than words of enquiries."""
    rest = stretch
    for word in _ENQUIRY:
        rest = rest.replace(word, "")
    return len(rest) >= _SHORTEST_STRETCH


@lru_cache(maxsize=4096)
def _grams_of(stretch: str) -> tuple[str, ...]:
    return tuple(grams(stretch))


class Translation:
    """The Chinese words of texts with their English senses, as stems to be looked up."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._senses = lru_cache(maxsize=256)(self._read)

    def shared(self, texts: Iterable[str], product: ProductText) -> list[tuple[str, str]]:
        """Up to WORDS_SHOWN words, each with the first sense whose words the product all has."""
        found: dict[str, str] = {}
        for text in texts:
            for word, senses in self._senses(text):
                for sense, stems in senses:
                    if stems <= product.tokens:
                        found.setdefault(word, sense)
                        break
        # A single character has too many senses to be told beside whole words.
        whole = [pair for pair in found.items() if len(pair[0]) > 1]
        return (whole or list(found.items()))[:WORDS_SHOWN]

    def _read(self, text: str) -> list[tuple[str, list[tuple[str, frozenset[str]]]]]:
        if not has_chinese(text):
            return []
        glossed = [
            word
            for run in _runs(text)
            if is_chinese(run)
            for word in self._dictionary.gloss(run)
            if word.word not in _ENQUIRY and not is_function_word(word.word)
        ]
        return [
            (word.word, [(s, stems) for s in word.senses if (stems := _stems(s))])
            for word in glossed
        ]


def _stems(sense: str) -> frozenset[str]:
    """The stems of a sense that says something; empty where it is only small words."""
    words = runs(normalise(sense))
    if all(w in _SAYS_LITTLE or w in STOP_WORDS or len(w) < _SHORTEST_WORD for w in words):
        return frozenset()
    return frozenset(stem(w) for w in words if w not in STOP_WORDS)
