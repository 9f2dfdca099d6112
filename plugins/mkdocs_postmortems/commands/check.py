"""`postmortems check`: what there is to mend, in which line, and how."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from ..build_process import without_garbage_collection
from ..changes import UnknownChangesError, changed_since, repository_prefix
from ..core.citing_text import read_citing_page
from ..core.data_file import DataFile
from ..core.data_files import read_data_files
from ..core.diagnostics import Diagnostic, Level, in_reading_order
from ..core.identities import build_identities
from ..core.settings_file import SettingsReading
from ..core.source import Source
from ..core.vocabulary import nearest
from ..examinations import ExaminationCache
from ..fixing import fix_document
from ..outputs.files import write_whole
from ..outputs.findings import as_github, as_gitlab, as_json, as_text, summary
from ..pipeline import Examination, examine, gather_diagnostics, read_document
from ..project import Project
from ..rules import ALL_RULES, check_page, check_team_pages
from ..rules.disclosure import secret
from ..sources import relative_name
from .loading import open_data_files, open_settings, today_of
from .opening import UnusableError, open_project, read_pages, read_sources, require_documents


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """What a check is asked for."""

    paths: tuple[Path, ...] = ()
    output_format: str = "text"
    """`text`, `json`, `github` or `gitlab`."""
    select: tuple[str, ...] = ()
    """Codes, beginnings of codes and names; empty for all."""
    ignore: tuple[str, ...] = ()
    level: Level = Level.INFO
    """The least that is shown."""
    changed_since: str | None = None
    """A revision of git."""
    fix: bool = False
    strict: bool = False
    cache: bool = True


@dataclass(frozen=True, kw_only=True)
class _Check:
    """What was checked."""

    sources: tuple[Source, ...]
    pages: tuple[Source, ...]
    """The site's other Markdown files, of which only the references are checked."""
    data_files: tuple[DataFile, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def paths(self) -> frozenset[str]:
        """All files, but for `library.yml`, as findings name them."""
        texts = (source.path for source in (*self.sources, *self.pages))
        return frozenset((*texts, *(file.path for file in self.data_files)))


def check_library(config_file: Path | None, options: CheckOptions) -> int:
    """Check all documents and print what was found in those asked for; return the exit status."""
    project = open_project(config_file)
    is_wanted = _choose_files(project, options)
    is_chosen = _choose_findings(options)
    require_documents(project)
    settings = open_settings(project)
    today_of(project, settings)  # no rule needs it, but a day that no build can use is said here
    done = _check(project, settings, options)
    _refuse_unknown(options.paths, done.paths, project)
    if options.fix:
        own = tuple(source for source in done.sources if is_wanted(source.path))
        chosen = tuple(d for d in done.diagnostics if is_chosen(d))
        if _fix(own, chosen, project, settings, columns=not options.select):
            done = _check(project, settings, options)
    diagnostics = tuple(d for d in done.diagnostics if is_wanted(d.path) and is_chosen(d))
    _print(diagnostics, (*done.sources, *done.pages), project, options.output_format)
    documents, pages = (
        sum(is_wanted(source.path) for source in some) for some in (done.sources, done.pages)
    )
    click.echo(summary(diagnostics, documents, pages), err=True)
    failing = (Level.ERROR, Level.WARNING) if options.strict else (Level.ERROR,)
    return int(any(d.level in failing for d in diagnostics))


def _check(project: Project, settings: SettingsReading, options: CheckOptions) -> _Check:
    examine_source: Callable[[Source], Examination]
    kept = ExaminationCache(project.root, settings) if options.cache else None
    if kept is not None:
        examine_source = kept.examine
    else:

        def examine_source(source: Source) -> Examination:
            return examine(read_document(source, settings.settings), settings.settings)

    sources, examined = [], []
    with without_garbage_collection():
        for source in read_sources(project):
            sources.append(source)
            examined.append(examine_source(source))
    if kept is not None:
        kept.save()
    data_files = open_data_files(project)
    identities = build_identities(one.entry for one in examined)
    library = relative_name(project.library, project.root)
    diagnostics = gather_diagnostics(
        examined,
        identities,
        settings,
        library,
        read_data_files(data_files, settings.settings),
    )
    pages = tuple(read_pages(project))
    of_pages = (
        diagnostic
        for page in pages
        for diagnostic in check_page(
            read_citing_page(page.uri, "", page.data.decode("utf-8", errors="replace")),
            page.path,
            identities,
            settings.settings,
        )
    )
    uris = tuple(page.uri for page in pages)
    of_teams = check_team_pages(settings.settings, library, uris)
    return _Check(
        sources=tuple(sources),
        pages=pages,
        data_files=data_files,
        diagnostics=in_reading_order((*diagnostics, *of_teams, *of_pages)),
    )


def _choose_files(project: Project, options: CheckOptions) -> Callable[[str], bool]:
    """Whether a file, as findings name it, is asked for."""
    for path in options.paths:
        if not path.exists():
            raise UnusableError(f"{path}: there is no such file or folder")
    named = tuple(relative_name(path, project.root) for path in options.paths)
    library = relative_name(project.library, project.root)
    changed: frozenset[str] | None = None
    if options.changed_since is not None:
        try:
            names = changed_since(options.changed_since, project.docs_dir)
            changed = frozenset(
                relative_name(project.docs_dir / name, project.root) for name in names
            )
        except UnknownChangesError as error:
            raise UnusableError(f"--changed-since {options.changed_since}: {error}") from None

    def is_wanted(path: str) -> bool:
        is_named = _is_below(path, named) and (changed is None or path in changed)
        return is_named or path == library  # which concerns every document

    return is_wanted


def _is_below(path: str, named: tuple[str, ...]) -> bool:
    """Whether a file is one of those named, or lies below one; without names, any is."""
    return not named or any(n == "." or path == n or path.startswith(f"{n}/") for n in named)


def _choose_findings(options: CheckOptions) -> Callable[[Diagnostic], bool]:
    select, ignore = _codes(options.select, "--select"), _codes(options.ignore, "--ignore")
    level = Level(options.level)

    def is_chosen(diagnostic: Diagnostic) -> bool:
        code = diagnostic.code
        is_asked_for = not options.select or code in select
        return is_asked_for and code not in ignore and diagnostic.level.capped(level) is level

    return is_chosen


def _codes(words: Iterable[str], option: str) -> frozenset[str]:
    """The codes that words stand for: codes, their beginnings, and names."""
    codes: set[str] = set()
    for word in (part.strip() for text in words for part in text.split(",")):
        found = {
            rule.code
            for rule in ALL_RULES
            if word and (rule.code.startswith(word.upper()) or rule.name == word.lower())
        }
        if not found:
            names = (name for rule in ALL_RULES for name in (rule.code, rule.name))
            guess = nearest(word, names)
            hint = f"; did you mean `{guess}`?" if guess else ""
            raise UnusableError(f"{option}: there is no rule `{word}`{hint}")
        codes |= found
    return frozenset(codes)


def _refuse_unknown(paths: tuple[Path, ...], checked: frozenset[str], project: Project) -> None:
    """A path that holds nothing to check would pass as clean; say so instead."""
    known = checked | {relative_name(project.library, project.root)}
    for path in paths:
        name = relative_name(path, project.root)
        if not any(_is_below(other, (name,)) for other in known):
            folder = project.docs_dir / project.incidents
            raise UnusableError(
                f"{path} holds no page of the site; postmortems lie in "
                f"{relative_name(folder, project.root)}/"
            )


def _fix(
    sources: tuple[Source, ...],
    diagnostics: tuple[Diagnostic, ...],
    project: Project,
    settings: SettingsReading,
    *,
    columns: bool,
) -> bool:
    """Put right what has one right answer; whether any file was written."""
    count = files = 0
    for source in sources:
        own = tuple(d for d in diagnostics if d.path == source.path)
        fixed = fix_document(source, own, settings.settings, columns=columns)
        if fixed is None:
            continue
        path = project.docs_dir / source.uri
        try:
            write_whole(path, fixed.data)
        except OSError as error:
            raise UnusableError(f"{path}: {error.strerror}") from None
        count, files = count + fixed.count, files + 1
    click.echo(f"{count} fixed in {files} {'file' if files == 1 else 'files'}.", err=True)
    return files > 0


def _print(
    diagnostics: tuple[Diagnostic, ...],
    sources: tuple[Source, ...],
    project: Project,
    output_format: str,
) -> None:
    prefix = repository_prefix(project.root)
    if output_format == "json":
        text = as_json(diagnostics)
    elif output_format == "gitlab":
        text = as_gitlab(diagnostics, prefix)
    elif output_format == "github":
        text = "\n".join(as_github(diagnostics, prefix))
    else:
        text = "\n".join(as_text(diagnostics, _line_reader(sources)))
    if text:
        click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def _line_reader(sources: tuple[Source, ...]) -> Callable[[Diagnostic], str | None]:
    by_path = {source.path: source for source in sources}
    split: dict[str, list[str]] = {}

    def line_of(diagnostic: Diagnostic) -> str | None:
        source = by_path.get(diagnostic.path)
        if source is None or diagnostic.code == secret.code:
            return None  # a credential is not repeated in a log
        if source.path not in split:
            text = source.data.decode("utf-8-sig", errors="replace")
            split[source.path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = split[source.path]
        return lines[diagnostic.line - 1] if diagnostic.line <= len(lines) else None

    return line_of
