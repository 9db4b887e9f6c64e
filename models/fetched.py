"""What a recording is before and after it has come from the carrier: the columns that all recordings share."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Instant, UTCDateTime


class Fetched:
    """A sound that is fetched outside every webhook and kept with its checksum.

    States: pending (still at the carrier), kept, dropped (replaced before it came), failed (never came, or no sound),
    spoiled (its bytes are no longer those of its checksum).
    """

    recording_sid: Mapped[str | None] = mapped_column(unique=True)  # the carrier's; none when it came from a file
    state: Mapped[str] = mapped_column(default="pending")
    content_type: Mapped[str] = mapped_column(default="")  # audio/wav, audio/mpeg
    length: Mapped[int] = mapped_column(default=0)  # bytes
    sha256: Mapped[str] = mapped_column(default="")  # hex
    sound: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    attempts: Mapped[int] = mapped_column(default=0)
    fetch_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # machine's clock: the next attempt, or a lease
    at: Mapped[Instant]  # recorded, line's clock
