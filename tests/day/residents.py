"""Residents: they report by themselves, pick up when the line calls or do not, order, and ask for medicine and meals."""

from collections.abc import Iterator
from random import Random

from tests.day.clockwork import Acts, Clockwork
from tests.day.ledger import Ledger
from tests.day.telephone import Conversation, Exchange, Presses, talks
from tests.day.town import Home
from tests.day.wishes import FEVER, HOUR, MINUTES, PicksUp, Way, Wish
from tests.integration.outgoing import Post

PACE = 11.0  # seconds from one question to the key, the question included
RINGS = 20.0
ANSWERS_A_TEXT = 0.15  # of those who were texted that nothing was heard of them
ORDERS = 931 / 4967  # product.md, "Size"
MEDICINE = 0.006
MEALS = 0.008


class Residents:
    """Everybody behind the doors."""

    def __init__(
        self, time: Clockwork, exchange: Exchange, ledger: Ledger, wishes: dict[int, Wish], chance: Random
    ) -> None:
        self.time, self.exchange, self.ledger, self.wishes, self.chance = time, exchange, ledger, wishes, chance

    def begin(self, midnight_to_now: float) -> None:
        """Everybody's own moments of the day."""
        for wish in self.wishes.values():
            if wish.way in {Way.CALL, Way.TEXT}:
                self.time.soon(self._reports(wish), wish.at - midnight_to_now)
            for at, body in self._errands(wish):
                self.time.soon(self._texts(wish.home, body), at - midnight_to_now)

    def _errands(self, wish: Wish) -> Iterator[tuple[float, str]]:
        """Orders, medicine and meals, by text from a telephone that is one door's alone."""
        chance, home = self.chance, wish.home
        if home.shares_phone or not home.mobile:
            return
        is_english = home.language == "en"
        if chance.random() < ORDERS:
            yield chance.uniform(9 * HOUR, 19.5 * HOUR), "1 vegetables" if is_english else "蔬菜1份"
        if chance.random() < MEDICINE:
            yield chance.uniform(8 * HOUR, 18 * HOUR), "medicine metformin" if is_english else "买药 二甲双胍"
        if chance.random() < MEALS:
            yield chance.uniform(7.2 * HOUR, 9.4 * HOUR), "meal please" if is_english else "要送餐"

    def _texts(self, home: Home, body: str) -> Acts:
        self.exchange.texts(home.mobile, body)
        yield from ()

    def _reports(self, wish: Wish) -> Acts:
        """By themselves, unless the line was quicker."""
        if self.ledger.has_reported(wish.home) or wish.home.id in self.ledger.ill_at:
            return
        if wish.way is Way.CALL:
            yield from talks(self.exchange.dials(wish.home.phones[0]), self._keys(wish), PACE)
        elif wish.measured:
            self.text_report(wish)
        else:
            self.exchange.texts(wish.home.mobile, "not measured yet" if wish.home.language == "en" else "没量")
            self.ledger.has_not_measured(wish.home)

    def text_report(self, wish: Wish) -> None:
        """The door where the telephone is not one door's alone, then a number or that all is well."""
        home = wish.home
        tenths: tuple[int | None, ...] = wish.tenths if len(home.people) == 1 else (None,) * len(home.people)
        words = f"{wish.tenths[0] / 10:.1f}" if len(home.people) == 1 else "都正常"
        if home.language == "en" and len(home.people) > 1:
            words = "all normal"
        self.exchange.texts(home.mobile, f"{home.door} {words}" if home.shares_phone else words)
        self.ledger.reports(home, tenths, self.time.now)

    def is_called(self, post: Post, wish: Wish) -> Acts:
        """The line calls this household."""
        does = wish.picks_up(self.chance)
        if does is PicksUp.NOBODY:
            yield 30
            self.exchange.ends(post.sid, "no-answer", post.message_id)
            return
        yield self.chance.uniform(3, RINGS)
        talk = self.exchange.picks_up(post.sid, post.message_id, post.to)
        if does is PicksUp.MACHINE:
            yield from talks(talk, lambda _: "", 18)
        elif does is PicksUp.NOT_YET:
            yield from talks(talk, self._not_yet(wish), PACE)
        else:
            yield from talks(talk, self._keys(wish), PACE)

    def is_texted(self, wish: Wish) -> Acts:
        """Nothing was heard of them, or they are reminded; some answer within the half hour."""
        answers = not wish.measured or self.chance.random() < ANSWERS_A_TEXT
        if not answers or wish.ill or not wish.home.mobile or (wish.home.shares_phone and wish.home.language == "en"):
            return
        yield self.chance.uniform(1 * MINUTES, 25 * MINUTES)
        if not self.ledger.has_reported(wish.home):
            self.text_report(wish)

    def _not_yet(self, wish: Wish) -> Presses:
        def presses(talk: Conversation) -> str | None:
            if not talk.state.position.startswith("roll_call."):
                return None
            self.ledger.has_not_measured(wish.home)
            return "0" if wish.home.keys_digits else "3"

        return presses

    def _keys(self, wish: Wish) -> Presses:
        """Answers every question of a report by what is true, and writes down what was said."""

        def presses(talk: Conversation) -> str | None:
            step = talk.state.position.partition(".")[2]
            if talk.state.position.startswith(("main.", "call.")):
                return None  # nothing else is wanted
            return _KEYS[step](self, wish, talk)

        return presses

    def _any_ill(self, wish: Wish, _talk: Conversation) -> str | None:
        if not wish.ill:
            return "1"
        self._says_ill(wish, wish.ill[0] if len(wish.home.people) == 1 else None)
        return "2"

    def _who(self, wish: Wish, _talk: Conversation) -> str | None:
        if wish.hangs_up:
            return None
        for place in wish.ill:
            self._says_ill(wish, place)
        return "3" if len(wish.ill) > 1 else str(wish.ill[0] + 1)

    def _is_this_one_ill(self, wish: Wish, talk: Conversation) -> str | None:
        if talk.state.person not in wish.ill:
            return "1"
        self._says_ill(wish, talk.state.person)
        return "2"

    def _value(self, wish: Wish, talk: Conversation) -> str | None:
        if wish.home.keys_digits:
            if not wish.has_thermometer:
                if talk.state.called:  # there 0 is "not measured yet"
                    self.ledger.has_not_measured(wish.home)
                return "0"
            place = len(talk.state.values)
        elif wish.hangs_up:
            return None
        else:
            place = wish.ill[len(talk.state.values)]
        if wish.tenths[place] >= FEVER:
            self.ledger.is_ill(wish.home, place, "fever", self.time.now)
        return str(wish.tenths[place])

    def _confirm(self, wish: Wish, _talk: Conversation) -> str | None:
        self.ledger.reports(wish.home, wish.tenths, self.time.now)
        return "1"

    def _no_thermometer(self, wish: Wish, _talk: Conversation) -> str | None:
        self.ledger.has_no_thermometer(wish.home, self.time.now)
        return "1"

    def _symptom(self, _wish: Wish, talk: Conversation) -> str | None:
        return "1" if talk.state.position == "fever.cough" and self.chance.random() < 0.3 else "2"

    def _says_ill(self, wish: Wish, place: int | None) -> None:
        self.ledger.is_ill(wish.home, place, "unwell", self.time.now)


_KEYS = {
    "today": Residents._any_ill,
    "both_today": Residents._any_ill,
    "who": Residents._who,
    "first_today": Residents._is_this_one_ill,
    "next_today": Residents._is_this_one_ill,
    "key_yours": Residents._value,
    "key_first": Residents._value,
    "key_value": Residents._value,
    "key_next": Residents._value,
    "confirm_normal": Residents._confirm,
    "confirm_values": Residents._confirm,
    "no_number": Residents._no_thermometer,
    "breathless": Residents._symptom,
    "cough": Residents._symptom,
    "weak": Residents._symptom,
}
