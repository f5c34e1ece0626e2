// The page as a whole: what is looked at goes to the picture, the table, the filters, the panel and the status line.

const part = (id) => document.getElementById(id);
let drawnView = "";

// What the whole graph holds, also where the page holds a part of it.
function summary() {
  const { facts, documents, entities } = served || {
    facts: graph.facts.length,
    documents: graph.documents.length,
    entities: graph.entities.length,
  };
  return `${plural(facts, "fact")} from ${plural(documents, "document")}; ${plural(entities, "entity", "entities")}`;
}

function status(visible, scene) {
  const whole = summary();
  const line = [element("span", {}, anyPicked() ? `${digits.format(visible.length)} of ${whole}` : whole)];
  if (served && graph.facts.length < served.facts)
    line.push(element("span", {}, `${digits.format(graph.facts.length)} facts are here; a search or a click brings in others`));
  const { drawn, all } = scene.neighbours || {};
  if (state.view === "picture" && drawn < all)
    line.push(element("span", {}, `${digits.format(drawn)} of ${digits.format(all)} neighbours are drawn`));
  if (state.view === "picture" && scene.hidden > 0) line.push(element("span", {}, notDrawn(scene)));
  const silent = graph.entities.filter((entity) => !entity.facts.length).length;
  if (state.view === "picture" && silent)
    line.push(
      element(
        "span",
        {},
        `${plural(silent, "entity", "entities")} without facts ${silent === 1 ? "is" : "are"} in the search only`,
      ),
    );
  if (anyPicked()) line.push(button("Clear filters", clearPicked, { class: "link", "data-key": "clear filters" }));
  return line.flatMap((piece, i) => (i ? [" · ", piece] : [piece]));
}

// What is not drawn, in so many words.
function notDrawn({ nodes, hidden }) {
  if (state.show === "communities")
    return `${plural(hidden, "entity", "entities")} of small or open communities ${hidden === 1 ? "is" : "are"} not drawn`;
  const drawn = [...nodes.values()].filter((node) => node.entity).length;
  return `the ${digits.format(drawn)} best-tied entities are drawn, ${digits.format(hidden)} are not`;
}

// Large graphs are drawn in part, by community or, where the picture can hold them, as a whole.
function showScopes() {
  const whole = graph.entities.every((entity) => !entity.facts.length || entity.place);
  const offered = [["Best tied", ""], ["Communities", "communities"], ...(whole ? [["All", "all"]] : [])];
  part("scopes").hidden = !graph.subset;
  refill(
    part("scopes"),
    ...offered.map(([label, show]) =>
      button(label, () => change({ show, community: null }), {
        "aria-pressed": String(state.show === show),
        "data-key": `show ${show}`,
      }),
    ),
  );
}

render = () => {
  const held = [part("panel"), part("table")].some((place) => place.contains(document.activeElement));
  const { visible, counts } = filtered();
  document.body.dataset.view = state.view;
  part("to-picture").setAttribute("aria-pressed", String(state.view === "picture"));
  part("to-table").setAttribute("aria-pressed", String(state.view === "table"));
  part("table").hidden = state.view !== "table";
  part("picture").hidden = state.view !== "picture";
  showFilters(part("filters"), counts);
  showScopes();
  showPanel(part("panel"), visible);
  const scene = arrange(visible, (part("canvas").clientWidth || 1) / (part("canvas").clientHeight || 1));
  if (state.view === "picture") picture.show(scene);
  else showTable(part("table"), visible);
  part("empty").hidden = scene.nodes.size > 0;
  part("empty").textContent = graph.facts.length ? "No fact passes these filters." : "This graph holds no facts.";
  if (!part("status").classList.contains("told")) refill(part("status"), ...status(visible, scene));
  const whole = state.path ? "path" : state.community ? keyOf(state.community) : "";
  const seen = state.facts.map(({ id }) => id).join(" ") || state.entity?.id || whole;
  if (seen !== drawnView) part("panel").scrollTop = 0;
  if (held && !document.activeElement?.matches("[data-key], .panel, .table")) part("panel").focus({ preventScroll: true });
  drawnView = seen;
};

// What is looked at and only the server has is fetched; then everything is shown anew.
bring = async () => {
  const { entity, path } = state;
  const before = graph.version;
  try {
    if (entity) await source.facts(entity.id);
    if (graph.version !== before) render();
    if (entity) await source.neighbours(entity.id);
    if (path?.every(Boolean)) await source.path(...path.map(({ id }) => id));
  } catch (error) {
    tell(error.message);
  }
  if (graph.version !== before) render();
};

// What an address names may be at the server.
async function recallServed() {
  const names = unknownNames();
  if (!names.length) return;
  await Promise.allSettled(names.map(source.facts));
  recall();
  render();
}

function goBack() {
  if (state.facts.length && (state.entity || state.path)) change({ facts: [] });
  else if (isFocused()) look();
}

// On a narrow screen the filters come and go; says whether they changed.
function toggleFilters(open) {
  const changed = part("filters").classList.contains("open") !== open;
  part("filters").classList.toggle("open", open);
  part("to-filters").setAttribute("aria-expanded", String(open));
  return changed;
}

async function follow() {
  recall();
  render();
  if (!served) return;
  await recallServed();
  bring();
}

function reveal(patch) {
  look(patch);
  part("panel").focus({ preventScroll: true });
}

function start() {
  const search = searchField({
    label: "Search for a name or for words of a sentence",
    placeholder: "Search names or words",
    onpick: (entity) => reveal({ entity }),
    onfact: (fact) => reveal({ facts: [fact] }),
  });
  part("search").append(search, element("kbd", { "aria-hidden": "true" }, "/"));
  part("skip").addEventListener("click", () => {
    change({ view: "table" });
    part("table").focus();
  });
  part("to-picture").addEventListener("click", () => change({ view: "picture" }));
  part("to-table").addEventListener("click", () => change({ view: "table" }));
  part("to-path").addEventListener("click", () => askPath(state.entity));
  part("to-filters").addEventListener("click", () => toggleFilters(!part("filters").classList.contains("open")));
  part("picture").addEventListener("pointerdown", () => toggleFilters(false));
  part("zoom-in").addEventListener("click", () => picture.zoom(1.3));
  part("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.3));
  part("zoom-fit").addEventListener("click", () => picture.fit());
  exportMenu(part("to-export"), part("export"));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape" && !toggleFilters(false)) goBack();
    if (event.key === "/" && !event.target.closest("input, textarea")) {
      search.input.focus();
      event.preventDefault();
    }
  });
  for (const name of ["popstate", "hashchange"])
    window.addEventListener(name, follow);
  follow();
}

start();
window.requestIdleCallback?.(() => saidBy()); // so that the first search need not wait for it
