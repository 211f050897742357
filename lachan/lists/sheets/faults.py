"""Why a file cannot be read as a list: a stable code and a plain sentence in both languages."""

from __future__ import annotations

FAULTS: dict[str, tuple[str, str]] = {
    "empty": ("The file is empty.", "Tệp trống, không có nội dung."),
    "too-big": (
        "The file is larger than a list may be (50 MB); send it in parts.",
        "Tệp lớn hơn mức cho phép (50 MB); đề nghị chia nhỏ rồi gửi.",
    ),
    "macros": (
        "The workbook holds macros (.xlsm); save it as .xlsx and send that.",
        "Bảng tính có macro (.xlsm); hãy lưu lại dạng .xlsx rồi gửi.",
    ),
    "binary-workbook": (
        "This is a binary workbook (.xlsb); save it as .xlsx and send that.",
        "Đây là bảng tính nhị phân (.xlsb); hãy lưu lại dạng .xlsx rồi gửi.",
    ),
    "open-document": (
        "This is an OpenDocument sheet (.ods); save it as .xlsx and send that.",
        "Đây là bảng tính OpenDocument (.ods); hãy lưu lại dạng .xlsx rồi gửi.",
    ),
    "encrypted": (
        "The file is protected by a password; send it without one.",
        "Tệp có mật khẩu; đề nghị gửi tệp không đặt mật khẩu.",
    ),
    "bomb": (
        "The file unpacks to far more than a list can hold; it was not opened.",
        "Tệp khi giải nén lớn bất thường so với một danh sách; tệp không được mở.",
    ),
    "damaged": (
        "The file is damaged and cannot be opened; can it be sent again?",
        "Tệp bị hỏng, không mở được; có thể gửi lại không?",
    ),
    "xml-entities": (
        "The file declares entities, as no workbook does; it was not opened.",
        "Tệp có khai báo thực thể XML mà bảng tính không bao giờ có; tệp không được mở.",
    ),
    "web-table": (
        "The file is a web page or XML with the name of a workbook; open it and save it as .xlsx.",
        "Tệp là trang web hoặc XML mang tên bảng tính; hãy mở bằng Excel và lưu lại dạng .xlsx.",
    ),
    "document": (
        "The file is a document, not a table; send the list as .xlsx, .xls or .csv.",
        "Tệp là văn bản, không phải bảng; hãy gửi danh sách dạng .xlsx, .xls hoặc .csv.",
    ),
    "archive": (
        "The file is an archive; unpack it and send the lists one by one.",
        "Tệp là tệp nén; hãy giải nén và gửi từng danh sách.",
    ),
    "picture-kind": (
        "This kind of picture cannot be shown; save it as .jpg, .png or .pdf.",
        "Không hiển thị được loại ảnh này; hãy lưu lại dạng .jpg, .png hoặc .pdf.",
    ),
    "encoding": (
        "The encoding of the text cannot be told; save it as CSV UTF-8 or .xlsx.",
        "Không xác định được bảng mã của tệp; hãy lưu lại dạng CSV UTF-8 hoặc .xlsx.",
    ),
    "letters-lost": (
        "Many letters of the file are lost; can the sender save it again from the original?",
        "Nhiều chữ trong tệp đã bị mất; nơi gửi có thể lưu lại từ bản gốc không?",
    ),
    "not-a-list": (
        "The file is of an unknown kind; send the list as .xlsx, .xls, .csv, .pdf or a picture.",
        "Không nhận ra loại tệp; hãy gửi danh sách dạng .xlsx, .xls, .csv, .pdf hoặc ảnh.",
    ),
    "no-sheets": ("The workbook has no sheets.", "Bảng tính không có trang tính nào."),
}


class Unreadable(Exception):
    """The file gives no rows; `code` is stable, `why` and `why_vi` are one plain sentence each."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.why, self.why_vi = FAULTS[code]
        super().__init__(self.why)
