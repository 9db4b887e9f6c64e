"""The console's door: nobody unsigned, nobody in another's grid, no form from elsewhere, no session beyond its time."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from console.routes import ROUTES
from models import (
    AuditEntry,
    Building,
    Community,
    Duty,
    Grid,
    Household,
    Message,
    Phone,
    Reading,
    Resident,
    Sale,
    Worker,
)
from services.alerting.duty import worker_by_number
from tests.integration.outgoing import MORNING, HandClock
from tests.tables import counts
from tests.web import matters
from tests.web.addresses import ID, OPEN, addresses, filled
from tests.web.line import BASE
from tests.web.office import Clerk, Enter, newest_code
from tests.web.one_app import app_of
from tests.web.village import CADRE, DUTY, STRANGER, WORKER, Village
from webhooks.parts import Parts

OTHER_WORKER, OTHER_OFFICE, DISTRICT = "+8610000000110", "+8610000000111", "+8610000000112"
SECRET = "秘密的人"
IN_A_GRID = ("grid", "household", "alert", "file", "request", "reading", "item")
KINDS = {*IN_A_GRID, "building", "resident", "worker", "upload", "sale", "announcement"}
BESIDE = {"sign_in", "staff_session", "audit_entry", "audit_head", "health_view", "inbound_event", "text_thread"}
NO_IDS = {"rest", "kind", "suffix", "form", "spoken", "prompt"}


@pytest.fixture
def beyond(engine: Engine, village: Village) -> dict[str, int]:
    """A grid and a building beside the village's, with a household and a worker; and a whole other community's."""
    with Session(engine) as session, session.begin():
        mine = _quarter(session, village.community, "第九网格", "9", "grid_worker", OTHER_WORKER)
        other = Community(name="别的社区", line="+862755500199")
        session.add(other)
        session.flush()
        theirs = _quarter(session, other.id, "第一网格", "1", "office", OTHER_OFFICE)
        own = {"upload": matters.sent_list(session, village.community, village.workers["duty"], SECRET)}
        mine |= {"upload": matters.sent_list(session, village.community, mine["worker"], SECRET)}
        theirs |= {"upload": matters.sent_list(session, other.id, theirs["worker"], SECRET)}
        mine |= matters.illness(session, session.get_one(Household, mine["household"]), mine["resident"], SECRET)
        theirs |= matters.illness(session, session.get_one(Household, theirs["household"]), theirs["resident"], SECRET)
        wang = session.get_one(Household, village.doors["wang"])
        resident = session.scalars(select(Resident.id).where(Resident.household_id == wang.id)).one()
        own |= matters.illness(session, wang, resident, SECRET)
        own["reading"] = matters.reading(session, wang, resident)
        own["item"] = matters.doorless(session, village.community, village.workers["worker"], SECRET)
        return mine | _named("foreign", theirs) | _named("own", own)


def _named(whose: str, ids: dict[str, int]) -> dict[str, int]:
    return {f"{whose}_{name}": id_ for name, id_ in ids.items()}


def _quarter(session: Session, community: int, name: str, block: str, role: str, number: str) -> dict[str, int]:
    grid, building = Grid(community_id=community, name=name), Building(community_id=community, name=block)
    worker = Worker(community_id=community, name=f"干事{number[-3:]}", phone=number)
    session.add_all([grid, building, worker])
    session.flush()
    home = Household(community_id=community, building_id=building.id, grid_id=grid.id, unit="1", room="101")
    session.add(home)
    session.flush()
    person = Resident(household_id=home.id, position=0, name=SECRET)
    session.add(person)
    session.flush()
    session.add(
        Phone(
            community_id=community,
            household_id=home.id,
            resident_id=person.id,
            number=f"+8610000009{home.id:03}",
            position=1,
        )
    )
    duty = {"grid_id": grid.id} if role == "grid_worker" else {}
    session.add(Duty(community_id=community, worker_id=worker.id, role=role, position=0, **duty))
    sale = Sale(community_id=community, name=SECRET, opens_at=MORNING, cutoff_at=MORNING + timedelta(hours=1))
    session.add(sale)
    session.flush()
    return {
        "grid": grid.id,
        "building": building.id,
        "household": home.id,
        "resident": person.id,
        "worker": worker.id,
        "sale": sale.id,
        "request": matters.request(session, home.id, SECRET),
        "reading": matters.reading(session, home, person.id),
        "item": matters.doorless(session, community, worker.id, SECRET),
        "announcement": matters.announcement(session, community, home.id, SECRET),
    }


BY_PASSWORD = ["/console/sign-in/password"]


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has, without those of the sign-in, the audit and the outbox."""
    return counts(engine, but=BESIDE)


@pytest.mark.parametrize("route", ROUTES, ids=[f"{row[0]} {row[2]}" for row in ROUTES])
def test_unsigned_one_gets_to_the_sign_in_alone(
    app: Flask, village: Village, engine: Engine, route: tuple[str, str, str, object]
) -> None:
    method, rule, name, _ = route
    clerk, before = Clerk(app.test_client()), rows(engine)
    path = filled(rule, defaultdict(lambda: 1))
    clerk.opens("/sign-in")
    answer = clerk.opens(path) if method == "GET" else clerk.sends(path, {"line": "3-1-1504 36.5"})
    if name in OPEN:
        assert answer.status_code in {200, 303, 400}
    elif method == "GET" or name == "sign_out":
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/console/sign-in")
    else:
        assert (answer.status_code, clerk.tree.xpath("//form/@action")) == (401, ["/console/sign-in", *BY_PASSWORD])
    assert "王秀英" not in answer.get_data(as_text=True)
    assert rows(engine) == before


def test_the_root_leads_to_the_console(app: Flask) -> None:
    answer = app.test_client().get("/", base_url=BASE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/")


def test_a_part_of_a_page_takes_the_page_along_to_the_sign_in(app: Flask) -> None:
    answer = Clerk(app.test_client()).opens("/now", **{"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/console/sign-in")


OF_HEALTH = {"alert_note", "household_note"}  # what the building team does not hear, of what it sees
FORMS = {
    "report": {"value_{resident}": "38.5"},
    "pause": {"reason": "moved"},
    "resume": {},
    "by_person": {},
    "add_number": {"number": STRANGER},
    "correct": {"value": "38.5", "why": "x", "deed": "correct"},
    "order": {"set_1": "1"},
    "ask": {"kind": "other", "words": "x"},
    "meals": {"meal": "skip"},
    "enter": {"line": "9-1-101 38.5"},
    "undo": {"sid": "web-1-guessed"},
    "deal": {"deal": "take"},
    "work_item": {"deed": "take"},
    "write_file": {"words": "好了", "why": "check"},
    "change_person": {"name": "改了"},
    "move_person": {"door": "3-1-1504"},
}


def test_every_address_of_the_application_is_walked(app: Flask) -> None:
    assert addresses(app) == {route[:3] for route in ROUTES}
    unknown = {name for _, rule, _ in addresses(app) for name in ID.findall(rule)} - KINDS
    assert unknown == set(), "say in `beyond` and `theirs` whose they are"
    variables = {name for _, rule, _ in addresses(app) for name in re.findall(r"<(?:[^:>]*:)?([^>]+)>", rule)}
    assert {name for name in variables if not name.endswith("_id")} <= NO_IDS


@pytest.mark.parametrize("number", [WORKER, CADRE, OTHER_WORKER, DUTY, OTHER_OFFICE])
def test_nobody_sees_or_changes_what_is_not_theirs(
    app: Flask, enters: Enter, engine: Engine, village: Village, beyond: dict[str, int], number: str
) -> None:
    """Every address with an id, by everybody, with every id: only an area's own answer."""
    clerk = enters(number)
    clerk.opens("/entries")
    with Session(engine) as session, session.begin():
        own = {
            "request": matters.request(session, village.doors["wang"], SECRET),
            "announcement": matters.announcement(session, village.community, village.doors["wang"], SECRET),
            "grid": 1,
            "building": session.scalars(select(Building.id).order_by(Building.id)).first() or 0,
        }
    places = {
        "village": own
        | {"household": village.doors["wang"], "resident": 1, "worker": 1, "sale": village.sale}
        | _of("own", beyond),
        "beyond": beyond,
        "foreign": _of("foreign", beyond),
        "nowhere": dict.fromkeys(KINDS, 999),
    }
    theirs = {
        WORKER: {("village", what) for what in IN_A_GRID},
        CADRE: {("village", what) for what in ("building", "household", "alert")},
        OTHER_WORKER: {("beyond", what) for what in IN_A_GRID},
        DUTY: {(place, what) for place in ("village", "beyond") for what in KINDS},
        OTHER_OFFICE: {("foreign", what) for what in KINDS},
    }[number]
    before = rows(engine)
    for place, ids in places.items():
        for method, rule, name in sorted(addresses(app)):
            if not ID.search(rule):
                continue
            is_theirs = all((place, what) in theirs for what in ID.findall(rule))
            is_theirs = is_theirs and not (name in OF_HEALTH and number == CADRE)
            if method == "POST" and is_theirs:
                continue  # what they may do is tried elsewhere
            fields = {key.format(**ids): value for key, value in FORMS.get(name, {}).items()}
            path = filled(rule, ids)
            answer = clerk.opens(f"{path}?why=check") if method == "GET" else clerk.sends(path, fields)
            assert answer.status_code == (200 if is_theirs else 404), (place, method, path)
            assert is_theirs or SECRET not in answer.get_data(as_text=True)
    assert rows(engine) == before


def _of(whose: str, ids: dict[str, int]) -> dict[str, int]:
    return {name.removeprefix(f"{whose}_"): id_ for name, id_ in ids.items() if name.startswith(f"{whose}_")}


@pytest.fixture
def district(engine: Engine, village: Village, beyond: dict[str, int]) -> str:
    """The telephone of somebody of the district, on the lists of both communities."""
    with Session(engine) as session, session.begin():
        for community in session.scalars(select(Community.id)).all():
            worker = Worker(community_id=community, name="街道", phone=DISTRICT)
            session.add(worker)
            session.flush()
            session.add(Duty(community_id=community, worker_id=worker.id, role="district", position=9))
    return DISTRICT


def test_the_district_sees_the_counts_of_its_communities_and_no_other_page(
    app: Flask, enters: Enter, engine: Engine, village: Village, beyond: dict[str, int], district: str
) -> None:
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries", {"line": "5-301 36.5"})
    clerk = enters(district)
    assert clerk.opens("/").headers["Location"] == "/console/district"
    shown = clerk.opens("/district").get_data(as_text=True)
    counted = [" ".join(row.text_content().split()) for row in clerk.tree.xpath("//tbody/tr")]
    assert counted == ["别的社区 1 0 0 1 0 0 1 1个没人接 08:30", "青和居 11 1 0 2 8 0 2 2个没人接 08:30"]
    for hidden in (SECRET, "王秀英", "1504", "第二网格", "36.5"):
        assert hidden not in shown
    before = rows(engine)
    for method, rule, name in sorted(addresses(app)):
        if name in OPEN | {"district", "sign_out", "now"}:
            continue
        for whose in ("own", "foreign"):
            ids = dict.fromkeys(KINDS, 1) | _of(whose, beyond)
            path = filled(rule, ids)
            answer = clerk.opens(path) if method == "GET" else clerk.sends(path, {"line": "3-1-1504 36.6"})
            assert answer.status_code == 404, (method, path)
            clerk.opens("/district")
    assert rows(engine) == before


def test_nobody_else_sees_the_districts_counts(enters: Enter) -> None:
    for number in (WORKER, CADRE, DUTY):
        assert enters(number).opens("/district").status_code == 404


def test_to_the_line_the_districts_telephone_is_a_strangers(engine: Engine, village: Village, district: str) -> None:
    with Session(engine) as session:
        assert worker_by_number(session, village.community, district) is None
        assert worker_by_number(session, village.community, WORKER) is not None


def test_of_two_with_one_telephone_one_says_who_it_is(
    app: Flask, engine: Engine, village: Village, clock: HandClock
) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Worker).where(Worker.phone == CADRE)).one().phone = WORKER
    clerk = Clerk(app.test_client())
    clerk.opens("/sign-in/which")
    assert clerk.client.get("/console/", base_url=BASE).status_code == 303
    clerk.asks_for_code(WORKER)
    assert clerk.opens("/sign-in/which").status_code == 303  # not before the code
    clerk.opens("/sign-in/code")
    code = newest_code(engine, WORKER)
    assert clerk.sends("/sign-in/code", {"code": code}).headers["Location"] == "/console/sign-in/which"
    assert clerk.opens("/").status_code == 303
    clerk.opens("/sign-in/which")
    assert "孙丽" in clerk.text
    assert clerk.sends("/sign-in/which", {"worker": str(village.workers["duty"])}).status_code == 303
    assert clerk.opens("/").status_code == 303  # the duty telephone is another
    clerk.opens("/sign-in/which")
    clerk.sends("/sign-in/which", {"worker": str(village.workers["cadre"])})
    clerk.opens("/")
    assert "何干部" in clerk.text
    asked = clerk.client.get_cookie("linli_asked", "line.example.org", "/console/")
    assert asked is None or asked.value == ""
    with Session(engine) as session:
        signed = session.scalars(select(AuditEntry.worker_id).where(AuditEntry.what == "signed_in")).all()
    assert signed == [village.workers["cadre"]]


@pytest.mark.parametrize("number", [WORKER, CADRE])
def test_a_line_for_a_door_that_is_not_theirs_is_not_taken(
    enters: Enter, engine: Engine, beyond: dict[str, int], number: str
) -> None:
    clerk = enters(number)
    clerk.opens("/entries")
    before = rows(engine)
    assert clerk.sends("/entries", {"line": "9-1-101 38.5"}).status_code == 400
    assert "不归您管" in clerk.text
    assert rows(engine) == before


@pytest.mark.parametrize("number", [WORKER, CADRE])
def test_nobody_of_another_grid_is_found(enters: Enter, beyond: dict[str, int], number: str) -> None:
    clerk = enters(number)
    for typed in (SECRET, "9-1-101", f"+8610000009{beyond['household']:03}"):
        clerk.page = clerk.client.get("/console/search", query_string={"q": typed}, base_url=BASE)
        assert clerk.page.status_code == 200
        assert "没有找到" in clerk.text


@pytest.mark.parametrize(("number", "status"), [(WORKER, 404), (CADRE, 404), (DUTY, 200)])
def test_the_audit_is_the_offices(enters: Enter, number: str, status: int) -> None:
    assert enters(number).opens("/audit").status_code == status


def test_a_buildings_cadre_sees_no_value_and_no_call(enters: Enter, engine: Engine, village: Village) -> None:
    enters(WORKER).opens("/entries")
    worker = enters(WORKER)
    worker.opens("/entries")
    worker.sends("/entries", {"line": "3-1-1504 36.8"})
    path = f"/households/{village.doors['wang']}"
    assert "36.8" in worker.opens(path).get_data(as_text=True)
    cadre = enters(CADRE)
    shown = cadre.opens(path).get_data(as_text=True)
    assert "王秀英" in shown
    assert "36.8" not in shown
    assert "+8610000000001" not in shown


def test_another_takes_nothing_back(enters: Enter, engine: Engine, village: Village) -> None:
    worker = enters(WORKER)
    worker.opens("/entries")
    worker.sends("/entries", {"line": "3-1-1504 36.8"})
    with Session(engine) as session:
        sid = session.scalars(select(Reading.call_sid)).one()
    office = enters(DUTY)
    office.opens("/entries")
    office.sends("/entries/undo", {"sid": sid})
    with Session(engine) as session:
        assert session.scalars(select(Reading.withdrawn_at)).one() is None
    worker.opens("/entries")
    worker.sends("/entries/undo", {"sid": sid})
    with Session(engine) as session:
        assert session.scalars(select(Reading.withdrawn_at)).one() is not None


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", "https://line.example.org.evil.example"])
def test_a_form_from_elsewhere_is_refused(enters: Enter, engine: Engine, origin: str) -> None:
    clerk = enters(WORKER)
    clerk.opens("/entries")
    assert clerk.sends("/entries", {"line": "3-1-1504 36.5"}, origin).status_code == 403
    assert rows(engine)["reading"] == 0


def test_a_form_without_its_token_is_refused(enters: Enter, engine: Engine) -> None:
    worker, office = enters(WORKER), enters(DUTY)
    worker.opens("/entries")
    office.opens("/entries")
    for csrf in ("", "0" * 64, office.hidden("csrf")):
        assert worker.sends("/entries", {"line": "3-1-1504 36.5"}, csrf=csrf).status_code == 403
    assert worker.sends("/entries", {"line": "3-1-1504 36.5"}, None).status_code == 403  # says not where it comes from
    assert rows(engine)["reading"] == 0


def test_the_sign_in_form_is_guarded_too(app: Flask, engine: Engine) -> None:
    clerk = Clerk(app.test_client())
    clerk.opens("/sign-in")
    assert clerk.sends("/sign-in", {"who": WORKER}, "https://evil.example.org").status_code == 403
    assert clerk.sends("/sign-in", {"who": WORKER}, csrf="").status_code == 403
    assert rows(engine)["message"] == 0


def test_a_session_ends_by_the_lines_clock_and_what_a_page_asks_for_does_not_keep_it(
    enters: Enter, clock: HandClock
) -> None:
    clerk = enters(WORKER)
    for _ in range(3):
        clock.move(minutes=20)
        assert clerk.opens("/").status_code == 200
    for _ in range(2):
        clock.move(minutes=14)
        assert clerk.opens("/now").status_code == 200
    clock.move(minutes=2)
    assert clerk.opens("/now").status_code == 303
    assert clerk.opens("/").status_code == 303


def test_who_leaves_the_staff_is_out_for_good(enters: Enter, engine: Engine, village: Village) -> None:
    clerk = enters(WORKER)
    with Session(engine) as session, session.begin():
        duty = session.scalars(select(Duty).where(Duty.worker_id == village.workers["worker"])).one()
        duty.role = "kitchen"
    assert clerk.opens("/").status_code == 303
    with Session(engine) as session, session.begin():
        duty = session.scalars(select(Duty).where(Duty.worker_id == village.workers["worker"])).one()
        duty.role = "grid_worker"
    assert clerk.opens("/").status_code == 303


def test_signed_out_is_out(enters: Enter) -> None:
    clerk = enters(WORKER)
    clerk.opens("/")
    cookie = clerk.client.get_cookie("linli_session", "line.example.org", "/console/")
    assert cookie is not None
    assert clerk.sends("/sign-out", {}).status_code == 303
    clerk.client.set_cookie("linli_session", cookie.value, domain="line.example.org", path="/console/")
    assert clerk.opens("/").status_code == 303


def test_cookies_are_for_no_script_no_other_site_and_https_alone(app: Flask, engine: Engine) -> None:
    clerk = Clerk(app.test_client())
    clerk.asks_for_code(WORKER)
    clerk.opens("/sign-in/code")
    answer = clerk.sends("/sign-in/code", {"code": newest_code(engine, WORKER)})
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("linli_session=")]
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/console/"} <= set(cookie.split("; "))


def test_known_and_unknown_numbers_get_the_same_answers(app: Flask, engine: Engine) -> None:
    def walk(who: str) -> list[tuple[int, str]]:
        clerk = Clerk(app.test_client())
        seen = [clerk.asks_for_code(who)]
        seen.append(clerk.opens("/sign-in/code"))
        seen += [clerk.sends("/sign-in/code", {"code": "abc"}) for _ in range(6)]
        return [(one.status_code, one.get_data(as_text=True).replace(clerk.hidden("csrf"), "")) for one in seen]

    assert walk(WORKER) == walk(STRANGER)


def test_every_page_is_closed_to_scripts_frames_and_caches(enters: Enter, village: Village) -> None:
    clerk = enters(DUTY)
    for path in ("/", "/entries", "/audit", "/sign-in/code", f"/households/{village.doors['wang']}", "/nothing"):
        headers = clerk.opens(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"]


def test_every_look_at_a_household_and_an_alert_is_in_the_audit(
    enters: Enter, engine: Engine, village: Village
) -> None:
    clerk = enters(WORKER)
    clerk.opens("/entries")
    clerk.sends("/entries", {"line": "3-1-1504 38.5"})
    clerk.opens(f"/households/{village.doors['wang']}")
    for _ in range(3):
        clerk.opens("/now")
    with Session(engine) as session:
        entries = session.execute(select(AuditEntry.what, AuditEntry.about_id).order_by(AuditEntry.number)).all()
        text = session.scalars(select(Message.body).where(Message.kind == "alert")).first()
    assert [tuple(one) for one in entries] == [
        ("signed_in", village.workers["worker"]),
        ("reported", village.doors["wang"]),
        ("saw_household", village.doors["wang"]),
        ("saw_alert", 1),
    ]
    assert text is not None
    assert "38.5" in text


def test_a_page_is_away_and_says_so_when_the_database_is(parts: Parts, village: Village, tmp_path: object) -> None:
    from models.database import open_engine  # noqa: PLC0415

    nowhere = open_engine("sqlite:////nowhere/at/all.db")
    object.__setattr__(parts, "engine", nowhere)
    clerk = Clerk(app_of(parts).test_client())
    clerk.client.set_cookie("linli_session", "x", domain="line.example.org", path="/console/")
    answer = clerk.opens("/")
    assert answer.status_code == 503
    assert "没有办成" in clerk.text
