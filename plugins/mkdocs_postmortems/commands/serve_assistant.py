"""`postmortems mcp`, up to where the package `mcp` is needed."""

from __future__ import annotations

from pathlib import Path

from .opening import UnusableError


def serve_assistant(*, config_file: Path | None, audience: str | None, cache: bool) -> None:
    """Answer an assistant over standard input and output. Raises UnusableError."""
    try:
        from .assistant import serve
    except ImportError as error:
        raise UnusableError(
            f"this needs the package `mcp`, version 2 ({error}); "
            "install it with: python -m pip install 'mkdocs-postmortems[assistant]'"
        ) from None
    from .assistant_library import AssistantLibrary

    serve(AssistantLibrary(config_file, audience, cache=cache))
