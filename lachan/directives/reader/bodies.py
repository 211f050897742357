"""Who acts: bodies, offices and collectives as official documents name them."""

from __future__ import annotations

import re

from lachan.directives.reader.letters import UPPER

# How a name of a body or of an office begins. Longest first.
_HEADS = sorted(
    [
        "Ủy ban nhân dân",
        "Uỷ ban nhân dân",
        "UBND",
        "Hội đồng nhân dân",
        "HĐND",
        "Tỉnh ủy",
        "Tỉnh uỷ",
        "Thành ủy",
        "Thành uỷ",
        "Huyện ủy",
        "Huyện uỷ",
        "Thị ủy",
        "Đảng ủy",
        "Đảng uỷ",
        "Chi bộ",
        "Đảng bộ",
        "Cấp ủy",
        "Cấp uỷ",
        "Ban Thường vụ",
        "Ban Thường trực",
        "BTV",
        "Thường trực",
        "Ban Chỉ đạo",
        "Ban chỉ đạo",
        "BCĐ",
        "Ban cán sự đảng",
        "Ban Cán sự đảng",
        "Đảng đoàn",
        "Sở Chỉ huy",
        "Sở",
        "Ban Tuyên giáo",
        "Ban Dân vận",
        "Ban Tổ chức",
        "Ban Nội chính",
        "Ban Quản lý",
        "Ban quản lý",
        "Ban Dân tộc",
        "Ban An toàn giao thông",
        "Ban Chỉ huy Quân sự",
        "Ban Chỉ huy quân sự",
        "Bộ Chỉ huy Quân sự",
        "Bộ Chỉ huy quân sự",
        "BCH Quân sự",
        "Bộ CHQS",
        "Ban CHQS",
        "Bộ Chỉ huy Bộ đội Biên phòng",
        "Bộ Chỉ huy BĐBP",
        "BCH BĐBP",
        "Bộ đội Biên phòng",
        "Ủy ban Kiểm tra",
        "UBKT",
        "Bộ",
        "Cục",
        "Chi cục",
        "Tổng cục",
        "Vụ",
        "Viện",
        "Phòng",
        "Trung tâm",
        "Bệnh viện",
        "Trạm Y tế",
        "Trạm y tế",
        "Công an",
        "Đoàn Thanh niên",
        "Tỉnh đoàn",
        "Thành đoàn",
        "Huyện đoàn",
        "Hội Liên hiệp Phụ nữ",
        "Hội",
        "Liên đoàn",
        "Bảo hiểm Xã hội",
        "Bảo hiểm xã hội",
        "BHXH",
        "Ủy ban Mặt trận Tổ quốc",
        "Uỷ ban Mặt trận Tổ quốc",
        "Mặt trận Tổ quốc",
        "UBMTTQVN",
        "UBMTTQ",
        "MTTQ",
        "Kho bạc",
        "Ngân hàng",
        "Cảng",
        "Bến xe",
        "Báo",
        "Ga",
        "Đài Phát thanh",
        "Văn phòng",
        "Thanh tra",
        "Tổ công tác",
        "Tổ COVID",
        "Các Tổ",
        "Tổ",
        "Chốt",
        "Đội",
        "Đoàn",
        "Các Đoàn",
        "Công ty",
        "Trường",
        "Ngành",
        "Chủ tịch",
        "Phó Chủ tịch",
        "Bí thư",
        "Thủ trưởng",
        "Giám đốc",
        "Các tổ chức",
        "Trưởng Ban",
        "Trưởng ban",
        "Trạm trưởng",
        "Các cấp ủy, tổ chức đảng",
        "Trưởng",
        "Người đứng đầu",
        "Hiệu trưởng",
        "Chánh Văn phòng",
        "Lãnh đạo",
        "Ban Giám đốc",
        "Các sở",
        "Các địa phương",
        "Các huyện",
        "Các cơ quan",
        "Các đơn vị",
        "Các ngành",
        "Các ban",
        "Các Ban",
        "Các doanh nghiệp",
        "Các đồng chí",
        "Đồng chí",
        "Các cấp ủy",
        "Các xã",
        "Các phường",
        "Các lực lượng",
        "Các đoàn thể",
        "Các chi",
        "Các thành viên",
        "Các trường",
        "Các bệnh viện",
        "Các trung tâm",
        "Các trạm",
        "Các cơ sở",
        "Các phòng",
        "Tiểu ban",
        "Hạt Kiểm lâm",
        "Cơ quan",
        "Đơn vị",
        "Địa phương",
        "Chính quyền",
        "Lực lượng",
        "Trung đoàn",
        "Đồn Biên phòng",
        "Quân khu",
        "CDC",
        "TTYT",
        "SYT",
    ],
    key=len,
    reverse=True,
)
_EITHER_CASE = (
    "Các",
    "Thủ trưởng",
    "Người đứng đầu",
    "Chủ tịch",
    "Bí thư",
    "Giám đốc",
    "Đồng chí",
    "Chính quyền",
    "Lực lượng",
    "Địa phương",
    "Ngành",
    "Tổ công tác",
    "Huyện ủy",
    "Thành ủy",
    "Tỉnh ủy",
    "Lãnh đạo",
)


# Heads that also begin other words: "Tổ chức", "Báo cáo".
_ONLY_BEFORE = {"Tổ": r"(?!\s(?:chức|quốc)\b)", "Báo": rf"(?=\s[{UPPER}])"}


def _pattern(head: str) -> str:
    if head.startswith(_EITHER_CASE):
        return f"[{head[0]}{head[0].lower()}]{re.escape(head[1:])}"
    return _exactly(head)


def _exactly(head: str) -> str:
    return re.escape(head) + _ONLY_BEFORE.get(head, "")


HEAD_ANY = "(?:" + "|".join(_pattern(head) for head in _HEADS) + r")(?!\w)"

_VERBS = """\
mua|chấm dứt|hoàn thiện|lắp đặt|gắn|cấp phát|chi trả|trang bị|đình chỉ|tháo dỡ|dỡ bỏ|thu hồi
phun|chủ trì|chủ động|phối hợp|tăng cường|khẩn trương|tập trung|tiếp tục|báo cáo|chỉ đạo
tổ chức|thực hiện|rà soát|theo dõi|triển khai|hướng dẫn|duy trì|thành lập|xây dựng
có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|căn cứ|nghiên cứu|tham mưu|huy động|cùng với|cùng
kiểm tra|định hướng|phổ biến|nắm chắc|nắm chặt|nắm|kiểm soát|giám sát|phân công|quản lý|bố trí
đẩy mạnh|chuẩn bị|đảm bảo|bảo đảm|lập danh sách|lập|cung cấp|cung ứng|tuyên truyền|thông báo
quán triệt|ban hành|quyết định|xử lý|xem xét|điều tra|truy vết|lấy mẫu|khoanh vùng|tổng hợp
thống kê|đề xuất|trình|rà|yêu cầu|hoàn thành|gửi|cập nhật|kích hoạt|tiếp nhận|điều phối
vận động|thường xuyên|nghiêm túc|sẵn sàng|trực tiếp|lãnh đạo|phải|cần|được giao|có văn bản
có kế hoạch|có phương án|siết chặt|kịp thời|nhanh chóng|tạm dừng|dừng|cho phép|không được
không để|bám sát|đôn đốc|thẩm định|giải quyết|hỗ trợ|mở rộng|ngăn chặn|phong tỏa|phong toả
chấn chỉnh|niêm yết|công bố|công khai|tham gia|đánh giá|đầu mối|làm đầu mối|tiến hành|áp dụng
vận hành|hằng ngày|hàng ngày|định kỳ|theo chức năng|theo nhiệm vụ|theo thẩm quyền|ngay
làm việc|bàn giao|dự trù|mua sắm|tập huấn|đăng ký|tiêm|xét nghiệm|tuần tra|chốt chặn|khử khuẩn
in|cử|giao|kiện toàn|thiết lập|tư vấn|vận chuyển|điều chỉnh|điều động|điều tiết|phân bổ
phân luồng|bổ sung|nâng cao|phát huy|thực hành|chấp hành|gương mẫu|bố cáo|chia sẻ
rút kinh nghiệm|họp|tổ chức lại|dự báo|dự trữ|truyền thông|đưa tin|gỡ bỏ|cách ly|điều trị
phân loại|bám|trao đổi|thống nhất|chuyển|nhắc nhở|xử phạt|khai thác|kết nối"""
# Verbs of duty that stand in names: "Phòng Cảnh sát giao thông", "Chốt kiểm soát".
_IN_NAMES = {
    "tổ chức": r"tổ chức(?!\s(?:đảng|chính trị)(?!\w))",
    "giao": r"giao(?!\sthông)",
    "xây dựng": r"(?<!đầu tư )xây dựng",
    "kiểm soát": r"(?<![Cc]hốt )(?<![Tt]rạm )kiểm soát",
    "chỉ đạo": r"(?<![Bb]an )chỉ đạo",
}
VERB = (
    "(?:"
    + "|".join(
        _IN_NAMES.get(verb, verb)
        for verb in sorted({*_VERBS.replace("\n", "|").split("|")}, key=len, reverse=True)
    )
    + ")"
)

_PROPER = rf"[{UPPER}][\wà-ỹđ]*(?:\s[{UPPER}][\wà-ỹđ]*){{0,3}}"
_LEVEL = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|TP|khu vực)"
_PLACE = (
    rf"(?:(?:các\s)?{_LEVEL}(?:,\s{_LEVEL}){{1,4}}(?:\s(?:thuộc\s)?{_PROPER})?|các\s{_LEVEL}|cấp\s{_LEVEL}"
    rf"|{_LEVEL}(?:\s(?:{_PROPER}|\d{{1,2}}))?)"
)
_DEPARTMENTS = (
    "Y tế|Công Thương|Công thương|Giao thông vận tải|Giao thông Vận tải"
    "|Nông nghiệp và Phát triển nông thôn"
    "|Nông nghiệp và PTNT|NN&PTNT|Lao động - Thương binh và Xã hội"
    "|Lao động, Thương binh và Xã hội|LĐTBXH|LĐ-TB&XH"
    "|Thông tin và Truyền thông|Thông tin - Truyền thông|TT&TT|Xây dựng|Tài chính"
    "|Kế hoạch và Đầu tư|Nội vụ"
    "|Giáo dục và Đào tạo|GD&ĐT|Văn hóa, Thể thao và Du lịch|Văn hoá, Thể thao và Du lịch"
    "|VHTTDL|Du lịch"
    "|Văn hóa và Thông tin|Văn hóa - Thông tin|Tài nguyên và Môi trường|TN&MT|Tư pháp"
    "|Khoa học và Công nghệ"
    "|KH&CN|Ngoại vụ|Dân tộc|Tài chính - Kế hoạch|Kinh tế|Kinh tế và Hạ tầng|Quản lý đô thị"
    "|Nội chính"
)
_COMMITTEE = r"(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) (?:ủy|uỷ)"
_KNOWN = (
    rf"(?:(?:Sở|Phòng) (?:{_DEPARTMENTS})(?:\s{_PLACE})?"
    rf"|(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|HĐND|Hội đồng nhân dân)\s{_PLACE}"
    rf"|(?:Công an|Bảo hiểm [Xx]ã hội|BHXH|Liên đoàn Lao động|Kho bạc Nhà nước"
    rf"|Bộ Chỉ huy [Qq]uân sự"
    rf"|Ban Chỉ huy [Qq]uân sự|Bộ Chỉ huy Bộ đội Biên phòng|Trung tâm Y tế"
    rf"|Trung tâm Kiểm soát [Bb]ệnh tật"
    rf"|Trạm Y tế|Bệnh viện Đa khoa|Viện Kiểm sát nhân dân|Tòa án nhân dân"
    rf"|Cục Quản lý thị trường|Đoàn Thanh niên"
    rf"|Hội Liên hiệp Phụ nữ|Hội Nông dân|Hội Chữ thập đỏ|Đài Phát thanh - Truyền hình"
    rf"|(?:Ủy ban |Uỷ ban |UB)?(?:Mặt trận Tổ quốc|MTTQ)(?:\s?Việt Nam|VN)?)\s{_PLACE}"
    rf"|(?:Ban Tuyên giáo|Ban Dân vận|Ban Tổ chức|Ban Nội chính|Văn phòng|Ủy ban Kiểm tra"
    rf"|Thường trực"
    rf"|Ban Thường vụ) {_COMMITTEE}(?:\s{_PROPER})?"
    rf"|Văn phòng (?:Ủy ban nhân dân|UBND|HĐND và UBND|Đoàn ĐBQH và HĐND)\s{_PLACE}"
    rf"|Ban cán sự đảng (?:Ủy ban nhân dân|UBND)\s{_PLACE}|Đảng (?:ủy|uỷ) (?:Công an|Quân sự"
    rf"|Bộ đội Biên phòng|Khối"
    rf"|các cơ quan)?\s?{_PLACE}"
    rf"|Ban Quản lý (?:các )?(?:[Kk]hu (?:công nghiệp|kinh tế)|KCN)(?:\s{_PLACE})?"
    rf"|{_COMMITTEE}(?:\s{_PROPER})?|(?:[Cc]ác) huyện (?:ủy|uỷ), thành (?:ủy|uỷ)"
    rf"|(?:[Cc]ác) (?:địa phương|cấp ủy))"
)
_OFFICE = (
    r"(?:(?:Giám đốc|Chủ tịch|Trưởng|Bí thư|Thủ trưởng|Chánh|Phó Chủ tịch|Phó Giám đốc"
    r"|Trưởng Công an)\s)?"
)
_KNOWN_CHAIN = re.compile(
    rf"(?P<bodies>{_OFFICE}{_KNOWN}(?:(?:\s?[,;]\s|\svà\s){_OFFICE}{_KNOWN}){{0,9}})"
    rf"(?P<aside>\s?\([^()]{{0,160}}\))?(?:,\s+(?={VERB}(?!\w))|\s+)"
    r"(?!(?:của|các|thuộc|cùng cấp|và|hoặc|là|ở|tại|về|đã|bị|từ|vừa|được phân|cho biết"
    r"|ghi nhận)(?!\w))"
    r"(?=(?P<verb>yêu cầu|đề nghị|giao|[a-zđà-ỹ]+))"
)


KNOWN_BODIES = re.compile(
    rf"{_OFFICE}{_KNOWN}(?:(?:\s?[,;]\s|\svà\s){_OFFICE}{_KNOWN}){{0,9}}(?!\w)"
)


def acting(text: str, at: int, end: int) -> re.Match[str] | None:
    """The bodies that act from here on, followed by what they do.

    Names that every province has are read by a closed grammar; others reach up to the first verb of
    duty. The match has the groups `bodies` and `verb`.
    """
    return _KNOWN_CHAIN.match(text, at, end) or PHRASE.match(text, at, end)


PHRASE = re.compile(
    rf"(?P<bodies>{HEAD_ANY}(?:(?![.:\n]|;(?!\s{HEAD_ANY})|\s(?:đã|đang|vừa)\s).){{0,260}}?),?\s*"
    rf"(?:\((?P<aside>[^()]{{0,160}})\))?,?(?<!\bcác)(?<!cơ quan,)(?<!văn hóa)\s+"
    rf"(?=(?P<verb>{VERB})(?!\w)(?!\strong hệ thống|\sphụ trách))"
)
_LOWER_TOO = (
    "thủ trưởng",
    "người đứng đầu",
    "chủ tịch",
    "bí thư",
    "giám đốc",
    "các đồng chí",
    "các tổ chức",
    "các địa phương",
    "các huyện",
    "các sở",
    "các cơ quan",
    "các đơn vị",
    "các lực lượng",
    "chính quyền địa phương",
    "lực lượng",
    "các xã",
    "UBND",
    "huyện ủy",
    "huyện uỷ",
    "thành ủy",
    "thành uỷ",
    "thành viên",
)
_NEXT_BODY = (
    r"(?:các\s(?=[A-ZĐ]))?(?!Xã hội|Môi trường|Truyền thông|Phát triển|Du lịch|Công nghệ)"
    r"(?:" + "|".join(_exactly(head) for head in _HEADS) + "|" + "|".join(_LOWER_TOO) + r")(?!\w)"
)
_SPLIT = re.compile(
    rf"(?<!\s)(?<![Cc]ác huyện [uủ][ỷy])(?<!Quốc hội)(?<!ĐBQH)\s*(?:[,;]|(?<!\w)và(?!\w)"
    rf"|(?<!\w)cùng(?!\w))\s*(?={_NEXT_BODY})"
)


# "Cấp ủy, chính quyền, MTTQ và các đoàn thể": everybody at one level, spoken of as one.
_CIRCLE = re.compile(
    r"(?:các\s)?cấp\s(?:ủy|uỷ)(?:\sđảng)?(?:(?:,\s|\svà\s)(?:các\s)?"
    r"(?:cấp\s)?(?:tổ chức đảng|chính quyền|MTTQ|Mặt trận Tổ quốc|mặt trận|đoàn thể|ban,? ngành"
    r"|tổ chức chính trị - xã hội)){2,6}",
    re.I,
)


def split_bodies(words: str) -> tuple[str, ...]:
    """Single bodies of a listing: "Công an tỉnh, Sở Y tế và UBND huyện" are three."""
    words = " ".join(words.split()).strip(" ,;.-")
    circle = _CIRCLE.match(words)
    at = circle.end() if circle else 0
    first, *others = _SPLIT.split(words[at:])
    parts = [part.strip(" ,;.") for part in (words[:at] + first, *others)]
    return tuple(part for part in parts if part)
