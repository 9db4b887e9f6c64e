"""Too few pieces: every household gets one before any gets two, then by the time of the order."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.fair_shares import Wish, share

NOON = datetime(2020, 2, 29, 4, tzinfo=UTC)


def wish(order: int, pieces: int, *, home: int = 0, minute: int = 0, verified: bool = True) -> Wish:
    return Wish(order, home or order, pieces, NOON + timedelta(minutes=minute), verified)


def given_to(wishes: Sequence[Wish], pieces: int) -> list[int]:
    shares = share(wishes, pieces)
    return [shares[one.order] for one in wishes]


def test_everybody_gets_one_before_anybody_gets_two() -> None:
    assert given_to([wish(1, 3), wish(2, 1, minute=5), wish(3, 2, minute=9)], 4) == [2, 1, 1]


def test_the_last_piece_is_that_of_who_ordered_first() -> None:
    assert given_to([wish(1, 2, minute=7), wish(2, 2, minute=3)], 3) == [1, 2]


def test_of_two_orders_of_one_moment_the_first_in_the_book_comes_first() -> None:
    assert given_to([wish(2, 1), wish(1, 1)], 1) == [0, 1]


def test_an_unverified_order_comes_after_the_verified_ones_and_before_their_second_pieces() -> None:
    wishes = [wish(1, 2, verified=False), wish(2, 2, minute=5), wish(3, 2, minute=9)]
    assert given_to(wishes, 2) == [0, 1, 1]
    assert given_to(wishes, 3) == [1, 1, 1]
    assert given_to(wishes, 5) == [1, 2, 2]


def test_a_household_with_two_orders_is_one_household() -> None:
    wishes = [wish(1, 1, home=7, verified=False), wish(2, 1, home=7, minute=1), wish(3, 1, home=8, minute=9)]
    assert given_to(wishes, 2) == [0, 1, 1]
    assert given_to(wishes, 3) == [1, 1, 1]


def test_with_enough_everybody_gets_all() -> None:
    assert given_to([wish(1, 2), wish(2, 0), wish(3, 5)], 100) == [2, 0, 5]


orders = st.lists(
    st.builds(
        Wish,
        order=st.integers(1, 10_000),
        household=st.integers(1, 12),
        pieces=st.integers(0, 9),
        placed_at=st.integers(0, 30).map(lambda minute: NOON + timedelta(minutes=minute)),
        verified=st.booleans(),
    ),
    unique_by=lambda one: one.order,
    max_size=30,
)


def rank(one: Wish) -> tuple[bool, datetime, int]:
    return not one.verified, one.placed_at, one.order


def assert_fair(wishes: Sequence[Wish], pieces: int) -> None:
    """The rule, said in another way than it is done."""
    shares = share(wishes, pieces)
    wanted, got = Counter[int](), Counter[int]()
    for one in wishes:
        assert 0 <= shares[one.order] <= one.pieces
        wanted[one.household] += one.pieces
        got[one.household] += shares[one.order]
    assert sum(shares.values()) == min(max(0, pieces), sum(wanted.values()))
    turns = {
        home: [one for one in sorted(wishes, key=rank) if one.household == home for _ in range(one.pieces)]
        for home in wanted
    }
    for poorer, richer in product(wanted, wanted):
        if got[poorer] < wanted[poorer]:  # who still lacks one is at most one behind, and behind only those before it
            assert got[richer] <= got[poorer] + 1
            if got[richer] == got[poorer] + 1:
                assert rank(turns[richer][got[poorer]]) < rank(turns[poorer][got[poorer]])
    for one, other in product(wishes, wishes):  # of one household the better order is served first
        if one.household == other.household and rank(one) < rank(other) and shares[other.order]:
            assert shares[one.order] == one.pieces


@given(orders, st.integers(0, 120))
def test_the_rule_holds_for_every_shortfall(wishes: list[Wish], pieces: int) -> None:
    assert_fair(wishes, pieces)


@given(orders, st.integers(0, 120), st.randoms())
def test_the_order_of_the_list_changes_nothing(wishes: list[Wish], pieces: int, chance: Random) -> None:
    shuffled = list(wishes)
    chance.shuffle(shuffled)
    assert share(shuffled, pieces) == share(wishes, pieces)


def test_all_small_cases() -> None:
    tried = 0
    for wanted in product(range(4), repeat=3):
        for homes in ((1, 2, 3), (1, 1, 2), (1, 2, 2)):
            for verified in product((True, False), repeat=3):
                wishes = [wish(n + 1, wanted[n], home=homes[n], minute=n, verified=verified[n]) for n in range(3)]
                for pieces in range(sum(wanted) + 2):
                    assert_fair(wishes, pieces)
                    tried += 1
    assert tried > 5_000
