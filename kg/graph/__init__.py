"""Facts ↔ RDF: what documents say, as a graph that can be saved, merged, queried and checked."""
