"""Chinese texts word by word, and what they are in English."""

from collections.abc import Iterable

from matchmaking.scoring.dictionary import Dictionary, Glossed
from matchmaking.scoring.text import STOP_WORDS, is_chinese, is_function_word, normalise, runs


def chinese_words(text: str, dictionary: Dictionary) -> list[Glossed]:
    """The words of a text that has Chinese, each with its senses; none if it has no Chinese."""
    found: list[Glossed] = []
    chinese = False
    for run in runs(normalise(text)):
        if is_chinese(run):
            chinese = True
            words = dictionary.gloss(run)
            found += [
                word
                for word in words
                if not (is_function_word(word.word) or dictionary.is_silent(word.word))
            ]
        elif run not in STOP_WORDS:
            found.append(Glossed(run, (run,)))
    return found if chinese else []


def english_of(words: Iterable[Glossed]) -> str:
    """Words in English, each by its most usual sense."""
    return " ".join(word.senses[0] for word in words if word.senses)
