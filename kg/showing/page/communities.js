// Communities as single nodes that open: how a picture of thousands stays readable.

const keyOf = (community) => community.members[0].id;
const isOpen = (community) => state.opened.has(keyOf(community));
const communityOf = (id) => graph.byId.get(id)?.community || null;

function communityName(community, some) {
  const names = community.members.slice(0, some).map(({ label }) => clipped(label, 24));
  return `${names.join(", ").replace(/…$/, "")} …`;
}

function toggleCommunity(community) {
  const opened = new Set(state.opened);
  if (!opened.delete(keyOf(community))) opened.add(keyOf(community));
  look({ show: "communities", opened, community: opened.has(keyOf(community)) ? community : null });
}

// What stands for an entity in the picture: itself where its community is open, else its community, else nothing.
function standIn(entity, involved) {
  const { community } = entity;
  if (!community || !involved.has(entity)) return null;
  if (!isOpen(community)) return `c${community.number}`;
  return entity.place ? entity.number : null;
}

function communityNode(community, count, [across, down]) {
  return {
    id: `c${community.number}`,
    community,
    count,
    label: communityName(community, 1),
    x: community.x * across,
    y: community.y * down,
    size: Math.max(24, community.reach * 0.8 * Math.min(1, Math.sqrt(count / community.members.length))),
    rank: -count,
  };
}

// Each community of the visible facts, closed or open, and the lines between them.
function communityScene(visible, kept, ratio) {
  const involved = new Set(visible.flatMap((fact) => fact.entities));
  const factors = stretch(graph.communities, ratio);
  const nodes = new Map();
  for (const community of graph.communities) {
    const members = community.members.filter((entity) => involved.has(entity));
    if (!members.length) continue;
    if (!isOpen(community)) nodes.set(`c${community.number}`, communityNode(community, members.length, factors));
    for (const entity of isOpen(community) ? members.filter(({ place }) => place) : [])
      nodes.set(entity.number, nodeOf(entity, { x: entity.place.x * factors[0], y: entity.place.y * factors[1] }));
  }
  const edges = new Map();
  for (const tie of graph.ties) {
    const [from, to] = [standIn(tie.source, involved), standIn(tie.target, involved)];
    if (from === null || to === null || from === to) continue;
    const facts = tie.facts.filter((fact) => kept.has(fact));
    if (!facts.length) continue;
    if (typeof from === "number" && typeof to === "number") edges.set(`t${tie.number}`, edgeOf(tie, facts));
    else joinEdge(edges, from, to, facts);
  }
  const chosen = [...nodes.values()];
  const opened = chosen.filter(({ entity }) => entity && entity.community === state.community);
  return {
    nodes,
    edges,
    frame: opened.length ? opened : chosen,
    hidden: involved.size - chosen.reduce((sum, { count = 1 }) => sum + count, 0),
    key: `communities ${[...state.opened].sort()} ${state.community ? keyOf(state.community) : ""}`,
  };
}

// One line for all facts between a community and another, or a member of another.
function joinEdge(edges, from, to, facts) {
  const [a, b] = String(from) < String(to) ? [from, to] : [to, from];
  const id = `j${a} ${b}`;
  if (!edges.has(id))
    edges.set(id, { id, from: a, to: b, label: "", symmetric: true, style: "firm", bend: 0, facts: [], joins: true });
  const edge = edges.get(id);
  edge.facts.push(...facts);
  edge.label = plural(edge.facts.length, "fact");
  edge.width = 1 + Math.min(5, 0.8 * Math.log2(edge.facts.length));
}

function communityPanel(community, visible) {
  const counts = countsOf(visible);
  const members = community.members.filter((entity) => counts.has(entity));
  const missing = members.filter((entity) => !entity.place).length;
  const left = `The ${digits.format(members.length - missing)} best-tied are drawn, ${digits.format(missing)} are not.`;
  const within = (fact) => fact.entities.length > 1 && fact.entities.every((one) => one.community === community);
  const inside = visible.filter(within);
  return [
    panelHead(
      "Community",
      words(communityName(community, 3)),
      element("p", { class: "muted" }, `${plural(members.length, "entity", "entities")} · ${plural(inside.length, "fact")}`),
      isOpen(community) && missing ? element("p", { class: "note" }, left) : null,
      element(
        "div",
        { class: "actions" },
        button(isOpen(community) ? "Fold" : "Open", () => toggleCommunity(community), { "data-key": "fold" }),
      ),
    ),
    section("Members", rankedList(members, counts, 20)),
    section("Best supported", element("ul", { class: "facts" }, ...bestSupported(inside).map((fact) => factItem(fact)))),
  ];
}
