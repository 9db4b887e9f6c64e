"""A list at the console: what it would change is shown first, exactly; then it is taken, if nothing has changed meanwhile."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.row_errors import ImportRefused, RowError
from models import Building, Grid, ListUpload, Worker
from services.desk.list_kinds import KINDS, Line, ListKind
from services.roster.spreadsheets import csv_bytes, put_text, read_content
from services.staff import audit
from services.staff.audit import Deed

KEPT = timedelta(days=1)  # an upload that nobody takes
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A row that comes, goes or changes; `cells` are column, before and after."""

    what: str  # added, changed, removed
    key: tuple[str, ...]
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list would do. With `errors` it does nothing. `absent` stand in no row of it, and stay as they are.

    `founded` are the grids and buildings that it names and nobody knew: kind, name, and how many rows name it.
    """

    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    absent: tuple[tuple[str, ...], ...] = ()
    ignored: tuple[str, ...] = ()
    founded: tuple[tuple[str, str, int], ...] = ()
    errors: tuple[RowError, ...] = ()
    is_taken: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for what would do the same."""
        said = [(one.what, one.key, one.cells) for one in self.changes]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]

    def count(self, what: str) -> int:
        """How many rows come, go or change."""
        return sum(one.what == what for one in self.changes)


def keep_upload(session: Session, worker: Worker, kind: str, file: tuple[str, bytes], now: datetime) -> int:
    """Keep a file of this name and content until it is taken. Its number; the caller commits."""
    name, content = file
    session.execute(delete(ListUpload).where(ListUpload.at < now - KEPT))
    row = ListUpload(
        community_id=worker.community_id,
        worker_id=worker.id,
        kind=kind,
        name=name[:LONGEST_NAME],
        content=content,
        at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def newest_upload(session: Session, worker: Worker, kind: str) -> int | None:
    """The number of the file of this kind that this worker sent last, if it is still kept."""
    theirs = select(ListUpload.id).where(ListUpload.worker_id == worker.id, ListUpload.kind == kind)
    return session.scalar(theirs.order_by(ListUpload.id.desc()).limit(1))


def find_upload(session: Session, community_id: int, upload_id: int, *, locked: bool = False) -> ListUpload | None:
    """The file of this number, if it is this community's."""
    query = select(ListUpload).where(ListUpload.id == upload_id, ListUpload.community_id == community_id)
    return session.scalars(query.with_for_update() if locked else query).one_or_none()


def preview(session: Session, upload: ListUpload, now: datetime) -> Preview:
    """What the list would do: it is brought in by the real import and taken back again, in the caller's transaction."""
    trial = session.begin_nested()
    try:
        return _bring_in(session, upload, now)
    finally:
        trial.rollback()
        session.expire_all()


def take_upload(
    session: Session, upload: ListUpload, worker: Worker, fingerprint: str, now: datetime
) -> Preview | None:
    """Bring the list in, if it does what was shown by this fingerprint; None where it would do something else by now.

    The upload is locked; taken twice it is taken once. The caller commits.
    """
    if upload.taken_at is not None:
        return Preview(upload.kind, upload.name, is_taken=True)
    trial = session.begin_nested()
    done = _bring_in(session, upload, now)
    if done.errors or done.fingerprint != fingerprint:
        trial.rollback()
        session.expire_all()
        return None
    trial.commit()
    upload.taken_at = now
    deed = Deed(KINDS[upload.kind].deed, "community", worker.community_id, upload.name)
    audit.note(session, worker, [deed], now)
    return done


def _bring_in(session: Session, upload: ListUpload, now: datetime) -> Preview:
    kind = KINDS[upload.kind]
    before = _by_key(kind, kind.lines(session, upload.community_id))
    known = _places(session, upload.community_id)
    try:
        sheet = read_content(upload.content, kind.columns)
        report = kind.take(session, upload.community_id, sheet, now)
    except ImportRefused as refused:
        return Preview(upload.kind, upload.name, errors=tuple(refused.errors))
    after = _by_key(kind, kind.lines(session, upload.community_id))
    changes = [*_comes_and_changes(kind, before, after), *_goes(before, after)]
    absent = tuple((one,) if isinstance(one, str) else tuple(one) for one in report.missing)
    touched = sum(one.what != "removed" for one in changes)
    return Preview(
        kind=upload.kind,
        name=upload.name,
        changes=tuple(changes),
        unchanged=len(sheet.rows) - touched,
        absent=absent,
        ignored=report.ignored,
        founded=_founded(_places(session, upload.community_id) - known, after.values()),
        is_taken=upload.taken_at is not None,
    )


def _places(session: Session, community_id: int) -> set[tuple[str, str]]:
    """Every grid and building there is: its kind and its name."""
    return {
        (kind, name)
        for kind, table in (("grid", Grid), ("building", Building))
        for name in session.scalars(select(table.name).where(table.community_id == community_id))
    }


def _founded(places: set[tuple[str, str]], lines: Iterable[Line]) -> tuple[tuple[str, str, int], ...]:
    rows = Counter((kind, line[kind]) for line in lines for kind in ("grid", "building") if kind in line)
    return tuple((kind, name, rows[kind, name]) for kind, name in sorted(places))


Keyed = dict[tuple[str, ...], Line]


def _by_key(kind: ListKind, lines: Sequence[Line]) -> Keyed:
    return {kind.key_of(line): line for line in lines}


def _comes_and_changes(kind: ListKind, before: Keyed, after: Keyed) -> list[Change]:
    changes = []
    for key, line in after.items():
        stood = before.get(key)
        if stood is None:
            cells = tuple((name, "", line[name]) for name in kind.header if name not in kind.key and line[name])
            changes.append(Change("added", key, cells))
        elif stood != line:
            cells = tuple((name, stood[name], line[name]) for name in kind.header if stood[name] != line[name])
            changes.append(Change("changed", key, cells))
    return changes


def _goes(before: Keyed, after: Keyed) -> list[Change]:
    return [Change("removed", key) for key in before if key not in after]


def write_list(session: Session, community_id: int, kind_name: str, suffix: str) -> bytes:
    """The list as it stands, to be edited and sent back: "csv", or "xlsx" with every cell a text."""
    kind = KINDS[kind_name]
    rows = [kind.cells(line) for line in kind.lines(session, community_id)]
    return csv_bytes(kind.header, rows) if suffix == "csv" else _workbook(kind_name, [kind.header, *rows])


def _workbook(title: str, rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            put_text(cell, value)
            cells.append(cell)
        sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()
