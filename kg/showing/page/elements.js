// Elements of the page. Whatever a document says becomes text in an element of its own, never markup.

const SVG = "http://www.w3.org/2000/svg";

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

// Words out of a document; their direction of writing stays their own.
function words(text, name = "") {
  const made = document.createElement("bdi");
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

function button(label, onclick, properties = {}) {
  return element("button", { type: "button", onclick, ...properties }, label);
}

function entityButton(entity) {
  return button([marker(entity.type), words(entity.label)], () => look({ entity, steps: 1 }), {
    class: "entity",
    "data-id": entity.id,
  });
}

function filler(value) {
  if (value === null || value === undefined) return element("span", { class: "unsaid", title: "not stated" }, "–");
  return isEntity(value) ? entityButton(value) : words(labelOf(value), "value");
}

function badge(text, name = "") {
  return element("span", { class: `badge ${name}` }, text);
}

function badges(fact) {
  const certainty = fact.modality.style === "firm" ? null : badge(fact.modality.name, fact.modality.style);
  return [fact.denied ? badge("denied", "denied") : null, certainty, fact.date ? badge(fact.date, "date") : null];
}

// "Italy restricts DeepSeek", with its parts to click.
function statement(fact) {
  const [first, second] = fact.fillers;
  const rest = fact.fillers.slice(2).map((value, i) => {
    if (value === null) return null;
    return [" ", element("span", { class: "role" }, fact.relation.roles[i + 2].question.toLowerCase()), " ", filler(value)];
  });
  const verb = element(fact.denied ? "s" : "span", { class: `verb ${fact.style}` }, words(fact.relation.verb));
  return element(
    "span",
    { class: "statement" },
    filler(first),
    " ",
    fact.denied ? element("span", { class: "unseen" }, "denied: ") : null,
    verb,
    second === null || second === undefined ? null : [" ", filler(second)],
    ...rest,
  );
}

function statementText(fact) {
  const rest = fact.fillers
    .slice(2)
    .map((value, i) => (value === null ? "" : ` ${fact.relation.roles[i + 2].question.toLowerCase()} ${labelOf(value)}`));
  const [first, second] = fact.fillers;
  return `${labelOf(first) || "–"} ${fact.denied ? "(denied) " : ""}${fact.relation.verb} ${labelOf(second)}${rest.join("")}`.trim();
}

// Swap what an element holds, leaving the keyboard where it was if the same control comes back.
function refill(parent, ...children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  parent.replaceChildren(...children.flat().filter(Boolean));
  if (focused) [...parent.querySelectorAll("[data-key]")].find((e) => e.dataset.key === focused)?.focus({ preventScroll: true });
}

// A list that begins short and can be opened.
function shortList(
  items,
  limit,
  make,
  { key = "", tag = "ul", more: label = () => `Show all ${digits.format(items.length)}`, ...properties } = {},
) {
  const list = element(tag, properties, ...items.slice(0, limit).map(make));
  if (items.length <= limit) return [list];
  const more = button(
    label(items.length - limit),
    () => {
      list.append(...items.slice(limit).map(make));
      list.children[limit].querySelector("button, input")?.focus();
      more.remove();
    },
    { class: "more", "data-key": key && `more ${key}` },
  );
  return [list, more];
}

function announce(text) {
  document.getElementById("announcement").textContent = text;
}
