"""Bombs: inputs that are small for what they ask for, or nested more deeply than anything that people write."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from tests.fuzz.seeds import pdf

RDF = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a='urn:a#'>"
    b"<rdf:Description rdf:about='urn:x'><a:b>%s</a:b></rdf:Description></rdf:RDF>"
)
SCHEMA = (
    b"@prefix kg: <https://kg.example/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    b"kg:A0 rdfs:subClassOf kg:Entity .\n"
)


def bombs(target: str) -> Iterator[tuple[str, bytes]]:
    """What each bomb for a target is, and its bytes."""
    made = _pdfs() if target == "pdf" else chain(_documents(), _graphs(), _settings(), _questions(), _requests())
    return ((what, content) for name, what, content in made if name == target)


def _pdfs() -> Iterator[tuple[str, str, bytes]]:
    words = b"(Italy banned.) Tj "
    yield "pdf", "10 MB of words in 26 kB", pdf(b"BT " + words * 550_000 + b"ET", deflated=True)
    yield "pdf", "200 MB of blanks", pdf(b" " * 200_000_000, deflated=True)
    yield "pdf", "a text of 13 MB", pdf(b"BT (" + b"Italy banned." * 1_000_000 + b") Tj ET", deflated=True)
    yield "pdf", "one page 100,000 times", pdf(b"BT (Italy) Tj ET", pages=b"[" + b"3 0 R " * 100_000 + b"]")
    yield "pdf", "pages that hold themselves", pdf(b"BT (Italy) Tj ET", pages=b"[2 0 R 3 0 R]")
    yield "pdf", "arrays in arrays", pdf(b"BT " + b"[" * 200_000 + b" TJ ET", deflated=True)


def _documents() -> Iterator[tuple[str, str, bytes]]:
    yield "html", "elements in elements", b"<html><body>" + b"<div>" * 200_000 + b"Italy banned DeepSeek."
    yield "html", "entities of entities", b"<!DOCTYPE html [" + _entities() + b"]><html><body><p>&a9; Italy.</p>"
    yield "html", "half a million open tags", b"<html><body><p>Italy.</p>" + b"<" * 500_000
    yield "html", "tables in tables", b"<html><body>" + b"<table><tr><td>Italy" * 5_000
    yield "html", "an encoding that takes hours", b"<meta charset=punycode><p>\xe9" + b"abc-9f" * 50_000
    for name, mark in {"quotes": b">", "lists": b"- ", "brackets": b"[", "links": b"[a](", "emphasis": b"*a_ "}.items():
        yield "markdown", name, mark * 20_000 + b"a"
    yield "markdown", "scripts", b"<div>\n" + b"<script" * 100_000
    yield "jsonl", "arrays in arrays", b'{"text":' + b"[" * 100_000
    yield "jsonl", "a number of 100,000 digits", b'{"text":' + b"9" * 100_000 + b"}"
    yield "csv", "a quotation that never ends", b'text,id\n"' + b"a\n" * 300_000
    yield "text", "19 MB of another encoding", b"caf\xe9 Italy banned DeepSeek. " * 700_000
    yield "sniffed", "an archive", b"PK\x03\x04" + bytes(1000)


def _graphs() -> Iterator[tuple[str, str, bytes]]:
    for text in (b"aaaaaaaaaaaaaaaa", b"&a9;"):
        yield "rdfxml", "entities of entities", b"<!DOCTYPE rdf [" + _entities() + b"]>" + RDF % text
    big = b'<!DOCTYPE rdf [<!ENTITY a "' + b"a" * 50_000 + b'">]>'
    yield "rdfxml", "one large entity many times", big + RDF % (b"&a;" * 2_000)
    yield "rdfxml", "elements in elements", (RDF % (b"<rdf:Description><a:b>" * 20_000)).partition(b"</a:b>")[0]
    for target in ("turtle", "trig"):
        yield target, "nodes in nodes", b"<urn:a> <urn:b> " + b"[ <urn:b> " * 100_000
        yield target, "lists in lists", b"<urn:a> <urn:b> " + b"( " * 20_000 + b")" * 20_000 + b"."
        yield target, "triples in triples", _triples(100_000)
        yield target, "some triples in triples", _triples(3_000)
    hidden = _triples(100_000).replace(b"<urn:a> <urn:b> ", b"@prefix a: <urn:a> . a:\\' <urn:b> ", 1)
    yield "turtle", "triples in triples, between escaped apostrophes", hidden + b" a:b a:c a:\\' ."
    yield "nquads", "triples in triples", _triples(100_000)
    yield "nquads", "some triples in triples", _triples(3_000)
    yield "jsonld", "objects in objects", b'{"@id":"urn:a","urn:b":' * 20_000 + b"1" + b"}" * 20_000
    yield "jsonld", "arrays in arrays", b"[" * 100_000 + b"]" * 100_000
    yield "jsonld", "lists in lists", b'{"@id":"urn:a","urn:b":' + b'{"@list":[' * 5_000 + b"]}" * 5_000 + b"}"
    yield "jsonld", "terms in a circle", b'{"@context":{"a":"b:c","b":"a:d"},"@id":"urn:a","a:x":1}'


def _settings() -> Iterator[tuple[str, str, bytes]]:
    for target in ("frames", "grammar", "corrections"):
        yield target, "arrays in arrays", b"a=" + b"[" * 50_000
        yield target, "tables in tables", b"a=" + b"{a=" * 50_000
        yield target, "a key of many parts", b"a" + b".a" * 50_000 + b"=1"
        yield target, "a number of 10,000 digits", b"a=" + b"9" * 10_000
    names = b",".join(b"'a%d'" % number for number in range(50_000))
    yield "corrections", "50,000 names for one", b"[[same]]\nnames=[" + names + b"]"
    chain = b"".join(b"kg:A%d rdfs:subClassOf kg:A%d .\n" % (n, n - 1) for n in range(1, 1000))
    yield "schema", "a thousand classes below one another", SCHEMA + chain


def _questions() -> Iterator[tuple[str, str, bytes]]:
    yield "question", "a word of 200,000 letters", b"who banned " + b"a" * 200_000
    yield "question", "a number of 5,000 digits", b"what cost more than " + b"9" * 5_000
    yield "question", "as many names as may be", b"Italy Japan DeepSeek R1 " * 10
    yield "question", "one verb after the other", b"who banned what " * 13
    yield "question", "half a million blanks", b"who" + b" " * 500_000 + b"banned DeepSeek"
    yield "sparql", "groups in groups", b"ASK {" + b"{" * 5_000 + b"}" * 5_000 + b"}"
    yield "sparql", "brackets in brackets", b"ASK { FILTER(" + b"(" * 900 + b"1" + b")" * 900 + b") }"
    for sign in (b"!", b"-", b"+"):
        yield "sparql", f"{sign.decode()} many times", b"ASK { FILTER(" + sign * 100_000 + b"1) }"
    for link in (b"1||", b"1&&", b"1+", b"1*"):
        yield "sparql", f"{link.decode()} many times", b"ASK { FILTER(" + link * 10_000 + b"1) }"
    for step in (b"kg:x/", b"kg:x|", b"^", b"^kg:x/"):
        yield "sparql", f"a path of {step.decode()}", b"ASK { ?a " + step * 3_000 + b"kg:x ?b }"
    yield "sparql", "alternatives", b"ASK { " + b"{?a ?b ?c} UNION " * 3_000 + b"{} }"
    yield "sparql", "options", b"ASK { " + b"OPTIONAL {?a ?b ?c} " * 3_000 + b"}"
    yield "sparql", "triples in triples", b"ASK { ?a ?b " + b"<< ?a ?b " * 20_000 + b"1" + b" >>" * 20_000 + b" }"
    yield "sparql", "a quotation that never ends", b"ASK { '''" + b"''a" * 50_000
    yield "sparql", "the word of federation in one comment", b"ASK { " + b"SERVICE#" * 120_000
    yield "sparql", "one long word", b"ASK { " + b"a" * 1_000_000
    yield "sparql", "the name of a server that never ends", b"ASK { SERVICE a:" + b"#" * 1_000_000
    yield "page", "names and sentences of a megabyte", b"a" * 1_000_000 + b"\n" + b"b" * 1_000_000 + b"\nc"


def _requests() -> Iterator[tuple[str, str, bytes]]:
    yield "protocol", "thousands of media types", b"GET /sparql\naccept: " + b"text/csv;q=0.1," * 4_000
    yield "protocol", "a type with blanks", b"POST /sparql\ncontent-type: " + b" ;" * 30_000 + b"\n\nASK {}"
    form = b"POST /sparql\ncontent-type: application/x-www-form-urlencoded\n\n"
    yield "protocol", "a form of many fields", form + b"a&" * 500_000
    yield "protocol", "a form of one field", form + b"query=" + b"%41" * 333_000
    yield "protocol", "as many graphs as may be", form + b"query=ASK+{}" + b"&default-graph-uri=urn:a" * 99
    query = b"POST /sparql\ncontent-type: application/sparql-query\n\n"
    yield "protocol", "a query of one word", query + b"a" * 1_000_000
    yield "protocol", "a query of quotation marks", query + b"ASK {'" + b"\\'" * 499_000
    yield (
        "protocol",
        "a pattern that is tried in all ways",
        query + b"ASK { ?a ?b ?c FILTER(REGEX(?c, '(a*)*(b*)*$')) }",
    )
    yield "api", "a URL that is as long as may be", b"GET /api/facts?entity=" + b"%F0%9F%98%80" * 1_360
    yield "api", "as many names as may be", b"GET /api/page/sentences?id=a" + b"&id=bans@0-9" * 49
    yield "api", "numbers without end", b"GET /api/page/sentences?id=bans@" + b"9" * 900 + b"-" + b"9" * 900
    yield "bodies", "arrays in arrays", b'facts\n{"limit":' + b"[" * 900_000
    yield "bodies", "objects in objects", b"facts\n" + b'{"limit":' * 100_000
    yield "bodies", "a number of 900,000 digits", b'facts\n{"limit":' + b"9" * 900_000 + b"}"
    yield "bodies", "a great exponent", b'facts\n{"limit":1e999999999}'
    yield "bodies", "half a million fields", b"facts\n{" + b'"a":1,' * 150_000 + b'"a":1}'
    yield "bodies", "more than may be sent", b'ask\n{"question":"' + b"a" * 1_100_000 + b'"}'
    names = b",".join(b'"%s"' % (b"Italy DeepSeek R" * 120) for _ in range(20))
    yield (
        "bodies",
        "names as long and as many as may be",
        b'path\n{"source":"Italy","target":"R1","via":[' + names + b"]}",
    )


def _entities() -> bytes:
    """Ten thousand million letters, by way of nine entities."""
    first = b'<!ENTITY a0 "aaaaaaaaaa">'
    return first + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))


def _triples(depth: int) -> bytes:
    return b"<urn:a> <urn:b> " + b"<<( <urn:a> <urn:b> " * depth + b"<urn:c>" + b" )>>" * depth + b" ."
