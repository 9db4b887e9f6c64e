"""Every reason for which a list is refused has its words in the office's language."""

import io

import pytest
from openpyxl import Workbook

from console.row_errors import RULES, told
from domain.cells import ImportRefused, RowError
from domain.rosters import Readers, read_people
from domain.sale_lists import read_offers
from domain.staff_lists import read_posts
from services.roster import rosters, staff
from services.roster.spreadsheets import read_content
from services.sales import sales

ROSTER = "building,unit,room,grid,name,phone,birth_year,language,lives_alone,entry,call_at"
STAFF = "name,role,phone,grid,building,language,on_duty"
GOOD = "3,1,1504,2,王秀英,10000000001,1950,zh-CN,1,yesno,09:30"
SALE = "sale,opens,cutoff,supplier,set,name_zh,name_en,price_fen,limit"
SET = "周六,2020-02-29 08:00,2020-02-29 20:00,丰收,1,蔬菜,Veg,2500,5"
FILES = {
    "roster": [
        "",
        ROSTER,
        "a,b\n1,2",
        "building,unit,room,grid,name\n3,1,1504,2,王",
        f"{ROSTER},name\n{GOOD},王",
        f'{ROSTER}\n{GOOD},"',
        f"{ROSTER}\n{GOOD},多的",
        f"{ROSTER}\n,1,1504,2,王,,,,,,",
        f"{ROSTER}\n3,1,1504,2,王\x07,,,,,,",
        f"{ROSTER}\n3,2020-01-02,1504,2,王,12,1800,fr,maybe,keys,25:99",
        f"{ROSTER}\n3,1,1504,2,王,+862755500171,old,,,,",
        f"{ROSTER}\n{GOOD}\n{GOOD}",
        f"{ROSTER}\n{GOOD}\n3,1,1504,9,李,,,,,,",
    ],
    "staff": [
        f"{STAFF}\n孙丽,boss,10000000001,2,,,1",
        f"{STAFF}\n孙丽,grid_worker,10000000001,,,,often",
        f"{STAFF}\n孙丽,office,10000000001,,,,1\n孙丽,office,10000000001,,,,1",
        f"{STAFF}\n孙丽,office,10000000001,,,,1\n孙丽,duty,10000000002,,,,1",
    ],
    "sale": [
        f"{SALE}\n{SET}\n{SET}",
        f"{SALE}\n周六,soon,2020-02-29 20:00,丰收,1,蔬菜,Veg,2500,5",
        f"{SALE}\n周六,2020-02-29 21:00,2020-02-29 20:00,丰收,1,蔬菜,Veg,2500,5",
        f"{SALE}\n{SET}\n周六,2020-02-29 08:00,2020-02-29 21:00,丰收,2,水果,Fruit,2000,5",
    ],
}
BYTES = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04no", "姓名".encode("utf-16")]


def errors_of(kind: str, content: bytes) -> list[RowError]:
    columns = {"roster": rosters.COLUMNS, "staff": staff.COLUMNS, "sale": sales.COLUMNS}[kind]
    try:
        rows = read_content(content, columns).rows
        if kind == "roster":
            read_people(rows, Readers("CN", "zh-CN", 2020, frozenset({"+862755500171"})))
        elif kind == "staff":
            read_posts(rows, "CN", "zh-CN")
        else:
            read_offers(rows, "Asia/Shanghai")
    except ImportRefused as refused:
        return refused.errors
    return []


CASES = [(kind, text.encode()) for kind, texts in FILES.items() for text in texts] + [("roster", one) for one in BYTES]


@pytest.mark.parametrize(("kind", "content"), CASES)
def test_every_reason_has_words_in_each_language(kind: str, content: bytes) -> None:
    errors = errors_of(kind, content)
    assert errors
    for one in errors:
        chinese, english = told("zh-CN", one.reason), told("en", one.reason)
        assert chinese is not None, one.reason
        assert english is not None, one.reason
        assert "{" not in chinese + english


def test_every_word_is_met_by_a_reason() -> None:
    reasons = [one.reason for kind, content in CASES for one in errors_of(kind, content)]
    unmet = [
        part
        for part, word in RULES
        if word not in {"too_large", "sale_closed"} and not any(part in one for one in reasons)
    ]
    assert unmet == []


def test_it_names_the_column_what_stands_there_and_the_other_row() -> None:
    assert told("zh-CN", "lives_alone: 'maybe' is neither yes nor no; write 1 or 0") == "独居写了“maybe”,请写 1 或 0。"
    assert told("zh-CN", "room is empty") == "房号没有填。"
    assert told("zh-CN", "王 stands at building 3 room 1 already in row 7") == "和第7行是同一个门、同一个名字。"
    assert told("en", "column 'phone' is missing") == "The column Telephone is missing."


def test_a_sale_that_has_closed_is_named_as_such() -> None:
    assert told("en", "周六 is closed; what was ordered then stays as it was") is not None


def test_a_reason_without_words_is_left_as_it_is() -> None:
    assert told("zh-CN", "something new") is None


def test_what_a_workbook_holds_is_told_too() -> None:
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0].append(["building", "unit"])
    book.save(written)
    assert "少了一列:网格。" in [told("zh-CN", one.reason) for one in errors_of("roster", written.getvalue())]
