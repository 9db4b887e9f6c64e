"""What a step may look up: the facts that were read, and a clear word when they were not."""

from ivr.facts import CallState, Facts, Goods, Household, Need, OrderedSet, SaleSet
from prompts import speech

LEGS = 3  # grid worker, cadre, duty phone (call script, "0")


class NotReadError(Exception):
    """A step needs facts that nobody has read yet; the engine turns it into `Wanted`."""

    def __init__(self, need: Need) -> None:
        super().__init__(need.value)
        self.need = need


def require(need: Need, facts: Facts) -> None:
    """Go on if these facts were read, else stop with `NotReadError`."""
    if need not in facts.read:
        raise NotReadError(need)


def doors(facts: Facts) -> tuple[Household, ...]:
    """The doors on the caller's telephone."""
    require(Need.DOORS, facts)
    return facts.doors


def household(state: CallState, facts: Facts) -> Household | None:
    """The household spoken for, from whichever facts hold it; None when the roster no longer has it."""
    for known in (facts.household, facts.found, *facts.doors):
        if known is not None and known.id == state.household:
            return known
    if state.household:
        require(Need.HOUSEHOLD, facts)
    return None


def found(facts: Facts) -> Household | None:
    """The keyed door, or None when the roster has no such door."""
    require(Need.DOOR, facts)
    return facts.found


def names(state: CallState, facts: Facts) -> tuple[str, ...]:
    """Everybody of the household as spoken; "the first" and so on without a name, and for an unverified caller."""
    known = household(state, facts) if state.verified and state.household else None
    on_file = known.people if known else ()
    return tuple(
        on_file[person]
        if person < len(on_file) and on_file[person] and on_file.count(on_file[person]) == 1
        else speech.ordinal(state.language, person)
        for person in range(max(1, state.people))
    )


def sets_on_sale(state: CallState, facts: Facts) -> tuple[SaleSet, ...]:
    """The sets this household may still order, in the sale's order; an order being changed counts as none."""
    require(Need.SALE, facts)
    return tuple(offered for offered in facts.sets if limit(offered, state, facts) > 0)


def set_on_sale(state: CallState, facts: Facts) -> SaleSet | None:
    """The set that was picked, if it can still be ordered."""
    return next((offered for offered in sets_on_sale(state, facts) if offered.number == state.set_number), None)


def limit(offered: SaleSet, state: CallState, facts: Facts) -> int:
    """How many of a set may be ordered with one key; what is being replaced is given back first."""
    returned = sum(line.quantity for line in facts.order if line.number == offered.number) if state.changing else 0
    return min(9, offered.limit + returned)


def order(state: CallState, facts: Facts) -> tuple[OrderedSet, ...]:
    """The household's order of this sale; never anything on file for an unverified caller."""
    require(Need.SALE, facts)
    return facts.order if state.verified else ()


def closed_order(state: CallState, facts: Facts) -> tuple[OrderedSet, ...]:
    """What is still to come to the household of the sale that has closed; never to an unverified caller's ear."""
    require(Need.SALE, facts)
    return facts.closed_order if state.verified else ()


def last_order(state: CallState, facts: Facts) -> tuple[OrderedSet, ...]:
    """The household's last order where all of it can be ordered again now, else nothing."""
    require(Need.SALE, facts)
    limits = {offered.number: offered.limit for offered in facts.sets}
    wholly = all(line.quantity <= limits.get(line.number, 0) for line in facts.last_order)
    return facts.last_order if state.verified and wholly else ()


def goods(facts: Facts) -> Goods:
    """The order that the household is called about; of one that is gone, nothing."""
    require(Need.GOODS, facts)
    return facts.goods or Goods()


def people_to_ring(facts: Facts) -> tuple[str, ...]:
    """Whom to ring for a person, in their order."""
    require(Need.PEOPLE_TO_RING, facts)
    return facts.people_to_ring[:LEGS]


def asked(state: CallState) -> tuple[int, ...]:
    """Those whose temperature is keyed in this report: everyone with digits, else the ill."""
    return tuple(range(max(1, state.people))) if state.digits else state.ill


def person_asked(state: CallState) -> int:
    """Whose value is keyed next."""
    people = asked(state)
    return people[len(state.values)] if len(state.values) < len(people) else 0
