"""Trees put right where names and well-known words prove the parser wrong."""

from __future__ import annotations

from functools import cache

from kg.reading.repairs import asides, clauses, lists, names, offices, words
from kg.reading.repairs.rules import Repair
from kg.reading.repairs.signs import Signs
from kg.reading.trees import Sentence

__all__ = ["Signs", "repaired"]

RULES = (
    clauses.of_the_noun,
    words.adjectival,
    words.plural,
    words.gerund,
    words.spent,
    words.after_span,
    names.described_above,
    names.described_before,
    names.descriptor,
    words.joined,
    words.behind_particle,
    clauses.purpose,
    names.second_subject,
    names.introduced,
    clauses.subject,
    clauses.participle,
    clauses.stopped,
    clauses.sent,
    clauses.bare_relative,
    clauses.agent,
    clauses.barred,
    clauses.cleft,
    clauses.so_called,
    clauses.inverted,
    clauses.fronted_place,
    clauses.of_the_named,
    clauses.absolute,
    clauses.second_absolute,
    names.described,
    clauses.fronted,
    words.orphan,
    names.seated,
    names.owned,
    names.asyndetic,
    names.shared_preposition,
    names.between_commas,
    names.second_description,
    offices.employer,
    offices.last_employer,
    offices.of_the_staff,
    names.second_object,
    names.from_maker,
    clauses.participle_of_comma,
    clauses.quoted,
    clauses.labelled,
    clauses.first_to,
    clauses.worth,
    clauses.second_preposition,
    names.dashed,
    names.after_clause,
    names.last_of_list,
    names.second_described,
    names.list_item,
    asides.set_off,
    asides.after_date,
    lists.enumerated,
    lists.after_bracket,
    lists.owners,
    names.unlike,
)
"""In this order, each until it finds nothing more to repair."""


def repaired(tree: Sentence, signs: Signs) -> Sentence:
    """The tree after all repairs: in "In Tokyo, SoftBank fell" SoftBank is the subject."""
    for _ in tree.tokens:
        changed = _once(tree, signs)
        if changed is None:
            break
        tree = changed
    return tree


def _once(tree: Sentence, signs: Signs) -> Sentence | None:
    """The tree after the first repair that it needs, and that leaves a tree; None where it needs none."""
    for token in tree.tokens:
        head = tree.head(token)
        for repair in _repairs(token.dep, token.name >= 0):
            changed = repair(tree, token, head, signs)
            if changed is not None and changed.is_tree:
                return changed
    return None


@cache
def _repairs(label: str, named: bool) -> tuple[Repair, ...]:
    """What may be wrong with a name, or a word, that has a dependency label."""
    return tuple(rule.repair for rule in RULES if rule.looks_at(label, named))
