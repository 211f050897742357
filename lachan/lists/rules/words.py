"""What the codes of remarks say to a person, and what to do about each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# code -> (what is wrong, what to do)
REMARKS: dict[str, tuple[Any, Any]] = {
    "name-missing": (_("The name is missing"), _("Write the full name")),
    "name-formula": (
        _("The cell holds a formula or an error, not a name"),
        _("Write the full name as text"),
    ),
    "name-not-a-name": (
        _("This is not a person's name"),
        _("Write the full name in letters, without numbers or signs"),
    ),
    "name-one-word": (
        _("The name has one word and there is no card number"),
        _("Write the full name, or the card number"),
    ),
    "result-missing": (_("The result is missing"), _("Write negative or positive")),
    "result-unreadable": (_("The result cannot be read"), _("Write negative or positive")),
    "date-unreadable": (_("The day cannot be read"), _("Write day/month/year, such as 15/9/2021")),
    "date-impossible": (_("There is no such day"), _("Write day/month/year, such as 15/9/2021")),
    "date-swapped": (
        _("Day and month may have changed places"),
        _("Check with the sender; write day/month/year"),
    ),
    "date-far": (_("The day is more than ten years away"), _("Check the year")),
    "date-incomplete": (_("Only the month or year is given"), _("Write day/month/year")),
    "birth-future": (_("The birth lies in the future"), _("Check the year of birth")),
    "birth-too-old": (_("The year of birth is before 1900"), _("Check the year of birth")),
    "card-rounded": (
        _("The spreadsheet has rounded the card number; its last digits are lost"),
        _("Write the 12 digits anew, in a column formatted as text"),
    ),
    "card-lost-zero": (
        _("A digit is missing; the spreadsheet has probably dropped the zero in front"),
        _("Write all 12 digits (9 for an old card)"),
    ),
    "card-masked": (_("Digits of the card number are hidden"), _("Write all digits")),
    "card-length": (
        _("A card number has 12 digits, an old one 9"),
        _("Check the number against the card"),
    ),
    "card-letters": (_("The card number holds letters"), _("Write digits only")),
    "card-other-year": (
        _("The citizen number says another year of birth"),
        _("Check the birth and the number"),
    ),
    "card-other-sex": (_("The citizen number says another sex"), _("Check the sex and the number")),
    "phone-unreadable": (
        _("The phone number cannot be read; it was left out"),
        _("Check the number"),
    ),
    "phone-rounded": (
        _("The spreadsheet has rounded the phone number; it was left out"),
        _("Write the number anew as text"),
    ),
    "phone-lost-zero": (_("The zero in front of the phone number was put back"), ""),
    "phone-several": (_("Of several phone numbers the first was taken"), ""),
    "sex-unreadable": (_("The sex cannot be read; it was left out"), _("Write Nam or Nữ")),
    "number-unreadable": (_("The number cannot be read; it was left out"), _("Write a number")),
    "address-missing": (
        _("The address is missing, and it is not known to which commune the person came"),
        _("Choose the commune"),
    ),
    "address-unknown": (
        _("The commune of the address is not known"),
        _("Choose the commune, or correct the address"),
    ),
    "address-no-commune": (_("The address names no commune"), _("Choose the commune")),
    "address-ambiguous": (_("Several communes fit the address"), _("Choose the commune")),
    "address-elsewhere": (
        _("The address lies outside the province"),
        _("Choose the commune to which the person came, or refuse the row"),
    ),
    "refused-here": (_("A person refused the row"), ""),
    "taken-aside": (_("A person took this row out of the list"), ""),
    "heading": (_("A repeated heading"), ""),
    "numbering": (_("A row of column numbers"), ""),
    "total": (_("A total"), ""),
    "signature": (_("A signature block"), ""),
    "group": (_("The title of a group"), ""),
    "empty": (_("A prepared line that was not filled in"), ""),
    "hidden": (_("A hidden row, left out as was answered"), ""),
}

# What happened to a list, with the fields of the event.
EVENTS: dict[str, Any] = {
    "lists.Received": _("Received"),
    "lists.ColumnsChosen": _("Columns were chosen"),
    "lists.Imported": _(
        "Imported: %(received)s received, %(new)s new, %(matched)s matched, %(held)s held,"
        " %(refused)s refused"
    ),
    "lists.Stopped": _("Stopped; %(waiting)s rows waited"),
    "lists.Resumed": _("Resumed; %(waiting)s rows waited"),
    "lists.Answered": _("%(rows)s rows were answered"),
    "lists.RowsCorrected": _("%(rows)s rows came back corrected"),
    "lists.RowKeyed": _("A row was keyed in"),
    "lists.Discarded": _("Put away: %(reason)s"),
    "lists.ErrorsFetched": _("The file of errors was taken (%(rows)s rows)"),
}


def reason_of(code: str) -> str:
    """What is wrong, in the reader's language."""
    return str(REMARKS[code][0]) if code in REMARKS else code


def advice_of(code: str) -> str:
    """What to do about it; may be empty."""
    return str(REMARKS[code][1]) if code in REMARKS else ""
