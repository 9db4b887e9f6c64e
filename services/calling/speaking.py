"""Who speaks, for which door, in which call or text: what every event needs to be stored."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ivr.facts import CallState
from models import Community, Resident
from services.day.clock import local_day
from services.roster.places import Place, household_place, keyed_place

STAFF = {"worker", "chain", "office"}  # the channels that only they have
# Put together once: whatever is said of anybody asks it.
_RESIDENTS = (
    select(Resident.id).where(Resident.household_id == bindparam("household")).order_by(Resident.position, Resident.id)
)


@dataclass(slots=True)
class Speaking:
    """A call at one key press, or a text (`call_sid` is its sid then). Reads what it needs once."""

    session: Session
    state: CallState
    call_sid: str
    telephone: str  # E.164 of the other side, "" when withheld
    now: datetime
    channel: str = "keypad"  # keypad, sms, chain, worker, office
    _community: Community | None = field(default=None, repr=False)
    _place: Place | None = field(default=None, repr=False)
    _residents: list[int] | None = field(default=None, repr=False)

    @property
    def by_staff(self) -> bool:
        """Whether one of the staff speaks: let in by PIN, from their own telephone, or at the console."""
        return self.state.let_in or self.channel in STAFF

    @property
    def number_there(self) -> str:
        """The number at which whoever this is about is reached; of what the staff report for a door, the one on file ("")."""
        return "" if self.by_staff and self.state.household else self.telephone

    @property
    def place(self) -> Place:
        """The door spoken for."""
        if self._place is None:
            state = self.state
            self._place = (
                household_place(self.session, state.household)
                if state.household
                else keyed_place(self.session, state.community, state.building, state.unit, state.room)
            )
        return self._place

    @property
    def knows_door(self) -> bool:
        """Whether any door has been named yet."""
        return bool(self.state.household or self.state.building)

    @property
    def residents(self) -> list[int]:
        """Ids of the people of the door in file order; empty for a door not in the roster."""
        if self._residents is None:
            self._residents = list(self.session.scalars(_RESIDENTS, {"household": self.state.household}))
        return self._residents

    @property
    def community(self) -> Community:
        """Whose line was called."""
        if self._community is None:  # a session lets go of a row that nobody holds, and would read it again
            self._community = self.session.get_one(Community, self.state.community)
        return self._community

    @property
    def day(self) -> date:
        """The community's date."""
        return local_day(self.now, self.community.timezone)

    def resident(self, person: int | None) -> int | None:
        """The id of a person by position; None for nobody named, and for one the roster does not have."""
        if person is None or person >= len(self.residents):
            return None
        return self.residents[person]

    def named(self, person: int | None) -> int | None:
        """The same, where the caller is known: an unverified caller's "first person" is no one in particular."""
        if not self.state.verified:
            return None
        if person is None and len(self.residents) == 1:
            return self.residents[0]
        return self.resident(person)
