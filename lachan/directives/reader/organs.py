"""Bodies by their own names: departments, committees of the Party, steering committees, and others.

A closed name ("Sở Y tế", "Ban Thường vụ Đảng ủy các xã") ends where its grammar ends; a name of an
open kind ("Trung tâm …", "Hội …") reaches up to the first verb of duty.
"""

from __future__ import annotations

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.trailing import AND, Trailing
from lachan.directives.reader.words import Phrases, keys_of

_LONGEST_FIELD = 12
# A name within a name within a name: deeper is no name.
DEEPEST = 5
# Small words that look like the head of a body.
NO_HEAD = Phrases.of(
    """\
ban hành|tổ chức|đội ngũ|bộ phận|hội nghị|hội họp|hội chứng|hội viên|phòng chống|phòng ngừa
phòng, chống|phòng - chống|phòng, ngừa|phòng dịch|đoàn kết|cục bộ|vụ việc|vụ án|sở hữu|sở tại
khoa học|ban đầu|trường hợp|cơ sở dữ liệu|cơ sở pháp lý|hội tụ|báo cáo|báo động|bộ đội xuất ngũ
khu vực|cơ sở đó|ngành nghề|ban ngày|ban đêm|tổ ấm|viện dẫn|viện trợ|viện phí|cảng cá
quỹ thời gian|đài kỷ niệm|bộ trang phục|bộ kit|bộ test|đoàn viên|hội đủ|khối lượng|khoa trương
nhóm nguy cơ|nhóm tuổi|khu cách ly|quỹ đất|báo về|chợ truyền thống"""
)
_PHONG, _CHONG, _QUOC, _GIA, _NGANH, _BAO, SO, _COV, _VA = keys_of(
    "phòng chống quốc gia ngành báo sở cov và"
)
_DISEASE = frozenset(keys_of("dịch bệnh thiên tai truyền nhiễm"))
_VIRUS = frozenset(keys_of("covid-19 sars cov 2 cúm sởi"))


class Organs(Trailing):
    """The grammar of bodies that have a name of their own."""

    def _organ(self, at: int, is_plural: bool, in_list: bool) -> int:
        """A body by its own name, without the office that somebody holds in it."""
        key = (at, is_plural, in_list)
        if key not in self._organs:
            if at >= len(self.words) or self._depth >= DEEPEST:
                return at
            self._depth += 1
            end = self._organ_at(at, is_plural, in_list)
            if step := self._known.at(self.words, at):
                end = max(end, self._tail(at + step, at))
            self._organs[key] = end
            self._depth -= 1
        return self._organs[key]

    def _organ_at(self, at: int, is_plural: bool, in_list: bool) -> int:
        word = self.words[at]
        if is_plural and self._is(at, SO) and (end := self._colon_fields(at)) > at:
            return end
        if step := lex.NAMED.at(self.words, at):
            if not (word.is_capital or in_list or is_plural or step > 1):
                return at
            if step == 1 and word.key == _BAO and not word.is_capital:
                return at
            longer = self._department(at)
            return self._tail(max(at + step, self._epidemic(at + step), longer), at)
        if (end := self._party(at, in_list)) > at:
            return end
        if (end := self._department(at)) > at:
            return self._tail(end, at)
        if step := lex.STEERING.at(self.words, at):
            end = self._epidemic(at + step)
            if end > at + step:
                return self._tail(end, at)
            if step > 1 and (word.is_capital or in_list):
                end = self._tail(at + step, at)
                return max(end, self._open(at, is_plural, in_list))
        return self._open(at, is_plural, in_list)

    def _department(self, at: int) -> int:
        step = lex.DEPARTMENTS.at(self.words, at)
        if not step:
            return at
        field = lex.FIELDS.at(self.words, at + step)
        return at + step + field if field else at

    def _colon_fields(self, at: int) -> int:
        """ "sở: Y tế, Giao thông vận tải" after "các" """
        place = at
        if self._is(place, SO):
            place += 1
        if self._is(place, ",") and self._is(place + 1, _NGANH):
            place += 2
        if not self._is(place, ":"):
            return at
        place += 1
        end = at
        while step := lex.FIELDS.at(self.words, place):
            end = place + step
            place = end
            if self._is(place, ",") or self._is(place, _VA) or self._is(place, ";"):
                place += 1
            else:
                break
        return end

    def _party(self, at: int, in_list: bool = False) -> int:
        """A committee of the Party, or a part of one: "Ban Thường vụ Đảng ủy các xã"."""
        place = at
        parts = 0
        while (step := lex.PARTY_PARTS.at(self.words, place)) and parts < 3:
            place, parts = place + step, parts + 1
        start, plural = self._determiners(place)
        step = lex.PARTY.at(self.words, start)
        if step:
            if not (parts or in_list or self.words[at].is_capital):
                return at
            end = start + step
            # "Đảng ủy Công an tỉnh", "Đảng đoàn Hội đồng nhân dân tỉnh", "Đảng ủy các xã"
            inner, inner_plural = self._determiners(end)
            for reading in (self._organ(inner, inner_plural, True),):
                if reading > inner:
                    return self._tail(reading, at)
            shared = self._collective(inner, inner_plural, inner_plural)
            if shared > inner and inner_plural:
                return shared
            while self._is(end, ",") and plural:
                more = lex.PARTY.at(self.words, end + 1)
                if not more:
                    break
                end += 1 + more
            return self._tail(end, at)
        if parts and (in_list or self.words[at].is_capital):
            inner = self._organ(start, plural, True)
            if inner > start:
                return inner
            if parts and (place - at > 1):
                return self._tail(place, at)
        return at

    def _epidemic(self, at: int) -> int:
        """ "phòng, chống dịch bệnh COVID-19": what a steering committee is for."""
        place = at
        if self._is(place, _QUOC) and self._is(place + 1, _GIA):
            place += 2
        if self._is(place, _PHONG):
            place += 1
            while place < len(self.words) and self.words[place].key in {",", "-", "và"}:
                place += 1
            if not self._is(place, _CHONG):
                return at
            place += 1
            while place < len(self.words) and self.words[place].key in {"-", ","}:
                place += 1
            while place < len(self.words) and self.words[place].key in _DISEASE:
                place += 1
        while place < len(self.words) and self.words[place].key in _VIRUS:
            if self.words[place].key == "-" and not (
                self._is(place + 1, "19") or self._is(place + 1, _COV) or self._is(place + 1, "2")
            ):
                break
            place += 1
        return place

    def _open(self, at: int, is_plural: bool, in_list: bool) -> int:
        """A body whose name may be anything: "Trung tâm …", "Hội …", "Ban Quản lý …"."""
        step = lex.OPEN.at(self.words, at)
        if not step:
            return at
        word = self.words[at]
        if not word.is_capital and not is_plural and not (in_list and step > 1):
            return at
        start = at + step
        end = self._field(start, strong=step > 1 or word.is_capital)
        if end == start:
            end = self._tail(start, at)
            if end == start and step == 1:
                # "Sở", "Ban", "Đoàn" alone: only in capitals, as "báo cáo về Sở".
                return start if word.is_capital and in_list else at
            return end
        return self._tail(end, at)

    def _field(self, at: int, *, strong: bool) -> int:
        """The words of an open name, up to a verb, a mark or a word of place."""
        if field := lex.FIELDS.at(self.words, at):
            return at + field
        place = self._epidemic(at)
        if place > at:
            return place
        if self._is(at, _PHONG) and self._is(at + 1, ",") and self._is(at + 2, _CHONG):
            place = at + 3
        while place < len(self.words) and place < at + _LONGEST_FIELD:
            word = self.words[place]
            if not word.is_word:
                if self._goes_on(place, at):
                    place += 1
                    continue
                if word.key.isdigit() and place > at and not self.words[place - 1].is_capital:
                    break
                if word.key.isdigit():
                    place += 1
                    continue
                break
            if word.key in AND:
                if place > at and self._is_capital(place + 1) and not self._is_head(place + 1):
                    place += 1
                    continue
                break
            if word.is_capital:
                if place > at and self._is_head(place) and not lex.NOUNLIKE.at(self.words, place):
                    break
                place += 1
                continue
            if self._ends_field(place, place == at):
                break
            if place == at and not strong:
                break
            place += 1
        return place

    def _goes_on(self, place: int, at: int) -> bool:
        """Whether a comma or a dash stands inside a name: "Văn hóa, Thể thao và Du lịch"."""
        if place == at or self.words[place].key not in {",", "-", "&"}:
            return False
        after = place + 1
        if not self._is_capital(after) or self._is_head(after):
            return False
        if self.words[place].key == "-":
            return True
        # A comma only when "và" and a capital follow soon, before any head.
        for ahead in range(after + 1, min(after + 6, len(self.words))):
            if self.words[ahead].key == "và":
                return self._is_capital(ahead + 1) and not self._is_head(ahead + 1)
            if not self.words[ahead].is_word or self._ends_field(ahead, False):
                return False
        return False

    def _is_head(self, at: int) -> bool:
        if at >= len(self.words) or NO_HEAD.at(self.words, at):
            return False
        return bool(
            lex.NAMED.at(self.words, at)
            or lex.PARTY.at(self.words, at)
            or lex.PARTY_PARTS.at(self.words, at)
            or lex.ROLES.at(self.words, at)
            or (lex.DEPARTMENTS.at(self.words, at) and self._department(at) > at)
            or lex.OPEN.at(self.words, at)
        )

    def _ends_field(self, place: int, is_first: bool) -> bool:
        if lex.LEVELS.at(self.words, place) and not is_first:
            return True
        if lex.PLURALS.at(self.words, place) or lex.LINKS.at(self.words, place):
            return True
        if lex.NO_PREDICATE.at(self.words, place):
            return True
        verb = lex.VERBS.at(self.words, place)
        if not verb:
            return False
        if verb == 1 and place and self.words[place - 1].is_capital:
            return lex.MODALS.at(self.words, place) > 0  # "Vận tải" is one word, "Sở cử" are two
        nounlike = lex.NOUNLIKE.at(self.words, place)
        # "Ban Quản lý dự án đầu tư xây dựng rà soát": the last of two verbs acts.
        return not (nounlike and (is_first or lex.VERBS.at(self.words, place + nounlike)))
