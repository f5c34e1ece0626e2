"""Documents to facts: texts, words, names, grammar, references, frames, entities."""
