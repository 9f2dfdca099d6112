from __future__ import annotations

from mkdocs_postmortems.core.settings import Settings
from mkdocs_postmortems.pipeline import ReadingCache, load_settings

from .documents import postmortem
from .libraries import source


def test_a_document_is_read_again_only_when_its_file_changed() -> None:
    cache, settings = ReadingCache(), Settings()
    first = cache.read(source(postmortem()), settings)
    assert cache.read(source(postmortem()), settings) is first
    changed = cache.read(source(postmortem(title="Another title")), settings)
    assert changed.record is not None
    assert changed.record.title == "Another title"


def test_other_settings_mean_that_everything_is_read_again() -> None:
    cache = ReadingCache()
    text = source(postmortem())
    one = load_settings(b"categories: [capacity]\n").settings
    same = load_settings(b"categories: [capacity]\n").settings
    other = load_settings(b"categories: [data]\n").settings
    first = cache.read(text, one)
    assert cache.read(text, same) is first
    assert [p.code for p in cache.read(text, other).vocabulary_problems] == ["PM102"]
