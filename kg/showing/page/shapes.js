// The shape of a type, on the canvas and in the page alike; all shapes cover about the same area.

const regular = (corners, scale, turn = 0) =>
  Array.from({ length: corners }, (_, i) => {
    const angle = -Math.PI / 2 + turn + (2 * Math.PI * i) / corners;
    return [scale * Math.cos(angle), scale * Math.sin(angle)];
  });

const SHAPES = {
  circle: null,
  square: regular(4, 1.25, Math.PI / 4),
  diamond: regular(4, 1.28),
  triangle: regular(3, 1.42).map(([x, y]) => [x, y + 0.18]),
  hexagon: regular(6, 1.12),
  star: regular(10, 1.4).map(([x, y], i) => (i % 2 ? [x * 0.52, y * 0.52] : [x, y])),
  wedge: regular(3, 1.42, Math.PI).map(([x, y]) => [x, y - 0.18]),
  pentagon: regular(5, 1.18),
  cross: [
    [-0.42, -1.2],
    [0.42, -1.2],
    [0.42, -0.42],
    [1.2, -0.42],
    [1.2, 0.42],
    [0.42, 0.42],
    [0.42, 1.2],
    [-0.42, 1.2],
    [-0.42, 0.42],
    [-1.2, 0.42],
    [-1.2, -0.42],
    [-0.42, -0.42],
  ],
};

// Add the outline of a shape to the path that the canvas is drawing.
function tracePath(ctx, shape, x, y, radius) {
  const corners = SHAPES[shape];
  if (!corners) {
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], i) => ctx[i ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
  ctx.closePath();
}

function svgElement(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function svgShape(shape, x, y, radius, attributes = {}) {
  const corners = SHAPES[shape];
  if (!corners) return svgElement("circle", { cx: x, cy: y, r: radius, ...attributes });
  const points = corners.map(([dx, dy]) => `${(x + dx * radius).toFixed(1)},${(y + dy * radius).toFixed(1)}`).join(" ");
  return svgElement("polygon", { points, "stroke-linejoin": "round", ...attributes });
}

// The small sign of a type that stands before names and in the legend.
function marker(type) {
  const made = svgElement("svg", { class: "marker", viewBox: "-8 -8 16 16", width: 14, height: 14, "aria-hidden": "true" });
  made.append(svgShape(type.shape, 0, 0, 5, { fill: "currentColor", stroke: "currentColor" }));
  made.style.setProperty("--light", type.light);
  made.style.setProperty("--dark", type.dark);
  return made;
}

const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

function colourOf(type) {
  return darkScheme.matches ? type.dark : type.light;
}
