// What the picture draws and where: the whole, one entity among its neighbours, a path, or some facts in their place.

const LIMIT = graph.nodes.filter((entity) => entity.opening).length || graph.nodes.length;
const AROUND = 60;
const SPACING = 84;
const ONE_RING = 24;

// What belongs to each entity, by the entity.
function grouped(things, entitiesOf) {
  const found = new Map(graph.entities.map((entity) => [entity, []]));
  for (const thing of things) for (const entity of entitiesOf(thing)) found.get(entity).push(thing);
  return found;
}
const tiesByEntity = derived(() => grouped(graph.ties, (tie) => [tie.source, tie.target]));
const linksByEntity = derived(() => grouped(graph.links, (link) => [link.fact.fillers[link.source]]));
const tiesOf = (entity) => tiesByEntity().get(entity);
const linksOf = (entity) => linksByEntity().get(entity);
const sizeOf = (entity) => entity.place?.size ?? Math.round(Math.min(30, 5 + 4 * Math.sqrt(entity.support)));

function arrange(visible, ratio) {
  const kept = new Set(visible);
  const whole = state.show === "communities" ? communityScene(visible, kept, ratio) : overview(visible, kept, ratio);
  if (state.path) return pathScene(whole, visible);
  if (state.entity) return focusScene(whole, kept, ratio);
  return state.facts.length ? spotlight(whole, state.facts, kept) : whole;
}

function nodeOf(entity, { x, y }, more = {}) {
  return { id: entity.number, entity, label: entity.label, x, y, size: sizeOf(entity), rank: entity.rank, ...more };
}

function edgeOf(tie, facts, more = {}) {
  const support = facts.reduce((sum, fact) => sum + fact.evidence.length, 0);
  return {
    id: `t${tie.number}`,
    from: tie.source.number,
    to: tie.target.number,
    label: tie.label,
    symmetric: tie.symmetric,
    style: tie.style,
    bend: tie.bend,
    facts,
    width: 1 + Math.min(2.5, 0.7 * Math.log2(support)),
    ...more,
  };
}

// The best-tied entities of the visible facts; where they are those of the opening view, in their places there.
function overview(visible, kept, ratio) {
  const involved = new Set(visible.flatMap((fact) => fact.entities));
  const candidates = graph.nodes.filter((entity) => involved.has(entity));
  const chosen =
    state.show === "all" ? candidates : anyPicked()
      ? candidates.slice(0, LIMIT)
      : candidates.filter((e) => !graph.subset || e.opening);
  const opening = graph.subset && chosen.every((entity) => entity.opening);
  const places = stretched(
    chosen.map((entity) => (opening ? entity.opening : entity.place)),
    ratio,
  );
  const nodes = new Map(chosen.map((entity, i) => [entity.number, nodeOf(entity, places[i])]));
  const edges = new Map();
  for (const tie of graph.ties) {
    if (!nodes.has(tie.source.number) || !nodes.has(tie.target.number)) continue;
    const facts = tie.facts.filter((fact) => kept.has(fact));
    if (facts.length) edges.set(`t${tie.number}`, edgeOf(tie, facts));
  }
  return { nodes, edges, frame: [...nodes.values()], hidden: involved.size - nodes.size, key: `all ${chosen.length} ${opening}` };
}

// How far to pull apart along each axis, so that the picture has about the proportions of the window.
function stretch(places, ratio) {
  const span = (axis) => Math.max(...places.map((p) => p[axis])) - Math.min(...places.map((p) => p[axis])) || 1;
  if (places.length < 3) return [1, 1];
  const factor = ratio / (span("x") / span("y"));
  return [Math.min(1.7, Math.max(1, factor)), Math.min(1.9, Math.max(1, 1 / factor))];
}

function stretched(places, ratio) {
  const [across, down] = stretch(places, ratio);
  return places.map(({ x, y }) => ({ x: x * across, y: y * down }));
}

function quietened(scene) {
  return new Map([...scene.nodes].map(([id, node]) => [id, { ...node, quiet: true }]));
}

// One entity, and around it in rings, type by type, what it is tied to.
function focusScene(whole, kept, ratio) {
  const { entity } = state;
  const nodes = quietened(whole);
  const edges = new Map();
  const home = whole.nodes.get(entity.number) || { x: 0, y: 0 };
  const main = nodeOf(entity, home, { main: true });
  const spokes = tiesOf(entity)
    .map((tie) =>
      edgeOf(
        tie,
        tie.facts.filter((f) => kept.has(f)),
        { named: true },
      ),
    )
    .filter((edge) => edge.facts.length);
  const all = [...new Set(spokes.map((edge) => graph.entities[edge.from === entity.number ? edge.to : edge.from]))];
  const near = all
    .sort((a, b) => a.rank - b.rank)
    .slice(0, AROUND)
    .sort((a, b) => a.type.number - b.type.number || a.rank - b.rank);
  const values = valueNodes(entity, kept, edges);
  const most = near.length > ONE_RING ? 12 : 20;
  const ring = rings([...near.map((e) => nodeOf(e, home, { size: Math.min(most, sizeOf(e)) })), ...values], home, ratio);
  const outer = state.steps > 1 || state.expanded.size ? outerRing(near, ring, main, kept, ratio, edges) : [];
  for (const node of [main, ...ring, ...outer]) nodes.set(node.id, node);
  for (const edge of spokes) if (ring.some((n) => n.id === edge.from || n.id === edge.to)) edges.set(edge.id, edge);
  const inRing = new Set(near);
  for (const tie of new Set(near.flatMap(tiesOf))) {
    const facts = tie.facts.filter((fact) => kept.has(fact));
    if (inRing.has(tie.source) && inRing.has(tie.target) && facts.length)
      edges.set(`t${tie.number}`, edgeOf(tie, facts, { faint: true }));
  }
  return {
    nodes,
    edges,
    frame: [main, ...ring, ...outer],
    neighbours: { drawn: near.length, all: all.length },
    key: `focus ${entity.number} ${state.steps} ${[...state.expanded]} ${ring.length}`,
  };
}

// Amounts and words that facts give to the entity stand among its neighbours.
function valueNodes(entity, kept, edges) {
  const found = new Map();
  for (const { fact, target, label } of linksOf(entity)) {
    if (!kept.has(fact)) continue;
    const id = `v${labelOf(fact.fillers[target])}`;
    if (!found.has(id))
      found.set(id, { id, value: true, facts: [], label: labelOf(fact.fillers[target]), x: 0, y: 0, size: 5, rank: Infinity });
    found.get(id).facts.push(fact);
    const edge = `${id} ${label} ${fact.style}`;
    if (!edges.has(edge))
      edges.set(edge, {
        id: edge,
        from: entity.number,
        to: id,
        label,
        style: fact.style,
        bend: 0.1,
        facts: [],
        width: 1,
        named: true,
      });
    edges.get(edge).facts.push(fact);
  }
  return [...found.values()];
}

function ellipse(centre, radius, ratio, angle) {
  const stretch = Math.sqrt(Math.min(1.7, Math.max(0.6, ratio)));
  return { x: centre.x + radius * stretch * Math.cos(angle), y: centre.y + (radius / stretch) * Math.sin(angle) };
}

// One ring while it is not too wide, else several, each as full as its length allows.
function rings(members, centre, ratio) {
  const fits = (radius) => (2 * Math.PI * radius) / SPACING;
  const radii = members.length <= ONE_RING ? [Math.max(150, (members.length * SPACING) / (2 * Math.PI))] : [190];
  while (radii.reduce((sum, radius) => sum + fits(radius), 0.5) < members.length) radii.push(radii[radii.length - 1] + 110);
  const share = members.length / radii.reduce((sum, radius) => sum + radius, 0);
  let start = 0;
  let filled = 0;
  return radii.flatMap((radius, number) => {
    filled += radius * share;
    const ring = members.slice(start, Math.round(filled));
    start = Math.round(filled);
    return ring.map((node, i) => {
      const angle = -Math.PI / 2 + 0.35 * number + (2 * Math.PI * i) / ring.length;
      return { ...node, ...ellipse(centre, radius, ratio, angle), angle, radius };
    });
  });
}

// Neighbours of neighbours, outside, each near the one that it is tied to.
function outerRing(near, ring, main, kept, ratio, edges) {
  const inside = new Set([state.entity, ...near]);
  const parents = new Map();
  const wide = ({ entity }) => entity && (state.steps > 1 || state.expanded.has(entity.id));
  for (const inner of ring.filter(wide)) {
    for (const tie of tiesOf(inner.entity)) {
      const other = tie.source === inner.entity ? tie.target : tie.source;
      const facts = tie.facts.filter((fact) => kept.has(fact));
      if (inside.has(other) || !facts.length) continue;
      edges.set(`t${tie.number}`, edgeOf(tie, facts, { faint: true }));
      if (!parents.has(other)) parents.set(other, inner);
    }
  }
  const chosen = [...parents]
    .sort(([a], [b]) => a.rank - b.rank)
    .slice(0, AROUND)
    .sort(([a, p], [b, q]) => p.angle - q.angle || a.rank - b.rank);
  const members = new Set(chosen.map(([e]) => e.number));
  const all = new Set([...ring.map((n) => n.id), ...members, main.id]);
  for (const [id, edge] of edges) if (!all.has(edge.from) || !all.has(edge.to)) edges.delete(id);
  const radius = Math.max(...ring.map((n) => n.radius), 175) + 130;
  const rows = Math.ceil((chosen.length * SPACING * 0.7) / (2 * Math.PI * radius)) || 1;
  return chosen.map(([entity, parent], i) => {
    const angle = state.steps > 1 ? -Math.PI / 2 + (2 * Math.PI * i) / chosen.length : besideParent(chosen, i, parent);
    return nodeOf(entity, ellipse(main, radius + (i % rows) * 70, ratio, angle));
  });
}

// The children of one neighbour fan out behind it.
function besideParent(chosen, i, parent) {
  const siblings = chosen.filter(([, other]) => other === parent);
  const place = siblings.findIndex(([entity]) => entity === chosen[i][0]);
  return parent.angle + (place - (siblings.length - 1) / 2) * Math.min(0.25, (2 * Math.PI) / siblings.length);
}

function pathScene(whole, visible) {
  const way = currentPath(visible);
  if (!way) {
    const ends = state.path.filter(Boolean);
    return ends.length ? spotlight(whole, [], new Set(), ends) : whole;
  }
  const nodes = quietened(whole);
  const edges = new Map();
  const line = way.map(({ entity }, i) =>
    nodeOf(entity, { x: (i - (way.length - 1) / 2) * 230, y: i % 2 ? 60 : -60 }, { main: i === 0 || i === way.length - 1 }),
  );
  for (const node of line) nodes.set(node.id, node);
  way.slice(1).forEach(({ entity, facts }, i) => {
    const before = way[i].entity;
    for (const tie of tiesOf(entity)) {
      const shared = tie.facts.filter((fact) => facts.includes(fact));
      if ((tie.source === before || tie.target === before) && shared.length)
        edges.set(`t${tie.number}`, edgeOf(tie, shared, { named: true }));
    }
    if (![...edges.values()].some((e) => [e.from, e.to].includes(before.number) && [e.from, e.to].includes(entity.number))) {
      edges.set(`p${i}`, {
        id: `p${i}`,
        from: before.number,
        to: entity.number,
        label: facts[0].relation.label,
        symmetric: true,
        style: facts[0].style,
        bend: 0.1,
        facts,
        width: 1,
        named: true,
      });
    }
  });
  return { nodes, edges, frame: line, key: `path ${line.map((n) => n.id)}` };
}

// Some facts where they are, everything else quiet.
function spotlight(whole, facts, kept, entities = []) {
  const lit = new Set([...facts.flatMap((fact) => fact.entities), ...entities]);
  const nodes = quietened(whole);
  for (const entity of lit)
    nodes.set(entity.number, whole.nodes.get(entity.number) || nodeOf(entity, entity.place || { x: 0, y: 0 }));
  const edges = new Map([...whole.edges].map(([id, edge]) => [id, { ...edge, quiet: true }]));
  const wanted = new Set(facts);
  for (const tie of new Set([...lit].flatMap(tiesOf))) {
    const shared = tie.facts.filter((fact) => wanted.has(fact));
    if (shared.length && nodes.has(tie.source.number) && nodes.has(tie.target.number))
      edges.set(`t${tie.number}`, edgeOf(tie, shared, { named: true }));
  }
  return { ...whole, nodes, edges, hidden: 0, key: `${whole.key} lit` };
}
