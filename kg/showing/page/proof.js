// The proof of a fact: the sentence that states it, with the words marked that say so.

// A sentence in stretches, each with the role that its words play (or -1) and whether they are the trigger. Offsets
// count code points; where parties overlap, the shorter one shows.
function stretches(evidence) {
  const points = Array.from(evidence.sentence.text);
  const roles = new Array(points.length).fill(-1);
  const within = ({ start, end }, i) => start <= i && i < end;
  for (const mention of [...evidence.mentions].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    roles.fill(mention.role, Math.max(mention.start, 0), Math.max(mention.end, 0));
  }
  const found = [];
  points.forEach((point, i) => {
    const trigger = within(evidence.trigger, i);
    const last = found[found.length - 1];
    if (last && last.role === roles[i] && last.trigger === trigger) last.text += point;
    else found.push({ text: point, role: roles[i], trigger });
  });
  return found;
}

function marked({ text, role, trigger }, relation) {
  if (role < 0 && !trigger) return text;
  const title = [role < 0 ? "" : relation.roles[role].question, trigger ? relation.label : ""].filter(Boolean).join(", ");
  const made = element("mark", { class: `${role < 0 ? "" : "role"} ${trigger ? "trigger" : ""}`.trim(), title });
  made.textContent = text;
  return made;
}

function quotation(evidence, fact) {
  const quote = element("bdi", {});
  const show = () => quote.replaceChildren(...stretches(evidence).map((stretch) => marked(stretch, fact.relation)));
  if (evidence.sentence.text === null) askFor(evidence.sentence, quote, show);
  else show();
  return element("blockquote", {}, element("p", {}, "“", quote, "”"), origin(evidence.document, fact));
}

const missing = new Map();

// Sentences that the page does not hold yet are asked for together, once all that is to be shown is known.
function askFor(sentence, place, show) {
  place.textContent = "…";
  if (!missing.size) queueMicrotask(fetchMissing);
  missing.set(sentence, [...(missing.get(sentence) || []), { place, show }]);
}

async function fetchMissing() {
  const wanted = new Map(missing);
  missing.clear();
  const failed = await source.sentences([...wanted.keys()]).then(() => "", (error) => error.message);
  for (const { place, show } of [...wanted.values()].flat()) {
    if (failed) place.textContent = failed;
    else show();
  }
}

function origin(doc, fact) {
  const details = [doc.kind, doc.published].filter(Boolean).map((text) => [", ", words(text)]);
  const speaker = fact.speaker ? [", according to ", words(fact.speaker)] : [];
  return element("footer", {}, element("cite", {}, words(doc.title)), ...details, ...speaker);
}

function proofs(fact, limit = 1) {
  return shortList(fact.evidence, limit, (evidence) => element("li", {}, quotation(evidence, fact)), {
    class: "proofs",
    key: fact.id,
    more: (count) => plural(count, "more sentence"),
  });
}
