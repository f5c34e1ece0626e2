// The graph as the page holds it: what refers to something by number in the page's data holds the thing itself here.
// It grows where the page is served: whatever the server hands over is taken in by the same function.

const PER_MENTION = 3;

const graph = {
  types: [],
  relations: [],
  modalities: [],
  documents: [],
  entities: [],
  facts: [],
  ties: [],
  links: [],
  nodes: [],
  communities: [],
  byId: new Map(),
  factById: new Map(),
  subset: false,
  version: 0,
};

// Worked out when it is first asked for, and anew when the graph has grown.
function derived(make) {
  let version = -1;
  let value;
  return () => {
    if (version !== graph.version) [value, version] = [make(), graph.version];
    return value;
  };
}

// The things that some rows stand for: those that the list has by their key already, else new ones at its end.
function joined(list, rows, keyFor, make) {
  const known = new Map(list.map((thing) => [keyFor(thing), thing]));
  return rows.map((row) => {
    const key = keyFor(row);
    if (!known.has(key)) known.set(key, list[list.push({ ...make(row), number: list.length }) - 1]);
    return known.get(key);
  });
}

const nameOf = ({ name }) => name;
const copyOf = (row) => ({ ...row });

// Take in what `data.py` made of a graph or of a part of one; numbers in it count within it.
function take(raw) {
  const known = {
    types: joined(graph.types, raw.types, nameOf, copyOf),
    modalities: joined(graph.modalities, raw.modalities, nameOf, copyOf),
    relations: raw.relations.map(takeRelation),
    documents: joined(graph.documents, raw.documents, ({ id }) => id, copyOf),
    values: raw.values.map(([label, kind, ...rest]) => ({ label, kind, rest })),
  };
  known.sentences = raw.sentences.map(([document, start, text, end]) => ({
    document: known.documents[document],
    start,
    end: end ?? start + Array.from(text).length,
    text,
  }));
  known.entities = raw.entities.map((row) => takeEntity(row, known));
  const facts = raw.facts.map((row) => takeFact(row, known));
  takeNodes(raw, known.entities);
  takeTies(raw.ties, known.entities, facts);
  for (const [number, source, target, label] of raw.links) {
    const { fact, isNew, places } = facts[number];
    if (isNew) graph.links.push({ fact, source: places[source], target: places[target], label });
  }
  graph.version += 1;
  return { entities: known.entities, facts: facts.map(({ fact }) => fact) };
}

// A relation, and where each role of the row stands among those that are known.
function takeRelation(row) {
  const [relation] = joined(graph.relations, [row], nameOf, copyOf);
  const places = row.roles.map((role) => {
    const at = relation.roles.findIndex(({ name }) => name === role.name);
    return at < 0 ? relation.roles.push(role) - 1 : at;
  });
  return { relation, places };
}

function takeEntity([id, label, type, aliases, mentions, where, sameAs, total = null], known) {
  const about = { aliases, mentions, sameAs, total, documents: where.map((d) => known.documents[d]) };
  if (graph.byId.has(id)) return total === null ? graph.byId.get(id) : Object.assign(graph.byId.get(id), about);
  const entity = {
    ...about,
    kind: "entity",
    number: graph.entities.length,
    id,
    label: label || id,
    type: known.types[type],
    facts: [],
    support: 0,
    rank: Infinity,
    place: null,
    opening: null,
    community: null,
  };
  graph.byId.set(id, entity);
  graph.entities.push(entity);
  return entity;
}

function takeFact([number, fillers, denied, modality, speaker, date, evidence, id], known) {
  const { relation, places } = known.relations[number];
  if (graph.factById.has(id)) return { fact: graph.factById.get(id), isNew: false, places };
  const fact = {
    id,
    number: graph.facts.length,
    relation,
    denied: Boolean(denied),
    modality: known.modalities[modality],
    speaker,
    date,
    fillers: new Array(relation.roles.length).fill(null),
    evidence: evidence.map((row) => decodeEvidence(row, known.sentences, places)),
  };
  fillers.forEach((filler, i) => {
    fact.fillers[places[i]] = decodeFiller(filler, known);
  });
  fact.entities = [...new Set(fact.fillers.filter(isEntity))];
  fact.documents = [...new Set(fact.evidence.map((e) => e.document))];
  fact.style = fact.denied ? "denied" : fact.modality.style;
  fact.years = yearsOf(fact);
  for (const entity of fact.entities) {
    entity.facts.push(fact);
    entity.support += fact.evidence.length;
  }
  graph.factById.set(id, fact);
  graph.facts.push(fact);
  return { fact, isNew: true, places };
}

function decodeFiller(filler, known) {
  if (typeof filler === "number") return known.entities[filler];
  return Array.isArray(filler) ? known.values[filler[0]] : filler;
}

// The sentence, where the trigger and the parties stand in it; offsets count code points.
function decodeEvidence([sentence, start, end, ...rest], sentences, places) {
  const mentions = [];
  for (let i = 0; i < rest.length; i += PER_MENTION)
    mentions.push({ role: places[rest[i]] ?? -1, start: rest[i + 1], end: rest[i + 2] });
  return { document: sentences[sentence].document, sentence: sentences[sentence], trigger: { start, end }, mentions };
}

// When it was, else when it was published.
function yearsOf(fact) {
  const dates = fact.date ? [fact.date] : fact.documents.map((doc) => doc.published);
  return [...new Set(dates.map((date) => date.slice(0, 4)).filter((year) => /^\d{4}$/.test(year)))];
}

// The places of what the picture opens with; only the first data of a page has any.
function takeNodes(raw, entities) {
  raw.nodes.forEach(([number, x, y, size, openingX, openingY], rank) => {
    const opening = openingX === undefined ? null : { x: openingX, y: openingY };
    graph.nodes.push(Object.assign(entities[number], { rank, place: { x, y, size }, opening }));
    if (opening) graph.subset = true;
  });
  for (const [x, y, reach, numbers] of raw.groups) {
    const community = { number: graph.communities.length, x, y, reach, members: numbers.map((n) => entities[n]) };
    graph.communities.push(community);
    for (const entity of community.members) entity.community = community;
  }
}

// Lines that the picture has already gain the new facts.
function takeTies(rows, entities, facts) {
  const keyFor = (tie) => [tie.source.number, tie.target.number, tie.symmetric, tie.style, tie.label].join(" ");
  const known = new Map(graph.ties.map((tie) => [keyFor(tie), tie]));
  for (const [source, target, label, symmetric, style, bend, numbers] of rows) {
    const made = {
      number: graph.ties.length,
      source: entities[source],
      target: entities[target],
      label,
      symmetric: Boolean(symmetric),
      style,
      bend,
      facts: [],
    };
    const tie = known.get(keyFor(made)) || made;
    if (tie === made) graph.ties.push(made);
    for (const { fact } of numbers.map((n) => facts[n])) if (!tie.facts.includes(fact)) tie.facts.push(fact);
  }
}

const isEntity = (filler) => filler?.kind === "entity";

function labelOf(filler) {
  return typeof filler === "string" ? filler : filler?.label || "";
}

// How many facts there are about an entity, here or at the server.
const factsAbout = (entity) => entity.total ?? entity.facts.length;

const digits = new Intl.NumberFormat("en");

function plural(number, one, many) {
  return `${digits.format(number)} ${number === 1 ? one : many || one + "s"}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const raw = JSON.parse(document.getElementById("data").textContent);
take(raw);
