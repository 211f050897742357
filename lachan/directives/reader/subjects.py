"""Who acts in a sentence: its subject, or those whom it orders.

Looked for in this order: an order at the head ("Giao Sở Y tế …"), a subject at the head, either of
them behind words of time or circumstance ("Trước ngày 10/7, Sở Y tế …"), "do … thực hiện", an order
further on ("… Chủ tịch UBND tỉnh yêu cầu Công an tỉnh …").
"""

from __future__ import annotations

from dataclasses import dataclass

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.bodies import Names
from lachan.directives.reader.words import Phrases, key_of, keys_of

_CIRCUMSTANCES = Phrases.of(
    """\
ngoài ra|đồng thời|đặc biệt|trong đó|bên cạnh đó|riêng|trước mắt|cụ thể|từ nay|hằng ngày
hàng ngày|hằng tuần|hàng tuần|trước|chậm nhất|trong|định kỳ|từ|vào|đến|về|đối với|với|trên cơ sở
căn cứ|để|nhằm|khi|nếu|sau|sau khi|kể từ|theo đó|theo|ngay|song song|cùng với|cùng ngày
trường hợp|tùy|tiếp theo|thực hiện|qua|nay|tại|hôm nay|thời gian|thời hạn|cuối giờ|mỗi|hằng|hàng
kịp thời|khẩn trương|ngay sau|xét|đồng ý|thống nhất|lưu ý|do|tối|sáng|chiều|trước đó|mặt khác
nhất là|bắt đầu|quy định|mục tiêu|tinh thần|bảo đảm|đảm bảo|ban đầu|tuy nhiên|tổ chức thực hiện"""
)
_ADVERBS = Phrases.of(
    """\
cũng|vừa|đã|tiếp tục|trân trọng|nghiêm khắc|kịp thời|đồng thời|sẽ|kính"""
)
_NOT_ORDERED = frozenset(
    keys_of(
        "theo được bị những các số có của không khi nhu đáp về mọi bàn chuyển giờ kèm ban xét tờ"
        " nêu tại từ phiếu giấy lời sự"
    )
)
_DO = key_of("do")
_ASSIGN = Phrases(["phân công"])
_BY_DOES = Phrases.of(
    """\
chủ trì|thực hiện|phụ trách|đảm nhận|chịu trách nhiệm|làm đầu mối|là đầu mối|đảm nhiệm"""
)
_TRAFFIC = frozenset(keys_of("thông ban lưu dịch tiếp nhận hàng mùa"))
_EACH = frozenset(keys_of("mỗi từng mọi một"))
_GIAO = key_of("giao")
_SEARCH_AT_MOST = 60
_COMMAS_AT_MOST = 6


@dataclass(frozen=True)
class Subject:
    """Who acts: the names, where the telling begins, and the word with which the acting begins."""

    names: tuple[str, ...]
    start: int
    verb: int
    is_told: bool = False


def subject_of(names: Names, low: int, high: int) -> Subject | None:
    """The bodies named as acting between two words; None when nobody is named who does."""
    at = low
    while at < high and not names.words[at].is_word and names.words[at].key not in {":", "."}:
        at += 1
    if at >= high:
        return None
    found = head_of(names, at, high)
    if found:
        return found
    if _CIRCUMSTANCES.at(names.words, at):
        found = _behind_circumstances(names, at, high)
        if found:
            return found
    return _done_by(names, at, high) or _told(names, at, high)


def head_of(names: Names, at: int, high: int) -> Subject | None:
    """An order or a subject right at a word."""
    order = order_at(names, at)
    if order:
        chain = names.chain(at + order, in_list=True)
        if chain and chain.end <= high:
            return Subject(chain.names, at, chain.end, is_told=True)
    chain = names.chain(at)
    if chain is None or chain.end > high or names.words[at].key in _EACH:
        return None
    place = _behind_name(names, chain.end)
    step = place
    while step < high and (adverb := _ADVERBS.at(names.words, step)):
        step += adverb
    told = order_at(names, step) if step < high else 0
    if told and _ASSIGN.at(names.words, step):
        told = 0  # "Các huyện ủy phân công …" act themselves
    if told:
        target = names.chain(step + told, in_list=True)
        if target and target.end <= high:
            return Subject(target.names, step, target.end, is_told=True)
        if is_issuing(names, step + told, high):
            return None
    return Subject(chain.names, at, place) if acts(names, chain.end, high) else None


def is_issuing(names: Names, at: int, high: int) -> bool:
    """Whether an order names nobody: "Chủ tịch UBND tỉnh yêu cầu:"."""
    return at >= high or names.words[at].key in {":", "."}


def order_at(names: Names, at: int) -> int:
    """How many words of ordering stand at a word; 0 for the "giao" of "giao thông" and the like."""
    step = lex.ORDERS.at(names.words, at)
    if not step:
        return 0
    if at and names.words[at - 1].key in _NOT_ORDERED:
        return 0
    after = at + step
    if (
        names.words[at].key == _GIAO
        and step == 1
        and after < len(names.words)
        and names.words[after].key in _TRAFFIC
        and not names.words[after].is_capital
    ):
        return 0
    return step


def _behind_name(names: Names, at: int) -> int:
    """The word behind what is added to a name: "(…)", " - Cơ quan thường trực …"."""
    place = names.after_aside(at)
    if place < len(names.words) and names.words[place].key == "-":
        added = names.body(place + 1, in_list=True)
        if added > place + 1:
            place = added
    return place


def acts(names: Names, at: int, high: int) -> bool:
    """Whether the words behind a name tell what it does."""
    words = names.words
    place = _behind_name(names, at)
    if place >= high:
        return False
    if words[place].key == ":":
        return (
            place + 1 < high
            and not lex.PERSONS.at(words, place + 1)
            and (not words[place + 1].is_capital or lex.VERBS.at(words, place + 1) > 0)
        )
    if words[place].key == ",":
        place += 1
        if place >= high or not (lex.VERBS.at(words, place) or lex.BUT_PREDICATE.at(words, place)):
            return False
        return lex.BUT_PREDICATE.at(words, place) > 0 or not lex.NO_PREDICATE.at(words, place)
    if lex.BUT_PREDICATE.at(words, place):
        return True
    if not words[place].is_word or lex.NO_PREDICATE.at(words, place) > 0:
        return False
    return not words[place].is_capital or lex.VERBS.at(words, place) > 0


def _behind_circumstances(names: Names, at: int, high: int) -> Subject | None:
    """A subject behind the comma or the colon that ends words of time or circumstance."""
    seen = 0
    for place in range(at, min(high, at + _SEARCH_AT_MOST)):
        key = names.words[place].key
        if key not in {",", ":"} or place + 1 >= high:
            continue
        seen += 1
        found = head_of(names, place + 1, high)
        if found:
            return found
        if seen >= _COMMAS_AT_MOST:
            break
    # Without a comma: "Ngoài ra Sở Y tế …"
    step = _CIRCUMSTANCES.at(names.words, at)
    return head_of(names, at + step, high) if step > 1 else None


def _done_by(names: Names, at: int, high: int) -> Subject | None:
    """ "… do Sở Y tế chủ trì"."""
    for place in range(at + 1, min(high - 2, at + 4 * _SEARCH_AT_MOST)):
        if names.words[place].key == _DO:
            chain = names.chain(place + 1)
            if chain and chain.end < high and _BY_DOES.at(names.words, chain.end):
                return Subject(chain.names, at, chain.end, is_told=True)
    return None


def _told(names: Names, at: int, high: int) -> Subject | None:
    """The bodies whom an order further on names."""
    for place in range(at + 1, high - 1):
        order = order_at(names, place)
        if not order:
            continue
        chain = names.chain(place + order, in_list=True)
        if chain and chain.end <= high and not _only_spoken_of(names, chain.end, high):
            return Subject(chain.names, place, chain.end, is_told=True)
    return None


def _only_spoken_of(names: Names, at: int, high: int) -> bool:
    """ "yêu cầu của Sở Y tế về …": nobody is told to act."""
    return (
        at < high
        and names.words[at].is_word
        and (
            lex.NO_PREDICATE.at(names.words, at) > 0
            and not lex.BUT_PREDICATE.at(names.words, at)
            and names.words[at].key in _NEVER
        )
    )


_NEVER = frozenset(keys_of("của đã bị và hoặc về"))
