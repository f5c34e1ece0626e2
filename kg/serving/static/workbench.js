// Yasgui, set to this server and to nothing else: prefixes and examples come from the graph.

const endpoint = new URL("sparql", location.href).href;
const examples = document.getElementById("examples");

// The words of the graph that stand in a query, with the lines that declare their prefixes.
function declared(sparql, prefixes) {
  const used = Object.keys(prefixes).filter((prefix) => new RegExp(`(^|[^\\w?$:@.-])${prefix}:`).test(sparql));
  const missing = used.filter((prefix) => !new RegExp(`PREFIX\\s+${prefix}:`, "i").test(sparql));
  return missing.map((prefix) => `PREFIX ${prefix}: <${prefixes[prefix]}>\n`).join("") + sparql;
}

async function start() {
  const known = await (await fetch("workbench/queries.json")).json();
  const first = declared(known.queries[0]?.sparql ?? "SELECT * WHERE { ?s ?p ?o } LIMIT 10", known.prefixes);
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
    copyEndpointOnNewTab: false,
    populateFromUrl: false,
    persistenceId: null,
    // What Yasgui would look up elsewhere (prefix.cc, Linked Open Vocabularies) is not looked up.
    yasqe: { value: first, autocompleters: ["variables"], createShareableLink: null },
    yasr: { prefixes: known.prefixes },
  });
  for (const one of known.queries) {
    const option = document.createElement("option");
    option.textContent = one.description || one.name;
    option.value = declared(one.sparql, known.prefixes);
    examples.append(option);
  }
  examples.addEventListener("change", () => {
    if (examples.value) yasgui.getTab().setQuery(examples.value);
  });
  window.workbench = yasgui;
}

start();
