// The graph out of the page's data: what refers to something by number there holds the thing itself here.

const PER_FACT = 3;

function decode(raw) {
  const types = raw.types.map((type, number) => ({ ...type, number }));
  const documents = raw.documents.map((document, number) => ({ ...document, number }));
  const relations = raw.relations.map((relation, number) => ({ ...relation, number }));
  const sentences = raw.sentences.map(([document, start, text]) => ({ document: documents[document], start, text }));
  const entities = raw.entities.map(([id, label, type, aliases, mentions, where, sameAs], number) => ({
    number,
    id,
    label: label || id,
    type: types[type],
    aliases,
    mentions,
    sameAs,
    documents: where.map((d) => documents[d]),
    facts: [],
    support: 0,
    rank: Infinity,
    place: null,
  }));
  const facts = raw.facts.map((row, number) =>
    decodeFact(row, number, { relations, entities, sentences, modalities: raw.modalities }),
  );
  for (const fact of facts) {
    for (const entity of fact.entities) {
      entity.facts.push(fact);
      entity.support += fact.evidence.length;
    }
  }
  raw.nodes.forEach(([entity, x, y, size, openingX, openingY], rank) => {
    Object.assign(entities[entity], {
      rank,
      place: { x, y, size },
      opening: openingX === undefined ? null : { x: openingX, y: openingY },
    });
  });
  const ties = raw.ties.map(([source, target, label, symmetric, style, bend, numbers], number) => ({
    number,
    source: entities[source],
    target: entities[target],
    label,
    symmetric: Boolean(symmetric),
    style,
    bend,
    facts: numbers.map((n) => facts[n]),
  }));
  const links = raw.links.map(([fact, source, target, label]) => ({ fact: facts[fact], source, target, label }));
  return {
    types,
    documents,
    relations,
    modalities: raw.modalities,
    entities,
    facts,
    ties,
    links,
    nodes: raw.nodes.map(([entity]) => entities[entity]),
    subset: raw.nodes.some((node) => node.length > 4),
    byId: new Map(entities.map((entity) => [entity.id, entity])),
  };
}

function decodeFact([relation, roles, denied, modality, speaker, date, evidence], number, known) {
  const fact = {
    number,
    relation: known.relations[relation],
    denied: Boolean(denied),
    modality: known.modalities[modality],
    speaker,
    date,
    fillers: roles.map((filler) => (typeof filler === "number" ? known.entities[filler] : filler)),
    evidence: evidence.map((row) => decodeEvidence(row, known.sentences)),
  };
  fact.entities = [...new Set(fact.fillers.filter(isEntity))];
  fact.documents = [...new Set(fact.evidence.map((e) => e.document))];
  fact.style = fact.denied ? "denied" : fact.modality.style;
  fact.years = [
    ...new Set(
      [fact.date, ...(fact.date ? [] : fact.documents.map((d) => d.published))]
        .map((d) => d.slice(0, 4))
        .filter((year) => /^\d{4}$/.test(year)),
    ),
  ];
  fact.says = [
    fact.relation.name,
    ...fact.fillers.map((f) => (isEntity(f) ? f.id : f || "")),
    fact.denied,
    fact.modality.name,
    speaker,
    date,
  ];
  return fact;
}

function decodeEvidence([sentence, start, end, ...rest], sentences) {
  const mentions = [];
  for (let i = 0; i < rest.length; i += PER_FACT) mentions.push({ role: rest[i], start: rest[i + 1], end: rest[i + 2] });
  return { document: sentences[sentence].document, sentence: sentences[sentence].text, trigger: { start, end }, mentions };
}

function isEntity(filler) {
  return filler !== null && typeof filler === "object";
}

function labelOf(filler) {
  return isEntity(filler) ? filler.label : filler || "";
}

// A short name for a fact, made of what it says (FNV-1a, twice), so that a link to it outlives a rebuild.
function keyOf(fact) {
  let a = 0x811c9dc5,
    b = 0x1000193;
  for (const character of fact.says.join("\u0000")) {
    a = Math.imul(a ^ character.codePointAt(0), 0x01000193);
    b = Math.imul(b ^ character.codePointAt(0), 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

const digits = new Intl.NumberFormat("en");

function plural(number, one, many) {
  return `${digits.format(number)} ${number === 1 ? one : many || one + "s"}`;
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const graph = decode(JSON.parse(document.getElementById("data").textContent));
