"""What may trail behind the core of a name: ranks, places, qualities, and whom it belongs to."""

from __future__ import annotations

from bisect import bisect_left

from lachan.directives.reader import lexicon as lex
from lachan.directives.reader.gazetteer import Gazetteer, standard
from lachan.directives.reader.model import Span
from lachan.directives.reader.words import keys_of, words_in

_CAC, _DEN, _CAP, _TO, _TU, _NUMBER, _VA = keys_of("các đến cấp tổ từ số và")
AND = frozenset({_VA, "&"})
_MARKS_BETWEEN = frozenset({",", ";", "/"})
_STANDING = frozenset(keys_of("trên đóng đứng trực"))
_NOT_AFTER_RANK = frozenset(keys_of("ủy đoàn hội viên thể"))
_GRADES = frozenset(keys_of("trên dưới mình cơ"))
_MAYBE_VERBS = frozenset(keys_of("phụ được"))


class Trailing:
    """The words of a stretch of text, and the grammar of what trails behind a name."""

    def __init__(self, text: str, start: int, end: int, gazetteer: Gazetteer | None = None) -> None:
        self.text = text
        self.words = words_in(text, start, end)
        self._known = (gazetteer or standard()).phrases
        self._starts = [word.start for word in self.words]
        self._bodies: dict[tuple[int, bool], int] = {}
        self._organs: dict[tuple[int, bool, bool], int] = {}
        self._depth = 0

    def word_at(self, offset: int) -> int:
        """The first word that begins at an offset of the text or behind it."""
        return bisect_left(self._starts, offset)

    def within(self, span: Span) -> tuple[int, int]:
        """The words of a stretch of the text."""
        return self.word_at(span[0]), self.word_at(span[1])

    def name(self, low: int, high: int) -> str:
        """The words from `low` to `high`, without line breaks and double spaces."""
        start, end = self.words[low].start, self.words[high - 1].end
        return " ".join(self.text[start:end].replace("*", " ").split()).strip(" ,;.")

    def after_aside(self, at: int) -> int:
        """The first word behind what stands in brackets at `at`."""
        if self._is(at, "("):
            for place in range(at + 1, min(at + 60, len(self.words))):
                if self.words[place].key == ")":
                    return place + 1
        return at

    def _is(self, at: int, key: str) -> bool:
        return at < len(self.words) and self.words[at].key == key

    def _is_capital(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].is_capital

    def _digit(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].key.isdigit()

    def _determiners(self, at: int) -> tuple[int, bool]:
        place, is_plural = at, False
        while place < len(self.words) and place < at + 6:
            step = lex.PLURALS.at(self.words, place)
            if not step or (self._is(place, _CAC) and lex.PARTY_PARTS.at(self.words, place)):
                break
            place, is_plural = place + step, True
        return place, is_plural

    def _separator(self, at: int) -> int:
        """The word behind a comma, a semicolon or "và"; -1 when none stands at `at`."""
        place = at
        if place < len(self.words) and self.words[place].key in _MARKS_BETWEEN:
            place += 1
        if place < len(self.words) and self.words[place].key in AND:
            place += 1
        return place if at < place < len(self.words) else -1

    def _tail(self, at: int, begin: int) -> int:
        """Ranks, places and qualities behind the core of a name."""
        place = at
        for _ in range(8):
            step = self._place(place)
            if step == place:
                step = place + lex.TRAILING.at(self.words, place)
                if lex.VERBS.at(self.words, place) > step - place or (
                    lex.OF_MANY.at(self.words, place) and not self._is_many(begin, place)
                ):
                    step = place
                step = max(step, self._linked(place))
                if step > place and self._is_trailing_verb(place, step):
                    step = place
            if step == place:
                step = self._from_to(place)
            if step == place and self._is(place, _NUMBER) and self._digit(place + 1):
                step = place + 2
            if step == place:
                break
            place = step
        return place

    def _is_many(self, low: int, high: int) -> bool:
        """Whether the words of a name speak of several bodies."""
        return any(self.words[at].key == _CAC for at in range(max(0, low - 1), high)) or bool(
            lex.NOUNS.at(self.words, low)
        )

    def _is_trailing_verb(self, at: int, end: int) -> bool:
        """ "phụ trách", "được giao" are verbs when no other verb follows them."""
        key = self.words[at].key
        if key in _MAYBE_VERBS and end - at <= 3:
            return not any(
                lex.VERBS.at(self.words, ahead)
                for ahead in range(end, min(end + 8, len(self.words)))
                if not any(not self.words[w].is_word for w in range(end, ahead))
            )
        return False

    def _from_to(self, at: int) -> int:
        """ "từ huyện đến cơ sở"."""
        if not self._is(at, _TU):
            return at
        for place in range(at + 2, min(at + 5, len(self.words))):
            if self._is(place, _DEN):
                end = place + 1
                while end < len(self.words) and end < place + 5:
                    step = lex.LEVELS.at(self.words, end) or lex.NOUNS.at(self.words, end)
                    if step:
                        end += step
                    elif self._is(end, ",") and (
                        lex.LEVELS.at(self.words, end + 1) or lex.NOUNS.at(self.words, end + 1)
                    ):
                        end += 1
                    else:
                        break
                return end if end > place + 1 else at
            if not self.words[place].is_word:
                return at
        return at

    def _place(self, at: int) -> int:
        """A rank with its name, a listing of ranks, or a bare proper name."""
        place = at
        start, plural = self._determiners(place)
        if self._is(start, _CAP):
            step = lex.LEVELS.at(self.words, start + 1) or (
                1 if start + 1 < len(self.words) and self.words[start + 1].key in _GRADES else 0
            )
            if step:
                return start + 1 + step
        step = lex.LEVELS.at(self.words, start)
        if step and not self._named_body_at_level(start):
            end = self._proper(start + step)
            while True:
                after = end
                if (
                    (after < len(self.words) and self.words[after].key in {",", "/"})
                    or self._is(after, _VA)
                    or self._is(after, "-")
                ):
                    after += 1
                else:
                    break
                after, _ = self._determiners(after) if plural else (after, False)
                more = lex.LEVELS.at(self.words, after)
                if not more or self._named_body_at_level(after) or self._is(after, _TO):
                    break
                end = self._proper(after + more)
            return end
        if plural:
            return at
        return self._proper(at, bare=True)

    def _named_body_at_level(self, at: int) -> bool:
        """ "thành ủy", "huyện đoàn", "xã hội": a word of rank that begins another word."""
        following = self.words[at + 1].key if at + 1 < len(self.words) else ""
        return following in _NOT_AFTER_RANK or bool(lex.PARTY.at(self.words, at))

    def _proper(self, at: int, *, bare: bool = False) -> int:
        """A proper name or a number behind a rank: "tỉnh Cà Mau", "Phường 7"."""
        place = at
        if not bare and self._digit(place):
            return place + 1
        while place < len(self.words) and place < at + 5:
            word = self.words[place]
            if (
                (
                    word.is_word
                    and word.is_capital
                    and not ((place == at or bare) and self._is_head(place))
                )
                or (
                    word.key == "-"
                    and place > at
                    and self._is_capital(place + 1)
                    and not self._is_head(place + 1)
                )
                or (word.key == "." and place > at and self._is_short(place - 1))
            ):
                place += 1
            else:
                break
        if place == at and self._is(place, ".") and place and self._is_short(place - 1):
            return self._proper(place + 1)
        return place

    def _is_short(self, at: int) -> bool:
        word = self.words[at]
        return self.text[word.start : word.end] in {"TP", "Tp", "TX", "TT"}

    def _linked(self, at: int) -> int:
        """ "thuộc tỉnh", "trên địa bàn huyện", "của địa phương", "được phân công phụ trách …"."""
        step = lex.LINKS.at(self.words, at)
        if not step:
            return at
        place = at + step
        start, plural = self._determiners(place)
        level = self._place(place)
        if level > place:
            return level
        if lex.TRAILING.at(self.words, place):
            return place + lex.TRAILING.at(self.words, place)
        end = self._organ(start, plural, True) if step else start
        end = max(end, self._collective(start, plural, True)) if plural or step > 1 else end
        if end > start:
            return end
        if self.words[at].key in _STANDING and step > 1:
            return place
        return at

    # The grammar of names stands on this one, and names stand inside of what trails behind them.

    def _organ(self, at: int, is_plural: bool, in_list: bool) -> int:
        raise NotImplementedError

    def _collective(self, at: int, is_plural: bool, may_be_small: bool) -> int:
        raise NotImplementedError

    def _is_head(self, at: int) -> bool:
        raise NotImplementedError
