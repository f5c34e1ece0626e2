// The panel: the whole at a glance, an entity, facts, or a path, each with its proof.

const FEW = 6;

function showPanel(parent, visible) {
  parent.classList.toggle("idle", !isFocused());
  if (state.facts.length) refill(parent, ...factPanel());
  else if (state.path) refill(parent, ...pathPanel(visible));
  else if (state.entity) refill(parent, ...entityPanel(state.entity, visible));
  else if (state.community) refill(parent, ...communityPanel(state.community, visible));
  else refill(parent, ...glance(visible));
}

function panelHead(kind, title, ...rest) {
  return element(
    "div",
    { class: "panel-head" },
    element(
      "div",
      { class: "panel-top" },
      element("p", { class: "kind" }, kind),
      button("×", goBack, { class: "close", "aria-label": "Close", "data-key": "close" }),
    ),
    element("h2", {}, title),
    ...rest,
  );
}

// Entity → in how many of some facts it is.
function countsOf(facts) {
  const counts = new Map();
  for (const fact of facts) for (const entity of fact.entities) counts.set(entity, (counts.get(entity) || 0) + 1);
  return counts;
}

function bestSupported(facts) {
  const before = (a, b) => b.evidence.length - a.evidence.length || a.number - b.number;
  return facts.slice().sort(before).slice(0, FEW);
}

function rankedList(entities, counts, most) {
  const best = entities.slice().sort((a, b) => counts.get(b) - counts.get(a) || a.rank - b.rank);
  const item = (entity) =>
    element("li", {}, entityButton(entity), element("span", { class: "count" }, digits.format(counts.get(entity))));
  return element("ul", { class: "ranked" }, ...best.slice(0, most).map(item));
}

function glance(visible) {
  const counts = countsOf(visible);
  return [
    element(
      "div",
      { class: "panel-head" },
      element("p", { class: "kind" }, "At a glance"),
      element("h2", {}, plural(visible.length, "fact")),
      element(
        "p",
        { class: "muted" },
        "Search for a name or for words of a sentence, or choose a name here or in the picture, to see what is said and where.",
      ),
    ),
    section("Most facts", rankedList([...counts.keys()], counts, 10)),
    section("Best supported", element("ul", { class: "facts" }, ...bestSupported(visible).map((fact) => factItem(fact)))),
  ];
}

function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

function entityPanel(entity, visible) {
  const kept = new Set(visible);
  const facts = entity.facts.filter((fact) => kept.has(fact));
  const hidden = entity.facts.length - facts.length;
  const groups = new Map();
  for (const fact of facts) groups.set(fact.relation, [...(groups.get(fact.relation) || []), fact]);
  const here = entity.facts.length;
  const counted = [
    plural(factsAbout(entity), "fact"),
    plural(entity.documents.length, "document"),
    entity.mentions ? plural(entity.mentions, "mention") : "",
  ].filter(Boolean);
  return [
    panelHead(
      [marker(entity.type), capital(entity.type.label)],
      words(entity.label),
      entity.aliases.length
        ? element("p", { class: "aliases" }, "Also ", ...entity.aliases.flatMap((alias, i) => [i ? ", " : "", words(alias)]))
        : null,
      element("p", { class: "muted" }, counted.join(" · ")),
      element(
        "div",
        { class: "actions" },
        button("Path from here", () => askPath(entity), { "data-key": "path" }),
        button(state.steps > 1 ? "Fewer neighbours" : "More neighbours", () => change({ steps: state.steps > 1 ? 1 : 2 }), {
          "data-key": "steps",
        }),
      ),
    ),
    factsAbout(entity) > here
      ? element("p", { class: "note" }, here ? `${digits.format(here)} of them ${here === 1 ? "is" : "are"} here.` : "…")
      : null,
    hidden
      ? element(
          "p",
          { class: "note" },
          `${plural(hidden, "fact")} hidden by filters. `,
          button("Clear filters", clearPicked, { class: "link" }),
        )
      : null,
    ...[...groups]
      .sort(([a], [b]) => groups.get(b).length - groups.get(a).length || a.number - b.number)
      .map(([relation, some]) =>
        section(
          [capital(relation.label), element("span", { class: "count" }, String(some.length))],
          differing(some, relation),
          ...shortList(some, FEW, (fact) => factItem(fact), { class: "facts", key: relation.name }),
        ),
      ),
    !factsAbout(entity) ? element("p", { class: "note" }, "No fact in these documents is about it.") : null,
    entity.documents.length
      ? section("Documents", ...shortList(entity.documents, FEW, documentItem, { class: "documents", key: "documents" }))
      : null,
    entity.sameAs.length
      ? section("Same as", element("ul", { class: "documents" }, ...entity.sameAs.map((iri) => element("li", {}, words(iri)))))
      : null,
  ];
}

function documentItem(doc) {
  return element("li", {}, words(doc.title), " ", element("span", { class: "muted" }, words(doc.published)));
}

// Say so where sources differ: two values where there can be one, or the same asserted and denied.
function differing(facts, relation) {
  const asserted = facts.filter((fact) => !fact.denied);
  const clash = relation.functional.some(([subject, value]) => {
    const values = new Map();
    for (const fact of asserted)
      if (fact.fillers[subject] !== null && fact.fillers[value] !== null) {
        const key = labelOf(fact.fillers[subject]);
        values.set(key, (values.get(key) || new Set()).add(labelOf(fact.fillers[value])));
      }
    return [...values.values()].some((some) => some.size > 1);
  });
  const says = (fact) => fact.fillers.map(labelOf).join("\u0000");
  const positive = new Set(asserted.map(says));
  const denied = facts.some((fact) => fact.denied && positive.has(says(fact)));
  return clash || denied
    ? element("p", { class: "differ" }, denied ? "Sources disagree: said and denied." : "Sources differ: more than one value.")
    : null;
}

function factItem(fact, limit = 1) {
  return element(
    "li",
    { class: `fact ${fact.style}` },
    element(
      "p",
      { class: "says" },
      statement(fact),
      ...badges(fact),
      button("Details", () => change({ facts: [fact] }), {
        class: "link detail",
        "aria-label": `Details: ${statementText(fact)}`,
        "data-key": `fact ${fact.id}`,
      }),
    ),
    ...proofs(fact, limit),
  );
}

function factPanel() {
  const { facts } = state;
  if (facts.length > 1)
    return [
      panelHead("Facts", plural(facts.length, "fact")),
      ...shortList(facts, 20, (fact) => factItem(fact), { class: "facts", key: "facts" }),
    ];
  const [fact] = facts;
  const rows = fact.fillers.map((value, i) => (value === null ? null : row(fact.relation.roles[i].question, filler(value))));
  return [
    panelHead(capital(fact.relation.label), statement(fact)),
    element(
      "dl",
      { class: "roles" },
      ...rows,
      row("Certainty", fact.denied ? [badge("denied", "denied"), " "] : null, fact.modality.name),
      row("Who says so", fact.speaker ? words(fact.speaker) : element("span", { class: "muted" }, "the document itself")),
      fact.date ? row("When", words(fact.date)) : null,
      row("Stated in", plural(fact.documents.length, "document")),
    ),
    section(fact.evidence.length > 1 ? "The sentences that say so" : "The sentence that says so", ...proofs(fact, 20)),
  ];
}

function row(name, ...values) {
  return element("div", {}, element("dt", {}, name), element("dd", {}, ...values));
}
