"""The audit's chain: every change in it shows, and writers at once do not fork it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from domain.doors import Door
from models import AuditEntry, AuditHead, Community, Reading, Resident, Worker
from services.health.files import open_file
from services.health.views import Look, show_files
from services.staff import audit
from services.staff.audit import Deed, What
from tests.integration.outgoing import MORNING
from tests.integration.test_commands import Terminal
from tests.web.village import Village


def note(engine: Engine, village: Village, *deeds: Deed) -> None:
    with Session(engine) as session, session.begin():
        audit.note(session, session.get_one(Worker, village.workers["worker"]), deeds, MORNING)


def verdict(engine: Engine, village: Village) -> audit.Verdict:
    with Session(engine) as session:
        return audit.verify(session, village.community)


def filled(engine: Engine, village: Village) -> None:
    for number in range(1, 6):
        note(engine, village, Deed(What.SAW_HOUSEHOLD, "household", number))


def test_an_empty_chain_is_sound(engine: Engine, village: Village) -> None:
    assert verdict(engine, village) == audit.Verdict(0, None, "")


def test_a_chain_that_nobody_touched_is_sound(engine: Engine, village: Village) -> None:
    filled(engine, village)
    found = verdict(engine, village)
    assert (found.entries, found.is_sound, len(found.head)) == (5, True, 64)


CHANGES: list[tuple[str, Callable[[Session], object], int]] = [
    ("who", lambda it: it.execute(update(AuditEntry).where(AuditEntry.number == 3).values(worker_id=99)), 3),
    ("whom", lambda it: it.execute(update(AuditEntry).where(AuditEntry.number == 3).values(about_id=7)), 3),
    ("what", lambda it: it.execute(update(AuditEntry).where(AuditEntry.number == 1).values(what="signed_in")), 1),
    ("when", lambda it: it.execute(update(AuditEntry).where(AuditEntry.number == 2).values(at=func.now())), 2),
    ("one taken out", lambda it: it.execute(delete(AuditEntry).where(AuditEntry.number == 2)), 2),
    ("the end cut off", lambda it: it.execute(delete(AuditEntry).where(AuditEntry.number == 5)), 5),
    ("the head", lambda it: it.execute(update(AuditHead).values(number=4)), 6),
]


@pytest.mark.parametrize(("change", "at"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_shows(engine: Engine, village: Village, change: Callable[[Session], object], at: int) -> None:
    filled(engine, village)
    with Session(engine) as session, session.begin():
        change(session)
    assert verdict(engine, village).broken_at == at


def test_an_entry_that_was_forged_with_its_own_hash_breaks_the_next(engine: Engine, village: Village) -> None:
    filled(engine, village)
    with Session(engine) as session, session.begin():
        entry = session.scalars(select(AuditEntry).where(AuditEntry.number == 3)).one()
        entry.about_id = 7
        entry.hash = audit.hash_of(entry)
    assert verdict(engine, village).broken_at == 4


def test_many_who_write_at_once_make_one_chain(engine: Engine, village: Village) -> None:
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda one: note(engine, village, Deed(What.SAW_HOUSEHOLD, "household", one)), range(60)):
            pass
    found = verdict(engine, village)
    assert (found.entries, found.is_sound) == (60, True)


def test_what_is_rolled_back_leaves_no_gap(engine: Engine, village: Village) -> None:
    with Session(engine) as session:
        worker = session.get_one(Worker, village.workers["worker"])
        audit.note(session, worker, [Deed(What.PAUSED, "resident", 1)], MORNING)
        session.rollback()
    filled(engine, village)
    assert verdict(engine, village) == audit.Verdict(5, None, verdict(engine, village).head)


def test_each_community_has_a_chain_of_its_own(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        other = Community(name="和乐里", line="+862755500199")
        session.add(other)
        session.flush()
        stranger = Worker(community_id=other.id, name="孙丽", phone="+8610000000199")
        session.add(stranger)
        session.flush()
        audit.note(session, stranger, [Deed(What.SIGNED_IN)], MORNING)
        assert audit.verify(session, other.id).entries == 1
    assert verdict(engine, village).entries == 0


def test_a_page_that_looks_again_by_itself_is_noted_once(engine: Engine, village: Village) -> None:
    for seen in ([1], [1, 2], [1, 2]):
        with Session(engine) as session, session.begin():
            worker = session.get_one(Worker, village.workers["worker"])
            audit.note_once(session, worker, [Deed(What.SAW_ALERT, "alert", one) for one in seen], MORNING)
    assert verdict(engine, village).entries == 2


def test_a_look_at_a_health_file_is_in_the_chain(engine: Engine, village: Village) -> None:
    with Session(engine) as session, session.begin():
        resident = session.scalars(select(Resident).where(Resident.household_id == village.doors["wang"])).one()
        reading = Reading(
            community_id=village.community,
            household_id=resident.household_id,
            resident_id=resident.id,
            day=MORNING.date(),
            tenths=385,
            channel="keypad",
            reporter="self",
            verified=True,
            at=MORNING,
        )
        session.add(reading)
        open_file(session, village.community, resident.id, MORNING)
        look = Look(session.get_one(Worker, village.workers["worker"]), "回电", MORNING)
        assert len(show_files(session, Door("3", "1", "1504"), None, look)) == 1
    with Session(engine) as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.what, entry.about, entry.why) == ("saw_file", "health_file", "回电")
    assert verdict(engine, village).is_sound


def test_the_command_tells_whether_the_chain_is_sound(engine: Engine, village: Village, database_address: str) -> None:
    terminal = Terminal(database_address)
    assert "0 entries" in terminal.gets("audit", "verify")
    filled(engine, village)
    assert verdict(engine, village).head in terminal.gets("audit", "verify")
    with Session(engine) as session, session.begin():
        session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(why="nothing"))
    result = terminal.types("audit", "verify")
    assert result.exit_code == 1
    assert "broken at entry 2" in result.output
