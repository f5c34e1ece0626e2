// Where facts come from that the page does not hold yet. Two sources answer the same questions; the rest of the page
// does not know which one it has.
//
//   source.search(text)      → Promise of entities, the best match first, at most SUGGESTIONS
//   source.facts(id)         → Promise; afterwards the graph holds the facts about the entity, or the fact, of that id
//   source.neighbours(id)    → Promise; afterwards it also holds the facts among the entities that are tied to that one
//   source.path(from, to)    → Promise; afterwards it also holds the facts of the best ways from one id to the other
//   source.sentences(wanted) → Promise; afterwards each of these sentences has its text
//
// The stand-alone page holds everything: its source only searches, and calls nothing.
//
// The served page is told so by the key "served" of its data: {"facts": …, "documents": …, "entities": …}, how many the
// whole graph has. It then asks, with GET and relative to its own address:
//
//   api/page/search?text=…            → entities by name, best first
//   api/page/facts?id=…               → the facts about an entity (country/Italy), or the one fact (fact/0123…)
//   api/page/neighbours?id=…          → the facts among its neighbours
//   api/page/path?from=…&to=…         → the facts of the ways
//   api/page/sentences?id=…&id=…      → {"sentences": [text, …]} in the order asked; an id is DOCUMENT@START-END, in
//                                       code points of the document
//
// All but the last answer with a part of the graph, as `data.part` of data.py makes it of anything that has the face of
// a store: the same keys as the page's own data, its numbers counting within it. Entities may have an eighth column, how
// many facts the whole graph has about them; sentences may leave their text out, as [document, start, null, end].
// An answer other than 200 holds {"title": …} (RFC 9457), which the page shows.

const { served = null } = raw;
const SUGGESTIONS = 9;

const embedded = {
  search: async (text) => suggestions(text),
  facts: async () => {},
  neighbours: async () => {},
  path: async () => {},
  sentences: async () => {},
};

async function fetched(question, parameters) {
  const query = new URLSearchParams(parameters);
  const answer = await fetch(`api/page/${question}?${query}`, { headers: { accept: "application/json" } });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.title || `The server answers ${answer.status}.`);
  return content;
}

// What was asked once is not asked again, unless it failed.
const asked = new Map();

function once(question, parameters) {
  const key = `${question} ${new URLSearchParams(parameters)}`;
  if (!asked.has(key)) {
    const answer = fetched(question, parameters).then(take);
    asked.set(key, answer);
    answer.catch(() => asked.delete(key));
  }
  return asked.get(key);
}

const MOST_AT_ONCE = 50;
const sentenceId = ({ document, start, end }) => `${document.id}@${start}-${end}`;

const remote = {
  search: async (text) => (text.trim() ? (await once("search", { text: text.trim() })).entities.slice(0, SUGGESTIONS) : []),
  facts: (id) => once("facts", { id }),
  neighbours: (id) => once("neighbours", { id }),
  path: (from, to) => once("path", { from, to }),
  sentences: async (wanted) => {
    for (let i = 0; i < wanted.length; i += MOST_AT_ONCE) {
      const some = wanted.slice(i, i + MOST_AT_ONCE);
      const { sentences } = await fetched("sentences", some.map((sentence) => ["id", sentenceId(sentence)]));
      some.forEach((sentence, place) => (sentence.text = sentences[place]));
    }
  },
};

const source = served ? remote : embedded;
