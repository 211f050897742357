"""Rules in a directive: from where, since when, who, which measure."""

from __future__ import annotations

import re
from datetime import date

from lachan.directives.reader.dates import since_in
from lachan.directives.reader.duties import blocks_of, sentences_of
from lachan.directives.reader.model import Figure, Rule, Span

_PROVINCES = """An Giang|Bà Rịa - Vũng Tàu|Bà Rịa-Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|Bình Phước|Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Thừa Thiên - Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Yên Bái|Hồ Chí Minh|Campuchia|Trung Quốc|Hàn Quốc|nước ngoài"""
ORIGIN = re.compile(
    rf"(?:(?P<kind>thành phố|Thành phố|TP\.?|tỉnh|Tỉnh|huyện|quận|nước)\s?)?(?P<name>{_PROVINCES}|HCM)(?!\w)"
)
_FROM = re.compile(
    r"(?<!\w)(?:từ|đến từ|về từ|đi từ|trở về từ|đã đến|đi qua|lưu trú|từng đến|người (?:ở|về))(?!\w)",
    re.I,
)
_PEOPLE = re.compile(
    r"(?<!\w)(?:người|công dân|trường hợp|đối tượng|hành khách|lái xe|cán bộ)(?!\w)", re.I
)
_MEASURES = (
    (
        "centralised_quarantine",
        re.compile(r"cách ly (?:y tế )?tập trung|cách ly tại (?:khu|cơ sở|khách sạn)", re.I),
    ),
    (
        "home_quarantine",
        re.compile(
            r"cách ly (?:y tế )?(?:tại|ở) (?:nhà|gia đình|nơi (?:cư trú|lưu trú|ở))|tự cách ly|cách ly cả gia đình",
            re.I,
        ),
    ),
    (
        "health_monitoring",
        re.compile(r"theo dõi sức kh[oỏ][eẻ]|theo dõi y tế|giám sát y tế|theo dõi sức khoẻ", re.I),
    ),
    ("declare", re.compile(r"khai báo y tế|khai báo(?! với chính quyền)", re.I)),
    ("test", re.compile(r"xét nghiệm|test nhanh", re.I)),
)
_HISTORY = re.compile(
    r"^(?:Trước đây|Trước đó|Đã |Trong đợt)|không (?:phải|áp dụng|thực hiện|cần) (?:cách ly|khai báo|xét nghiệm)|chưa cách ly tập trung|\(chưa cách ly",
    re.I,
)


def rules_in(text: str, body: Span, *, issued_on: date | None) -> list[Rule]:
    """Origins, a first day and a measure in one sentence make a rule for each measure."""
    rules: list[Rule] = []
    for block in blocks_of(text, *body):
        for low, high in sentences_of(text, block.start, block.end):
            words = text[low:high]
            main = re.split(r";\s*(?:đồng thời|yêu cầu từng)", words)[0]
            if not _FROM.search(main) or not _PEOPLE.search(main):
                continue
            origins = _origins(main)
            area = re.search(r"vùng (?:có )?dịch|tâm dịch", main)
            since, _ = since_in(text, low, low + len(main), issued_on=issued_on)
            if not origins or not re.search(
                r"phải|thì|áp dụng|bắt buộc|yêu cầu|đều (?:phải )?cách ly", main
            ):
                continue
            who = (
                "household"
                if re.search(
                    r"cả gia đình|cả hộ|cùng gia đình|toàn bộ (?:gia đình|thành viên)", main
                )
                else "person"
            )
            listed = main
            for pattern in (
                r"\(?(?:mà )?(?:đã về gia đình )?\(?chưa cách ly tập trung\)?",
                r"không (?:phải |cần )?cách ly[^,;.]*",
                r"sau khi (?:hoàn thành )?cách ly[^,;.]*",
            ):
                listed = re.sub(pattern, lambda m: " " * len(m[0]), listed)
            for measure, pattern in _MEASURES:
                if not pattern.search(listed):
                    continue
                if measure == "test" and not re.search(
                    r"phải|lấy mẫu|có (?:giấy|kết quả)|bắt buộc", listed
                ):
                    continue
                rules.append(
                    Rule(
                        tuple(origins),
                        since,
                        None,
                        who,
                        measure,
                        (low, low + len(main)),
                        " ".join(main.split()),
                    )
                )
    return rules


def _origins(words: str) -> list[str]:
    origins: list[str] = []
    for match in ORIGIN.finditer(words):
        before = words[max(0, match.start() - 14) : match.start()].lower()
        if re.search(
            r"(?:về|đến|vào|trở về|tới|tỉnh)\s(?:tỉnh\s|địa bàn (?:tỉnh )?)?$", before
        ) and not re.search(r"(?:từ|đã đến)\s", before):
            continue
        if not re.search(
            r"(?<!\w)(?:từ|đã đến|từng đến|qua|ở|tại)(?!\w)[^.;]{0,140}$",
            words[: match.start()],
            re.I,
        ):
            continue
        if re.search(r"(?:UBND|Ủy ban nhân dân) các huyện, $", words[: match.start()]):
            continue
        name = match["name"]
        if name in ("Hồ Chí Minh", "HCM"):
            name = "Thành phố Hồ Chí Minh"
        if name not in origins:
            origins.append(name)
    return origins


_COUNT = re.compile(
    r"(?<![\d/.])(\d{1,3}(?:\.\d{3})+|\d{1,6})\s(ca (?:dương tính|mắc|bệnh|F0)|trường hợp (?:dương tính|mắc)|ca (?:điều trị )?khỏi|ca đã khỏi|ca tử vong|cán bộ|ca điều trị khỏi|hộ|khẩu|ca)(?!\w)",
    re.I,
)


def figures_in(text: str, body: Span, *, issued_on: date | None) -> list[Figure]:
    figures = []
    for match in _COUNT.finditer(text, *body):
        value = int(match[1].replace(".", ""))
        words = match[2].lower()
        what = (
            "recovered"
            if "khỏi" in words
            else "deaths"
            if "tử vong" in words
            else "officers"
            if "cán bộ" in words
            else "households"
            if words == "hộ"
            else "people"
            if words == "khẩu"
            else "cases"
        )
        line = text.rfind(".", 0, match.start()) + 1
        since, _ = since_in(text, max(line - 12, body[0]), match.start(), issued_on=issued_on)
        figures.append(Figure(what, value, since, match.span()))
    return figures
