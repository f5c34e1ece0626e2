// Names on the picture: as many as there is room for, the most important first, none over another.

const CELL = 64;
const FOREMOST = 24; // so many names may lie on lesser nodes, though never on names
const NEVER_OVER = -1;

class Room {
  constructor() {
    this.cells = new Map();
  }

  *around({ left, top, right, bottom }) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield `${x} ${y}`;
    }
  }

  // Whether nothing of another owner is there, but for nodes that rank lower than `over`.
  free(box, owner, over = Infinity) {
    for (const key of this.around(box)) {
      for (const other of this.cells.get(key) || []) {
        if (
          other.owner !== owner &&
          other.rank <= over &&
          box.left < other.right &&
          box.right > other.left &&
          box.top < other.bottom &&
          box.bottom > other.top
        )
          return false;
      }
    }
    return true;
  }

  take(box, owner, rank = NEVER_OVER) {
    for (const key of this.around(box)) this.cells.set(key, [...(this.cells.get(key) || []), { ...box, owner, rank }]);
  }
}

const widths = new Map();

function widthOf(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

function clipped(text, most = 28) {
  const points = Array.from(text.replace(/\s+/g, " "));
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : points.join("");
}

const boxAt = (x, y, width, height) => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

// Under the node; else over it, beside it, or at a corner.
function placesFor(spot, width, height) {
  const reach = spot.radius + height / 2 + 3;
  const side = spot.radius + width / 2 + 5;
  return [
    [0, reach],
    [0, -reach],
    [side, 0],
    [-side, 0],
    [side * 0.8, reach * 0.8],
    [side * 0.8, -reach * 0.8],
    [-side * 0.8, reach * 0.8],
    [-side * 0.8, -reach * 0.8],
  ].map(([dx, dy]) => boxAt(spot.x + dx, spot.y + dy, width, height));
}

// Places for names, in pixels of the screen: {text, x, y, font, box} for each one that has room.
function placeNames(ctx, spots, room, { family, width: screen }) {
  const placed = [];
  for (const [place, spot] of spots.entries()) {
    const size = spot.main ? 15 : 11.5 + Math.min(3, spot.radius / 9);
    const font = `${spot.main || spot.radius > 13 ? 600 : 500} ${size}px ${family}`;
    ctx.font = font;
    const text = clipped(spot.label);
    const width = widthOf(ctx, text) + 6;
    const places = placesFor(spot, width, size + 4);
    const inside = (b) => b.left >= 0 && b.right <= screen;
    const box =
      places.find((b) => inside(b) && room.free(b, spot.id)) ||
      (place < FOREMOST ? places.find((b) => inside(b) && room.free(b, spot.id, spot.rank)) : null) ||
      (spot.must ? places.find(inside) || places[0] : null);
    if (!box) continue;
    room.take(box, spot.id);
    placed.push({ text, x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, font, box, value: spot.value });
  }
  return placed;
}
