"""Alerts: a human must act now. Their ladder, their codes and their history."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, Instant, UTCDateTime

NOT_DONE = text("state <> 'done'")


class Alert(Base):
    """One open alert per subject and class (reliability.md); `next_at` is the deadline of the ladder's next step.

    `subject` is r:RESIDENT, else h:HOUSEHOLD, else d:BUILDING/UNIT/ROOM for a door not in the roster, else t:TELEPHONE;
    of a trouble of the line's own m:MATTER.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "ux_alert_subject",
            "community_id",
            "subject",
            "klass",
            unique=True,
            postgresql_where=NOT_DONE,
            sqlite_where=NOT_DONE,
        ),
        Index(
            "ix_alert_due",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
            sqlite_where=text("next_at IS NOT NULL"),
        ),
        Index("ix_alert_call_sid", "call_sid"),
        Index("ix_alert_raised", "community_id", "raised_at"),  # the board and the clusters look at a day or two
    )

    id: Mapped[Id]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    subject: Mapped[str]
    klass: Mapped[str]  # health, or the kind itself
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"))
    building: Mapped[str]
    unit: Mapped[str]
    room: Mapped[str]
    kind: Mapped[str]  # the gravest so far: fever, unwell, symptom, person, silent, medicine, system, cluster
    gravity: Mapped[int]  # domain.alerts; taken and then graver opens it again
    tenths: Mapped[int | None]
    symptoms: Mapped[str] = mapped_column(default="")  # words of ivr.events.Symptom, comma between
    unverified: Mapped[bool] = mapped_column(default=False)
    telephone: Mapped[str] = mapped_column(default="")  # E.164 the report came from, unless from the staff
    call_sid: Mapped[str] = mapped_column(default="")  # the call that raised it
    state: Mapped[str] = mapped_column(default="open")  # open, taken, done
    step: Mapped[int] = mapped_column(default=0)  # 0 text, 1 call, 2 building team, 3 duty phone
    rung: Mapped[int] = mapped_column(default=0)  # whose turn within the step
    round: Mapped[int] = mapped_column(default=0)  # counts the repeats
    told: Mapped[str] = mapped_column(default="")  # what the last text said of the illness
    told_until: Mapped[datetime | None] = mapped_column(UTCDateTime)  # a cluster's: fevers before are told with it
    raised_at: Mapped[Instant]
    next_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))  # who took it
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    note: Mapped[str] = mapped_column(default="")


class AlertCode(Base):
    """The 4-digit code of one alert for one recipient, valid until the alert is closed."""

    __tablename__ = "alert_code"
    __table_args__ = (
        UniqueConstraint("alert_id", "worker_id"),
        Index(
            "ux_alert_code_open",
            "worker_id",
            "code",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("worker.id"))
    code: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AlertStep(Base):
    """What happened to an alert, in order: raised, text, call, failed, taken, done, nobody_home, graver, told and so on."""

    __tablename__ = "alert_step"

    id: Mapped[Id]
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    what: Mapped[str]
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("worker.id"))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[Instant]
