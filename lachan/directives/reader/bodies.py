"""Names of those who act: bodies, offices, persons and collectives, read by a grammar.

A name has a head ("Sở", "Chủ tịch", "Các"), what the head asks for (a field, a committee, the name
of an epidemic, a proper name), and what may trail behind ("tỉnh Cà Mau", "các huyện, thành phố",
"có liên quan"). It ends where that grammar ends, so that no list of verbs has to be complete; only
names of an open kind ("Trung tâm …") reach up to the first verb of duty.
"""

from __future__ import annotations

from dataclasses import dataclass

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.gazetteer import Gazetteer
from lachan.directives.reader.organs import DEEPEST, NO_HEAD, SO, Organs
from lachan.directives.reader.trailing import AND
from lachan.directives.reader.words import keys_of

_LONGEST_TAIL = 9
_LONGEST_LISTING = 24
_CHU, _TO, _VA, _FORCE = keys_of("chủ tổ và lực")


@dataclass(frozen=True)
class Chain:
    """Bodies named one after the other, and the first word behind them."""

    names: tuple[str, ...]
    end: int


class Names(Organs):
    """A stretch of text whose names of bodies can be read at any of its words."""

    def body(self, at: int, *, in_list: bool = False) -> int:
        """Where the name that begins at word `at` ends; `at` itself when none does."""
        key = (at, in_list)
        if key not in self._bodies:
            self._bodies[key] = self._body_at(at, in_list)
        return self._bodies[key]

    def _body_at(self, at: int, in_list: bool) -> int:
        place, is_plural = self._determiners(at)
        if place >= len(self.words) or not self.words[place].is_word:
            return at
        if lex.PERSONS.at(self.words, at):
            end = self._person(at)
            if end > at:
                return end
        if NO_HEAD.at(self.words, place) and not (is_plural and self._is(place, _TO)):
            return at
        end = self._role(place, is_plural, in_list)
        if end == place:
            end = self._organ(place, is_plural, in_list)
        shared = self._collective(place, is_plural, in_list or is_plural)
        end = max(end, shared)
        return end if end > place else at

    def chain(self, at: int, *, in_list: bool = False) -> Chain | None:
        """The bodies named from word `at` on: "Công an tỉnh, Sở Y tế và UBND các huyện".

        `in_list`: something before says that a body follows, so that it may begin in small letters.
        """
        end = self.body(at, in_list=in_list)
        if end == at:
            return None
        names = self._names(at, end)
        for _ in range(_LONGEST_LISTING):
            place = self._separator(self.after_aside(end))
            if place < 0 or (lex.VERBS.at(self.words, place) and not self._is_capital(place)):
                break
            following = self.body(place, in_list=True)
            if following == place:
                break
            names += [name for name in self._names(place, following) if name not in names]
            end = following
        return Chain(tuple(names), end)

    def _names(self, low: int, high: int) -> list[str]:
        """The name as it stands; "các sở: Y tế, Công Thương" names each department."""
        colon = next((at for at in range(low, high) if self.words[at].key == ":"), None)
        if colon is None:
            return [self.name(low, high)]
        head = " ".join(
            self.name(at, at + 1)
            for at in range(low, colon)
            if not lex.PLURALS.at(self.words, at) and not self._is(at, SO)
        )
        found = []
        at = colon + 1
        while at < high:
            step = lex.FIELDS.at(self.words, at, high)
            if step:
                found.append(f"{head} Sở {self.name(at, at + step)}".strip())
            at += step or 1
        return found or [self.name(low, high)]

    def _person(self, at: int) -> int:
        place = at + lex.PERSONS.at(self.words, at)
        start = place
        while place < len(self.words) and self.words[place].is_capital and place < start + 5:
            place += 1
        if place < start + 2 or lex.ROLES.at(self.words, start):
            return self.body(start, in_list=True) if self.body(start, in_list=True) > start else at
        while self._is(place, ",") or self._is(place, "-"):
            end = self._role(place + 1, is_plural=False, in_list=True)
            if end == place + 1:
                break
            place = end
        return place

    def _role(self, at: int, is_plural: bool, in_list: bool) -> int:
        """An office with what it is held in: "Chủ tịch UBND các huyện", "Bí thư cấp ủy"."""
        step = lex.ROLES.at(self.words, at)
        if not step or (step == 1 and self._is(at, _CHU)) or self._depth >= DEEPEST:
            return at
        self._depth += 1
        end = self._held_in(at, at + step, is_plural, in_list)
        self._depth -= 1
        if step > 1 and lex.ROLES.at(self.words, at, at + 1):
            # "Trưởng Ban" also begins "Trưởng Ban Chỉ đạo".
            start, plural = self._determiners(at + 1)
            end = max(end, self._organ(start, plural, in_list=True))
        return end

    def _held_in(self, at: int, place: int, is_plural: bool, in_list: bool) -> int:
        """Where the body ends in which the office from `at` to `place` is held."""
        shares = lex.SHARING.at(self.words, at) == place - at
        while shares and (self._is(place, ",") or self._is(place, _VA)):
            more = lex.SHARING.at(self.words, place + 1)  # "Chủ tịch, Phó Chủ tịch UBND"
            if not more:
                break
            place += 1 + more
        start, plural = self._determiners(place)
        if (fields := self._colon_fields(start)) > start:
            return fields
        end = max(self._organ(start, plural, True), self._collective(start, plural, True))
        if end == start:
            end = self._role(start, plural, True)
        if end > start:
            return end
        end = self._tail(place, at)
        is_alone = place - at == 1 or not (self.words[at].is_capital or in_list or is_plural)
        return at if end == place and is_alone else end

    def _collective(self, at: int, is_plural: bool, may_be_small: bool) -> int:
        """ "các sở, ban, ngành, đoàn thể cấp tỉnh" is one name."""
        step = lex.NOUNS.at(self.words, at)
        if not step:
            return at
        if not is_plural:
            is_small = not (self.words[at].is_capital and step > 1)
            if (is_small and not may_be_small) or lex.VERBS.at(self.words, at):
                return at
            if lex.LEVELS.at(self.words, at) and not may_be_small:
                return at
        of_party = lex.PARTY_NOUNS.at(self.words, at)
        place = max(at + step, self._shared_tail(at + step, at))
        while is_plural:
            after = self._separator(place)
            if after < 0 or self._is(place, ";") or self._is_capital(after):
                break
            more = lex.NOUNS.at(self.words, after)
            if not more or self._named_body(after) or self._is(after, _FORCE):
                break
            if bool(of_party) != bool(lex.PARTY_NOUNS.at(self.words, after)):
                break
            place = max(after + more, self._shared_tail(after + more, at))
        return place

    def _named_body(self, at: int) -> bool:
        """Whether a body of its own begins here, so that a collective ends before it."""
        return bool(
            lex.ROLES.at(self.words, at)
            or (lex.NAMED.at(self.words, at) and not lex.NOUNS.at(self.words, at))
            or self._department(at) > at
        )

    def _shared_tail(self, at: int, begin: int) -> int:
        """What a common noun carries: "cơ sở sản xuất, kinh doanh", "cơ quan chuyên môn"."""
        place = self._tail(at, begin)
        if place > at:
            return place
        while place < len(self.words) and place < at + _LONGEST_TAIL:
            word = self.words[place]
            if not word.is_word or word.key in AND or self._ends_field(place, False):
                break
            if lex.VERBS.at(self.words, place):
                break
            if word.is_capital and self._is_head(place):
                break
            place += 1
        if place >= len(self.words) or place >= at + _LONGEST_TAIL:
            return at
        return self._tail(place, begin)


def split_bodies(words: str, gazetteer: Gazetteer | None = None) -> tuple[str, ...]:
    """Single bodies of a listing: "Công an tỉnh, Sở Y tế và UBND huyện" are three."""
    names = Names(words, 0, len(words), gazetteer)
    found: list[str] = []
    at = 0
    while at < len(names.words):
        chain = names.chain(at, in_list=True)
        if chain:
            found += [name for name in chain.names if name not in found]
        at = chain.end if chain else at + 1
    return tuple(found)
