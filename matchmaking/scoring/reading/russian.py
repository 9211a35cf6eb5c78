"""Russian names of countries in their cases, and the adjectives that are made of them."""

import re

_WORD = re.compile("[а-яё]+")
# By the letters that a name ends with what stands in their place in the other cases; two spaces
# are for the case that ends with none of them.
_CASES = (
    ("ия", "ия ии ию ией"),
    ("я", "я и ю е ей"),
    ("а", "а ы и е у ой ей"),
    ("ь", "ь и ю я е ем ью"),
    ("й", "й я ю е ем"),
    ("ы", "ы  ов ам ами ах"),
    ("", " а у е ом"),
)
_UNCHANGED = re.compile("[еиоуэ]$")
_ADJECTIVES = ("ск*", "йск*", "ийск*", "инск*", "ьск*")


def declined(name: str) -> set[str]:
    """A name of one word in every case, and its adjectives with a `*`; others as they are.

    Not every form is a word, but hardly one is another word, as with any ending: "груз" is cargo,
    "малина" raspberries.
    """
    name = name.casefold()
    if not _WORD.fullmatch(name):
        return {name}
    if _UNCHANGED.search(name):
        return {name, f"{name}йск*"}
    ending, cases = next(pair for pair in _CASES if name.endswith(pair[0]))
    stem = name.removesuffix(ending)
    forms = {stem + case for case in cases.split(" ")}
    return forms | {stem + adjective for adjective in _ADJECTIVES}
