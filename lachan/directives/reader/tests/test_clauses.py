"""The body cut into clauses and sentences, each with its place."""

from __future__ import annotations

from lachan.directives.reader.clauses import (
    UNLABELLED,
    blocks_of,
    named_only,
    sentences_of,
)


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.label, text[block.start : block.end]) for block in blocks_of(text, 0, len(text))]


def sentences(text: str) -> list[str]:
    return [text[low:high] for low, high in sentences_of(text, 0, len(text))]


def test_labels_are_told_from_words() -> None:
    text = "Điều 1. Một\nI. Hai\n2. Ba\n2.1. Bốn\na) Năm\n- Sáu\nBảy"
    assert blocks(text) == [
        ("Điều 1", "Một"),
        ("I", "Hai"),
        ("2", "Ba"),
        ("2.1", "Bốn"),
        ("a", "Năm"),
        ("", "Sáu"),
        ("", "Bảy"),
    ]


def test_levels_grow_downwards() -> None:
    text = "Điều 1. Một\n2. Ba\n2.1. Bốn\na) Năm\n- Sáu\nBảy"
    levels = [block.level for block in blocks_of(text, 0, len(text))]
    assert levels == sorted(levels)
    assert levels[-1] == UNLABELLED


def test_a_wrapped_line_goes_on_with_its_paragraph() -> None:
    assert blocks("1. Sở Y tế truy vết\nngười đi chợ.\n2. Hết.") == [
        ("1", "Sở Y tế truy vết\nngười đi chợ."),
        ("2", "Hết."),
    ]


def test_a_line_after_an_empty_line_is_a_paragraph_of_its_own() -> None:
    assert len(blocks("1. Sở Y tế truy vết\n\nngười đi chợ")) == 2


def test_a_day_at_the_start_of_a_line_is_no_label() -> None:
    assert blocks("12.5 triệu đồng")[0][0] == ""


def test_ruled_lines_are_left_out() -> None:
    assert blocks("-----\n***\nSở Y tế") == [("", "Sở Y tế")]


def test_a_full_stop_ends_a_sentence_also_without_a_space_after_it() -> None:
    assert sentences("Lập chốt ngay.Báo cáo tỉnh. Hết") == [
        "Lập chốt ngay.",
        "Báo cáo tỉnh.",
        "Hết",
    ]


def test_a_full_stop_in_a_number_or_an_abbreviation_ends_nothing() -> None:
    assert sentences("Cấp 1.200 kit cho TP. Tân Lạc trước 9 giờ.") == [
        "Cấp 1.200 kit cho TP. Tân Lạc trước 9 giờ."
    ]


def test_a_semicolon_between_those_who_act_ends_nothing() -> None:
    assert len(sentences("Thủ trưởng các sở; UBND các huyện triển khai ngay.")) == 1
    assert len(sentences("Sở Y tế lấy mẫu; Công an tỉnh lập chốt.")) == 2


def test_a_clause_may_only_name_who_acts_below_it() -> None:
    for words, only in (
        ("Giao Sở Y tế:", True),
        ("Công an huyện, Huyện đoàn", True),
        ("Sở Y tế lấy mẫu:", False),
        ("Mục tiêu", False),
    ):
        assert bool(named_only(words, 0, len(words))) is only, words
