"""Verbs that a small parser mistakes for nouns or adjectives, and the well-known verbs that it is shown instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, TypeAlias

from kg.reading.dictionary import Dictionary, bases

if TYPE_CHECKING:
    from spacy.tokens import Doc

Part: TypeAlias = tuple[str, bool, str, int, int, int]
"""A token to be: (word for the parser, space, true text, start, end, name index)."""

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
"""Tags of verbs that make a sentence."""
PARTICLES = frozenset({"IN", "TO", "RP", "RB", "CC"})
"""Tags of what follows a verb without an object."""
GOVERNED = frozenset({"dobj", "dative", "attr", "oprd", "ccomp", "xcomp", "npadvmod"})
"""Labels of what a verb governs without a preposition."""
DETERMINERS = frozenset({"DT", "PRP$"})
"""Tags of what begins an object, and follows no noun."""


class MistakenVerbs:
    """Finds words that must be verbs in sentences that were parsed otherwise.

    :param verbs: the dictionary forms of those that matter.
    :param masks: the verbs that the parser knows best, ``present``, ``past`` and ``intransitive``.
    """

    def __init__(self, verbs: Set[str], masks: Mapping[str, str], dictionary: Dictionary) -> None:
        self._verbs, self._masks, self._dictionary = verbs, masks, dictionary

    def is_mask(self, part: Part) -> bool:
        """Whether the parser is shown another verb."""
        return part[5] < 0 and part[0] != part[2] and part[0] in self._masks.values()

    def masked(self, doc: Doc, parts: Sequence[Part]) -> list[Part] | None:
        """The tokens with well-known verbs in place of those that the parser mistook; None without such."""
        formed = {i: tense for i, part in enumerate(parts) if part[5] < 0 and (tense := self._tense(part[2]))}
        fragment = bool(formed) and not any(token.tag_ in FINITE for token in doc)
        found = list(parts)
        for i, tense in formed.items():
            if mask := self._mask(doc, parts, i, tense, fragment):
                found[i] = (mask, *parts[i][1:])
                fragment = False
        return found if found != parts else None

    def _mask(self, doc: Doc, parts: Sequence[Part], i: int, tense: str, fragment: bool) -> str:
        """The verb to show for a word that has the form of a verb, and must be one; empty for any other.

        It is one if it can be nothing else ("competes"), or by what it governs: where the sentence has no other verb
        ("Huawei ships the chip", "DeepSeek open-sourced R1"), or where a verb governs nothing ("K2 overtakes R1").
        """
        token, text = doc[i], parts[i][2]
        after = doc[i + 1] if i + 1 < len(doc) else None
        governs = after is not None and (after.tag_ in DETERMINERS or parts[after.i][5] >= 0)
        noun = token.tag_[:2] in {"NN", "JJ"}
        if noun and tense == "present" and not self._dictionary.may_be_noun(text):
            alone = after is None or after.tag_ in PARTICLES or after.is_punct
            return self._masks["intransitive" if alone else "present"]
        begun = tense == "present" or (i > 0 and parts[i - 1][5] >= 0)
        idle = token.tag_ == "VBZ" and not any(kid.dep_ in GOVERNED for kid in token.children)
        needed = (noun and fragment and begun) or idle
        return self._masks[tense] if governs and needed else ""

    def _tense(self, text: str) -> str:
        """The tense of which a word has the form, ``present`` or ``past``; empty where it is that of no verb."""
        forms = {"present": ("es", "s"), "past": ("ed", "d")} if text.islower() else {}
        return next((tense for tense, ends in forms.items() if self._formed(text, ends)), "")

    def _formed(self, text: str, endings: Sequence[str]) -> bool:
        return text.endswith(endings[-1]) and any(base in self._verbs for base in bases(text, endings))
