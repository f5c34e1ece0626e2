// The shortest way from one entity to another over facts, each step with its proof.

// Breadth first; among neighbours the best-tied first, so that of several shortest ways the plainest is found.
function shortestPath(from, to, visible) {
  const around = neighbourhood(visible);
  const came = new Map([[from, null]]);
  for (let front = [from]; front.length && !came.has(to);) {
    const next = [];
    for (const entity of front) {
      for (const neighbour of [...(around.get(entity)?.keys() || [])].sort((a, b) => a.rank - b.rank)) {
        if (came.has(neighbour)) continue;
        came.set(neighbour, entity);
        next.push(neighbour);
      }
    }
    front = next;
  }
  if (!came.has(to)) return null;
  const way = [];
  for (let entity = to; entity; entity = came.get(entity)) way.unshift(entity);
  return way.map((entity, i) => ({ entity, facts: i ? around.get(way[i - 1]).get(entity) : [] }));
}

// Entity → neighbour → the facts that tie them; what is denied ties nothing.
function neighbourhood(visible) {
  const around = new Map();
  const put = (a, b, fact) => {
    if (!around.has(a)) around.set(a, new Map());
    const facts = around.get(a);
    facts.set(b, [...(facts.get(b) || []), fact]);
  };
  for (const fact of visible)
    if (!fact.denied) for (const a of fact.entities) for (const b of fact.entities) if (a !== b) put(a, b, fact);
  return around;
}

function currentPath(visible) {
  const [from, to] = state.path || [];
  return from && to && from !== to ? shortestPath(from, to, visible) : null;
}

// Begin a path, from something or from nothing yet, and ask for the end that is missing.
function askPath(from) {
  look({ path: [from, null] });
  document.querySelector(from ? "#path-to input" : "#path-from input").focus();
}

function pathPanel(visible) {
  const [from, to] = state.path;
  const end = (name, place, entity) => {
    const field = searchField({
      label: name,
      placeholder: "Name",
      value: entity ? entity.label : "",
      key: name,
      onpick: (chosen) => {
        const ends = [...state.path];
        ends[place] = chosen;
        look({ path: ends });
        if (!ends[1 - place]) document.querySelector(place ? "#path-from input" : "#path-to input")?.focus();
      },
    });
    field.id = place ? "path-to" : "path-from";
    return element("div", { class: "end" }, element("span", { "aria-hidden": "true" }, name), field);
  };
  return [
    panelHead("Path", "How are two things tied?"),
    element("div", { class: "ends" }, end("From", 0, from), end("To", 1, to)),
    ...pathSteps(from, to, visible),
  ];
}

function pathSteps(from, to, visible) {
  if (!from || !to)
    return [element("p", { class: "note" }, "Choose two names to see the shortest way between them, fact by fact.")];
  if (from === to) return [element("p", { class: "note" }, "These are the same.")];
  const way = currentPath(visible);
  if (!way)
    return [
      element(
        "p",
        { class: "note" },
        anyPicked() ? "No way leads from one to the other under these filters." : "No way leads from one to the other.",
      ),
    ];
  return [
    element("p", { class: "muted" }, plural(way.length - 1, "step")),
    element(
      "ol",
      { class: "path" },
      ...way.map(({ entity, facts }) =>
        element(
          "li",
          {},
          facts.length
            ? element(
                "div",
                { class: "step" },
                ...shortList(facts, 2, (fact) => factItem(fact), { class: "facts", key: `step ${entity.number}` }),
              )
            : null,
          entityButton(entity),
        ),
      ),
    ),
  ];
}
