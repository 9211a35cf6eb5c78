"""The data files hang together: every word that one refers to stands in another."""

from matchmaking.generator.families import LANGUAGES, load_families, read
from matchmaking.generator.places import load_countries
from matchmaking.generator.wording import ATTRIBUTES, PHRASES

FAMILIES = load_families()
COUNTRIES = load_countries(130)


def test_enough_families_and_all_services_chapters() -> None:
    assert len(FAMILIES) >= 60
    services = {code[:3] for family in FAMILIES if family.is_service for code in family.codes}
    assert services == {f"S{number:02d}" for number in range(1, 16)}


def test_every_text_stands_in_six_languages() -> None:
    incomplete = [
        words
        for family in FAMILIES
        for words in (family.names, *family.kinds)
        if any(not words[language] for language in LANGUAGES)
    ]
    assert incomplete == []


def test_every_attribute_has_words() -> None:
    assert {spec.attribute for family in FAMILIES for spec in family.specs} <= set(ATTRIBUTES)


def test_every_certificate_has_issuers() -> None:
    assert {name for family in FAMILIES for name in family.certificates} <= set(read("papers.toml"))


def test_every_topic_has_a_hall_in_each_size() -> None:
    for halls in read("halls.toml").values():
        topics = {topic for hall in halls for topic in hall.split("|")[2].split()}
        assert {family.hall for family in FAMILIES} <= topics


def test_every_country_can_sell_something() -> None:
    idle = [
        country.code
        for country in COUNTRIES
        if not any(family.sold_from(country.code, country.region_name) for family in FAMILIES)
    ]
    assert (len(COUNTRIES), idle) == (130, [])


def test_phrases_have_the_same_keys_in_all_languages() -> None:
    for language in LANGUAGES:
        assert PHRASES[language].keys() == PHRASES["en"].keys()
        for key in ("exhibitor_more", "product_more", "need_more", "kinds", "period", "messages"):
            assert PHRASES[language][key].keys() == PHRASES["en"][key].keys()
