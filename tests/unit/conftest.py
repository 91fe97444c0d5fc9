"""Fixtures of the tests that put questions with a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from huiying.probe.browser import ChromiumBrowser, Patience
from tests.practice_site import RECEIPT, Answer, PracticeSite, practice_site


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumBrowser]:
    """One browser for all tests of a file; `put` clears it for each."""
    with ChromiumBrowser(folder=tmp_path_factory.mktemp("browsers"), patience=Patience(page=5, press=6)) as browser:
        yield browser


@pytest.fixture
def site() -> Iterator[PracticeSite]:
    """A site without pages that answers every POST with a receipt."""
    with practice_site() as found:
        found.on_post = lambda path, fields: Answer(RECEIPT)
        yield found
