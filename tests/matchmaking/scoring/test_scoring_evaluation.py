import csv
import math
from pathlib import Path

import pytest

from matchmaking.scoring.categories import CategoryIndex
from matchmaking.scoring.data import Category
from matchmaking.scoring.evaluation import evaluate, need_figures, rank
from matchmaking.scoring.judged import JudgedNeed, JudgedSetError, Offer, read_judged_set

NEEDS = "need_id,text\nn1,coffee\nn2,tea\nn3,rugs\n"
OFFERS = "offer_id,title,description\no1,coffee,\no2,coffee mug,\no3,tea,\no4,spoon,\n"
# n3 has no relevant offer and is left out.
JUDGMENTS = "need_id,offer_id,grade\nn1,o2,1\nn1,o1,0.5\nn2,o4,0.6\nn3,o4,0.5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("needs", NEEDS), ("offers", OFFERS), ("judgments", JUDGMENTS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_figures_by_hand(folder: Path) -> None:
    found = evaluate(folder)
    assert found.pop("seconds") >= 0
    # n1 finds o1 (0.5) then o2 (1); the ideal is the other way round.
    # n2 finds o3, then o1, o2, o4 by id: its relevant one is the fourth.
    first = (0.5 + 1 / math.log2(3)) / (1 + 0.5 / math.log2(3))
    second = 1 / math.log2(5)
    assert found == {
        "ndcg@10": round((first + second) / 2, 4),
        "recall@100": 1.0,
        "mrr": round((1 / 2 + 1 / 4) / 2, 4),
        "needs": 2,
        "offers": 4,
        "judged": 4,
    }


def test_limit_keeps_the_first_needs(folder: Path) -> None:
    found = evaluate(folder, limit=1)
    assert (found["needs"], found["judged"], found["mrr"]) == (1, 2, 0.5)
    assert evaluate(folder, limit=0)["mrr"] == 0


def test_recall_and_gain_stop_at_their_depth() -> None:
    ranking = [f"o{n}" for n in range(1, 201)]
    gain, recall, reciprocal = need_figures(ranking, {"o11": 1.0, "o100": 0.6, "o101": 0.6})
    assert (gain, recall, reciprocal) == (0, 2 / 3, 1 / 11)


def test_ties_by_offer_id() -> None:
    offers = [Offer(name, "", "", "en", "") for name in ("b", "a10", "a2")]
    ((_, order),) = rank([JudgedNeed("n", "tea", "en", "")], offers)
    assert order == ["a10", "a2", "b"]


def test_a_category_ranks_across_languages(tree: tuple[Category, ...]) -> None:
    offers = [Offer("o1", "Mate", "", "en", "0902"), Offer("o2", "Arabica", "", "en", "0901")]
    need = JudgedNeed("n", "优质咖啡", "zh", "")
    ((_, order),) = rank([need], offers, CategoryIndex(tree))
    assert order == ["o2", "o1"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("needs.csv", None, "needs.csv: no such file"),
        ("needs.csv", "need_id,name\n", "line 1: column 'text' is missing; add it"),
        ("needs.csv", "need_id,text\nn1,a\nn1,b\n", "line 3: need_id 'n1' stands there twice"),
        ("offers.csv", "offer_id,title\n,a\n", "line 2: offer_id is empty"),
        ("needs.csv", 'need_id,"text\nn1,coffee\n', "line 1: unexpected end of data"),
        ("needs.csv", 'need_id,text\nn1,a\nn2,"b\nn3,c\n', "line 3: unexpected end of data"),
        ("offers.csv", 'offer_id,title\no1,"a" mug\n', "line 2: .* expected after"),
        ("judgments.csv", "need_id,offer_id,grade\nn1,o1,2\n", "line 2: grade '2' is not"),
        ("judgments.csv", "need_id,offer_id,grade\nn1,o1,x\n", "line 2: grade 'x' is not"),
        ("judgments.csv", "need_id,offer_id,grade\nn9,o1,1\n", "need_id 'n9' is not in needs"),
        ("judgments.csv", "need_id,offer_id,grade\nn1,o9,1\n", "offer_id 'o9' is not in offers"),
    ],
)
def test_errors_say_where_and_what_to_do(
    folder: Path, name: str, text: str | None, message: str
) -> None:
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(JudgedSetError, match=message):
        read_judged_set(folder)


def test_a_cell_that_is_too_long_is_found_by_its_line(folder: Path) -> None:
    before = csv.field_size_limit(100)
    try:
        text = f'offer_id,title\no1,"a\nb"\no2,{"x" * 101}\n'
        (folder / "offers.csv").write_text(text, encoding="utf-8")
        with pytest.raises(JudgedSetError, match=r"offers\.csv, line 4: field larger than"):
            read_judged_set(folder)
    finally:
        csv.field_size_limit(before)


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "offers.csv").write_bytes("offer_id,title\no1,caf\xe9\n".encode("latin-1"))
    with pytest.raises(JudgedSetError, match="save the file as UTF-8"):
        read_judged_set(folder)


def test_english_products_are_found(shared_data: Path) -> None:
    found = evaluate(shared_data / "relevance" / "dev" / "products-en-en")
    assert found["ndcg@10"] > 0.6
    assert found["recall@100"] > 0.85
