"""A small edition as a folder, to be spoilt in one way or another."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from matchmaking.actions.import_edition import ImportReport, import_edition

TOML = """
slug = "small"
name = "Small Expo"
name_zh = "小博览会"
timezone = "Asia/Shanghai"
currency = "USD"
languages = ["en", "zh"]
slot_minutes = 30
category_scheme = "small"

[[days]]
date = 2027-05-10
opens = "09:00"
closes = "17:00"
breaks = ["12:00-13:00"]

[rates]
EUR = 1.08
"""

FILES: dict[str, str] = {
    "edition.toml": TOML,
    "categories.csv": "code,parent,name,name_zh,kind\n"
    "0901,09,Coffee,咖啡,goods\n09,,Spices,,goods\n",
    "halls.csv": "ref,name,distances\nH1,Food,H2:3\nH2,Coffee,\n",
    "delegations.csv": "ref,parent,name,country,lead_name,lead_email,meeting_quota,approves\n"
    "rw-coffee,rw,Coffee,RW,,,,no\nrw,,Rwanda,RW,Aline,aline@rw.example,40,yes\n",
    "tables.csv": "ref,hall,kind,booth,open\nT1,H2,booth,2B014,\n"
    "T2,H1,lounge,,2027-05-10 09:00-12:00\n",
    "exhibitors.csv": "ref,name,name_zh,registration_number,country,language,contact_name,"
    "contact_email,languages,hall,booth,team_size,delegation,available\n"
    "kivu,Kivu Coffee,基伍,R1,RW,en,Espérance,e@kivu.example,"
    "en;fr,H2,2B014,2,rw-coffee,2027-05-10\n"
    "miel,Miel du Sud,,,FR,fr,,,fr,,,1,,\n",
    "products.csv": "ref,exhibitor,language,name,name_zh,category,hs_code,origin,moq,moq_unit,"
    "price_min,price_max,price_currency,price_unit\n"
    "kivu-1,kivu,en,Bourbon,波旁,0901,090111,RW,60,bag,6.20,7.40,USD,kg\n"
    "kivu-2,kivu,en,=Robusta,,0901,,RW,,,,,,\n",
    "certificates.csv": "ref,exhibitor,product,standard,valid_until,checked_by,checked_on\n"
    "c1,kivu,kivu-1,organic,2028-03-31,papers@expo.example,2027-03-04\n",
    "buyers.csv": "ref,name,registration_number,country,channels,hosted\n"
    "hualin,Hualin,,CN,retail,yes\nkivu-buys,Kivu Coffee,R1,RW,import,no\n",
    "needs.csv": "ref,buyer,language,text,categories,certificates,priority\n"
    "n1,hualin,zh,咖啡生豆,0901,organic,high\n",
    "glossary.csv": "ref,text,text_zh,category\nt1,hard cheese,硬质奶酪,0901\n",
    "interpreters.csv": "ref,name,email,languages,sectors,shifts\n"
    "i1,Zhou,zhou@lingua.example,zh;en,09,2027-05-10 09:00-12:00\n",
    "requests.csv": "ref,exhibitor,buyer,asked_by,state,asked_on,answered_on,after,fixed_slot\n"
    "r1,kivu,hualin,buyer,accepted,2027-03-02,2027-03-05,r2,2027-05-10 09:30\n"
    "r2,miel,hualin,buyer,pending,2027-03-02,,,\n",
}
ROWS = 21

Spoil = Callable[[Mapping[str, str | bytes]], ImportReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small edition."""
    folder = tmp_path / "small"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def import_with(folder: Path, db: None) -> Spoil:
    """Imports the small edition with some files replaced."""

    def run(files: Mapping[str, str | bytes]) -> ImportReport:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (folder / name).write_bytes(data)
        return import_edition(folder)

    return run


def read(path: Path) -> list[dict[str, str]]:
    """A CSV file's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
