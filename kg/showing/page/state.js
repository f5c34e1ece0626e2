// What the reader looks at now, and its address: everything here can be linked to.

const FACETS = ["type", "relation", "certainty", "document", "year", "support"];
const state = {
  view: "picture",
  show: "", // the best-tied, all, or communities
  opened: new Set(), // communities, by their best-tied member
  community: null,
  entity: null,
  steps: 1, // how many circles of neighbours
  expanded: new Set(), // neighbours whose own neighbours are shown, by id
  facts: [],
  path: null,
  picked: {},
};
const SHOWN = ["", "all", "communities"];
for (const facet of FACETS) state.picked[facet] = new Set();

let render = () => {};
let bring = () => {};

function change(patch, { replace = false } = {}) {
  Object.assign(state, patch);
  remember(replace);
  render();
  if (served) bring();
}

// Look at one thing: an entity, facts, a path or, with nothing, at the whole.
function look(patch = {}, options) {
  change({ entity: null, expanded: new Set(), facts: [], path: null, community: null, ...patch }, options);
}

// Show the neighbours of a neighbour as well, or no longer.
function toggleExpanded({ id }) {
  const expanded = new Set(state.expanded);
  if (!expanded.delete(id)) expanded.add(id);
  change({ expanded });
}

const isFocused = () => Boolean(state.entity || state.facts.length || state.path || state.community);

function pick(facet, value) {
  const picked = new Set(state.picked[facet]);
  if (!picked.delete(value)) picked.add(value);
  change({ picked: { ...state.picked, [facet]: picked } });
}

function clearPicked() {
  change({ picked: Object.fromEntries(FACETS.map((facet) => [facet, new Set()])) });
}

function anyPicked() {
  return FACETS.some((facet) => state.picked[facet].size);
}

// Slashes stay as they are, so that #entity=country/Italy can be read and typed.
function encoded(text) {
  return encodeURIComponent(text).replace(/%2F/g, "/").replace(/%20/g, "+");
}

function address() {
  const parts = [];
  const put = (name, value) => parts.push(`${name}=${encoded(value)}`);
  if (state.view !== "picture") put("view", state.view);
  if (state.entity) put("entity", state.entity.id);
  for (const fact of state.facts) put("fact", fact.id);
  if (state.path) state.path.forEach((entity, i) => put(i ? "to" : "from", entity ? entity.id : ""));
  if (state.show) put("show", state.show);
  for (const id of [...state.opened].sort()) put("open", id);
  if (state.community) put("community", keyOf(state.community));
  if (state.steps > 1) put("steps", String(state.steps));
  for (const id of [...state.expanded].sort()) put("expand", id);
  for (const facet of FACETS) for (const value of [...state.picked[facet]].sort()) put(facet, value);
  return parts.length ? "#" + parts.join("&") : "";
}

// Frames without an origin of their own may not write the address: the page then works without.
function remember(replace) {
  const target = address() || location.pathname + location.search;
  if (address() === location.hash) return;
  try {
    history[replace ? "replaceState" : "pushState"](null, "", target);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function recall() {
  const query = new URLSearchParams(location.hash.slice(1));
  const entity = (name) => graph.byId.get(query.get(name) || "") || named(query.get(name));
  state.view = query.get("view") === "table" ? "table" : "picture";
  state.entity = entity("entity");
  state.facts = query
    .getAll("fact")
    .map((id) => graph.factById.get(id))
    .filter(Boolean);
  state.path = query.has("from") || query.has("to") ? [entity("from"), entity("to")] : null;
  state.show = SHOWN.find((show) => show === query.get("show")) || "";
  state.opened = new Set(query.getAll("open").map(communityOf).filter(Boolean).map(keyOf));
  state.community = communityOf(query.get("community"));
  state.expanded = new Set(query.getAll("expand").filter((id) => graph.byId.has(id)));
  state.steps = query.get("steps") === "2" ? 2 : 1;
  state.picked = Object.fromEntries(FACETS.map((facet) => [facet, new Set(query.getAll(facet))]));
}

// What the address names and the page does not hold: entities by id or name, facts by id.
function unknownNames() {
  const query = new URLSearchParams(location.hash.slice(1));
  const entities = ["entity", "from", "to"].map((key) => query.get(key)).filter((name) => name && !graph.byId.has(name));
  const facts = query.getAll("fact").filter((id) => !graph.factById.has(id));
  return [...entities.filter((name) => !named(name)), ...facts.map((id) => `fact/${id}`)];
}

function named(name) {
  const wanted = folded(name || "");
  return (wanted && graph.entities.find((e) => [e.label, ...e.aliases].some((n) => folded(n) === wanted))) || null;
}

function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}
