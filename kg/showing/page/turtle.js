// Facts as Turtle, in the IRIs and properties of the graph itself (`kg/graph/rdf.py`): what is taken away from the page
// can be laid beside the graph, or merged with it. Frames, and the steps by which a name was understood, stay behind.

const PREFIXES = {
  kg: raw.namespace,
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  dcterms: "http://purl.org/dc/terms/",
  prov: "http://www.w3.org/ns/prov#",
  oa: "http://www.w3.org/ns/oa#",
  schema: "https://schema.org/",
};
const EVIDENCE_DIGITS = 20;

// Percent-encoded is whatever may not stand in an IRI, as `kg/graph/iris.py` has it.
const code = (character, digits) => character.charCodeAt(0).toString(16).padStart(digits, "0");
function percent(text) {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, "?"));
  return encoded.replace(/[!'()*]/g, (character) => `%${code(character, 2).toUpperCase()}`);
}
function legal(iri) {
  return iri.replace(/%(?![0-9A-Fa-f]{2})/g, "%25").replace(/[^%\-_.~/:@!$&'()*+,;=\p{L}\p{N}\p{M}]/gu, percent);
}
function slug(text) {
  const kept = text.replace(/[^\-_.\p{L}\p{N}\p{M}]/gu, percent);
  return kept.replace(/^\.+$/, (dots) => "%2E".repeat(dots.length)) || "_";
}
const absolute = (id) => (id.includes("://") ? legal(id) : raw.base + legal(id));
const iri = (id) => `<${absolute(id)}>`;
const own = (name) => `<${raw.namespace}${legal(name)}>`;
const roleIri = (relation, role) => own(`${relation.name.charAt(0).toLowerCase()}${relation.name.slice(1)}.${role.name}`);
const documentId = (doc) => `document/${slug(doc.id)}`;

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
function literal(text, datatype = "") {
  const plain = String(text)
    .replace(/\p{Surrogate}/gu, "?")
    .replace(/[\\"\n\r\t\b\f]/g, (c) => ESCAPES[c])
    .replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${code(c, 4)}`);
  return `"${plain}"${datatype && `^^xsd:${datatype}`}`;
}

const DATES = { 4: "gYear", 7: "gYearMonth", 10: "date" };
const dated = (text) => literal(text, /^\d{4}(-\d\d){0,2}$/.test(text) ? DATES[text.length] : "");

// A statement for each property that has a value; where there are several, one line for each.
function stated(node, properties) {
  const lines = properties.filter(([, value]) => value !== null && value !== "" && value !== '""');
  return lines.length ? `${node} ${lines.map(([property, value]) => `${property} ${value}`).join(" ;\n    ")} .\n` : "";
}

function turtle(facts) {
  const found = new Set();
  for (const fact of facts) for (const statement of factTurtle(fact)) found.add(statement);
  const prefixes = Object.entries(PREFIXES).map(([name, place]) => `@prefix ${name}: <${place}> .`);
  return `${prefixes.join("\n")}\n\n${[...found].join("\n")}`;
}

function* factTurtle(fact) {
  const id = `fact/${fact.id}`;
  const evidence = fact.evidence.map((each) => ({ ...each, node: iri(evidenceId(id, each)) }));
  const filled = fact.fillers.map((value, i) => [roleIri(fact.relation, fact.relation.roles[i]), fillerTurtle(value)]);
  yield stated(iri(id), [
    ["a", "kg:Fact"],
    ["a", own(fact.relation.name)],
    ...filled,
    ["kg:polarity", literal(fact.denied ? "negative" : "positive")],
    ["kg:modality", literal(fact.modality.name)],
    ["kg:attributedTo", literal(fact.speaker)],
    ["kg:date", fact.date && dated(fact.date)],
    ...evidence.map(({ node }) => ["prov:wasDerivedFrom", node]),
  ]);
  for (const value of fact.fillers.filter((one) => one?.kind === "amount")) yield amountTurtle(value);
  for (const entity of fact.entities) yield entityTurtle(entity);
  for (const each of evidence) yield* evidenceTurtle(each, iri(id));
  for (const doc of fact.documents) yield documentTurtle(doc);
}

function fillerTurtle(value) {
  if (value === null || typeof value === "string") return value && literal(value);
  if (isEntity(value)) return iri(value.id);
  return value.kind === "amount" ? iri(value.rest[0]) : dated(value.rest[0]);
}

function amountTurtle({ label, rest: [id, unit, number] }) {
  return stated(iri(id), [
    ["a", "kg:Amount"],
    ["rdfs:label", literal(label)],
    ["schema:value", literal(number, "decimal")],
    ["schema:unitText", literal(unit)],
  ]);
}

function entityTurtle(entity) {
  return stated(iri(entity.id), [
    ["a", own(entity.type.name)],
    ["rdfs:label", literal(entity.label)],
    ["skos:prefLabel", literal(entity.label)],
    ...entity.aliases.map((alias) => ["skos:altLabel", literal(alias)]),
    ...entity.sameAs.map((same) => ["skos:exactMatch", `<${legal(same)}>`]),
  ]);
}

function documentTurtle(doc) {
  return stated(iri(documentId(doc)), [
    ["a", "kg:Document"],
    ["dcterms:identifier", literal(doc.id)],
    ["dcterms:title", doc.title === doc.id ? null : literal(doc.title)],
    ["dcterms:source", literal(doc.source)],
    ["dcterms:type", literal(doc.kind)],
    ["dcterms:issued", doc.published && dated(doc.published)],
  ]);
}

// The digits that Python's json.dumps gives under ensure_ascii.
const ascii = (value) => JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${code(c, 4)}`);

function evidenceId(fact, { document: doc, sentence }) {
  return `evidence/${sha256(ascii([fact, doc.id, sentence.start, sentence.end])).slice(0, EVIDENCE_DIGITS)}`;
}

function* evidenceTurtle({ node, document: doc, sentence, trigger }, fact) {
  const place = `${absolute(documentId(doc))}#char=${sentence.start},${sentence.end}`;
  const words = Array.from(sentence.text).slice(trigger.start, trigger.end).join("");
  const number = (value) => literal(value, "integer");
  yield stated(node, [
    ["a", "kg:Evidence"],
    ["oa:hasBody", fact],
    ["oa:hasTarget", `<${place}>`],
    ["kg:trigger", literal(words)],
    ["kg:triggerStart", number(sentence.start + trigger.start)],
    ["kg:triggerEnd", number(sentence.start + trigger.end)],
  ]);
  yield stated(`<${place}>`, [
    ["a", "oa:SpecificResource"],
    ["oa:hasSource", iri(documentId(doc))],
    ["oa:hasSelector", `<${place}/position>`],
    ["oa:hasSelector", `<${place}/quote>`],
  ]);
  yield stated(`<${place}/position>`, [
    ["a", "oa:TextPositionSelector"],
    ["oa:start", number(sentence.start)],
    ["oa:end", number(sentence.end)],
  ]);
  yield stated(`<${place}/quote>`, [
    ["a", "oa:TextQuoteSelector"],
    ["oa:exact", literal(sentence.text)],
  ]);
}
