"""Official paper in the State's and the Party's layouts, as PDF, .docx: a library without Django.

Nghị định 30/2020/NĐ-CP, Phụ lục I (State) and Hướng dẫn 36-HD/VPTW of 3/4/2018 (Party).

    from lachan.core.official import Paper, Paragraph, Signature, World, docx, pdf

    paper = Paper(world=World.STATE, issuer="ỦY BAN NHÂN DÂN HUYỆN U MINH", number=7,
                  symbol="BC-UBND", place="U Minh", day=date(2021, 9, 5), kind="BÁO CÁO",
                  subject="Công tác phòng, chống dịch ngày 05/9/2021",
                  blocks=(Paragraph("Trong ngày…"),), recipients=("Như trên", "Lưu: VT"),
                  signature=Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn A"))
    pdf(paper), docx(paper)

All texts are data: neither renderer reads markup, formulas or template tags in them.
"""

from lachan.core.official.paper import (
    Annex,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signature,
    Table,
    World,
    identifier,
    place_and_day,
)
from lachan.core.official.typeset import pdf
from lachan.core.official.word import docx

__all__ = [
    "Annex",
    "Heading",
    "Items",
    "Paper",
    "Paragraph",
    "Signature",
    "Table",
    "World",
    "docx",
    "identifier",
    "pdf",
    "place_and_day",
]
