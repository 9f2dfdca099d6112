from __future__ import annotations

from mkdocs_postmortems.rendering import render_ticks


def test_a_message_shows_code_between_backticks_and_nothing_else_as_markup() -> None:
    assert render_ticks("`links`: [a](https://a.example) is *no* `<b>`; a lone ` stays") == (
        "<code>links</code>: [a](https://a.example) is *no* <code>&lt;b&gt;</code>; a lone ` stays"
    )
