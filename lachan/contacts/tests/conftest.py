from __future__ import annotations

import pytest

from tests.cast import NOW


@pytest.fixture
def rules(cast):
    """The rules of 2021 in force."""
    from lachan.policies.actions.importing import import_pack

    import_pack(NOW)
