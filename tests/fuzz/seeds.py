"""Seeds: small examples of what each target reads, and words that its inputs are made of."""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

from kg import ontology

FOUND = Path(__file__).parent / "found"
WORDS = Path(__file__).parent / "words.txt"
"""For each kind of input the words that it is made of."""
PAGE = b"""<!doctype html><html><head><meta charset="latin1"><title>Italy acts</title>
<meta property="article:published_time" content="2025-01-30"><script>var a = "<p>";</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Italy acts</h1><p>Italy banned <b>DeepSeek</b>.</p>
<ul><li>At once</li></ul><table><tr><td>cost<td>$5m</table></article></body></html>"""
MARKDOWN = b"""---
title: 'Italy acts'
date: 30 January 2025
tags: |
  one
---
# Italy *acts*

[banned](https://news.example "x") `it` <b>now</b> &amp; ![a](b)
> - 1. quote

| a | b |
|---|---|
| 1 | 2 |
"""
FRAME = b"""[Restriction]
verbs = ["ban", "clamp down on"]
nouns = ["export control"]
polarity = "negative"
[Restriction.roles]
restrictor = ["subject", "by", "subject > shares"]
restricted = "object"
[Restriction.lists]
shares = ["share"]
[[Restriction.patterns]]
name = "second"
adjectives = ["off limits"]
needs = ["restrictor"]
[[Restriction.examples]]
text = "Italy banned DeepSeek."
restrictor = "Italy"
[[Restriction.examples]]
text = "Italy likes DeepSeek."
never = true
"""
CORRECTIONS = b"""[[same]]
names = ["Liang Wenfeng", "Wenfeng Liang"]
[[different]]
names = ["Jon Smithe", "Jon Smythe"]
[[type]]
name = "Quill"
type = "Model"
[[reject]]
relation = "Restriction"
roles = { restrictor = "Italy" }
[[assert]]
relation = "Restriction"
roles = { restrictor = "Italy", restricted = "DeepSeek" }
sentence = "Rome has shown DeepSeek the door."
modality = "claimed"
"""
NAMES = b"""name\ttype\taliases\tmaker\tstands_for\tflags
Italy\tCountry\tRome|~Italian|?It\t\t\t
Berlin\tPlace\t\tItaly\t\tambiguous family
"""
TURTLE = b"""@prefix kg: <https://kg.example/ontology#> . @base <https://kg.example/> .
<country/Italy> a kg:Country ; kg:restricts <company/DeepSeek>, [ a kg:Company ] ; kg:n ( 1 2.5 1e3 true "x"@en ) .
"""
RDFXML = b"""<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY kg "https://kg.example/ontology#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:kg="https://kg.example/ontology#">
<kg:Country rdf:about="https://kg.example/country/Italy" xml:lang="en" xml:base="https://kg.example/">
<kg:name rdf:datatype="&kg;x">It&amp;aly</kg:name>
<kg:of rdf:parseType="Collection"><rdf:Description rdf:ID="a"/></kg:of><kg:l rdf:parseType="Literal"><b/></kg:l>
</kg:Country></rdf:RDF>"""
JSONLD = b"""{"@context": {"kg": "https://kg.example/ontology#", "of": {"@id": "kg:of", "@container": "@list"}},
"@graph": [{"@id": "kg:Italy", "@type": "kg:Country", "of": [1, "x", {"@value": "y", "@language": "en"}],
"kg:r": {"@reverse": {"kg:s": {"@id": "_:b"}}}}]}"""
QUESTIONS = (
    b"who banned DeepSeek?", b"did Italy and Japan ban DeepSeek in 2024", b"what cost more than $5 million",
    b"how many models did DeepSeek release", b"which countries did not ban DeepSeek", b"the cheapest model to train",
)  # fmt: skip
QUERIES = (
    b"SELECT ?who ?what WHERE { ?who kg:restricts ?what } ORDER BY ?who LIMIT 3",
    b"PREFIX a: <urn:a#> ASK { GRAPH ?g { ?f a kg:Fact ; kg:polarity 'x'@en } FILTER(?f != a:b && 1 < 2) }",
    b"CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { ?s kg:a/^kg:b*|!kg:c ?o } OPTIONAL { VALUES ?x { 1 } } }",
    b"SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o MINUS { ?o ?p <<( ?s ?p 1 )>> } } GROUP BY ?s HAVING(?n > 1)",
)
TEXTS = (b"</script>\nItaly banned <b>.\ntitle\njavascript:alert(1)", b"name\nsentence\n")
PROTOCOL = (
    b"GET /sparql?query=SELECT ?who { ?who kg:restricts ?what } LIMIT 2\naccept: text/csv;q=0.5, application/xml",
    b"GET /sparql?query=ASK%20%7B%20?s%20a%20kg:Fact%20%7D&default-graph-uri=https://kg.example/document/bans",
    b"GET /sparql?query=SELECT * { GRAPH ?g { ?s a ?o } }&named-graph-uri=https://kg.example/document/price",
    b"POST /sparql?default-graph-uri=urn:a\ncontent-type: application/sparql-query; charset=utf-8\n\nDESCRIBE <urn:a>",
    b"POST /sparql\ncontent-type: application/sparql-query\naccept: application/rdf+xml\n\nCONSTRUCT WHERE {?s ?p ?o}",
    b"POST /sparql\ncontent-type: application/x-www-form-urlencoded\n\nquery=ASK+%7B%7D&named-graph-uri=urn%3Aa",
    b"POST /sparql\ncontent-type: application/sparql-update\n\nINSERT DATA { <urn:a> <urn:b> 1 }",
    b"GET /sparql\naccept: text/html", b"HEAD /sparql/", b"OPTIONS /sparql\naccess-control-request-method: POST",
    b"GET /graphs\naccept: application/n-quads", b"GET /graphs?default\naccept: application/ld+json",
    b"GET /graphs?graph=https://kg.example/document/bans",
    b"PUT /graphs?graph=urn:a\nhost: localhost:80\norigin: http://localhost:80\n\n<a> <b> <c> .",
)  # fmt: skip
API = (
    b"GET /api/ask?question=who+banned+DeepSeek", b"GET /api/entities?search=deep&type=Company&limit=1&offset=0",
    b"GET /api/facts?entity=Rome&relation=restriction&document=bans&type=Model&limit=500",
    b"GET /api/neighbors?entity=DeepSeek&each=5", b"GET /api/conflicts?certain=true", b"HEAD /api/health",
    b"GET /api/path?source=Italy&target=R1&via=DeepSeek&via=Company&avoid=cost&max=20&steps=12", b"GET /api/examples",
    b'POST /api/facts\ncontent-type: application/json; charset=utf-8\n\n{"entity": "Italy", "limit": 3}',
    b"GET /api/page/search?text=deep", b"GET /api/page/facts?id=country/Italy",
    b"GET /api/page/neighbours?id=DeepSeek", b"GET /api/page/path?from=Italy&to=Japan",
    b"GET /api/page/sentences?id=bans@0-37&id=price@0-54", b"GET /openapi.json", b"GET /workbench/editor.js",
    b"GET /workbench/queries.json\nauthorization: Basic OnRva2Vu", b"GET /favicon.ico", b"DELETE /api/facts",
)  # fmt: skip
BODIES = (
    b'ask\n{"question": "who banned DeepSeek?"}', b'entities\n{"search": "deep", "limit": 1, "offset": 2}',
    b'facts\n{"entity": "R\\u006fme", "relation": "cost", "type": "Model", "document": "price"}',
    b'neighbors\n{"entity": "DeepSeek", "each": 2}', b'conflicts\n{"certain": true}', b"examples\n{}",
    b'path\n{"source": "Italy", "target": "R1", "via": ["DeepSeek"], "avoid": ["cost"], "max": 3, "steps": 6}',
)  # fmt: skip
_KINDS = {
    "frames": "toml", "grammar": "toml", "corrections": "toml", "schema": "rdf", "turtle": "rdf", "trig": "rdf",
    "nquads": "rdf", "rdfxml": "xml", "front-matter": "markdown", "page": "html", "sniffed": "html",
    "served": "html", "text": "markdown",
}  # fmt: skip


def words(target: str) -> list[bytes]:
    """Words that the inputs of a target are made of."""
    _, _, rest = WORDS.read_text(encoding="utf-8").partition(f"[{_KINDS.get(target, target)}]\n")
    listed = re.split(r"^\[[a-z-]+\]$", rest, maxsplit=1, flags=re.MULTILINE)[0]
    return [word.encode() for word in listed.split()]


@cache
def of(target: str) -> tuple[bytes, ...]:
    """Small examples for a target, and what was found for it."""
    kept = sorted((FOUND / target).glob("*"))
    return (*_examples(target), *(path.read_bytes() for path in kept))


def _examples(target: str) -> tuple[bytes, ...]:
    folder = ontology.folder()
    return {
        "text": (b"Italy banned DeepSeek.\r\n", "“Zürich”".encode("cp1252"), "x".encode("utf-16")),
        "markdown": (MARKDOWN,),
        "html": (PAGE, b"<p>Italy banned DeepSeek.</p>"),
        "pdf": (
            pdf(b"BT /F1 12 Tf 10 700 Td (Italy banned) Tj [(Deep) -20 (Seek)] TJ ET"),
            pdf(b"BT (a) ' ET", deflated=True),
        ),
        "jsonl": (b'{"text": "Italy banned it.", "id": 1, "date": "2025"}\n\n{"body": "b"}\n',),
        "csv": (b'id,text\n1,"a ""b"""\n', b"text;date\na;2025-01\n", b"text\tid\na\tb\n"),
        "sniffed": (PAGE, MARKDOWN, b'{"text": "a"}\n', pdf(b"BT (a) Tj ET")),
        "decoding": tuple(
            name + "\nZürich und São Paulo".encode("latin-1") for name in (b"", b"latin1", b"koi8-r", b"gbk")
        ),
        "front-matter": (MARKDOWN, b"---\ndate: Tue, 28 Jan 2025 10:00 GMT\nurl: x\n...\nbody"),
        "frames": (FRAME,),
        "grammar": ((folder / "grammar.toml").read_bytes()[:4000],),
        "names": (NAMES,),
        "schema": ((folder / "kg.ttl").read_bytes()[:4000],),
        "corrections": (CORRECTIONS,),
        "trig": (TURTLE, b"<urn:g> { <urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> }"),
        "nquads": (b'<urn:a> <urn:b> "x\\u00e9"@en <urn:g> .\n_:a <urn:b> "1"^^<urn:t> .\n',),
        "turtle": (TURTLE,),
        "jsonld": (JSONLD,),
        "rdfxml": (RDFXML,),
        "question": QUESTIONS,
        "sparql": QUERIES,
        "page": TEXTS,
        "protocol": PROTOCOL,
        "api": API,
        "bodies": BODIES,
        "served": TEXTS,
    }[target]  # fmt: skip


def pdf(content: bytes, *, deflated: bool = False, pages: bytes = b"[3 0 R]") -> bytes:
    """A PDF with one page, or with one listed several times."""
    stream = zlib.compress(content, 9) if deflated else content
    how = b"/Filter/FlateDecode" if deflated else b""
    font = b"<</Font<</F1 5 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids%s/Count %d>>" % (pages, pages.count(b"R")),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources%s>>" % font,
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), how, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    ending = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + ending
