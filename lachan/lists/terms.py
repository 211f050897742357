"""Words of lists."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    READ = "lists.read"
    IMPORT = "lists.import"


class FileKind(StrEnum):
    """What a file is, told by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    PDF = "pdf"
    PICTURE = "picture"


# Files whose rows are keyed in beside the picture.
PAPER = (FileKind.PDF, FileKind.PICTURE)


class ListState(StrEnum):
    """How far a list is: looked at, read, imported; or kept for keying."""

    RECEIVED = "received"  # waits for the columns and for answers about the file
    READING = "reading"  # rows are being read and judged, nobody is recognised yet
    CHECKED = "checked"  # the dry run is done: its counts are shown
    IMPORTING = "importing"
    STOPPED = "stopped"
    DONE = "done"
    KEYING = "keying"  # a picture or scan: rows come by hand
    BROKEN = "broken"  # the file could not be read to its end
    DISCARDED = "discarded"


RUNNING = (ListState.READING, ListState.IMPORTING)


class Outcome(StrEnum):
    """What became of a row; one of the first five for every row that is about a person."""

    WAITING = "waiting"
    NEW = "new"
    MATCHED = "matched"
    HELD = "held"
    REFUSED = "refused"
    ASIDE = "aside"  # not about a person: a repeated heading, a total, a signature, a hidden row


# In the order of the balance: received = new + matched + held + refused (+ waiting until done).
COUNTED = (Outcome.NEW, Outcome.MATCHED, Outcome.HELD, Outcome.REFUSED, Outcome.WAITING)
BAD = (Outcome.HELD, Outcome.REFUSED)


class Weight(StrEnum):
    """How much a reason weighs: told only, asked about, or the row cannot be used."""

    NOTE = "note"
    HOLD = "hold"
    REFUSE = "refuse"


class Concern(StrEnum):
    """What must be answered about a file before it is read."""

    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_SHEETS = "hidden_sheets"
    CUT_OFF = "cut_off"


STATE_LABELS = {
    ListState.RECEIVED: _("Waits for its columns"),
    ListState.READING: _("Being read"),
    ListState.CHECKED: _("Checked, not imported"),
    ListState.IMPORTING: _("Being imported"),
    ListState.STOPPED: _("Stopped"),
    ListState.DONE: _("Imported"),
    ListState.KEYING: _("Being keyed in"),
    ListState.BROKEN: _("Cannot be read"),
    ListState.DISCARDED: _("Discarded"),
}
OUTCOME_LABELS = {
    Outcome.NEW: _("New person"),
    Outcome.MATCHED: _("Known person"),
    Outcome.HELD: _("Held back"),
    Outcome.REFUSED: _("Refused"),
    Outcome.WAITING: _("Waiting"),
    Outcome.ASIDE: _("Not about a person"),
}
