"""With whom a duty is done, and to whom it is reported."""

from __future__ import annotations

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.bodies import Chain, Names
from lachan.directives.reader.model import Span
from lachan.directives.reader.words import Phrases, key_of, keys_of

_TOGETHER = Phrases.of(
    """\
phối hợp với|phối hợp cùng với|phối hợp cùng|phối hợp|phôi hợp với|phôi hợp|phối kết hợp với
phối kết hợp|kết hợp với|cùng với|cùng|với sự tham gia của|có sự tham gia của"""
)
_WELL = Phrases.of(
    """\
chặt chẽ|tốt|kịp thời|đồng bộ|hiệu quả|nhịp nhàng|tích cực|thường xuyên|chặt|ngay|trực tiếp
chủ động|có hiệu quả"""
)
_WITH = Phrases(["cùng với", "với", "cùng"])
_REPORTING = Phrases.of("báo cáo|xin ý kiến|gửi|trình|phản ánh|phản hồi")
# What may stand between the report and whom it goes to.
_FREELY = Phrases.of(
    """\
kết quả thực hiện|kết quả|ngay|nhanh|kịp thời|chính xác|đầy đủ|đề xuất|tham mưu|định kỳ|đột xuất
tình hình|tiến độ|danh sách|xin ý kiến|hằng ngày|hàng ngày|hằng tuần|hàng tuần|xin ý kiến chỉ đạo
bằng văn bản|bằng điện thoại|qua điện thoại|gấp|khẩn|chi tiết|cụ thể|giải trình|trực tiếp
kết luận|số liệu|,|/|và"""
)
_TO = Phrases.of(
    """\
về|cho|lên|đến|tới|với|xin ý kiến|xin chủ trương|xin ý kiến của|cho các|về các|của"""
)
_FAR_TO = Phrases(["về", "cho", "lên", "đến", "tới"])
_OF = key_of("của")
_ASKING = Phrases(["xin ý kiến"])
# "hành trình", "quy trình", "theo báo cáo của": no report is asked for.
_NO_REPORT = frozenset(
    keys_of(
        "hành quy chương lộ công quá tiến giáo theo các số những sau nghe tại từng tờ loại trong"
        " kèm hồ nơi người bản"
    )
)
_NOT_TO = frozenset(keys_of("đưa người chuyển trở đi ra đến quay quy đối"))
_FROM_THERE = Phrases(["vùng dịch", "tâm dịch", "có dịch"])
_ANYWAY = frozenset(keys_of("cho lên"))
_ENDS = frozenset({".", ";", ":"})
_FAR_AT_MOST = 40
_MANY = tuple(keys_of("các"))


def supports_in(names: Names, span: Span, lead: tuple[str, ...]) -> tuple[str, ...]:
    """Bodies with which the lead acts: "phối hợp với …"."""
    found: list[str] = []
    at, high = names.within(span)
    while at < high:
        step = _TOGETHER.at(names.words, at)
        if not step or (at and names.words[at - 1].key in _NO_SUPPORT):
            at += 1
            continue
        place = at + step
        while place < high and (more := _WELL.at(names.words, place)):
            place += more
        place += _WITH.at(names.words, place)
        if place < high and names.words[place].key == ":":
            place += 1
        chain = names.chain(place, in_list=True)
        if chain and chain.end <= high:
            found += [name for name in chain.names if name not in found and name not in lead]
            at = chain.end
        else:
            at = place
    return tuple(found)


_NO_SUPPORT = frozenset(keys_of("sự công vô"))


def reports_in(names: Names, span: Span) -> tuple[str, ...]:
    """Bodies to which is reported: "báo cáo Thường trực Tỉnh ủy", "gửi danh sách về Sở Y tế".

    What is sent to many ("gửi các đơn vị") is no report; nor is one only spoken of ("theo báo cáo
    của Sở Y tế").
    """
    found: list[str] = []
    at, high = names.within(span)
    while at < high:
        step = _REPORTING.at(names.words, at)
        if not step or (at and names.words[at - 1].key in _NO_REPORT):
            at += 1
            continue
        chain = _receiver(names, at, at + step, high)
        if chain is None:
            at += step
            continue
        found += [name for name in chain.names if name not in found and not _is_many(name)]
        at = chain.end
    return tuple(found)


def _is_many(name: str) -> bool:
    return keys_of(name)[:1] == _MANY


def _receiver(names: Names, verb: int, at: int, high: int) -> Chain | None:
    """To whom the report of a verb goes: right behind it, or behind a word of direction."""
    words = names.words
    place, is_asked = at, _ASKING.at(words, verb) > 0
    while place < high and (step := _FREELY.at(words, place)):
        is_asked = is_asked or _ASKING.at(words, place) > 0
        place += step
    if place < high and words[place].key == _OF and not is_asked:
        return None  # "báo cáo của Sở Y tế" is only spoken of
    place += _TO.at(words, place) if place < high else 0
    chain = names.chain(place, in_list=True) if place < high else None
    if chain and chain.end <= high and not _is_object(names, place, chain):
        return chain
    for place in range(at, min(high, at + _FAR_AT_MOST)):
        if words[place].key in _ENDS or (words[place].key == "(" and place > at + 1):
            return None
        if place > at and lex.ORDERS.at(words, place):
            return None
        step = _FAR_TO.at(words, place)
        if (
            step
            and (words[place].key in _ANYWAY or words[place - 1].key not in _NOT_TO)
            and not (place > 1 and _FROM_THERE.at(words, place - 2))
        ):
            chain = names.chain(place + step, in_list=True)
            if chain and chain.end <= high and not _is_object(names, place + step, chain):
                return chain
    return None


def _is_object(names: Names, at: int, chain: Chain) -> bool:
    """Whether the words are what is told of, or where people come to, and not who is told."""
    first = names.words[at]
    return not first.is_capital and not lex.PLURALS.at(names.words, at) and _is_place(names, at)


def _is_place(names: Names, at: int) -> bool:
    """ "về địa phương", "đến xã": where people come to."""
    step = lex.NOUNS.at(names.words, at)
    return (step > 0 and lex.LEVELS.at(names.words, at) > 0) or names.words[at].key in _PLACES


_PLACES = frozenset(keys_of("địa tỉnh xã nhà"))
