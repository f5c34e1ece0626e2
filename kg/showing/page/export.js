// What the reader takes away: the visible facts, the picture, an address.

const CSV_ROLES = Math.max(2, ...graph.relations.map((relation) => relation.roles.length));

// A cell that a spreadsheet would run as a formula is marked as text.
function csvCell(value) {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// All sentences of some facts, also those that are still at the server.
function withSentences(facts) {
  const all = facts.flatMap((fact) => fact.evidence.map(({ sentence }) => sentence));
  return source.sentences(all.filter((sentence) => sentence.text === null)).then(() => facts);
}

// One line for each sentence that states a fact (RFC 4180).
function csv(visible) {
  const roleColumns = Array.from({ length: CSV_ROLES }, (_, i) => [`role ${i + 1}`, `filler ${i + 1}`]).flat();
  const lines = [
    ["relation", ...roleColumns, "polarity", "modality", "attributed to", "date", "document", "title", "published", "sentence"],
  ];
  for (const fact of visible) {
    const roles = Array.from({ length: CSV_ROLES }, (_, i) =>
      fact.fillers[i] ? [fact.relation.roles[i].name, labelOf(fact.fillers[i])] : ["", ""],
    ).flat();
    for (const { document: doc, sentence } of fact.evidence) {
      lines.push([
        fact.relation.name,
        ...roles,
        fact.denied ? "negative" : "positive",
        fact.modality.name,
        fact.speaker,
        fact.date,
        doc.id,
        doc.title,
        doc.published,
        sentence.text,
      ]);
    }
  }
  return "\ufeff" + lines.map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

async function copyAddress() {
  const link = location.href.split("#")[0] + address();
  try {
    await navigator.clipboard.writeText(link);
    announce("Link copied");
    tell("Link copied.");
  } catch {
    window.prompt("The address of this view:", link);
  }
}

let telling = 0;

// A word in the status line that goes away by itself.
function tell(text) {
  const line = document.getElementById("status");
  line.classList.add("told");
  line.textContent = text;
  clearTimeout(telling);
  telling = setTimeout(() => {
    line.classList.remove("told");
    render();
  }, 2500);
}

function downloadFacts(write, type, name) {
  withSentences(visibleFacts())
    .then((facts) => download(new Blob([write(facts)], { type: `${type};charset=utf-8` }), name))
    .catch((error) => tell(error.message));
}

const exports = [
  ["Facts as CSV", () => downloadFacts(csv, "text/csv", "facts.csv")],
  ["Facts as Turtle", () => downloadFacts(turtle, "text/turtle", "facts.ttl")],
  ["Picture as PNG", () => picture.png((blob) => download(blob, "graph.png"))],
  ["Picture as SVG", () => download(new Blob([drawnAsSvg()], { type: "image/svg+xml" }), "graph.svg")],
  ["Link to this view", copyAddress],
  ["Print", () => window.print()],
];

function exportMenu(opener, list) {
  const toggle = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) list.querySelector("button").focus();
  };
  list.append(
    ...exports.map(([label, act]) =>
      element(
        "li",
        {},
        button(label, () => {
          toggle(false);
          opener.focus();
          act();
        }),
      ),
    ),
  );
  opener.addEventListener("click", () => toggle(list.hidden));
  list.parentElement.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) {
      toggle(false);
      opener.focus();
    } else if (step && !list.hidden) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => {
    if (!list.parentElement.contains(event.target)) toggle(false);
  });
}
