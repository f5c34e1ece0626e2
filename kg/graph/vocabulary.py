"""The terms that the graph is written in, from kg's own ontology and from the standards it reuses.

PROV-O: https://www.w3.org/TR/prov-o/. Web Annotation: https://www.w3.org/TR/annotation-vocab/.
SKOS: https://www.w3.org/TR/skos-reference/. Dublin Core: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.graph.iris import STANDARD_PREFIXES as _PREFIXES


def _term(prefix: str, name: str) -> NamedNode:
    return NamedNode(_PREFIXES[prefix] + name)


TYPE = _term("rdf", "type")
LABEL = _term("rdfs", "label")

FACT, EVIDENCE, MENTION = _term("kg", "Fact"), _term("kg", "Evidence"), _term("kg", "Mention")
DOCUMENT, AMOUNT, ROLE_MENTION = _term("kg", "Document"), _term("kg", "Amount"), _term("kg", "RoleMention")
POLARITY, MODALITY = _term("kg", "polarity"), _term("kg", "modality")
ATTRIBUTED_TO, FACT_DATE = _term("kg", "attributedTo"), _term("kg", "date")
FRAME, TRIGGER = _term("kg", "frame"), _term("kg", "trigger")
TRIGGER_START, TRIGGER_END = _term("kg", "triggerStart"), _term("kg", "triggerEnd")
HAS_ROLE_MENTION, ROLE, PATH = _term("kg", "roleMention"), _term("kg", "role"), _term("kg", "path")
REFERENCE, HAS_REFERENCE, STEP = _term("kg", "Reference"), _term("kg", "reference"), _term("kg", "step")
STANDS_FOR, REFERENCE_KIND = _term("kg", "standsFor"), _term("kg", "referenceKind")
NAMING, HAS_NAMING, SENTENCE = _term("kg", "Naming"), _term("kg", "naming"), _term("kg", "sentence")
NAME, OTHER_NAME = _term("kg", "name"), _term("kg", "otherName")
BECAUSE, DETAIL = _term("kg", "because"), _term("kg", "detail")
CORRECTION, ENTRY, APPLIED = _term("kg", "Correction"), _term("kg", "entry"), _term("kg", "applied")
REFERS_TO, NAMED, HEAD = _term("kg", "refersTo"), _term("kg", "named"), _term("kg", "head")

PREF_LABEL, ALT_LABEL, EXACT_MATCH = _term("skos", "prefLabel"), _term("skos", "altLabel"), _term("skos", "exactMatch")

IDENTIFIER, TITLE, ISSUED = _term("dcterms", "identifier"), _term("dcterms", "title"), _term("dcterms", "issued")
SOURCE, KIND = _term("dcterms", "source"), _term("dcterms", "type")

DERIVED_FROM = _term("prov", "wasDerivedFrom")

HAS_BODY, HAS_TARGET = _term("oa", "hasBody"), _term("oa", "hasTarget")
HAS_SOURCE, HAS_SELECTOR = _term("oa", "hasSource"), _term("oa", "hasSelector")
SPECIFIC_RESOURCE = _term("oa", "SpecificResource")
POSITION_SELECTOR, QUOTE_SELECTOR = _term("oa", "TextPositionSelector"), _term("oa", "TextQuoteSelector")
START, END, EXACT = _term("oa", "start"), _term("oa", "end"), _term("oa", "exact")

VALUE, UNIT = _term("schema", "value"), _term("schema", "unitText")

STRING, BOOLEAN = _term("xsd", "string"), _term("xsd", "boolean")
INTEGER, DECIMAL = _term("xsd", "integer"), _term("xsd", "decimal")
DATATYPES = {"year": _term("xsd", "gYear"), "month": _term("xsd", "gYearMonth"), "day": _term("xsd", "date")}
"""The datatype of a date of each precision."""
