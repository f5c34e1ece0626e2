// A field that completes names of entities (ARIA Authoring Practices, combobox with a list).

const SAYING = 5;

function namesOf(entity) {
  return [entity.label, ...entity.aliases].map((name, i) => {
    const key = folded(name);
    return { entity, name, alias: i > 0, key, closed: key.replaceAll(" ", "") };
  });
}
const names = derived(() => graph.entities.flatMap(namesOf));

// How well a name answers what was typed: 0 is the name itself; then beginnings, words, parts, parts across spaces.
function scoreOf({ key, closed, alias }, wanted, wantedClosed) {
  const at = key.indexOf(wanted);
  if (at < 0 && !closed.includes(wantedClosed)) return Infinity;
  const score = at < 0 ? 4 : at > 0 ? (key[at - 1] === " " ? 2 : 3) : key === wanted ? 0 : 1;
  return score + (alias ? 0.5 : 0);
}

// Entity → its name that answers best, with the score.
function matches(typed, candidates) {
  const wanted = folded(typed);
  const wantedClosed = wanted.replaceAll(" ", "");
  const best = new Map();
  for (const candidate of wanted ? candidates : []) {
    const score = scoreOf(candidate, wanted, wantedClosed);
    if (score < (best.get(candidate.entity)?.score ?? Infinity)) best.set(candidate.entity, { ...candidate, score });
  }
  return best;
}

function suggestions(typed) {
  const before = (a, b) => a.score - b.score || b.entity.support - a.entity.support || a.entity.number - b.entity.number;
  const found = [...matches(typed, names()).values()].sort(before);
  return found.slice(0, SUGGESTIONS).map(({ entity }) => entity);
}

// What the list shows of an entity: the alias that was typed, where it was one.
function suggestion(entity, typed) {
  return matches(typed, namesOf(entity)).get(entity) || { entity, name: entity.label, alias: false };
}

const spaced = (text) => ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;

// The words of a sentence that state its fact.
function statingWords({ sentence: { text }, trigger, mentions }) {
  const points = /[\u{10000}-\u{10ffff}]/u.test(text) ? Array.from(text) : text;
  return [trigger, ...mentions].map(({ start, end }) => [].concat(points.slice(start, end)).join(""));
}

// What each fact here says: in all its words, and in those that state it.
const saidBy = derived(() =>
  graph.facts.map((fact) => {
    const here = fact.evidence.filter(({ sentence }) => sentence.text !== null);
    const own = spaced([statementText(fact), ...here.flatMap(statingWords)].join(" "));
    return { fact, own, all: own + spaced(here.map(({ sentence }) => sentence.text).join(" ")) };
  }),
);

// Facts that say all the words that were typed, or all but one of three or more ("who banned DeepSeek"). Rare words
// count for more than frequent ones, and those that state the fact for more than others of its sentence.
function factsWith(typed) {
  const words_ = spaced(typed).trim().split(" ");
  const wanted = words_.map((word, i) => (i < words_.length - 1 ? ` ${word} ` : ` ${word}`));
  const said = saidBy();
  const weights = wanted.map((word) => Math.log(1 + said.length / (1 + said.filter(({ all }) => all.includes(word)).length)));
  const rated = said.map(({ fact, own, all }) => {
    const hits = wanted.map((word, i) => (own.includes(word) ? 2 : all.includes(word) ? 1 : 0) * weights[i]);
    return { fact, hits: hits.filter(Boolean).length, score: hits.reduce((sum, hit) => sum + hit, 0) };
  });
  const least = Math.max(1, wanted.length > 2 ? wanted.length - 1 : wanted.length);
  const found = rated.filter(({ hits }) => hits >= least).sort((a, b) => b.score - a.score || a.fact.number - b.fact.number);
  return found.slice(0, SAYING).map(({ fact }) => fact);
}

let fields = 0;

// Where `onfact` is given, facts that say what was typed come after the names: all there is to show for a phrase.
function searchField({ label, placeholder, value = "", key = "", onpick, onfact = null }) {
  const id = `names-${(fields += 1)}`;
  let found = [];
  let active = -1;
  let opening = null;
  const list = element("ul", { id, role: "listbox", "aria-label": label, hidden: true });
  const input = element("input", {
    type: "text",
    role: "combobox",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder,
    value,
    "data-key": key,
    oninput: () => (opening = open()),
    onkeydown: keydown,
    onblur: () => close(),
    onfocus: () => input.select(),
  });

  async function open() {
    const typed = input.value;
    let nothing = "Nothing here is called that.";
    const entities = await source.search(typed).catch((error) => {
      nothing = error.message;
      return [];
    });
    if (typed === input.value && document.activeElement === input) offer(entities, typed, nothing);
  }

  function offer(entities, typed, nothing) {
    const phrase = onfact && (!entities.length || /\S\s+\S/.test(typed));
    found = [...entities.map((entity) => ({ entity })), ...(phrase ? factsWith(typed) : []).map((fact) => ({ fact }))];
    const none = typed.trim() && !found.length ? [element("li", { class: "nothing" }, nothing)] : [];
    const shown = ({ entity, fact }, i) => (fact ? saying(fact, i) : naming(suggestion(entity, typed), i));
    list.replaceChildren(...found.map(shown), ...none);
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (none.length) announce(nothing);
    activate(found.length ? 0 : -1);
  }

  function option(i, ...children) {
    return element(
      "li",
      {
        id: `${id}-${i}`,
        role: "option",
        "aria-selected": "false",
        onmousedown: (event) => {
          event.preventDefault();
          choose(i);
        },
      },
      ...children,
    );
  }

  function naming(candidate, i) {
    return option(
      i,
      marker(candidate.entity.type),
      words(candidate.entity.label, "name"),
      candidate.alias ? element("span", { class: "alias" }, words(candidate.name)) : null,
      element("span", { class: "count" }, plural(factsAbout(candidate.entity), "fact")),
    );
  }

  function saying(fact, i) {
    const sentence = words(fact.evidence[0].sentence.text || "", "alias");
    const said = element("span", { class: "said" }, words(statementText(fact), "name"), sentence);
    return option(i, lineSign(fact.style), said);
  }

  function activate(i) {
    active = i;
    [...list.children].forEach((child, place) => child.setAttribute("aria-selected", String(place === i)));
    if (i < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${id}-${i}`);
    list.children[i]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    const { entity, fact } = found[i];
    if (entity) input.value = entity.label;
    close();
    if (fact) onfact(fact);
    else onpick(entity);
  }

  // Names that are still being looked for are waited for.
  async function pickActive() {
    await (list.hidden ? (opening = open()) : opening);
    if (active >= 0) choose(active);
  }

  function keydown(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) opening = open();
      else if (found.length) activate((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    } else if (event.key === "Enter") {
      pickActive();
    } else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const field = element("div", { class: "field" }, input, list);
  field.input = input;
  return field;
}
