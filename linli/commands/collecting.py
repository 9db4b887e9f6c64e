"""`linli wave`, `linli handed`, `linli route`: households called down, goods brought up, and ticked by door."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import click

from domain.announcements import By as How
from domain.day_plan import instant_of
from domain.doors import short_door
from domain.life_cycles import OrderState
from domain.money import read_yuan, yuan
from domain.refusals import Refused
from linli.commands.arriving import held
from linli.commands.opening import Opened, community_option, writing
from linli.commands.printing import print_table
from models import Community, Sale
from services.accounts import ledger
from services.alerting.duty import worker_named
from services.day.clock import local_day
from services.goods import goods_handover, routes, settling, waves
from services.goods.goods_handover import Tick
from services.goods.waves import WavePlan
from services.life_cycles import By

OFFICE = By("office")


@click.group()
def wave() -> None:
    """Households called down, some of a unit at a time."""


@wave.command("plan")
@click.argument("sale")
@click.option("--size", required=True, type=click.IntRange(1), help="Households of a wave.")
@click.option("--place", required=True, help="Where the goods are.")
@click.option("--from", "begins", required=True, metavar="HH:MM", help="Nobody is asked to come earlier.")
@click.option("--by", type=click.Choice([how.value for how in How]), default="both", show_default=True, help="How.")
@community_option
def plan_waves(*, sale: str, size: int, place: str, begins: str, by: str, community: str | None) -> None:
    """Put everybody who waits into waves, by unit and floor. Waves not called yet are planned anew."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        plan = WavePlan(size, place.strip(), How(by), _at(owner, opened.now, begins))
        planned = waves.plan_waves(opened.session, its, plan, opened.now)
        rows = [
            (one.number, short_door(group[0].building, group[0].unit, ""), ", ".join(at.room for at in group))
            for one, group in planned
        ]
        zone = ZoneInfo(owner.timezone)
    print_table(("wave", "unit", "rooms"), rows, zone)


def _at(owner: Community, now: datetime, clock: str) -> datetime:
    try:
        at = time.fromisoformat(clock.strip().zfill(5))
    except ValueError:
        raise Refused(f"--from is {clock!r}; write a time such as 14:00") from None
    return instant_of(local_day(now, owner.timezone), at, owner.timezone)


@wave.command("call")
@click.argument("sale")
@community_option
def call_wave(sale: str, community: str | None) -> None:
    """Call the next wave down."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        click.echo(_call(opened, owner, its))


def _call(opened: Opened, owner: Community, its: Sale) -> str:
    called, orders = waves.call_wave(opened.session, its, opened.now, OFFICE)
    at = (called.comes_at or opened.now).astimezone(ZoneInfo(owner.timezone))
    return f"Wave {called.number}: {len(orders)} orders are called to {called.place} at {at:%H:%M}."


@wave.command("clear")
@click.argument("sale")
@community_option
def clear_wave(sale: str, community: str | None) -> None:
    """The point is clear: the next wave is called, if there is one."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        cleared = waves.clear_wave(opened.session, its, opened.now).number
        try:
            said = _call(opened, owner, its)
        except Refused as refused:
            said = str(refused)
    click.echo(f"Wave {cleared} is clear. {said}")


@wave.command("close")
@click.argument("sale")
@community_option
def close_point(sale: str, community: str | None) -> None:
    """Close the point: who has not collected is listed; what is on the route still goes to the door."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        left = waves.close_point(opened.session, its, opened.now, OFFICE)
        rows = [(short_door(one.building, one.unit, one.room),) for one in left]
        zone = ZoneInfo(owner.timezone)
    print_table((f"not collected: {len(rows)}",), rows, zone)


@click.command()
@click.argument("sale")
@click.argument("doors", nargs=-1, required=True, metavar="DOOR[=YUAN]…")
@click.option("--paid", metavar="YUAN", help="What was paid, where one door is ticked.")
@click.option("--by", "name", metavar="NAME", help="Who handed over, and has the money.")
@click.option("--undo", is_flag=True, help="It was the wrong door; its payment: linli money undo.")
@community_option
def handed(
    *, sale: str, doors: tuple[str, ...], paid: str | None, name: str | None, undo: bool, community: str | None
) -> None:
    """Tick that the goods of these doors were handed over, with what was paid; all of them, or none.

    For example: linli handed 周六 3-1-1504=60 3-1-1503 --by 孙丽
    """
    if paid is not None and len(doors) > 1:
        raise Refused("--paid is for one door; for several write DOOR=YUAN")
    with writing() as opened:
        owner, its = held(opened, community, sale)
        worker = worker_named(opened.session, owner.id, name) if name else None
        by = By("worker", worker.id) if worker else OFFICE
        if undo:
            for where in doors:
                goods_handover.take_tick_back(opened.session, its, where, opened.now, by)
            lines = [f"{where}: not handed over." for where in doors]
        else:
            ticks = [_tick(word, paid) for word in doors]
            ticked = goods_handover.hand_over(opened.session, its, ticks, worker, opened.now)
            lines = [f"{one.door}: handed over. {_owes(one.balance)}" for one in ticked]
    click.echo("\n".join(lines))


def _tick(word: str, paid: str | None) -> Tick:
    where, _, sum_paid = word.partition("=")
    given = sum_paid or paid
    return Tick(where.strip(), read_yuan(given) if given else None)


def _owes(fen: int) -> str:
    if fen < 0:
        return f"Change owed: {yuan(-fen)} yuan."
    return f"Still to pay: {yuan(fen)} yuan." if fen else "Paid."


@click.command()
@click.argument("sale")
@click.argument("doors", nargs=-1, metavar="DOOR…")
@community_option
def route(sale: str, doors: tuple[str, ...], community: str | None) -> None:
    """Who has their goods brought to the door, in walking order; DOORs named are put on the route first."""
    with writing() as opened:
        owner, its = held(opened, community, sale)
        for where in doors:
            home = goods_handover.household_at(opened.session, its, where)
            if not routes.bring_up(
                opened.session, goods_handover.orders_of(opened.session, its, home), opened.now, OFFICE
            ):
                raise Refused(f"{where} has nothing that could be brought up")
        listed = waves.orders_at_doors(opened.session, its.id, [OrderState.ON_ROUTE])
        owing = ledger.owed(opened.session, its.id, [one.household_id for one in listed])
        pieces = settling.pieces_of(opened.session, [one.id for one in listed])
        rows = [
            (short_door(one.building, one.unit, one.room), pieces[one.id], yuan(owing[one.household_id]))
            for one in listed
        ]
        zone = ZoneInfo(owner.timezone)
    print_table(("door", "pieces", "yuan"), rows, zone)
