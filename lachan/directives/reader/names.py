"""Names of issuers written in capitals, in the case in which they are spoken of."""

from __future__ import annotations

import re

_LEVELS = ("tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn")
# Words that begin a body, or stand in one; everything else after a level is a proper name.
_KNOWN = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Đảng ủy",
    "Ban Chỉ đạo", "Ban Thường vụ", "Ban Tuyên giáo", "Ban Dân vận", "Ban Tổ chức", "Văn phòng",
    "Sở Chỉ huy", "Trung tâm Chỉ huy", "Sở Y tế", "Bộ Y tế", "Phòng Y tế", "Trung tâm Y tế",
    "Sở Giao thông vận tải", "Sở Công Thương", "Sở Xây dựng", "Sở Tài chính", "Sở Nội vụ",
    "Sở Lao động - Thương binh và Xã hội", "Sở Thông tin và Truyền thông",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Giáo dục và Đào tạo", "Sở Tư pháp",
    "Sở Kế hoạch và Đầu tư", "Công an", "Bộ Chỉ huy Quân sự", "Chính phủ", "Thủ tướng Chính phủ",
    "Ban Bí thư", "Ban Chấp hành", "Mặt trận Tổ quốc", "Việt Nam", "UBND", "HĐND", "COVID-19",
    "phòng, chống dịch bệnh", "phòng, chống dịch", "quốc gia", "Trung ương", "khu công nghiệp",
)  # fmt: skip
_FOLDED = sorted(((name.lower(), name) for name in _KNOWN), key=lambda pair: -len(pair[0]))


def sentence_case(words: str) -> str:
    """ "TỈNH ỦY CÀ MAU" is "Tỉnh ủy Cà Mau"; unknown words after a level are proper names."""
    text = " ".join(words.split()).lower().replace("uỷ", "ủy").replace("hoà", "hòa")
    out: list[str] = []
    at, proper = 0, False
    while at < len(text):
        known = next(
            (
                (low, name)
                for low, name in _FOLDED
                if text.startswith(low, at)
                and not text[at + len(low) : at + len(low) + 1].isalpha()
            ),
            None,
        )
        if known:
            out.append(known[1])
            at += len(known[0])
            proper = known[1].endswith(("ủy", "Công an"))
        else:
            level = next(
                (
                    level
                    for level in _LEVELS
                    if text.startswith(level, at)
                    and not text[at + len(level) : at + len(level) + 1].isalpha()
                ),
                None,
            )
            if level:
                out.append(level)
                at += len(level)
                proper = True
            else:
                word = re.match(r"\S+", text[at:])
                piece = word[0] if word else text[at]
                out.append(piece[:1].upper() + piece[1:] if proper else piece)
                at += len(piece)
        if at < len(text) and text[at] == " ":
            at += 1
    name = re.sub(r"\s+([,;.])", r"\1", " ".join(out))
    return name[:1].upper() + name[1:]
