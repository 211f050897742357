"""Contacts of a case, their texts read in English."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from lachan.cases.tests.examples import figures
from tests.cast import NOW

from .examples import a_world
from .town import a_town


@pytest.fixture
def english():
    """Sentences are read in English."""
    with override("en"):
        yield


@pytest.fixture
def world(cast):
    """A case and two contacts, one over the other."""
    figures()
    return a_world(cast)


@pytest.fixture
def town(cast):
    """People and stays of a town in which one positive reaches three others."""
    return a_town(cast)


@pytest.fixture
def rules(cast):
    """The rules of 2021 in force."""
    from lachan.policies.actions.importing import import_pack

    import_pack(NOW)
