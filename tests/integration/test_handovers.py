"""A grid changes hands: everything open goes with it, once, and whatever happens at that moment has one owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from domain.alerts import AlertKind
from ivr.events import ItemKind
from models import AlertCode, Duty, Grid, Item, Message, Worker
from services.alerting import alerts
from services.alerting.alert_answers import Taking
from services.alerting.alerts import Cause
from services.alerting.handovers import HandedOver, hand_over
from services.alerting.items import Left, file_item
from services.alerting.stand_ins import Absence, stand_in
from services.roster.places import Place, household_place, keyed_place
from services.roster.staff import StaffReport, import_staff
from services.sending import outbox
from services.sending.outbox import Draft, Priority
from tests.integration.lists import sheet
from tests.integration.outgoing import MORNING, carry_out, the_alert
from tests.integration.test_ladder import climb, off_duty, raise_for, take, told
from tests.tables import everything
from tests.web.village import CADRE, DUTY, VOLUNTEER, WORKER, Village

NEW = "+8610000000110"


@pytest.fixture
def newcomer(engine: Engine, village: Village) -> int:
    """A member of the staff with no duty yet."""
    with Session(engine) as session, session.begin():
        worker = Worker(community_id=village.community, name="周网格", phone=NEW)
        session.add(worker)
        session.flush()
        return worker.id


def give(engine: Engine, worker: int, minute: float = 2) -> HandedOver | None:
    """Give the village's one grid to this worker."""
    with Session(engine) as session, session.begin():
        grid = session.scalars(select(Grid.id)).one()
        return hand_over(session, grid, session.get_one(Worker, worker), MORNING + timedelta(minutes=minute))


def file(engine: Engine, village: Village, door: str = "wang") -> None:
    with Session(engine) as session, session.begin():
        file_item(session, Left(ItemKind.MEDICINE, household_place(session, village.doors[door])), MORNING)


def owners(engine: Engine) -> list[int | None]:
    with Session(engine) as session:
        return list(session.scalars(select(Item.worker_id).order_by(Item.id)))


def code_of(engine: Engine, worker: int) -> AlertCode:
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(AlertCode).where(AlertCode.worker_id == worker)).one()


def test_the_duty_keeps_its_hours_and_has_another_name(engine: Engine, village: Village, newcomer: int) -> None:
    off_duty(engine, "08:00-20:00", "grid_worker")
    assert give(engine, newcomer) == HandedOver(items=0, alerts=0)
    with Session(engine) as session:
        row = session.scalars(select(Duty).where(Duty.role == "grid_worker")).one()
    assert (row.worker_id, row.on_duty) == (newcomer, "08:00-20:00")


def test_open_items_go_to_the_new_worker_and_done_ones_stay(engine: Engine, village: Village, newcomer: int) -> None:
    file(engine, village)
    file(engine, village)
    with Session(engine) as session, session.begin():
        session.scalars(select(Item).order_by(Item.id)).first().state = "done"  # type: ignore[union-attr]
        keyed = keyed_place(session, village.community, "5", "", "999")
        file_item(session, Left(ItemKind.PERSON, keyed), MORNING)
    assert give(engine, newcomer) == HandedOver(items=2, alerts=0)
    assert owners(engine) == [village.workers["worker"], newcomer, newcomer]


def import_list(engine: Engine, village: Village, **workers: str) -> StaffReport:
    """A staff list with these grid workers of the village's grid."""
    rows = (
        {"name": name, "role": "grid_worker", "grid": "第二网格", "phone": phone} for name, phone in workers.items()
    )
    with Session(engine) as session, session.begin():
        return import_staff(session, village.community, sheet(*rows))


def holder(engine: Engine) -> list[int]:
    with Session(engine) as session:
        return list(session.scalars(select(Duty.worker_id).where(Duty.role == "grid_worker")))


def test_a_staff_list_that_still_names_the_former_worker_does_not_undo_it(
    engine: Engine, village: Village, newcomer: int
) -> None:
    give(engine, newcomer)
    for _ in range(2):
        assert import_list(engine, village, 孙丽=WORKER).handed_over == ("第二网格",)
        assert holder(engine) == [newcomer]


def test_a_staff_list_that_has_caught_up_is_followed_again(engine: Engine, village: Village, newcomer: int) -> None:
    give(engine, newcomer)
    assert import_list(engine, village, 周网格=NEW).handed_over == ()
    assert holder(engine) == [newcomer]
    import_list(engine, village, 孙丽=WORKER, 周网格=NEW)
    assert sorted(holder(engine)) == [village.workers["worker"], newcomer]


def test_a_staff_list_that_names_somebody_new_is_followed(engine: Engine, village: Village, newcomer: int) -> None:
    give(engine, newcomer)
    assert import_list(engine, village, 钱进="+8610000000111").handed_over == ()
    with Session(engine) as session:
        new = session.scalars(select(Worker.id).where(Worker.name == "钱进")).one()
    assert sorted(holder(engine)) == sorted([newcomer, new])  # who is not in the file keeps their duty


def test_a_second_worker_in_the_old_list_does_not_undo_it_either(
    engine: Engine, village: Village, newcomer: int
) -> None:
    import_list(engine, village, 孙丽=WORKER, 何干部=CADRE)
    give(engine, newcomer)
    assert import_list(engine, village, 何干部=CADRE, 孙丽=WORKER).handed_over == ("第二网格",)
    assert sorted(holder(engine)) == sorted([newcomer, village.workers["cadre"]])


def test_an_item_that_somebody_elses_took_on_stays_theirs(engine: Engine, village: Village, newcomer: int) -> None:
    file(engine, village)
    with Session(engine) as session, session.begin():
        session.scalars(select(Item)).one().worker_id = village.workers["cadre"]
    assert give(engine, newcomer) == HandedOver(items=0, alerts=0)
    assert owners(engine) == [village.workers["cadre"]]


def test_an_open_alert_climbs_again_from_the_new_worker(engine: Engine, village: Village, newcomer: int) -> None:
    raise_for(engine, village)
    carry_out(engine)
    assert give(engine, newcomer) == HandedOver(items=0, alerts=1)
    climb(engine, 4)
    climb(engine, 5)
    assert told(engine)[1:] == [(2, "sms", NEW), (5, "call", NEW)]
    with Session(engine) as session:
        body = session.scalars(select(Message.body).where(Message.to == NEW, Message.kind == "alert")).first()
    assert body is not None
    assert not body.startswith("(重)")


def test_short_of_breath_is_text_and_call_at_once_for_the_new_worker(
    engine: Engine, village: Village, newcomer: int
) -> None:
    raise_for(engine, village, AlertKind.SYMPTOM, symptoms=("breathless",))
    give(engine, newcomer)
    assert told(engine)[1:] == [(2, "sms", NEW), (2, "call", NEW)]


def test_above_the_grid_worker_the_ladder_goes_on_and_the_new_one_is_told_beside(
    engine: Engine, village: Village, newcomer: int
) -> None:
    raise_for(engine, village)
    for minute in range(11):
        climb(engine, minute)
    give(engine, newcomer, 12)
    assert told(engine)[-1] == (12, "sms", NEW)
    climb(engine, 20)
    assert told(engine)[-2:] == [(20, "sms", DUTY), (20, "call", DUTY)]
    assert take(engine, the_alert(engine), newcomer, 21) == Taking.TAKEN


def test_a_cluster_stays_with_the_office(engine: Engine, village: Village, newcomer: int) -> None:
    with Session(engine) as session, session.begin():
        alerts.raise_alert(session, Cause(AlertKind.CLUSTER, Place(village.community, "3", "1", "")), MORNING)
    handed = give(engine, newcomer)
    assert handed is not None
    assert handed.alerts == 0
    assert NEW not in {to for _, _, to in told(engine)}


def test_what_had_not_left_for_the_old_worker_never_does(engine: Engine, village: Village, newcomer: int) -> None:
    raise_for(engine, village)
    climb(engine, 3)
    give(engine, newcomer, 4)
    with Session(engine) as session:
        rows = session.execute(select(Message.channel, Message.state).where(Message.to == WORKER).order_by(Message.id))
        assert [tuple(row) for row in rows] == [("sms", "dropped"), ("call", "dropped"), ("sms", "pending")]


def test_the_old_code_changes_nothing_any_more(engine: Engine, village: Village, newcomer: int) -> None:
    alert = raise_for(engine, village)
    give(engine, newcomer)
    assert code_of(engine, village.workers["worker"]).closed_at is not None
    assert take(engine, alert, village.workers["worker"], 3) == Taking.HANDED_OVER
    assert the_alert(engine).state == "open"
    assert take(engine, alert, newcomer, 3) == Taking.TAKEN


def test_an_alert_the_old_worker_took_is_the_new_ones_who_is_told(
    engine: Engine, village: Village, newcomer: int
) -> None:
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["worker"], 1)
    carry_out(engine)
    give(engine, newcomer, 20)
    now = the_alert(engine)
    assert (now.state, now.worker_id) == ("taken", newcomer)
    assert told(engine)[-1] == (20, "sms", NEW)
    climb(engine, 49)
    assert the_alert(engine).state == "taken"
    climb(engine, 50)
    assert the_alert(engine).state == "open"


def test_an_alert_a_cadre_took_stays_the_cadres(engine: Engine, village: Village, newcomer: int) -> None:
    alert = raise_for(engine, village)
    for minute in (3, 6):
        climb(engine, minute)
    take(engine, alert, village.workers["cadre"], 7)
    give(engine, newcomer, 8)
    assert the_alert(engine).worker_id == village.workers["cadre"]
    assert NEW not in {to for _, _, to in told(engine)}


def test_whoever_is_of_the_buildings_team_too_keeps_the_code(engine: Engine, village: Village, newcomer: int) -> None:
    alert = raise_for(engine, village)
    with Session(engine) as session, session.begin():
        cadre = session.scalars(select(Duty).where(Duty.role == "cadre")).one()
        cadre.worker_id = village.workers["worker"]
    give(engine, newcomer)
    assert take(engine, alert, village.workers["worker"], 3) == Taking.TAKEN


def test_given_back_the_first_worker_answers_by_a_new_code(engine: Engine, village: Village, newcomer: int) -> None:
    alert = raise_for(engine, village)
    give(engine, newcomer, 2)
    give(engine, village.workers["worker"], 3)
    assert code_of(engine, village.workers["worker"]).closed_at is None
    assert take(engine, alert, newcomer, 4) == Taking.HANDED_OVER
    assert take(engine, alert, village.workers["worker"], 4) == Taking.TAKEN


def test_both_are_told_once_in_one_text(engine: Engine, village: Village, newcomer: int) -> None:
    file(engine, village)
    raise_for(engine, village)
    give(engine, newcomer)
    with Session(engine) as session:
        rows = session.execute(select(Message.to, Message.body).where(Message.kind == "notice").order_by(Message.id))
        assert [tuple(row) for row in rows] == [
            (NEW, "第二网格从现在起归您。未办1件,警报1起"),
            (WORKER, "第二网格已交给周网格,不用您再管了"),
        ]


def test_given_twice_it_is_given_once(engine: Engine, village: Village, newcomer: int) -> None:
    file(engine, village)
    raise_for(engine, village)
    give(engine, newcomer)
    before = everything(engine)
    assert give(engine, newcomer, 5) is None
    assert everything(engine) == before


def test_a_digest_that_waits_goes_to_the_new_worker(engine: Engine, village: Village, newcomer: int) -> None:
    with Session(engine) as session, session.begin():
        for kind in ("digest", "reply"):
            message = Message(
                community_id=village.community,
                dedupe_key=kind,
                kind=kind,
                channel="sms",
                priority=3,
                to=WORKER,
                worker_id=village.workers["worker"],
                created_at=MORNING,
                due_at=MORNING + timedelta(days=1),
                at=MORNING,
            )
            session.add(message)
    give(engine, newcomer)
    with Session(engine) as session:
        rows = session.execute(select(Message.kind, Message.to).where(Message.kind != "notice").order_by(Message.id))
        assert [tuple(row) for row in rows] == [("digest", NEW), ("reply", WORKER)]


def test_a_grid_of_nobodys_gets_a_worker(engine: Engine, village: Village, newcomer: int) -> None:
    with Session(engine) as session, session.begin():
        session.delete(session.scalars(select(Duty).where(Duty.role == "grid_worker")).one())
    raise_for(engine, village)
    assert [to for _, _, to in told(engine)] == [CADRE, CADRE]
    assert give(engine, newcomer) == HandedOver(items=0, alerts=1)
    assert told(engine)[-1] == (2, "sms", NEW)


def test_the_stand_in_has_no_more_to_do_with_it_either(engine: Engine, village: Village, newcomer: int) -> None:
    with Session(engine) as session, session.begin():
        worker, duty = (session.get_one(Worker, village.workers[one]) for one in ("worker", "volunteer"))
        session.delete(session.scalars(select(Duty).where(Duty.role == "volunteer")).one())
        stand_in(session, Absence(worker, duty, MORNING, None), MORNING)
    alert = raise_for(engine, village)
    file(engine, village)
    assert give(engine, newcomer) == HandedOver(items=1, alerts=1)
    assert take(engine, alert, village.workers["volunteer"], 3) == Taking.HANDED_OVER


def replaces(engine: Engine, village: Village, away: int, by: str) -> None:
    """Somebody of the village, with no duty in the building, stands in."""
    with Session(engine) as session, session.begin():
        session.execute(delete(Duty).where(Duty.worker_id == village.workers[by], Duty.role == "volunteer"))
        absence = Absence(session.get_one(Worker, away), session.get_one(Worker, village.workers[by]), MORNING, None)
        stand_in(session, absence, MORNING)


def notices(engine: Engine, since: float) -> list[tuple[str, str]]:
    with Session(engine) as session:
        mine = Message.kind == "notice", Message.created_at == MORNING + timedelta(minutes=since)
        rows = session.execute(select(Message.to, Message.body).where(*mine).order_by(Message.id))
        return [(to, body) for to, body in rows]


def test_who_stands_in_for_the_new_worker_has_the_alert_and_both_are_told(
    engine: Engine, village: Village, newcomer: int
) -> None:
    replaces(engine, village, newcomer, "volunteer")
    raise_for(engine, village)
    carry_out(engine)
    give(engine, newcomer)
    assert told(engine)[1:] == [(2, "sms", VOLUNTEER)]
    assert notices(engine, 2) == [
        (NEW, "第二网格从现在起归您。未办0件,警报1起"),
        (VOLUNTEER, "第二网格归周网格了,您替班,现在由您管。未办0件,警报1起"),
        (WORKER, "第二网格已交给周网格,不用您再管了"),
    ]


def test_a_grid_that_is_a_number_is_called_a_grid(engine: Engine, village: Village, newcomer: int) -> None:
    with Session(engine) as session, session.begin():
        session.scalars(select(Grid)).one().name = "2"
    give(engine, newcomer)
    assert [body for _, body in notices(engine, 2)] == [
        "2网格从现在起归您。未办0件,警报0起",
        "2网格已交给周网格,不用您再管了",
    ]


def test_an_alert_the_old_worker_took_goes_to_who_stands_in_for_the_new_one(
    engine: Engine, village: Village, newcomer: int
) -> None:
    replaces(engine, village, newcomer, "volunteer")
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["worker"], 1)
    give(engine, newcomer, 20)
    now = the_alert(engine)
    assert (now.state, now.worker_id) == ("taken", village.workers["volunteer"])
    assert told(engine)[-1] == (20, "sms", VOLUNTEER)


def test_above_the_grid_worker_who_stands_in_is_told_beside(engine: Engine, village: Village, newcomer: int) -> None:
    replaces(engine, village, newcomer, "volunteer")
    raise_for(engine, village)
    for minute in range(11):
        climb(engine, minute)
    give(engine, newcomer, 12)
    assert told(engine)[-1] == (12, "sms", VOLUNTEER)


def test_an_old_worker_who_stands_in_for_the_new_one_keeps_what_she_took_and_her_code(
    engine: Engine, village: Village, newcomer: int
) -> None:
    with Session(engine) as session, session.begin():
        away, by = session.get_one(Worker, newcomer), session.get_one(Worker, village.workers["worker"])
        stand_in(session, Absence(away, by, MORNING, None), MORNING)
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["worker"], 1)
    file(engine, village)
    give(engine, newcomer)
    assert the_alert(engine).worker_id == village.workers["worker"]
    assert code_of(engine, village.workers["worker"]).closed_at is None
    assert owners(engine) == [newcomer]  # which the stand-in sees as theirs
    assert [to for to, _ in notices(engine, 2)] == [NEW, WORKER]
    assert "您替班" in notices(engine, 2)[1][1]


def test_a_stand_in_who_is_given_the_grid_keeps_the_alert_she_took(engine: Engine, village: Village) -> None:
    replaces(engine, village, village.workers["worker"], "volunteer")
    alert = raise_for(engine, village)
    file(engine, village)
    take(engine, alert, village.workers["volunteer"], 1)
    give(engine, village.workers["volunteer"])
    now = the_alert(engine)
    assert (now.state, now.worker_id) == ("taken", village.workers["volunteer"])
    assert owners(engine) == [village.workers["volunteer"]]
    assert [to for to, _ in notices(engine, 2)] == [VOLUNTEER, WORKER]


def test_with_both_away_it_goes_from_one_stand_in_to_the_other(engine: Engine, village: Village, newcomer: int) -> None:
    replaces(engine, village, village.workers["worker"], "volunteer")
    replaces(engine, village, newcomer, "cadre")
    alert = raise_for(engine, village)
    take(engine, alert, village.workers["volunteer"], 1)
    give(engine, newcomer)
    assert the_alert(engine).worker_id == village.workers["cadre"]
    assert take(engine, alert, village.workers["volunteer"], 3) == Taking.HANDED_OVER
    assert sorted(to for to, _ in notices(engine, 2)) == sorted([NEW, CADRE, WORKER, VOLUNTEER])


def test_a_digest_that_waits_goes_to_who_stands_in_for_the_new_worker(
    engine: Engine, village: Village, newcomer: int
) -> None:
    replaces(engine, village, newcomer, "volunteer")
    with Session(engine) as session, session.begin():
        to = session.get_one(Worker, village.workers["worker"])
        outbox.put(session, Draft.to_worker(to, "digest", "digest", Priority.NOTICE, body="没音讯1户"), MORNING)
    give(engine, newcomer)
    with Session(engine) as session:
        assert session.scalars(select(Message.to).where(Message.kind == "digest")).one() == VOLUNTEER


@pytest.mark.parametrize("turn", range(6))
def test_an_alert_that_climbs_at_that_moment_is_neither_lost_nor_two_peoples(
    engine: Engine, village: Village, newcomer: int, turn: int
) -> None:
    raise_for(engine, village)
    start = Barrier(3)

    def race(act: int) -> None:
        start.wait()
        if act == 0:
            give(engine, newcomer, 3)
        else:
            climb(engine, 3)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(race, range(3) if turn % 2 else reversed(range(3))))
    _is_with(engine, newcomer, village.workers["worker"])


@pytest.mark.parametrize("turn", range(6))
def test_an_alert_and_an_item_of_that_moment_go_along(
    engine: Engine, village: Village, newcomer: int, turn: int
) -> None:
    start = Barrier(3)

    def race(act: int) -> None:
        start.wait()
        match act:
            case 0:
                give(engine, newcomer, 0)
            case 1:
                raise_for(engine, village)
            case _:
                file(engine, village, "couple")

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(race, range(3) if turn % 2 else reversed(range(3))))
    _is_with(engine, newcomer, village.workers["worker"])
    assert owners(engine) == [newcomer]


@pytest.mark.parametrize("turn", range(6))
def test_of_an_answer_and_a_hand_over_at_once_one_person_has_the_alert(
    engine: Engine, village: Village, newcomer: int, turn: int
) -> None:
    alert = raise_for(engine, village)
    start = Barrier(2)

    def race(act: int) -> None:
        start.wait()
        if act == 0:
            give(engine, newcomer, 1)
        else:
            take(engine, alert, village.workers["worker"], 1)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(race, range(2) if turn % 2 else reversed(range(2))))
    assert the_alert(engine).worker_id in {None, newcomer}
    assert NEW in {to for _, _, to in told(engine)}


@pytest.mark.parametrize("turn", range(3))
def test_two_who_hand_it_over_at_once_tell_everybody_once(
    engine: Engine, village: Village, newcomer: int, turn: int
) -> None:
    raise_for(engine, village)
    start = Barrier(2)

    def race(_: int) -> HandedOver | None:
        start.wait()
        return give(engine, newcomer)

    with ThreadPoolExecutor(2) as pool:
        handed = list(pool.map(race, range(2)))
    assert sorted(handed, key=repr) == [HandedOver(0, 1), None]
    assert [to for _, _, to in told(engine, "notice")] == [NEW, WORKER]


def _is_with(engine: Engine, newcomer: int, before: int) -> None:
    """The alert is open, its ladder goes on, and of the two only the new worker has been told last and can answer."""
    now = the_alert(engine)
    assert (now.state, now.next_at is not None) == ("open", True)
    with Session(engine) as session:
        codes = session.execute(select(AlertCode.worker_id, AlertCode.closed_at).order_by(AlertCode.id)).all()
        waiting = session.scalars(select(Message.to).where(Message.kind == "alert", Message.state == "pending"))
        assert set(waiting) == {NEW}
    assert {worker for worker, closed in codes if closed is None} == {newcomer}
    assert take(engine, now, before, 5) in {Taking.HANDED_OVER, Taking.TAKEN}
