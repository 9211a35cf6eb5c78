"""A small edition as an import folder, for the organizer's journey: planned in seconds."""

from pathlib import Path

GOODS = {
    "0901": ("Coffee", "washed arabica green coffee beans"),
    "0902": ("Tea", "black orthodox tea leaves"),
    "1801": ("Cocoa", "fermented cocoa beans"),
    "0904": ("Pepper", "black pepper corns"),
}
COUNTRIES = ("RW", "LK", "GH", "VN")
TOML = """
slug = "desk-2027"
name = "Desk Expo 2027"
timezone = "Asia/Shanghai"
currency = "USD"
languages = ["en"]
slot_minutes = 30
category_scheme = "desk"
match_threshold = 30

[[days]]
date = 2027-06-01
opens = "09:00"
closes = "12:00"

[[days]]
date = 2027-06-02
opens = "09:00"
closes = "12:00"
"""


def write_folder(folder: Path) -> Path:
    """Four exhibitors, four buyers who look for what they have, two lounges."""
    kinds = list(zip(GOODS.items(), COUNTRIES, strict=True))
    files = {
        "edition.toml": [TOML],
        "categories.csv": ["code,parent,name,kind", "food,,Food,goods"]
        + [f"{code},food,{name},goods" for (code, (name, _text)), _country in kinds],
        "halls.csv": ["ref,name", "H1,East hall", "H2,West hall"],
        "tables.csv": ["ref,hall,kind", "T1,H1,lounge", "T2,H1,lounge", "T3,H2,lounge"],
        "exhibitors.csv": ["ref,name,country,language,languages,contact_name,contact_email"]
        + [f"ex-{code},{name} Growers,{country},en,en,Ama,ama@{name.lower()}.example"
           for (code, (name, _text)), country in kinds],
        "products.csv": ["ref,exhibitor,language,name,category,origin"]
        + [f"p-{code},ex-{code},en,{text},{code},{country}"
           for (code, (_name, text)), country in kinds],
        "buyers.csv": ["ref,name,country,language,languages,contact_name,contact_email"]
        + [f"by-{code},{name} Importers,CN,en,en,Li,li@{name.lower()}.example"
           for (code, (name, _text)), _country in kinds],
        "needs.csv": ["ref,buyer,language,text,categories"]
        + [f"n-{code},by-{code},en,Looking for {text},{code}"
           for (code, (_name, text)), _country in kinds],
        "requests.csv": ["ref,exhibitor,buyer,asked_by,state,asked_on,answered_on"]
        + [f"r-{code},ex-{code},by-{code},buyer,accepted,2027-03-02,2027-03-05"
           for (code, _goods), _country in kinds],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
