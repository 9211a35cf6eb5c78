"""Contact details do not slip out in a need's text; amounts, dates and codes stay."""

import pytest

from matchmaking.scoring.reading.contacts import without_contacts


@pytest.mark.parametrize(
    "text",
    [
        "write to ann.li@buyer.example.cn",
        "call +86 (21) 5555-0100",
        "联系电话：028-8555 1234",
        "Тел. 8 (343) 555-01-00",
        "هاتف: 0125550100",
        "WhatsApp 0033 6 55 50 10 01",
    ],
)
def test_contacts_go(text) -> None:
    cleaned, gone = without_contacts(text)
    assert gone == 1
    assert not any(char.isdigit() for char in cleaned) or "@" not in text
    assert "…" in cleaned


@pytest.mark.parametrize(
    "text",
    [
        "HS 0901 21",
        "mobile phones 10 000 000 pcs",
        "call for 200 000 kg",
        "19 200 kg on 2027-10-01",
        "ISO 22000 and 1 000 000 pcs",
        "€ 4.10 - 4.40 / kg",
    ],
)
def test_amounts_stay(text) -> None:
    assert without_contacts(text) == (text, 0)
