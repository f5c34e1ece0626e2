// A plain workbench: a query, its examples, and what it finds. All text reaches the page through textContent.

const query = document.getElementById("query");
const status = document.getElementById("status");
const found = document.getElementById("found");
const examples = document.getElementById("examples");

const SHOWN = 1000;

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function say(text, wrong = false) {
  status.textContent = text;
  status.classList.toggle("wrong", wrong);
}

function table({ head, results }) {
  const made = element("table");
  const top = made.createTHead().insertRow();
  for (const name of head.vars) top.append(element("th", name));
  const body = made.createTBody();
  for (const row of results.bindings.slice(0, SHOWN)) {
    const line = body.insertRow();
    for (const name of head.vars) line.append(element("td", row[name] ? row[name].value : ""));
  }
  return made;
}

async function run() {
  say("…");
  found.replaceChildren();
  const begun = performance.now();
  const answer = await fetch("sparql", {
    method: "POST",
    headers: { "content-type": "application/sparql-query", accept: "application/sparql-results+json, text/turtle;q=0.9" },
    body: query.value,
  });
  const text = await answer.text();
  const taken = `${Math.round(performance.now() - begun)} ms`;
  if (!answer.ok) {
    say(JSON.parse(text).detail, true);
  } else if (answer.headers.get("content-type").startsWith("text/turtle")) {
    found.append(element("pre", text));
    say(taken);
  } else {
    const results = JSON.parse(text);
    if ("boolean" in results) say(`${results.boolean ? "yes" : "no"} · ${taken}`);
    else {
      const number = results.results.bindings.length;
      found.append(table(results));
      say(`${number} ${number === 1 ? "solution" : "solutions"}${number > SHOWN ? `, the first ${SHOWN} are shown` : ""} · ${taken}`);
    }
  }
}

function runSafely() {
  run().catch((error) => say(`The server does not answer: ${error.message}`, true));
}

async function start() {
  const known = await (await fetch("workbench/queries.json")).json();
  for (const one of known.queries) {
    const option = element("option", one.description || one.name);
    option.value = one.sparql;
    examples.append(option);
  }
  query.value = known.queries[0]?.sparql ?? "SELECT * WHERE { ?s ?p ?o } LIMIT 10";
}

document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  runSafely();
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    runSafely();
  }
});
examples.addEventListener("change", () => {
  if (examples.value) query.value = examples.value;
});
start().catch((error) => say(error.message, true));
