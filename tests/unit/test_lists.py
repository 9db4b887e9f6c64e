"""Every row of a list is read or refused by its number and reason."""

from datetime import UTC, datetime

import pytest

from domain.cells import Row, plain, yes_or_no
from domain.rosters import Person, Readers, read_people
from domain.row_errors import ImportRefused
from domain.sale_lists import Offer, read_offers
from domain.staff_lists import Post, read_posts

PERSON = {"building": "3", "unit": "1", "room": "1504", "grid": "2", "name": "王秀英", "phone": "10000000001"}
POST = {"name": "李敏", "role": "grid_worker", "grid": "2", "phone": "10000900001"}
OFFER = {
    "sale": "周六",
    "opens": "2020-02-29 08:00",
    "cutoff": "2020-02-29 20:00",
    "supplier": "惠民超市",
    "set": "2",
    "name_zh": "蔬菜",
    "name_en": "Vegetables",
    "price_fen": "3000",
    "limit": "3",
}


def rows(*cells: dict[str, str]) -> list[Row]:
    return [Row(number, one) for number, one in enumerate(cells, start=2)]


def told(refused: ImportRefused) -> list[str]:
    return [str(one) for one in refused.errors]


def people(*cells: dict[str, str]) -> list[Person]:
    return read_people(rows(*({**PERSON, **one} for one in cells)), Readers("CN", "zh-CN", 2020))


def posts(*cells: dict[str, str]) -> list[Post]:
    return read_posts(rows(*({**POST, **one} for one in cells)), "CN", "zh-CN")


def offers(*cells: dict[str, str]) -> list[Offer]:
    return read_offers(rows(*({**OFFER, **one} for one in cells)), "Asia/Shanghai")


@pytest.mark.parametrize("building", ["3", "3栋", "3号楼", "03", "３", "3.0", " 3 栋"])
def test_a_building_has_one_name_however_it_is_written(building: str) -> None:
    assert people({"building": building})[0].building == "3"


@pytest.mark.parametrize(
    ("text", "meant"), [("1", True), ("是", True), ("YES", True), ("0", False), ("否", False), ("no", False)]
)
def test_yes_and_no_are_understood(text: str, meant: bool) -> None:
    assert yes_or_no(text) is meant
    assert people({"lives_alone": text})[0].lives_alone is meant


def test_a_person_has_what_the_row_says() -> None:
    (one,) = people(
        {"salutation": "王阿姨", "birth_year": "1950.0", "phone2": "027-5550 0101", "entry": "digits", "language": "en"}
    )
    assert (one.door, one.salutation, one.birth_year, one.language) == (("3", "1", "1504"), "王阿姨", 1950, "en")
    assert one.phones == ("+8610000000001", "+862755500101")
    assert one.digits


@pytest.mark.parametrize("room", ["1504-1", "15-04", "A-1504", "1504/1", "2-1504"])
def test_a_divided_room_is_no_date(room: str) -> None:
    assert people({"room": room})[0].room == room


def test_an_empty_cell_means_the_usual() -> None:
    (one,) = people({"unit": "", "phone": "", "language": "", "entry": "", "birth_year": "", "lives_alone": ""})
    assert (one.unit, one.phones, one.language, one.digits, one.birth_year, one.lives_alone) == (
        "",
        ("", ""),
        "zh-CN",
        False,
        None,
        False,
    )


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"building": ""}, "building is empty"),
        ({"room": " "}, "room is empty"),
        ({"name": ""}, "name is empty"),
        ({"phone": "12"}, "phone: .*too short"),
        ({"phone2": "call my son"}, "phone2: .*"),
        ({"language": "fr"}, "language: 'fr' is not spoken here; write zh-CN or en"),
        ({"lives_alone": "maybe"}, "lives_alone: 'maybe' is neither yes nor no"),
        ({"hard_of_hearing": "2"}, "hard_of_hearing: "),
        ({"meals": "daily"}, "meals: 'daily' is neither yes nor no"),
        ({"entry": "voice"}, "entry: 'voice' is unknown; write yesno or digits"),
        ({"call_at": "morning"}, "call_at: 'morning' is no time of the day; write one such as 09:30"),
        ({"birth_year": "1850"}, "birth_year: 1850 is not between 1900 and 2020"),
        ({"birth_year": "2021"}, "birth_year: 2021"),
        ({"birth_year": "old"}, "birth_year: 'old' is not a whole number"),
        ({"name": "王\x00秀英"}, "name: it holds a control character"),
        ({"room": "2026-01-02 00:00"}, "room: '2026-01-02 00:00' is a date that a spreadsheet made of it"),
        ({"building": "1月2日"}, "building: '1月2日' is a date"),
        ({"unit": "2-Jan"}, "unit: '2-Jan' is a date"),
        ({"room": "01:02:00"}, "room: '01:02:00' is a date"),
    ],
)
def test_a_wrong_person_is_refused_by_row_and_reason(wrong: dict[str, str], reason: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        people({"name": "前面"}, wrong)
    assert [error.row for error in refused.value.errors] == [3]
    with pytest.raises(ImportRefused, match=reason):
        people(wrong)


def test_one_person_twice_at_a_door_is_refused_however_the_door_is_written() -> None:
    with pytest.raises(ImportRefused) as refused:
        people({}, {"room": "1505"}, {"building": "3栋", "unit": "1单元"})
    assert told(refused.value) == ["row 4: 王秀英 stands at building 3 unit 1 room 1504 already in row 2"]


def test_one_name_at_two_doors_is_two_people() -> None:
    assert len(people({}, {"room": "1505"})) == 2


def test_one_door_in_two_grids_is_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        people({}, {"name": "李强", "grid": "3"})
    assert told(refused.value) == ["row 3: building 3 unit 1 room 1504 is in grid '3', but in grid '2' in row 2"]


def test_every_error_of_every_row_is_told_at_once() -> None:
    with pytest.raises(ImportRefused) as refused:
        people({"language": "fr", "phone": "1"}, {"name": "李强"}, {"room": "", "entry": "x"})
    assert [error.row for error in refused.value.errors] == [2, 2, 4, 4]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", "1"),
        ("0", "0"),
        ("1", "1"),
        ("22:00-06:00", "22:00-06:00"),
        ("8:00-20:00", "08:00-20:00"),
        ("08:00 - 20:00", "08:00-20:00"),
        ("08：00－20：00", "08:00-20:00"),
        ("8-20", None),
        ("08:00-24:00", "08:00-00:00"),
        ("08:00-09:00-10:00", None),
    ],
)
def test_hours_on_duty_have_one_spelling(written: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(ImportRefused, match="08:00-20:00"):
            posts({"on_duty": written})
    else:
        assert posts({"on_duty": written})[0].on_duty == read


@pytest.mark.parametrize(
    ("role", "grid", "building"),
    [
        ("grid_worker", "2", ""),
        ("cadre", "", "3"),
        ("volunteer", "", "3"),
        ("office", "", ""),
        ("duty", "", ""),
        ("kitchen", "", ""),
    ],
)
def test_a_duty_has_the_place_its_role_needs(role: str, grid: str, building: str) -> None:
    (post,) = posts({"role": role, "grid": "2", "building": "3栋"})
    assert (post.role, post.grid, post.building) == (role, grid, building)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"role": "chief"}, "role: 'chief' is unknown"),
        ({"role": ""}, "role is empty"),
        ({"name": ""}, "name is empty"),
        ({"phone": ""}, "phone is empty"),
        ({"phone": "1"}, "phone: "),
        ({"grid": ""}, "grid is empty"),
        ({"role": "cadre"}, "building is empty"),
        ({"on_duty": "2"}, "on_duty"),
        ({"language": "de"}, "language"),
    ],
)
def test_a_wrong_duty_is_refused(wrong: dict[str, str], reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        posts(wrong)


def test_a_duty_twice_and_a_worker_with_two_telephones_are_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        posts({}, {}, {"role": "duty", "phone": "10000900002"})
    assert [error.row for error in refused.value.errors] == [3, 4]


def test_a_worker_may_have_several_duties() -> None:
    assert len(posts({}, {"grid": "3"}, {"role": "cadre", "building": "3"})) == 3


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2020-02-29 20:00", datetime(2020, 2, 29, 12, tzinfo=UTC)),
        ("2020/02/29 20:00", datetime(2020, 2, 29, 12, tzinfo=UTC)),
        ("2020/3/1 9:05", datetime(2020, 3, 1, 1, 5, tzinfo=UTC)),
        ("２０２０-０２-２９ ２０：００", datetime(2020, 2, 29, 12, tzinfo=UTC)),
        ("2020-02-29T20:00:00+09:00", datetime(2020, 2, 29, 11, tzinfo=UTC)),
        ("2020-02-29T12:00Z", datetime(2020, 2, 29, 12, tzinfo=UTC)),
    ],
)
def test_times_without_offset_are_the_communitys(written: str, instant: datetime) -> None:
    assert offers({"cutoff": written})[0].cutoff == instant


def test_a_set_has_what_the_row_says() -> None:
    (offer,) = offers({"stock": "", "minimum": "", "contents_zh": "包菜3斤"})
    assert (offer.number, offer.price_fen, offer.limit, offer.stock, offer.minimum) == (2, 3000, 3, None, 0)
    assert offers({"stock": "0"})[0].stock == 0


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"set": "7"}, "set: 7 is not between 1 and 6"),
        ({"set": "0"}, "set: 0"),
        ({"set": ""}, "set is empty"),
        ({"price_fen": "30.5"}, "price_fen: '30.5' is no price in fen; write 3000 for 30 yuan"),
        ({"price_fen": "-1"}, "price_fen"),
        ({"limit": "0"}, "limit: 0"),
        ({"stock": "many"}, "stock"),
        ({"opens": "tomorrow"}, "opens: 'tomorrow' is not a time"),
        ({"cutoff": "2020-02-29 08:00"}, "cutoff is not after opens"),
        ({"name_zh": ""}, "name_zh is empty"),
        ({"sale": ""}, "sale is empty"),
    ],
)
def test_a_wrong_set_is_refused(wrong: dict[str, str], reason: str) -> None:
    with pytest.raises(ImportRefused, match=reason):
        offers(wrong)


def test_a_set_twice_and_a_sale_with_two_cutoffs_are_refused() -> None:
    with pytest.raises(ImportRefused) as refused:
        offers({}, {}, {"set": "3", "cutoff": "2020-02-29 21:00"})
    assert [error.row for error in refused.value.errors] == [3, 4]


def test_text_is_one_line_with_single_spaces() -> None:
    assert plain("　王 \n 阿姨\t") == "王 阿姨"


def test_what_nobody_sees_and_a_copy_brings_along_is_left_out() -> None:
    (one,) = people({"name": "王\u200b秀英", "phone": "\u202d10000000001\u202c"})
    assert (one.name, one.phones[0]) == ("王秀英", "+8610000000001")
