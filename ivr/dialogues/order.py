"""Groceries: pick a set, say how many, hear the price, confirm; the same as last time with one key."""

from ivr.acts import order, worker
from ivr.readers import read_quantity
from ivr.script import Ask, Branch, Confirm, Dialogue, Do, Menu, Pick, Tell

ORDER = Dialogue(
    "order",
    steps={
        "start": Do(order.begin, then="before"),
        "before": Branch(
            order.what_is_there,
            {
                "closed": "closed",
                "nothing": "nothing",
                "ordered": "ordered",
                "last_time": "last_time",
                "new": "which",
            },
        ),
        "nothing": Tell(then="main.open"),  # O0
        "closed": Tell(then="main.open"),  # O0 with an order that can be changed no more
        # an order exists
        "ordered": Menu({"1": "change", "2": "begin_cancelling", "3": "over"}),  # O8
        "change": Do(order.change, then="more_sets"),
        "begin_cancelling": Do(order.begin_cancelling, then="confirm_cancel"),
        "confirm_cancel": Confirm(read_back="read_back_cancel", yes="cancel", no="keep"),
        "keep": Do(order.keep, then="ordered"),
        "cancel": Branch(order.can_cancel, {"yes": "cancel_it", "no": "before"}),
        "cancel_it": Do(order.cancel, then="cancelled"),
        "cancelled": Tell(then="over"),  # O9
        # as last time
        "last_time": Menu({"1": "same_again", "2": "which"}),  # O7
        "same_again": Do(order.same_again, then="read_back"),
        # a set
        "which": Pick(order.listed_sets, order.pick, then="how_many", empty="none_left"),  # O1
        "how_many": Ask(  # O2
            read_quantity, {"keyed": "read_back", "gone": "why_gone", "zero": "person.call"}
        ),
        "read_back": Branch(
            order.which_read_back,
            {"first": "confirm", "further": "confirm_further", "changed": "confirm_changed", "gone": "why_gone"},
        ),
        "confirm": Confirm(read_back="read_back_first", yes="place", no="rejected"),  # O3 O4
        "confirm_further": Confirm(read_back="read_back_further", yes="place", no="rejected"),
        "confirm_changed": Confirm(read_back="read_back_changed", yes="place", no="rejected"),
        "rejected": Do(order.reject, then="more_sets"),
        "place": Branch(
            order.which_read_back, {"first": "placed", "further": "placed", "changed": "placed", "gone": "why_gone"}
        ),
        "placed": Do(order.confirm, then="done"),
        "done": Tell(then="more", firm=True),  # O5
        "more": Menu({"1": "another", "2": "over"}, silences=1, gives_up="over"),  # O6
        "another": Do(order.pick_again, then="more_sets"),
        "more_sets": Branch(order.can_order_more, {"yes": "which", "no": "nothing", "closed": "closed"}),
        "none_left": Branch(order.why_nothing, {"closed": "closed", "no": "nothing"}),
        "why_gone": Branch(order.why_gone, {"gone": "gone", "late": "too_late"}),
        "gone": Tell(then="what_is_left"),  # somebody else took the last pieces meanwhile
        "too_late": Tell(then="what_is_left"),  # the cut-off has passed meanwhile
        "what_is_left": Do(order.reject, then="more_sets"),
        "over": Branch(worker.is_let_in, {"yes": "worker.home", "no": "call.goodbye"}),  # B1
    },
)
