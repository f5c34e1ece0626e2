// How the picture is painted: nodes, names and what stands on lines; the lines themselves vis-network draws.

const MANY = 600;

// What the painting depends on; the picture keeps it up to date.
const view = {
  box: document.getElementById("canvas"),
  network: null,
  scene: { nodes: new Map(), edges: new Map(), frame: [], key: "" },
  colours: {},
  cursor: null,
  hoveredNode: null,
  hoveredEdge: null,
  massed: { nodes: false, edges: false },
  mass: null,
  names: [],
  edgeNames: [],
};

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "ink", "muted", "edge", "strong", "accent", "tint", "denied"];
  view.colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  view.family = getComputedStyle(document.body).fontFamily;
}

const scale = () => view.network.getScale();
const placeOf = (id) => view.network.body.nodes[id] || view.scene.nodes.get(id);
const onScreen = (point) => view.network.canvasToDOM({ x: point.x, y: point.y });

// Nodes stay visible however far one zooms out, and the larger ones larger.
function radiusOf(node) {
  const least = view.massed.nodes ? 1.5 + node.size * 0.06 : 3.2 + node.size * 0.15;
  if (node.community) return Math.max(node.size, 7 / scale());
  return node.quiet ? Math.max(node.size * 0.5, 2.5 / scale()) : Math.max(node.size, least / scale());
}

const isMassed = (node) => node.quiet || view.massed.nodes;
const isMarked = (node) => node.main || node.id === view.cursor || node.id === view.hoveredNode;

// What vis-network calls for each node.
function renderNode({ ctx, id, x, y }) {
  const node = view.scene.nodes.get(id);
  const radius = node ? radiusOf(node) : 0;
  return {
    drawNode: () => node && !isMassed(node) && drawNode(ctx, node, x, y, radius),
    nodeDimensions: { width: 2 * radius, height: 2 * radius },
  };
}

function drawNode(ctx, node, x, y, radius) {
  const { colours } = view;
  const { shape, fill, stroke } = lookOf(node);
  ctx.beginPath();
  tracePath(ctx, shape, x, y, radius);
  ctx.fillStyle = fill;
  ctx.strokeStyle = stroke;
  ctx.lineWidth = 1.5 / scale();
  ctx.lineJoin = "round";
  ctx.fill();
  ctx.stroke();
  if (isMarked(node)) ringAround(ctx, node, x, y, radius);
}

// The outline and the colours of a node: an entity by its type, a community or a value by what it is.
function lookOf({ entity, community }) {
  const { colours } = view;
  if (community) return { shape: "circle", fill: colours.tint, stroke: colours.accent };
  if (!entity) return { shape: "circle", fill: colours.ground, stroke: colours.muted };
  return { shape: entity.type.shape, fill: colourOf(entity.type), stroke: colours.ground };
}


function ringAround(ctx, node, x, y, radius) {
  const chosen = node.id === view.cursor;
  ctx.beginPath();
  ctx.arc(x, y, radius * 1.3 + 4 / scale(), 0, 2 * Math.PI);
  ctx.strokeStyle = chosen ? view.colours.accent : view.colours.strong;
  ctx.lineWidth = (chosen ? 3 : 1.8) / scale();
  ctx.stroke();
}

// Beneath everything: quiet nodes, and where there are thousands all of them, one fill for each type.
function drawMass(ctx) {
  if (view.massed.edges) drawMassedLines(ctx);
  for (const { path, colour, alpha } of massOutlines()) {
    ctx.fillStyle = colour;
    ctx.globalAlpha = alpha;
    ctx.fill(path);
  }
  ctx.globalAlpha = 1;
  for (const node of [view.scene.nodes.get(view.cursor), view.scene.nodes.get(view.hoveredNode)]) {
    if (node && isMassed(node)) ringAround(ctx, node, placeOf(node.id).x, placeOf(node.id).y, radiusOf(node));
  }
}

// One outline for each type. Thousands are traced anew only when the picture or its scale changes, not at each step
// of a drag; few may glide, and are traced each time.
function massOutlines() {
  const { scene, mass } = view;
  if (view.massed.nodes && mass?.scene === scene && mass.scale === scale()) return mass.outlines;
  const groups = new Map();
  for (const node of scene.nodes.values()) {
    if (!node.entity || !isMassed(node)) continue;
    const { type } = node.entity;
    const key = `${type.number} ${Boolean(node.quiet)}`;
    if (!groups.has(key)) groups.set(key, { path: new Path2D(), colour: colourOf(type), alpha: node.quiet ? 0.13 : 1 });
    const { x, y } = placeOf(node.id);
    tracePath(groups.get(key).path, type.shape, x, y, radiusOf(node));
  }
  view.mass = { scene, scale: scale(), outlines: [...groups.values()] };
  return view.mass.outlines;
}

function drawMassedLines(ctx) {
  ctx.beginPath();
  for (const { from, to, quiet } of view.scene.edges.values()) {
    if (quiet) continue;
    const [a, b] = [placeOf(from), placeOf(to)];
    ctx.moveTo(a.x, a.y);
    ctx.lineTo(b.x, b.y);
  }
  Object.assign(ctx, { strokeStyle: view.colours.edge, lineWidth: 0.5 / scale(), globalAlpha: 0.35 });
  ctx.stroke();
  ctx.globalAlpha = 1;
}

// The nodes that may be named, in pixels of the screen, the most important first.
function spots() {
  const { clientWidth: width, clientHeight: height } = view.box;
  const found = [];
  for (const node of view.scene.nodes.values()) {
    if (node.quiet && node.id !== view.hoveredNode) continue;
    const { x, y } = onScreen(placeOf(node.id));
    if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
    found.push({ ...node, x, y, radius: radiusOf(node) * scale(), must: Boolean(isMarked(node)) });
  }
  return found.sort((a, b) => Number(b.must) - Number(a.must) || a.rank - b.rank);
}

// How many members a community has, in its circle.
function countWithin(ctx, { x, y, radius, count }) {
  const text = digits.format(count);
  const size = Math.max(9, Math.min(18, (2.4 * radius) / Math.max(3, text.length)));
  const font = `600 ${size}px ${view.family}`;
  ctx.font = font;
  return { text, x, y, font, box: boxAt(x, y, widthOf(ctx, text), size) };
}

// Above everything, in pixels of the screen: names of nodes and lines.
function drawNames(ctx) {
  const { box, colours } = view;
  const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  Object.assign(ctx, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
  const all = spots();
  const few = all.length <= MANY;
  const room = new Room();
  for (const { id, x, y, radius, community, rank } of few ? all : [])
    room.take(boxAt(x, y, 2 * radius, 2 * radius), id, community ? NEVER_OVER : rank);
  drawCrosses(ctx);
  const named = few ? all : all.slice(0, (box.clientWidth * box.clientHeight) / 9000);
  const counts = all.filter((spot) => spot.community).map((spot) => countWithin(ctx, spot));
  view.names = [...counts, ...placeNames(ctx, named, room, { family: view.family, width: box.clientWidth })];
  view.edgeNames = placeEdgeNames(ctx, room);
  for (const name of view.edgeNames) drawName(ctx, name, name.denied ? colours.denied : colours.muted);
  for (const name of view.names) drawName(ctx, name, name.value ? colours.muted : colours.ink);
  ctx.restore();
}

function drawName(ctx, { text, x, y, font, denied, box }, colour) {
  ctx.font = font;
  ctx.strokeStyle = view.colours.ground;
  ctx.lineWidth = 3.5;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  if (denied) ctx.fillRect(box.left + 2, y, box.right - box.left - 4, 1.2);
}

// A point on a line, from 0 at its beginning to 1 at its end; null while the line is not drawn.
function along(edge, t) {
  const line = view.network.body.edges[edge.id]?.edgeType;
  return line?.fromPoint ? onScreen(line.getPoint(t)) : null;
}

// Lines are named where the reader looks: around the focus, along a path, under the pointer.
function placeEdgeNames(ctx, room) {
  const font = `500 10.5px ${view.family}`;
  ctx.font = font;
  const hovered = (edge) => edge.id === view.hoveredEdge;
  const wanted = [...view.scene.edges.values()]
    .filter((edge) => (edge.named && !edge.quiet) || hovered(edge))
    .sort((a, b) => Number(hovered(b)) - Number(hovered(a)) || b.facts.length - a.facts.length);
  return wanted.map((edge) => placeEdgeName(ctx, edge, room, hovered(edge), font)).filter(Boolean);
}

function placeEdgeName(ctx, edge, room, must, font) {
  const text = clipped(edge.label, 32);
  for (const t of view.scene.nodes.get(edge.from)?.main ? [0.6, 0.5, 0.7] : [0.4, 0.5, 0.3]) {
    const at = along(edge, t);
    if (!at) return null;
    const box = boxAt(at.x, at.y, widthOf(ctx, text) + 6, 14);
    if (!must && !room.free(box, edge.id)) continue;
    room.take(box, edge.id);
    return { text, x: at.x, y: at.y, font, box, denied: edge.style === "denied" };
  }
  return null;
}

// A denied fact is struck through on its line.
function drawCrosses(ctx) {
  ctx.strokeStyle = view.colours.denied;
  ctx.lineWidth = 2;
  for (const edge of view.scene.edges.values()) {
    const at = edge.style === "denied" && !edge.quiet && along(edge, edge.named ? 0.78 : 0.5);
    if (!at) continue;
    ctx.beginPath();
    ctx.moveTo(at.x - 4, at.y - 4);
    ctx.lineTo(at.x + 4, at.y + 4);
    ctx.moveTo(at.x + 4, at.y - 4);
    ctx.lineTo(at.x - 4, at.y + 4);
    ctx.stroke();
  }
}
