"""What each browser has made, in memory only, for a short while."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from plainleaf.build import Job
from plainleaf.web.bench import Made
from plainleaf.web.choices import Choices
from plainleaf.web.plan_form import PlanForm
from plainleaf.web.settings import Limits

Clock = Callable[[], float]


@dataclass(slots=True)
class Sheet:
    """A finished leaflet that a browser may look at, print and download, and the form it came of."""

    id: str
    choices: Choices
    plan: PlanForm
    job: Job
    made: Made
    used: float


@dataclass(slots=True)
class Session:
    """One browser. user: who has logged in, empty where nobody has to. interface: language of the page, if chosen."""

    id: str
    user: str
    used: float
    interface: str | None = None
    sheets: OrderedDict[str, Sheet] = field(default_factory=OrderedDict)


class Sessions:
    """All browsers and their sheets, within limits; the longest unused goes first."""

    def __init__(self, limits: Limits, clock: Clock = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def open(self, user: str = "") -> Session:
        """Return a new session with a name nobody can guess."""
        self.sweep()
        while len(self._sessions) >= self._limits.sessions:
            self._sessions.popitem(last=False)
        session = Session(secrets.token_urlsafe(32), user, self._clock())
        self._sessions[session.id] = session
        return session

    def find(self, id: str, user: str = "") -> Session | None:
        """Return the session of that name if it is *user*'s and has not ended."""
        session = self._sessions.get(id)
        if session is None or not hmac.compare_digest(session.user.encode(), user.encode()):
            return None
        now = self._clock()
        if now - session.used > self._limits.session_seconds:
            del self._sessions[id]
            return None
        session.used = now
        self._sessions.move_to_end(id)
        return session

    def keep(self, session: Session, choices: Choices, plan: PlanForm, job: Job, made: Made) -> Sheet:
        """Keep *made* for *session*, and forget what no longer has room."""
        sheet = Sheet(secrets.token_urlsafe(16), choices, plan, job, made, self._clock())
        session.sheets[sheet.id] = sheet
        while len(session.sheets) > self._limits.sheets_each:
            session.sheets.popitem(last=False)
        self.sweep()
        return sheet

    def sheet(self, session: Session, id: str) -> Sheet | None:
        """Return the sheet of that name if it is *session*'s and is still kept."""
        self.sweep()
        sheet = session.sheets.get(id)
        if sheet is not None:
            sheet.used = self._clock()
            session.sheets.move_to_end(id)
        return sheet

    def forget(self, session: Session) -> None:
        """Forget everything that *session* has made."""
        session.sheets.clear()

    def sweep(self) -> None:
        """Forget the sheets that nobody has looked at for a while, and the oldest where all are too much."""
        now = self._clock()
        held = [(session, sheet) for session in self._sessions.values() for sheet in session.sheets.values()]
        size = sum(len(sheet.made.pdf) for _, sheet in held)
        for session, sheet in sorted(held, key=lambda pair: pair[1].used):
            too_old = now - sheet.used > self._limits.sheet_seconds
            if not too_old and size <= self._limits.sheets_bytes:
                break
            del session.sheets[sheet.id]
            size -= len(sheet.made.pdf)
