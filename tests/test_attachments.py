from __future__ import annotations

import pytest

from mkdocs_postmortems.attachments import PageText, named_attachments

FILES = frozenset(
    {
        "incidents/2026/a b.png",
        "incidents/2026/graph.png",
        "incidents/2025/graph.png",
        "incidents/graph (1).svg",
        "incidents/LOG",
    }
)
GRAPH = "incidents/2026/graph.png"


@pytest.mark.parametrize(
    ("markdown", "named"),
    [
        ("![A graph](graph.png)", {GRAPH}),
        ("![A graph](./graph.png#left 'Left')", {GRAPH}),
        ("![A graph](../2026/graph.png)", {GRAPH}),
        ("![A graph](/incidents/2026/graph.png)", {GRAPH}),
        ("![A graph](../2025/graph.png)", {"incidents/2025/graph.png"}),
        ("![A graph][g]\n\n[g]: graph.png", {GRAPH}),
        ("=== Tab\n\n    ![A graph](graph.png){ width=300 }", {GRAPH}),
        ("<figure markdown>\n![A graph](graph.png)\n</figure>", {GRAPH}),
        ("<img src=graph.png>", {GRAPH}),
        ('<img src="../../incidents/2026/graph.png">', {GRAPH}),
        ("![](a%20b.png)", {"incidents/2026/a b.png"}),
        ("![](<a b.png>)", {"incidents/2026/a b.png"}),
        (r"![](../graph\ (1).svg) ![](../graph%20\(1\).svg)", {"incidents/graph (1).svg"}),
        ("[The log](../LOG)", {"incidents/LOG"}),
        ("![](other-graph.png) ![](https://x.example/graph.png) ![](../graph.png)", set()),
        ("[Mail](graph.pngs)", set()),
    ],
)
def test_a_file_is_named_by_any_path_that_leads_to_it(markdown: str, named: set[str]) -> None:
    page = PageText(
        uri="incidents/2026/a.md", destination="incidents/PM-2026-001/index.html", markdown=markdown
    )
    assert named_attachments(FILES, [page]) == named
