"""The text of SPARQL queries and updates: what each asks for, the prefixes that it needs, where it is wrong.

https://www.w3.org/TR/sparql11-query/#grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from kg.errors import QueryError

_PROLOGUE = re.compile(r"(?:\s|#[^\n]*(?:\n|$)|(?i:PREFIX)\s+[^\s:<]*:\s*<[^>]*>|(?i:BASE)\s*<[^>]*>)*([A-Za-z]+)?")
DEEPEST = 1000
"""How deeply brackets may be nested: beyond some thousands the engine overflows its stack, and ends the process."""
MOST_OPERATORS = 1500
"""How many signs and keywords a query may have of which each stands within the next: some thousands do the same."""
_OPERATORS = re.compile(r"\|\||&&|[-+*/!|^]|\b(?:OPTIONAL|UNION|MINUS|FILTER|BIND)\b", re.IGNORECASE)
_OPENING = ("{", "(", "[", "<<")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_QUOTED = re.compile(
    r"<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|\"{3}(?:\\.|\"{0,2}[^\"\\])*\"{3}|'{3}(?:\\.|'{0,2}[^'\\])*'{3}"
    r"|\"(?:\\.|[^\"\\\n\r])*\"|'(?:\\.|[^'\\\n\r])*'|#[^\n\r]*|\\.",
    re.DOTALL,
)
"""IRIs, texts, comments and escaped characters: what lies in them is no keyword, whatever it looks like."""
_OWN_NAMES = re.compile(r"[?$]\w+|(?<!\w)\w*:[\w.:-]*|@[\w-]+", re.ASCII)
"""Variables, prefixed names and tags of languages, rather too little of them than too much."""
_PREFIXED = re.compile(r"(?<![\w?$:@.-])([A-Za-z][\w.-]*):")
_NAMED = re.compile(r"(?<![\w?$:@.-])([A-Za-z][\w.-]*):([\w-](?:[\w.-]*[\w-])?)")
_NAMESPACES = re.compile(r"\bPREFIX\s+([^\s:]*):\s*<([^>]*)>", re.IGNORECASE)
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_BLANK = r"(?:\s|#[^\r\n]*+[\r\n])*+"
_ENDS = r" \t\r\n{}()<>\"#"
_SERVER = rf"(?:<[^ \t\r\n<>]*+>|[?$][^{_ENDS}]++|[^{_ENDS}:]*+:(?:\\.|[^{_ENDS}\\])*+)"
_SERVICE = re.compile(rf"SERVICE{_BLANK}(?:SILENT{_BLANK})?{_SERVER}{_BLANK}{{", re.IGNORECASE)
"""What every request to another server contains (production 59 of the grammar).

Sought in the whole text, whatever looks like a string or a comment there: those can be made to look otherwise to a
reader that is no parser. A name is whatever ends where a name must: which letters it may have is the engine's
business, and some of them are blanks to Python.
"""
_SERVICE_WORD = re.compile("SERVICE", re.IGNORECASE)
MOST_SERVICES = 1000
"""How often the word may stand in a query: at each place the search may go on to the end of the text."""


def form(sparql: str) -> str:
    """The keyword that a query or an update begins with, after its prologue; nothing where it has none.

    >>> form("PREFIX kg: <urn:kg> # what\\n select * {}")
    'SELECT'
    """
    found = _PROLOGUE.match(sparql)
    return (found.group(1) or "").upper() if found else ""


def is_update(sparql: str) -> bool:
    """Whether a text would change the graph."""
    return form(sparql) in _UPDATES


def check_query(sparql: str) -> None:
    """Let queries pass, and nothing else.

    :raises QueryError: where :func:`check` does, and where the text is an update.
    """
    check(sparql)
    if is_update(sparql):
        raise QueryError(
            f"{form(sparql)} is refused: a query reads the graph; kg query --write lets an update change it"
        )


def check(sparql: str) -> None:
    """Let pass what says something and does not break the engine.

    :raises QueryError: where the text is empty, nested too deeply, or too long a chain of operators.
    """
    found = _PROLOGUE.match(sparql)
    if found and not found.group(1) and found.end() == len(sparql):
        raise QueryError("the query is empty")
    brackets = (1 if bracket in _OPENING else -1 for bracket in re.findall(r"<<|>>|[][{}()]", _bare(sparql)))
    if max(accumulate(brackets), default=0) > DEEPEST:
        raise QueryError(f"the query is nested more than {DEEPEST:,} deep")
    if len(_OPERATORS.findall(_OWN_NAMES.sub(" ", _bare(sparql)))) > MOST_OPERATORS:
        raise QueryError(f"the query has more than {MOST_OPERATORS:,} operators")


def asks_service(sparql: str) -> bool:
    """Whether a query asks another server, or has the word for that too often to tell.

    https://www.w3.org/TR/sparql11-federated-query/

    >>> asks_service("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), asks_service("ASK { ?service a 'SERVICE' }")
    (True, False)
    """
    return len(_SERVICE_WORD.findall(sparql)) > MOST_SERVICES or _SERVICE.search(sparql) is not None


def declared(sparql: str, prefixes: Mapping[str, str]) -> str:
    """The text with the known prefixes that it uses declared, on its first line: the others keep their numbers."""
    used = [prefix for prefix in _undeclared(sparql) if prefix in prefixes]
    return "".join(f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in used) + sparql


def is_ordered(sparql: str) -> bool:
    """Whether a query says in which order it wants its solutions."""
    return re.search(r"\bORDER\s+BY\b", _bare(sparql), re.IGNORECASE) is not None


def syntax_error(sparql: str, error: SyntaxError, prefixes: Mapping[str, str]) -> QueryError:
    """A syntax error in one line: where it is, and what was expected there.

    >>> print(syntax_error("SELEC * {}", SyntaxError("error at 1:6: expected [_]"), {}))
    line 1, column 1: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with SELEC
    """
    begun = _PROLOGUE.match(sparql)
    if begun and begun[1] and form(sparql) not in _FORMS | _UPDATES:
        wanted = f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {begun[1][:30]}"
        return QueryError(f"{_place(sparql, begun.start(1))}: {wanted}")
    for prefix, at in _undeclared(sparql).items():
        if prefix not in prefixes:
            known = ", ".join(sorted(prefixes))
            return QueryError(f"{_place(sparql, at)}: the prefix {prefix}: is not declared; known are {known}")
    place = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    return QueryError(f"line {place[1]}, column {place[2]}: {plain(place[3])}" if place else plain(str(error)))


def _place(sparql: str, at: int) -> str:
    return f"line {sparql.count(chr(10), 0, at) + 1}, column {at - sparql.rfind(chr(10), 0, at)}"


def plain(message: str) -> str:
    """What the parser says, without its character classes and in a readable length."""
    words = " ".join(re.sub(r",? ?\[(?:'|_|\\').*?\](?=,|$|\s)", "", message, flags=re.DOTALL).split())
    sentence = re.fullmatch(r"expected one of (\w+(?: \w+){2,}.*)", words)
    words = sentence[1] if sentence else re.sub(r"^expected one of ([^,]+)$", r"expected \1", words)
    return words if len(words) < 100 else words[:100].rpartition(",")[0] + " …"


def terms(sparql: str, prefixes: Mapping[str, str]) -> list[str]:
    """The IRIs that a query names, whole or with a prefix that it declares or that is known.

    >>> terms('SELECT * { ?s a:b <urn:c> . FILTER(?s != "a:d") }', {"a": "urn:a#"})
    ['urn:c', 'urn:a#b']
    """
    found = [match[0] for match in _QUOTED.finditer(sparql) if match[0].startswith("<")]
    own = dict(prefixes) | dict(_NAMESPACES.findall(sparql))
    named = (match for match in _NAMED.finditer(_bare(sparql)) if match[1] in own)
    return [iri[1:-1] for iri in found if iri[1:-1] not in own.values()] + [own[m[1]] + m[2] for m in named]


def _undeclared(sparql: str) -> dict[str, int]:
    """The prefixes that a query uses and does not declare → where each comes first."""
    bare = _bare(sparql)
    declared = set(_DECLARED.findall(bare))
    found = {match[1]: match.start() for match in reversed(list(_PREFIXED.finditer(bare)))}
    return {prefix: at for prefix, at in sorted(found.items(), key=lambda item: item[1]) if prefix not in declared}


def _bare(sparql: str) -> str:
    """The query with blanks in place of its texts, IRIs and comments."""
    return _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), sparql)
