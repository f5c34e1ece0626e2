// The picture: what it shows, where it looks, and what the pointer and the keyboard do in it.

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

const picture = (() => {
  const { box } = view;
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  let moved = false;
  let tween = 0;

  const network = new vis.Network(
    box,
    { nodes, edges },
    {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { hover: true, hoverConnectedEdges: false, selectConnectedEdges: false, tooltipDelay: 1e6 },
      nodes: { shape: "custom", ctxRenderer: renderNode, chosen: false },
      edges: { chosen: false, hoverWidth: 0, selectionWidth: 0, arrows: { to: { scaleFactor: 0.55, type: "arrow" } } },
    },
  );
  view.network = network;
  const { body } = network;
  for (const made of box.querySelectorAll("[tabindex]")) made.tabIndex = -1;

  function edgeItem(edge) {
    const { colours } = view;
    const denied = edge.style === "denied";
    const color = denied ? colours.denied : edge.named ? colours.strong : colours.edge;
    const opacity = edge.quiet ? 0.06 : edge.faint ? 0.3 : edge.joins ? 0.45 : edge.named ? 0.85 : 0.75;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      width: edge.width,
      color: { color, opacity, inherit: false },
      dashes: { open: [6, 5], past: [1, 5] }[edge.style] || false,
      arrows: { to: { enabled: !edge.symmetric } },
      smooth: { enabled: true, type: edge.bend >= 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) },
    };
  }

  function show(scene) {
    const places = [...view.scene.nodes.keys()].map((id) => [id, body.nodes[id] && { x: body.nodes[id].x, y: body.nodes[id].y }]);
    const before = new Map(places);
    const sameFrame = scene.key === view.scene.key;
    const live = [...scene.nodes.values()].filter((node) => !node.quiet).length;
    Object.assign(view, { scene, massed: { nodes: live > MANY, edges: scene.edges.size > 2 * MANY } });
    const drawn = view.massed.edges ? new Map() : scene.edges;
    edges.remove(edges.getIds().filter((id) => !drawn.has(id)));
    nodes.remove(nodes.getIds().filter((id) => !scene.nodes.has(id)));
    nodes.update([...scene.nodes.values()].map(({ id, x, y, size }) => ({ id, x, y, size })));
    edges.update([...drawn.values()].map(edgeItem));
    if (!scene.nodes.has(view.cursor)) view.cursor = null;
    if (!scene.nodes.has(view.hoveredNode)) view.hoveredNode = null;
    if (!sameFrame) {
      moved = false;
      glide(before);
      fit(before.size > 0);
    }
    network.redraw();
  }

  // Nodes go to their new places over a moment, so that the eye can follow.
  function glide(before) {
    cancelAnimationFrame(tween);
    const moves = [...view.scene.nodes.values()]
      .map((to) => ({ id: to.id, from: before.get(to.id), to }))
      .filter(({ from, to }) => from && (from.x !== to.x || from.y !== to.y));
    if (still.matches || !moves.length || view.scene.nodes.size > MANY) return;
    const start = performance.now();
    const step = (now) => {
      const t = Math.min(1, Math.max(0, now - start) / 320);
      const eased = 1 - (1 - t) ** 3;
      for (const { id, from, to } of moves) {
        const place = { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased };
        if (body.nodes[id]) Object.assign(body.nodes[id], place);
      }
      network.redraw();
      if (t < 1) tween = requestAnimationFrame(step);
    };
    step(start);
  }

  function fit(animate = true) {
    const { clientWidth: width, clientHeight: height } = box;
    const { frame } = view.scene;
    if (!frame.length || !width || !height) return;
    const edge = (most, axis) => frame.reduce((found, node) => most(found, node[axis]), frame[0][axis]);
    const [left, right] = [edge(Math.min, "x"), edge(Math.max, "x")];
    const [top, bottom] = [edge(Math.min, "y"), edge(Math.max, "y")];
    const across = (width - Math.min(120, width * 0.28)) / (right - left || 1);
    const above = graph.subset ? 44 : 0; // where the choice of what is drawn stands
    const down = (height - 110 - above) / (bottom - top || 1);
    const animation = animate && !still.matches ? { duration: 320, easingFunction: "easeOutCubic" } : false;
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
    network.moveTo({ position, offset: { x: 0, y: above / 2 }, scale: Math.min(1.2, across, down), animation });
  }

  function zoom(factor) {
    moved = true;
    const animation = still.matches ? false : { duration: 160, easingFunction: "easeOutQuad" };
    network.moveTo({ scale: Math.min(6, Math.max(0.02, scale() * factor)), animation });
  }

  // With Shift, or held, a neighbour shows its own neighbours instead of stepping into the middle.
  function open(id, wider = false) {
    const node = view.scene.nodes.get(id);
    if (wider && state.entity && node.entity && !node.main) toggleExpanded(node.entity);
    else if (node.community) toggleCommunity(node.community);
    else if (node.value) change({ facts: node.facts });
    else look({ entity: node.entity, steps: 1 });
  }

  function click({ nodes: [node], edges: [edge], event }) {
    const line = view.scene.edges.get(edge);
    if (node !== undefined) open(node, event.srcEvent.shiftKey);
    else if (line && !line.quiet) change({ facts: line.facts });
    else if (isFocused()) look();
  }

  function point(patch) {
    Object.assign(view, patch);
    box.style.cursor = view.hoveredNode === null && view.hoveredEdge === null ? "" : "pointer";
    network.redraw();
  }

  // From the node under the keyboard to the nearest one in a direction.
  function step(dx, dy) {
    const here = spots();
    const from = here.find((spot) => spot.id === view.cursor) || here.find((spot) => spot.main);
    const ahead = (spot) => (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const aside = (spot) => Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
    const way = (spot) => ahead(spot) + 2 * aside(spot);
    const beyond = from && here.filter((spot) => spot.id !== from.id && ahead(spot) > 0).sort((a, b) => way(a) - way(b));
    const next = from ? beyond[0] : here[0];
    if (!next) return;
    announce(spoken(next));
    point({ cursor: next.id });
  }

  function spoken({ label, entity, community, count }) {
    if (entity) return `${label}, ${entity.type.label}, ${plural(factsAbout(entity), "fact")}`;
    return community ? `Community of ${plural(count, "entity", "entities")}: ${label}` : label;
  }

  function keydown(event) {
    const arrow = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (arrow) step(...arrow);
    else if (event.key === "Enter" && view.cursor !== null) open(view.cursor, event.shiftKey);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  }

  function png(take) {
    const drawn = box.querySelector("canvas");
    const copy = element("canvas", { width: drawn.width, height: drawn.height });
    const ctx = copy.getContext("2d");
    ctx.fillStyle = view.colours.ground;
    ctx.fillRect(0, 0, copy.width, copy.height);
    ctx.drawImage(drawn, 0, 0);
    copy.toBlob(take, "image/png");
  }

  function resized() {
    network.setSize("100%", "100%");
    if (!moved) fit(false);
    network.redraw();
  }

  network.on("beforeDrawing", drawMass);
  network.on("afterDrawing", drawNames);
  network.on("click", click);
  network.on("hold", ({ nodes: [node] }) => node !== undefined && open(node, true));
  network.on("hoverNode", ({ node }) => point({ hoveredNode: node }));
  network.on("blurNode", () => point({ hoveredNode: null }));
  network.on("hoverEdge", ({ edge }) => point({ hoveredEdge: view.scene.edges.get(edge)?.quiet ? null : edge }));
  network.on("blurEdge", () => point({ hoveredEdge: null }));
  network.on("dragging", ({ nodes: dragged }) => {
    if (dragged.length) view.mass = null;
  });
  for (const name of ["dragEnd", "zoom"]) network.on(name, () => (moved = true));
  new ResizeObserver(() => requestAnimationFrame(resized)).observe(box);
  darkScheme.addEventListener("change", () => {
    readColours();
    view.mass = null;
    show(view.scene);
  });
  box.addEventListener("keydown", keydown);
  box.addEventListener("blur", () => point({ cursor: null }));
  readColours();
  return { show, fit, zoom, png };
})();
