// The picture as it stands on the screen, as SVG.

function drawnAsSvg() {
  const { box, scene, colours } = view;
  const [width, height] = [box.clientWidth, box.clientHeight];
  const root = svgElement("svg", { xmlns: SVG, viewBox: `0 0 ${width} ${height}`, width, height, "font-family": view.family });
  root.append(svgElement("rect", { width, height, fill: colours.ground }));
  for (const edge of scene.edges.values()) root.append(...svgLine(edge));
  for (const node of scene.nodes.values()) root.append(svgNode(node));
  for (const name of view.edgeNames) root.append(svgName(name, name.denied ? colours.denied : colours.muted));
  for (const name of view.names) root.append(svgName(name, colours.ink));
  return new XMLSerializer().serializeToString(root);
}

function svgNode(node) {
  const { x, y } = onScreen(placeOf(node.id));
  const { shape, fill, stroke } = lookOf(node);
  return svgShape(shape, x, y, radiusOf(node) * scale(), { fill, stroke, "fill-opacity": node.quiet ? 0.13 : 1 });
}

function svgLine(edge) {
  const [from, to] = [edge.from, edge.to].map((id) => onScreen(placeOf(id)));
  const bent = view.network.body.edges[edge.id]?.edgeType.getViaNode?.();
  const via = bent ? onScreen(bent) : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const stroke = edge.style === "denied" ? view.colours.denied : edge.named ? view.colours.strong : view.colours.edge;
  const opacity = edge.quiet ? 0.06 : edge.faint ? 0.3 : edge.joins ? 0.45 : 0.8;
  const path = svgElement("path", {
    d: `M${from.x} ${from.y}Q${via.x} ${via.y} ${to.x} ${to.y}`,
    fill: "none",
    stroke,
    opacity,
    "stroke-width": (edge.width * Math.min(1, scale())).toFixed(2),
    "stroke-dasharray": { open: "6 5", past: "1 5" }[edge.style] || "none",
  });
  if (edge.symmetric) return [path];
  const reach = radiusOf(view.scene.nodes.get(edge.to)) * scale() + 1;
  return [path, svgElement("polygon", { points: arrowPoints(from, via, to, reach), fill: stroke, opacity })];
}

// The tip stands where the line meets the edge of the node.
function arrowPoints(from, via, to, reach) {
  const bend = (t, axis) => (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * via[axis] + t * t * to[axis];
  const at = (t) => ({ x: bend(t, "x"), y: bend(t, "y") });
  let t = 1;
  while (t > 0 && Math.hypot(at(t).x - to.x, at(t).y - to.y) < reach) t -= 0.01;
  const [tip, back] = [at(t), at(Math.max(0, t - 0.05))];
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const wing = (turn) => `${tip.x - 7 * Math.cos(angle + turn)},${tip.y - 7 * Math.sin(angle + turn)}`;
  return `${tip.x},${tip.y} ${wing(0.4)} ${wing(-0.4)}`;
}

function svgName({ text, x, y, font }, fill) {
  const [weight, size] = font.split(" ");
  const made = svgElement("text", { x, y, fill, stroke: view.colours.ground, "stroke-width": 3, "paint-order": "stroke" });
  const look = { "font-weight": weight, "font-size": size, "text-anchor": "middle", "dominant-baseline": "central" };
  for (const [name, value] of Object.entries(look)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}
