from __future__ import annotations

from mkdocs_postmortems.core.house_style import HousePattern


def messages(pattern: HousePattern, text: str) -> list[str]:
    return [found.message for found in pattern.find(text)]


def test_patterns_may_set_flags_and_name_groups_each_for_itself() -> None:
    pattern = HousePattern(tokens=("(?i)obviously", "(?P<a>x)yz", "(?P<a>of) course"), message="%s")
    assert messages(pattern, "Obviously xyz, of course.") == ["Obviously", "xyz", "of course"]


def test_a_substitution_names_the_better_word_unless_it_stands_there() -> None:
    pattern = HousePattern(swap=(("blast[ -]radius|reach", "reach"), ("sloppy", "")))
    assert messages(pattern, "The blast radius, its reach; sloppy.") == [
        "write “reach” instead of “blast radius”",
        "take “sloppy” out",
    ]


def test_a_token_is_a_whole_word_unless_it_may_be_a_part_of_one() -> None:
    assert messages(HousePattern(tokens=("just",)), "justified, adjust") == []
    assert len(messages(HousePattern(tokens=("just",), nonword=True), "justified, adjust")) == 2
    assert messages(HousePattern(tokens=("Just",)), "just") == []
    assert messages(HousePattern(tokens=("Just",), ignorecase=True, message="%s"), "just") == [
        "just"
    ]
