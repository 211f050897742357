"""Names of bodies: where one ends and the next begins."""

from __future__ import annotations

import pytest

from lachan.directives.reader.bodies import Names, split_bodies


def bodies(text: str) -> tuple[str, ...]:
    found = Names(text, 0, len(text)).chain(0)
    return found.names if found else ()


@pytest.mark.parametrize(
    ("words", "single"),
    [
        ("Công an tỉnh, Sở Y tế và UBND huyện", ("Công an tỉnh", "Sở Y tế", "UBND huyện")),
        ("Sở Thông tin và Truyền thông", ("Sở Thông tin và Truyền thông",)),
        (
            "Sở Lao động - Thương binh và Xã hội, Sở Y tế",
            ("Sở Lao động - Thương binh và Xã hội", "Sở Y tế"),
        ),
        ("Sở Văn hóa, Thể thao và Du lịch", ("Sở Văn hóa, Thể thao và Du lịch",)),
        ("UBND các huyện, thành phố", ("UBND các huyện, thành phố",)),
        ("", ()),
        (" ,; ", ()),
    ],
)
def test_a_listing_is_cut_where_the_next_body_begins(words: str, single: tuple[str, ...]) -> None:
    assert split_bodies(words) == single


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("Sở Y tế khẩn trương truy vết", ("Sở Y tế",)),
        ("UBND các huyện, thành phố rà soát hộ dân", ("UBND các huyện, thành phố",)),
        ("Công an huyện Tân Lạc lập chốt", ("Công an huyện Tân Lạc",)),
        (
            "Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh tuần tra biên giới",
            ("Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"),
        ),
        ("Chủ tịch UBND các xã chịu trách nhiệm", ("Chủ tịch UBND các xã",)),
        ("Thủ trưởng các cơ quan, đơn vị thực hiện", ("Thủ trưởng các cơ quan, đơn vị",)),
    ],
)
def test_the_bodies_that_act_reach_up_to_what_they_do(sentence: str, acts: tuple[str, ...]) -> None:
    assert bodies(sentence) == acts


@pytest.mark.parametrize(
    "sentence", ["Người dân rà soát", "Dịch bệnh diễn biến phức tạp", "Trời mưa to", ""]
)
def test_what_is_no_body_does_not_act(sentence: str) -> None:
    assert bodies(sentence) == ()


def test_the_verb_of_a_name_is_not_what_it_does() -> None:
    assert bodies("Các cấp ủy, tổ chức đảng, chính quyền quán triệt Chỉ thị") == (
        "Các cấp ủy, tổ chức đảng, chính quyền",
    )
    assert bodies("Chốt kiểm soát Cầu Mới tạm dừng hoạt động") == ("Chốt kiểm soát Cầu Mới",)
