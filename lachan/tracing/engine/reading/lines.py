"""Lines of a CSV file to columns of numbers, compiled.

RFC 4180 with what is met in the field: `,` `;` or tab, line ends of Windows, Unix and the old Mac,
quoted cells with line breaks in them, blank lines, short lines, spaces around. A quotation mark
that nobody closed costs its own line and no more: reading goes on at the next line.
"""

from __future__ import annotations

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.reading.cells import GOOD, WORDS, cell
from lachan.tracing.engine.reading.columns import Fault
from lachan.tracing.engine.tables import Numbers

_OPEN_QUOTE, _TOO_MANY = int(Fault.OPEN_QUOTE), int(Fault.TOO_MANY_CELLS)
_QUOTE, _NEWLINE, _RETURN, _SPACE = (ord(sign) for sign in '"\n\r ')

# A record longer than this has a quotation mark that was never closed.
LONGEST_RECORD = 1 << 20

# How a cell ended.
_AT_DELIMITER, _AT_LINE_END, _AT_TEXT_END, _MALFORMED = range(4)


@loop
def _cut_cell(
    text: Numbers, place: int, end: int, delimiter: int
) -> tuple[int, int, int, int, bool, int]:
    """(start, end, where to go on, line breaks inside, has doubled quotes, how it ended)."""
    breaks, is_doubled = 0, False
    start = place
    while start < end and text[start] == _SPACE:
        start += 1
    if start < end and text[start] == _QUOTE:
        start += 1
        place = start
        while True:
            if place >= end:
                return start, place, place, breaks, is_doubled, _AT_TEXT_END
            sign = text[place]
            if sign == _QUOTE:
                if place + 1 < end and text[place + 1] == _QUOTE:
                    is_doubled = True
                    place += 1
                else:
                    break
            elif sign == _NEWLINE or (
                sign == _RETURN and place + 1 < end and text[place + 1] != _NEWLINE
            ):
                breaks += 1
            place += 1
        stop = place
        place += 1
        while place < end and text[place] == _SPACE:
            place += 1
        if place == end:
            return start, stop, place, breaks, is_doubled, _AT_LINE_END
    else:
        start = place
        while place < end:
            sign = text[place]
            if sign in (delimiter, _NEWLINE, _RETURN):
                break
            place += 1
        stop = place
        if place == end:
            return start, stop, place, breaks, is_doubled, _AT_LINE_END
    sign = text[place]
    if sign == delimiter:
        return start, stop, place + 1, breaks, is_doubled, _AT_DELIMITER
    if sign == _RETURN and place + 1 < end and text[place + 1] == _NEWLINE:
        return start, stop, place + 2, breaks, is_doubled, _AT_LINE_END
    if sign in (_NEWLINE, _RETURN):
        return start, stop, place + 1, breaks, is_doubled, _AT_LINE_END
    return start, stop, place, breaks, is_doubled, _MALFORMED


@loop
def _is_blank(text: Numbers, start: int, stop: int) -> bool:
    while start < stop and text[start] == _SPACE:
        start += 1
    return start == stop


@loop
def _next_line(text: Numbers, place: int, end: int) -> int:
    while place < end and text[place] != _NEWLINE and text[place] != _RETURN:
        place += 1
    if place + 1 < end and text[place] == _RETURN and text[place + 1] == _NEWLINE:
        return place + 2
    return min(place + 1, end)


@loop
def _copy(text: Numbers, start: int, stop: int, is_doubled: bool, words: Numbers, used: int) -> int:
    place = start
    while place < stop:
        words[used] = text[place]
        used += 1
        if is_doubled and text[place] == _QUOTE:
            place += 1
        place += 1
    return used


@loop
def lines(
    text: Numbers, place: int, is_last: bool, line: int, delimiter: int,
    field_of: Numbers, kinds: Numbers, missing: Numbers, values: Numbers, at_line: Numbers,
    faults: Numbers, columns: Numbers, spans: Numbers, words: Numbers, word_ends: Numbers,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Read records until the text or the room is used up.

    text       bytes of UTF-8; `place` is where a record begins, `line` its number
    is_last    no more text follows; without it a record at the end of the text is left for later
    field_of   for each column of the header, the position of the column it is, or -1
    kinds      for each position, its Kind
    missing    for each position, the value and fault of a cell that is not there
    values     [position, record]; filled, as are the following, for each record
    at_line    the line at which the record begins; `faults` and `columns`: its first fault, where
    spans      [record, 2]: from where to where the faulty cell stands in the text
    words      the cells of kind WORDS one after the other; `word_ends` where each one ends

    Returns (records, place, line, how many had a fraction of a second).
    """
    end, room, width = len(text), len(at_line), len(field_of)
    record, used, cut_rows = 0, 0, 0
    while place < end and record < room:
        first, breaks, column, has_words, cut = place, 0, 0, False, 0
        fault, faulty, fault_start, fault_stop, used_before = GOOD, 0, place, place, used
        for position in range(len(kinds)):
            values[position, record] = missing[position, 0]
        seen = 0
        here = place
        while True:
            start, stop, here, more, is_doubled, ending = _cut_cell(text, here, end, delimiter)
            if ending in (_AT_TEXT_END, _MALFORMED):
                break
            breaks += more
            is_blank = _is_blank(text, start, stop)
            has_words = has_words or not is_blank
            if column >= width:
                if not is_blank and fault == GOOD:
                    fault, faulty, fault_start, fault_stop = _TOO_MANY, -1, start, stop
            elif field_of[column] >= 0:
                position = field_of[column]
                seen |= 1 << position
                wrong, value = GOOD, 0
                if kinds[position] == WORDS:
                    used = _copy(text, start, stop, is_doubled, words, used)
                else:
                    wrong, value, was_cut = cell(text, start, stop, kinds[position])
                    cut |= was_cut
                values[position, record] = value
                if wrong != GOOD and fault == GOOD:
                    fault, faulty, fault_start, fault_stop = wrong, position, start, stop
            column += 1
            if ending == _AT_LINE_END:
                break
        is_unfinished = here >= end and (
            ending == _AT_TEXT_END or not (here > first and text[here - 1] == _NEWLINE)
        )
        if is_unfinished and not is_last and end - first < LONGEST_RECORD:
            used = used_before
            break
        if ending in (_AT_TEXT_END, _MALFORMED):
            here = _next_line(text, first, end)
            fault, faulty, fault_start, fault_stop = _OPEN_QUOTE, -1, first, here
            used, breaks, cut, has_words = used_before, 0, 0, True
        if has_words:
            for position in range(len(kinds)):
                if not seen >> position & 1 and fault == GOOD and missing[position, 1] != GOOD:
                    fault, faulty = missing[position, 1], position
                    fault_start, fault_stop = first, first
            at_line[record] = line
            faults[record] = fault
            columns[record] = faulty
            spans[record, 0], spans[record, 1] = fault_start, fault_stop
            word_ends[record] = used
            if fault == GOOD:
                cut_rows += cut
            record += 1
        else:
            used = used_before
        line += 1 + breaks
        place = here
    return record, place, line, cut_rows
