"""Excerpts, all made up, in which somebody speaks of a figure without a fault.

They train one distinction.  Of an idealized figure a real fault can be said, and is then waved
away (DMRS level 4); where the image is split no fault has a place in it, the same figure may have
been all bad, and one's own care is left to the one who will save (level 2).

Source: DMRS-Q (Di Giuseppe & Perry 2021), items on idealization of others and on splitting of
others' images, in our own words.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["EXCERPTS", "IDEALIZATION", "QUESTIONS", "SPLITTING", "STRAY_QUESTIONS", "Excerpt"]

IDEALIZATION = "idealization-of-other"
SPLITTING = "splitting-of-other"

#: what tells the two apart, and what each answer speaks for
QUESTIONS = {
    "fault": "Can she or he name a fault of the figure?",
    "waved": "When a fault is named, is it waved away, or has it no place in the picture at all?",
    "flip": "Has the same figure ever been all bad?",
    "care": "Is one's own care given up because the other will provide?",
}
#: what is worth knowing and does not tell the two apart
STRAY_QUESTIONS = (
    "How long has the admiration lasted, and did it begin all at once or little by little?",
    "Is the admiration returned?",
    "How many others admire this figure as well, and do they say so in the same words?",
    "Is the figure a parent, a partner or a stranger?",
    "How strongly is the admiration felt, and how often in a week does it come to be spoken of?",
)


class Excerpt(NamedTuple):
    """A made-up excerpt, how it is coded, and what in it decides.

    Attributes
    ----------
    told
        What is said and done.
    coded
        :data:`IDEALIZATION`, :data:`SPLITTING`, or nothing where it cannot be told from this.
    by
        The question of :data:`QUESTIONS` that decides; nothing where none is answered.
    because
        The words that decide it.
    """

    told: str
    coded: str
    by: str
    because: str


EXCERPTS: tuple[Excerpt, ...] = (
    Excerpt(
        "Of her teacher she says that he is late for every lesson, and laughs: with a gift like "
        "his, what does a clock matter?",
        IDEALIZATION,
        "waved",
        "He is late, she says, and it does not count.",
    ),
    Excerpt(
        "His surgeon once left a thread in the wound. 'It happens to the best,' he says, 'and she "
        "is the best there has ever been.'",
        IDEALIZATION,
        "fault",
        "The thread is told, and nothing follows from it.",
    ),
    Excerpt(
        "She tells her friends that her husband forgets birthdays and never writes, and that no "
        "kinder man was ever born; the two sentences come in one breath.",
        IDEALIZATION,
        "waved",
        "The faults stand beside the praise and take nothing from it.",
    ),
    Excerpt(
        "He knows that the leader of his group has borrowed money and not returned it. A person of "
        "such vision, he says, cannot be measured by such things.",
        IDEALIZATION,
        "fault",
        "The debt is known; only its weight is denied.",
    ),
    Excerpt(
        "Her new doctor is pure goodness; asked for anything he might do less well she looks "
        "puzzled. Until March she had said the same of the last one, who is now a monster.",
        SPLITTING,
        "flip",
        "The last one turned from all good to all bad, and of this one no fault can be thought.",
    ),
    Excerpt(
        "Since he met his guide he takes no medicine and pays no bills: she will see to it that "
        "nothing happens to him. That she might be wrong about anything makes no sense to him.",
        SPLITTING,
        "care",
        "His own care is given up, for she will provide.",
    ),
    Excerpt(
        "On Monday her sister is an angel who has never done wrong; on Friday, after a call that "
        "was not returned, she has never done right. Of Monday nothing is left.",
        SPLITTING,
        "flip",
        "The same sister is all good and then all bad, and the one knows nothing of the other.",
    ),
    Excerpt(
        "He has stopped looking for work. His brother will come and set everything right; his "
        "brother has no weaknesses, there is nothing to say about that.",
        SPLITTING,
        "care",
        "Work is left to the one who will save, and no fault has a place in the picture.",
    ),
    Excerpt(
        "She says that her therapist is the wisest woman she has met.",
        "",
        "",
        "Nothing is told of faults, of a turn to the bad, or of care given up.",
    ),
    Excerpt(
        "He keeps every letter of his late grandfather and calls him a hero.",
        "",
        "",
        "A hero may have faults; whether this one may is not told.",
    ),
)
