"""PM801, PM802: credentials, and data of people who never agreed to be in a postmortem."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec

from ..core.diagnostics import Finding, Level
from ..core.document import Document
from .rule import CheckedDocument, rule

# What a credential needs: a long word, a word for it with a value, or a password in an address.
_MAY_BE_SECRET = re.compile(
    r"[\w+/=-]{16,}|://[^\s/:@]+:[^\s/@]+@|BEGIN [A-Z ]*PRIVATE"
    r"|(?:passw(?:or)?d|pwd|secret|token|key|credential)\w{0,20}[\"']?\s*[:=]|\bBearer\s|\s-u\s*\w",
    re.IGNORECASE,
)
_ORDINARY = re.compile(r"(?:[A-Za-z]+|\d+)(?:[-_/=][A-Za-z]+|[-_/=.]\d+)*[-_/=]*")
_ASSIGNED = re.compile(
    r"(?:(?:passw(?:or)?d|pwd|secret|token|api_?key|access_?key)\w{0,20}[\"']?\s*[:=]\s*[\"'`]?"
    r"|\bBearer\s+|\s-u\s*[\w.@-]+:)(?P<value>[^\s\"'`,;<>$*{}\[\]()|]{8,})",
    re.IGNORECASE,
)
# Not the detectors of entropy: digests and commit ids are what postmortems are full of.
_LEFT_OUT = frozenset({"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"})
_FILTERS = (
    "is_sequential_string", "is_potential_uuid", "is_templated_secret", "is_not_alphanumeric_string",
    "is_prefixed_with_dollar_sign", "is_indirect_reference", "is_likely_id_string",
)  # fmt: skip

_EMAIL = re.compile(r"(?<![\w.+/-])([\w.+-]+)@((?:[\w-]+\.)+([A-Za-z]{2,24}))(?![\w-])")
# Each begins with what is rare in a text, so that a search costs next to nothing; what may not
# stand before it is looked at afterwards.
_IPV4 = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)(/\d{1,2})?")
_IPV6 = re.compile(r"(?:[0-9A-Fa-f]{1,4})?:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,30}(?![\w:])(/\d{1,3})?")
_TWO_COLONS = re.compile(r":[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]")
_INTERNATIONAL = re.compile(
    r"\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?(?:\d[ ./-]?){6,11}\d(?![\w-]|\.\d)"
)
_AMERICAN = re.compile(r"(?:[2-9]\d{2}\)[ -]?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}(?![\w-]|\.\d)")
_JOINED = re.compile(r"[\w./:+-]$")
_VERSION = re.compile(
    r"(?:\bv|version|release|build|chart|kernel|driver|agent|firmware|firefox|chrome|tag|image|==|>=|@)"
    r"[\s(:]*$",
    re.IGNORECASE,
)
_ROLES = frozenset(
    ("git", "root", "noreply", "no-reply", "donotreply", "postmaster", "abuse", "security", "support",
     "admin", "info", "sales", "hello", "help", "webmaster", "oncall", "on-call", "alerts")
)  # fmt: skip
_NO_DOMAINS = frozenset(
    ("png", "jpg", "jpeg", "gif", "svg", "webp", "service", "socket", "timer", "target", "slice",
     "mount", "git", "local", "internal", "lan", "corp", "home")
)  # fmt: skip
_EXAMPLE_DOMAINS = ("example.com", "example.org", "example.net")
_EXAMPLE_TLDS = frozenset(("example", "test", "invalid", "localhost"))
_RESOLVERS = frozenset(
    ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "2606:4700:4700::1111",
     "2606:4700:4700::1001", "2001:4860:4860::8888", "2001:4860:4860::8844", "2620:fe::fe")
)  # fmt: skip
# Numbers kept for stories: the 555-01 block of North America, Ofcom's of the United Kingdom.
_STORY_NUMBERS = re.compile(r"55501\d\d$|^(?:44|0)(?:2079460\d{3}|7700900\d{3})$")
_KEY = re.compile(r"\W*([A-Za-z_]+)\W*:")
_PEOPLE_FIELDS = frozenset(("authors", "responders", "reviewers", "facilitator", "links"))


@rule("PM801", "secret", Level.ERROR)
def secret(subject: CheckedDocument) -> Iterator[Finding]:
    """A credential stands in the text.

    ## What it does

    Holds every line against the detectors of `detect-secrets`: keys of cloud
    providers, tokens of code hosts and chats, private keys, passwords in
    addresses and in `password = …`. Values that look random are found after
    `PASSWORD=`, `Bearer` and `-u user:` too. It runs where that library is
    installed (`pip install "mkdocs-postmortems[secrets]"`), and calls no other
    host. The finding names the kind and never the value.

    ## Why it matters

    Commands and logs are pasted in a hurry. A credential in git is known to
    everybody who ever clones it, and the published site shows it to all.

    ## Example

    ```markdown
    `curl -H "Authorization: token ghp_…" https://git.example/api`
    ```

    ## Use instead

    ```markdown
    `curl -H "Authorization: token $TOKEN" https://git.example/api`
    ```

    Revoke the credential first: taking it out of the file leaves it in the
    history.
    """
    if not has_secrets_scanner():
        return
    text = _published_text(subject.reading.document)
    lines = text.split("\n")
    suspects = {
        text.count("\n", 0, m.start()) for m in _MAY_BE_SECRET.finditer(text) if _is_odd(m[0])
    }
    for index in sorted(suspects):
        for kind, value in _secrets_in(lines[index]):
            yield Finding(
                line=index + 1,
                column=max(lines[index].find(value), 0) + 1,
                message=f"this looks like a credential ({kind})",
                hint="revoke it, then take it out: the history of the file keeps it",
            )


def _assigned_secrets(line: str) -> Iterator[tuple[str, str]]:
    """Kind and value of what detect-secrets asks quotation marks for: `PASSWORD=…`, `Bearer …`."""
    for match in _ASSIGNED.finditer(line):
        value = match["value"]
        is_mixed = all(re.search(kind, value) for kind in ("[a-z]", "[A-Z]", "[0-9]"))
        if is_mixed or re.fullmatch(r"[0-9a-fA-F]{24,}", value):
            yield "Secret Keyword", value


def _is_odd(text: str) -> bool:
    """Whether a text is more than a long word, a long number or a file's name."""
    return not _ORDINARY.fullmatch(text)


@cache
def has_secrets_scanner() -> bool:
    """Whether detect-secrets is installed."""
    return find_spec("detect_secrets") is not None


def _secrets_in(line: str) -> Iterator[tuple[str, str]]:
    """Kind and value of each credential in a line."""
    from detect_secrets.core.scan import scan_line

    _set_up_scanner()
    found: list[tuple[str, str]] = sorted((s.type, s.secret_value or "") for s in scan_line(line))
    kinds: dict[str, str] = {}
    for kind, value in (*found, *_assigned_secrets(line)):
        if not any(value in other for other in kinds):
            kinds[value] = kind
    for value, kind in kinds.items():
        yield kind, value


@cache
def _set_up_scanner() -> None:
    """Choose detectors and filters; none of them asks another host."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.settings import get_settings

    detectors: Iterable[type] = get_mapping_from_secret_type_to_class().values()
    names = {detector.__name__ for detector in detectors}
    settings = get_settings()
    settings.clear()
    settings.configure_plugins([{"name": name} for name in sorted(names - _LEFT_OUT)])
    settings.configure_filters(
        [{"path": f"detect_secrets.filters.heuristic.{name}"} for name in _FILTERS]
    )


@rule("PM802", "personal-data", Level.WARNING)
def personal_data(subject: CheckedDocument) -> Iterator[Finding]:
    """A customer's e-mail address, phone number or IP address stands in the text.

    ## What it does

    Finds e-mail addresses, international and North American phone numbers, and
    public IPv4 and IPv6 addresses, in prose and in code. These pass:

    - the people that the front matter names, and role addresses such as
      `support@`;
    - the domains for examples (RFC 2606: `example.com`, `.example`, `.test`,
      `.invalid`, `.localhost`), and `.local`, `.internal`;
    - private, loopback and link-local addresses (RFC 1918, RFC 4193), those of
      documentation (RFC 5737, RFC 3849), networks such as `34.64.0.0/10`, and
      the public resolvers `1.1.1.1`, `8.8.8.8`, `9.9.9.9`;
    - phone numbers kept for stories (555-0100 to 555-0199; Ofcom's 020 7946
      0xxx and 07700 900xxx);
    - what `library.yml: allowed_personal_data` lists: domains, addresses,
      networks, numbers.

    ## Why it matters

    A postmortem is read by everybody and kept for years. Whoever wrote to
    support agreed to neither.

    ## Example

    ```markdown
    The first report came from maria.keller@mail-provider.de at 14:20.
    ```

    ## Use instead

    ```markdown
    The first report came from a customer at 14:20 (ticket 48213).
    ```
    """
    text = _published_text(subject.reading.document)
    for start, kind, value in sorted(_personal(text, subject.settings.allowed_personal_data)):
        yield Finding(
            line=text.count("\n", 0, start) + 1,
            column=start - text.rfind("\n", 0, start),
            message=f"{kind} `{value}` is data of a person",
            hint="name the ticket instead; what is nobody's goes under "
            "`allowed_personal_data` in library.yml",
        )


def _published_text(document: Document) -> str:
    """The whole file, with empty lines for the fields that name people."""
    if not document.is_readable:
        return ""
    text = document.source.data.decode("utf-8-sig", errors="replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_people = False
    for index, line in enumerate(lines[: document.body_line - 1]):
        if key := _KEY.match(line):
            is_people = key[1].lower() in _PEOPLE_FIELDS
        if is_people:
            lines[index] = ""
    return "\n".join(lines)


def _personal(text: str, allowed: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """Offset, kind and value of what is a person's in a text."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            if not _is_allowed_address(match[1], match[2].lower(), match[3].lower(), allowed):
                yield match.start(), "the e-mail address", match[0]
    for pattern in (_IPV4, _IPV6) if _TWO_COLONS.search(text) else (_IPV4,):
        for match in pattern.finditer(text):
            before = text[max(match.start() - 12, 0) : match.start()]
            if match[1] or _JOINED.search(before) or _VERSION.search(before):
                continue
            if _is_public(match[0], allowed):
                yield match.start(), "the IP address", match[0]
    numbers = {re.sub(r"\D", "", number) for number in allowed if "." not in number}
    end = 0
    found = (*_INTERNATIONAL.finditer(text), *_AMERICAN.finditer(text))
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() >= end:
            digits = re.sub(r"\D", "", match[0])
            is_story = _STORY_NUMBERS.search(digits) is not None
            if _JOINED.search(text[max(match.start() - 1, 0) : match.start()]) or is_story:
                continue
            end = match.end()
            if len(digits) >= 9 and digits not in numbers:
                start = match.start() - (")" in match[0] and text[match.start() - 1] == "(")
                yield start, "the phone number", text[start : match.end()]


def _is_allowed_address(name: str, domain: str, tld: str, allowed: Iterable[str]) -> bool:
    return (
        name.lower() in _ROLES
        or "noreply" in domain
        or tld in _EXAMPLE_TLDS
        or tld in _NO_DOMAINS
        or any(_is_under(domain, example) for example in _EXAMPLE_DOMAINS)
        or any(
            f"{name}@{domain}".lower() == entry.lower() or _is_under(domain, entry.lower())
            for entry in allowed
        )
    )


def _is_under(domain: str, parent: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")


def _is_public(text: str, allowed: Iterable[str]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if not address.is_global or address.is_multicast or address.is_reserved or text in _RESOLVERS:
        return False
    return not any(address in network for entry in allowed for network in _network(entry))


@cache
def _network(
    entry: str,
) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """The network that an allowance names, or none for a domain or number."""
    try:
        return (ipaddress.ip_network(entry, strict=False),)
    except ValueError:
        return ()
