"""Every reason for which a list is refused has its words in the office's language."""

import io

import pytest
from openpyxl import Workbook

from console import words
from console.row_errors import told
from domain.rosters import Readers, read_people
from domain.row_errors import ENGLISH, ImportRefused, RowError, Wrong, wrong
from domain.sale_lists import read_offers
from domain.staff_lists import read_posts
from prompts import fields_of
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
        f"{SALE}\n周六,2020-02-29 08:00,2020-02-29 20:00,丰收,1,蔬菜,Veg,25.5,5",
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


ELSEWHERE = {  # of the sheets that are keyed back, of the closed sale, and of files that are hard to come by
    *(Wrong.VALUE, Wrong.OTHER_DAY, Wrong.NOBODY, Wrong.PERSON_TWICE),
    *(Wrong.SALE_CLOSED, Wrong.TOO_LARGE, Wrong.TOO_MUCH, Wrong.UNREADABLE),
}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("code", Wrong)
def test_every_code_has_a_sentence_in_each_language_of_the_values_it_comes_with(code: Wrong, language: str) -> None:
    sentence = words.book(language)[f"wrong_row.{code}"]
    assert set(fields_of(sentence)) <= {*fields_of(ENGLISH[code]), "column"}


@pytest.mark.parametrize(("kind", "content"), CASES)
def test_whatever_is_wrong_with_a_list_is_told_in_each_language(kind: str, content: bytes) -> None:
    errors = errors_of(kind, content)
    assert errors
    for one in errors:
        for said in (told("zh-CN", one), told("en", one), one.reason):
            assert "{" not in said


def test_every_code_is_met_by_a_list() -> None:
    met = {one.code for kind, content in CASES for one in errors_of(kind, content)}
    assert set(Wrong) - met == ELSEWHERE


def test_it_names_the_column_what_stands_there_and_the_other_row() -> None:
    maybe = RowError(2, Wrong.YES_NO, "lives_alone", {"text": "maybe"})
    assert told("zh-CN", maybe) == "独居写了“maybe”,请写 1 或 0。"
    assert str(maybe) == "row 2: lives_alone: 'maybe' is neither yes nor no; write 1 or 0, 是 or 否, yes or no"
    assert told("zh-CN", RowError(2, Wrong.EMPTY, "room")) == "房号没有填。"
    assert told("zh-CN", wrong(9, Wrong.TWICE, name="王", door="3-1", row=7)) == "和第7行是同一个门、同一个名字。"
    assert told("en", RowError(1, Wrong.NO_COLUMN, "phone")) == "The column Telephone is missing."


def test_what_a_workbook_holds_is_told_too() -> None:
    book, written = Workbook(), io.BytesIO()
    book.worksheets[0].append(["building", "unit"])
    book.save(written)
    assert "少了一列:网格。" in [told("zh-CN", one) for one in errors_of("roster", written.getvalue())]
