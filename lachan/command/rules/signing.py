"""How a body signs: on whose authority, and for whom (Nghị định 30/2020/NĐ-CP, điều 13)."""

from __future__ import annotations


def authority_lines(authority: str, chief_title: str, signer_title: str) -> tuple[str, ...]:
    """The lines above the signature: TM. (or none), KT. for a deputy, then the signer's title.

    Who bears the chief's title, alone or with another ("Bí thư kiêm Trưởng ban"), signs under it.
    Anybody else signs for the chief ("KT.") when their title names a deputy ("Phó …"), and on the
    chief's order ("TL.") otherwise.
    """
    title = signer_title.strip().upper()
    chief = chief_title.strip().upper()
    first = (authority.strip().upper(),) if authority.strip() else ()
    if not title or title.startswith(chief):
        return (*first, chief)
    if title.startswith("PHÓ"):
        return (*first, f"KT. {chief}", title)
    if chief in title:
        return (*first, title)
    return (*first, f"TL. {chief}", title)
