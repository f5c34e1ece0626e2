// Who did what to whom: every fact that the filters leave, one a line, with its proof to open.

const PAGE = 100;
const collator = new Intl.Collator("en", { numeric: true });
const table = { by: null, down: false, shown: PAGE, open: new Set() };

// Under one relation the columns ask its own questions.
function columns(visible) {
  const [first] = visible;
  const one = first && visible.every((fact) => fact.relation === first.relation) ? first.relation : null;
  const width = visible.reduce((most, fact) => Math.max(most, fact.fillers.length), 2);
  const heads = ["Who", "What or whom", "Also"];
  const role = (i) => ({
    key: `role${i}`,
    title: one ? one.roles[i]?.question || "" : heads[Math.min(i, 2)],
    text: (fact) => labelOf(fact.fillers[i]),
    cell: (fact) =>
      one
        ? filler(fact.fillers[i])
        : fact.fillers[i]
          ? [
              i > 1 ? [element("span", { class: "role" }, fact.relation.roles[i].question.toLowerCase()), " "] : null,
              filler(fact.fillers[i]),
            ].flat()
          : i < 2
            ? filler(null)
            : null,
  });
  return [
    role(0),
    { key: "verb", title: "Did what", text: (fact) => fact.relation.verb, cell: verbCell },
    ...Array.from({ length: width - 1 }, (_, i) => role(i + 1)),
    {
      key: "certainty",
      title: "Certainty",
      text: certaintyOf,
      cell: (fact) => (fact.style === "firm" ? fact.modality.name : badge(certaintyOf(fact), fact.style)),
    },
    { key: "date", title: "When", text: (fact) => fact.date, cell: (fact) => fact.date },
    {
      key: "speaker",
      title: "Who says so",
      text: (fact) => fact.speaker,
      cell: (fact) => (fact.speaker ? words(fact.speaker) : null),
    },
    {
      key: "documents",
      title: "Sources",
      text: (fact) => fact.evidence.length,
      cell: (fact) => plural(fact.documents.length, "document"),
    },
  ];
}

function verbCell(fact) {
  return [
    fact.denied ? element("span", { class: "unseen" }, "denied: ") : null,
    element(fact.denied ? "s" : "span", { class: `verb ${fact.style}` }, words(fact.relation.verb)),
  ].filter(Boolean);
}

function sorted(visible, all) {
  const column = all.find((c) => c.key === table.by);
  if (!column) return visible;
  const compare = (a, b) => (typeof a === "number" ? a - b : Number(!a) - Number(!b) || collator.compare(a, b));
  const turned = table.down ? -1 : 1;
  return visible.slice().sort((a, b) => turned * compare(column.text(a), column.text(b)) || a.number - b.number);
}

function showTable(parent, visible) {
  const all = columns(visible);
  const facts = sorted(visible, all);
  const shown = facts.slice(0, table.shown);
  const body = element("tbody", {}, ...shown.flatMap((fact) => factRows(fact, all)));
  const more =
    facts.length > shown.length
      ? button(
          `Show ${Math.min(PAGE, facts.length - shown.length)} more of ${digits.format(facts.length)}`,
          () => {
            table.shown += PAGE;
            render();
          },
          { class: "more", "data-key": "more rows" },
        )
      : null;
  refill(
    parent,
    element("h2", {}, "Who did what to whom"),
    visible.length
      ? element(
          "div",
          { class: "scroll" },
          element(
            "table",
            {},
            element("caption", { class: "unseen" }, "Facts with their sources; each line opens its sentence"),
            element(
              "thead",
              {},
              element(
                "tr",
                {},
                element("th", { scope: "col" }, element("span", { class: "unseen" }, "Sentence")),
                ...all.map(head),
              ),
            ),
            body,
          ),
        )
      : element("p", { class: "note" }, "No fact passes these filters."),
    more,
  );
}

function head(column) {
  const direction = table.by !== column.key ? "none" : table.down ? "descending" : "ascending";
  const arrow = { none: "", ascending: "↑", descending: "↓" }[direction];
  return element(
    "th",
    { scope: "col", "aria-sort": direction },
    button(
      [column.title, element("span", { class: "arrow", "aria-hidden": "true" }, arrow)],
      () => {
        if (table.by === column.key && table.down) Object.assign(table, { by: null, down: false });
        else Object.assign(table, { by: column.key, down: table.by === column.key });
        render();
      },
      { "data-key": `sort ${column.key}` },
    ),
  );
}

function factRows(fact, all) {
  const id = `proof-${fact.number}`;
  const open = table.open.has(fact);
  const proof = element(
    "tr",
    { id, class: "proof", hidden: !open },
    element("td", { colspan: all.length + 1 }, ...(open ? proofs(fact, 20) : [])),
  );
  const toggle = button(
    "",
    () => {
      const now = !table.open.delete(fact);
      if (now) table.open.add(fact);
      toggle.setAttribute("aria-expanded", String(now));
      proof.hidden = !now;
      proof.firstChild.replaceChildren(...(now ? proofs(fact, 20) : []));
    },
    {
      class: "toggle",
      "aria-expanded": String(open),
      "aria-controls": id,
      "aria-label": `Sentence: ${statementText(fact)}`,
      "data-key": `open ${fact.id}`,
    },
  );
  const cells = all.map((column) =>
    element("td", { class: column.key, "data-title": column.title }, ...[column.cell(fact)].flat()),
  );
  return [element("tr", { class: `row ${fact.style}` }, element("td", { class: "opener" }, toggle), ...cells), proof];
}
