// The legend, which is the filter: each line counts the facts that it would leave.

const certaintyOf = (fact) => (fact.denied ? "denied" : fact.modality.name);
const supportOf = (fact) => ["1 document", "2 documents", "3 or more documents"][Math.min(fact.documents.length, 3) - 1];

const facets = [
  {
    name: "type",
    title: "Types",
    of: (fact) => fact.entities.map((e) => e.type.name),
    options: () => graph.types.map((t) => ({ value: t.name, label: capital(t.label), sign: () => marker(t) })),
  },
  {
    name: "relation",
    title: "Relations",
    of: (fact) => [fact.relation.name],
    options: () => graph.relations.map((r) => ({ value: r.name, label: capital(r.label) })),
    sorted: true,
  },
  { name: "certainty", title: "Certainty", of: (fact) => [certaintyOf(fact)], options: certainties },
  {
    name: "document",
    title: "Documents",
    of: (fact) => fact.documents.map((d) => d.id),
    options: () => graph.documents.map((d) => ({ value: d.id, label: d.title, note: d.published })),
    sorted: true,
  },
  { name: "year", title: "Years", of: (fact) => fact.years, options: () => valuesOf("year") },
  { name: "support", title: "Support", of: (fact) => [supportOf(fact)], options: () => valuesOf("support") },
];

const valuesOf = (name) =>
  [...everywhere()[facets.findIndex((facet) => facet.name === name)].keys()].sort().map((value) => ({ value, label: value }));

function certainties() {
  const lines = graph.modalities.map((m) => ({ value: m.name, label: capital(m.name), sign: () => lineSign(m.style) }));
  return [...lines, { value: "denied", label: "Denied", sign: () => lineSign("denied") }];
}

function lineSign(style) {
  const made = svgElement("svg", { class: `line ${style}`, viewBox: "0 0 22 14", width: 22, height: 14, "aria-hidden": "true" });
  made.append(
    svgElement("path", {
      d: "M1 7H21",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": 2,
      "stroke-dasharray": { open: "5 3", past: "1 3" }[style] || "none",
    }),
  );
  if (style === "denied")
    made.append(svgElement("path", { d: "M8 3L14 11M14 3L8 11", stroke: "currentColor", "stroke-width": 1.6 }));
  return made;
}

// What each fact counts under, facet by facet, worked out once.
const facetValues = derived(
  () => new Map(graph.facts.map((fact) => [fact, facets.map((facet) => [...new Set(facet.of(fact))])])),
);
const everywhere = derived(() =>
  facets.map((_, i) => {
    const counts = new Map();
    for (const values of facetValues().values())
      for (const value of values[i]) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  }),
);

// The facts that pass every facet, and how many each value would show, given what is picked in the other facets.
function filtered() {
  const picked = facets.map((facet) => state.picked[facet.name]);
  const active = facets.map((_, i) => i).filter((i) => picked[i].size);
  const counts = facets.map(() => new Map());
  const count = (i, values) => {
    for (const value of values) counts[i].set(value, (counts[i].get(value) || 0) + 1);
  };
  const visible = [];
  for (const [fact, values] of facetValues()) {
    const failed = active.filter((i) => !values[i].some((value) => picked[i].has(value)));
    if (!failed.length) {
      visible.push(fact);
      values.forEach((some, i) => count(i, some));
    } else if (failed.length === 1) count(failed[0], values[failed[0]]);
  }
  return { visible, counts };
}

const visibleFacts = () => filtered().visible;

function showFilters(parent, counts) {
  const groups = facets.map((facet, i) => facetGroup(facet, everywhere()[i], counts[i]));
  refill(
    parent,
    element(
      "div",
      { class: "filters-head" },
      element("h2", {}, "Filter"),
      anyPicked() ? button("Clear", clearPicked, { class: "link", "data-key": "clear" }) : null,
    ),
    ...groups,
  );
}

const opened = new Set();
const SHORT = 8;

function facetGroup(facet, all, counts) {
  const picked = state.picked[facet.name];
  let options = facet.options().filter((option) => all.has(option.value) || picked.has(option.value));
  if (options.length < 2 && !picked.size) return null;
  if (facet.sorted)
    options = options.sort((a, b) => (all.get(b.value) || 0) - (all.get(a.value) || 0) || a.label.localeCompare(b.label, "en"));
  const open = opened.has(facet.name);
  const shown = open ? options : options.filter((option, i) => i < SHORT || picked.has(option.value));
  const more =
    options.length > SHORT
      ? button(
          open ? "Fewer" : `${options.length - shown.length} more`,
          () => {
            if (!opened.delete(facet.name)) opened.add(facet.name);
            render();
          },
          { class: "more", "data-key": `more ${facet.name}`, "aria-expanded": String(open) },
        )
      : null;
  return element(
    "fieldset",
    { class: open ? "open" : "" },
    element("legend", {}, facet.title),
    element("ul", {}, ...shown.map((option) => facetOption(facet, option, counts.get(option.value) || 0))),
    more,
  );
}

function facetOption(facet, option, count) {
  const box = element("input", {
    type: "checkbox",
    checked: state.picked[facet.name].has(option.value),
    "data-key": `${facet.name} ${option.value}`,
    onchange: () => pick(facet.name, option.value),
  });
  return element(
    "li",
    { class: count ? "" : "none" },
    element(
      "label",
      {},
      box,
      option.sign ? option.sign() : null,
      element("span", { class: "name", title: option.label }, words(option.label)),
      element("span", { class: "count" }, digits.format(count), element("span", { class: "unseen" }, " facts")),
    ),
  );
}
