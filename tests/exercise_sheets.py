"""An exercise written by hand, with a question of every form, its key, and one of hostile words."""

from __future__ import annotations

from formulation.exercises.sheet import (
    Answers,
    Credit,
    Key,
    Option,
    Order,
    Question,
    Quote,
    Sheet,
    Solution,
)

#: what a page, Markdown or a terminal could take for more than words
HOSTILE = (
    "<script>alert(1)</script>\"'`]]> \u202eabc\u202c {{7*7}} {%x%} </style></title>&amp; "
    "## Question 9 - [x] b) **no** ```` ~~~ [y](z) | \\ 1. Answer: c \x1b[31m "
    "Donaudampfschifffahrtsgesellschaftskapitänspatentprüfungskommission"
)


def options(**texts: str) -> list[Option]:
    """Options by letter."""
    return [Option(id=id, text=text) for id, text in texts.items()]


def credits(*told: tuple[str, float, str]) -> list[Credit]:
    """Credits by answer, share and reason."""
    return [Credit(answer=answer, share=share, reason=reason) for answer, share, reason in told]


SHEET = Sheet(
    id="six-forms-mara-3",
    kind="six-forms",
    level=2,
    title="Mara and her singing teacher",
    case="Mara",
    origin="synthetic",
    content_note="Content: the death of a parent.",
    story=(
        "Mara is thirty when she begins to sing again. Her teacher, she says, has the only pair of "
        "ears in the city, and for a winter she hums on the way home.",
        "In March the teacher praises another pupil. On Sunday Mara's voice is gone, and with it "
        "the evenings on which she used to ring her sister.",
    ),
    questions=(
        Question(
            id="1",
            form="choose",
            ask="How is this known?",
            given=("Mara's voice is gone on the Sunday after the lesson.",),
            options=options(
                a="observed: the writer heard it",
                b="reported: Mara told it",
                c="inferred: concluded from other things",
            ),
            hint="Who would have had to be in the room?",
        ),
        Question(
            id="2",
            form="choose-many",
            ask="Which of these count against the claim that praise for another silences her?",
            options=options(
                a="Her voice was hoarse already on the Thursday before.",
                b="She lost it again in June, after the other pupil had won a prize.",
                c="A cold went round the choir in the same week.",
                d="She sang well on the day of the next praise.",
            ),
            is_open=True,
        ),
        Question(
            id="3",
            form="order",
            ask="In which order did these happen?",
            options=options(
                a="Her voice is gone.",
                b="She begins to sing again.",
                c="The teacher praises another pupil.",
                d="Her father dies.",
            ),
            hint="Two of them are dated by the seasons.",
        ),
        Question(
            id="4",
            form="term",
            ask="Which defense does this passage show?",
            given=("“She has the only pair of ears in the city. She cannot be wrong.”",),
            vocabulary="defense",
        ),
        Question(id="5", form="write", ask="What would Mara have to have told for us to know?"),
        Question(id="6", form="case", ask="Write the story down as a case."),
    ),
)

KEY = Key(
    sheet=SHEET.id,
    kind=SHEET.kind,
    level=SHEET.level,
    title=SHEET.title,
    case=SHEET.case,
    solutions=(
        Solution(
            question="1",
            form="choose",
            credits=credits(
                ("a", 0, "KEY-1A Nobody but Mara was at home."),
                ("b", 1, "KEY-1B She told it in the next lesson."),
                ("c", 0.5, "KEY-1C Near: the writer concludes it from what she told."),
            ),
            quotes=[Quote(statement="silence", says="Mara loses her voice.", source="notes")],
            look_at="KEY-1L Look at who speaks.",
            model="KEY-1M reported: Mara told it",
            chance=0.5,
        ),
        Solution(
            question="2",
            form="choose-many",
            credits=credits(
                ("a", 1, "KEY-2A What was there before was not brought by it."),
                ("b", 0, "KEY-2B This is the claim once more."),
                ("c", 0.5, "KEY-2C A rival, which explains the same otherwise."),
                ("d", 1, "KEY-2D Here it came and nothing followed."),
            ),
            quotes=[Quote(statement="claim", says="Praise for another silences her.")],
            chance=0.25,
        ),
        Solution(
            question="3",
            form="order",
            orders=[
                Order(earlier="d", later="b", reason="KEY-3DB Her father dies in her childhood."),
                Order(earlier="b", later="c", reason="KEY-3BC The winter comes before March."),
                Order(earlier="c", later="a", reason="KEY-3CA The Sunday follows the lesson."),
            ],
            model="KEY-3M d, b, c, a",
            chance=0.5,
        ),
        Solution(
            question="4",
            form="term",
            credits=[
                Credit(
                    answer="idealization-of-other",
                    share=1,
                    reason="KEY-4I All good, and no fault can be seen.",
                    reading="the supervisor",
                ),
                Credit(answer="devaluation-of-other", share=0.5, reason="KEY-4D The same level."),
            ],
            otherwise="KEY-4O It stands on another level.",
            look_at="KEY-4L Look at how large the words are.",
            chance=0.04,
        ),
        Solution(question="5", form="write", model="KEY-5M When she last rang her sister."),
        Solution(question="6", form="write", model="KEY-6M people, a bond and two events"),
    ),
)

#: a text with lines that look like the sheet's own, and a fence
WRITTEN = "When she last rang.\n\n## Question 2\n- [x] b) no\n```\nAnswer: x\n```\n> the end"
CASE_TEXT = 'formulation: 1\nid: mara\npeople:\n  mara: {name: "Mara", role: patient}'

ANSWERS = Answers(
    sheet=SHEET.id,
    name="Ada Q.",
    given={
        "1": "c",
        "2": ["a", "d"],
        "3": ["d", "c", "b", "a"],
        "4": "idealization-of-other",
        "5": WRITTEN,
        "6": CASE_TEXT,
    },
)


def hostile() -> tuple[Sheet, Key]:
    """The same exercise with hostile words wherever a text may stand."""
    sheet = SHEET.model_copy(
        update={
            "title": HOSTILE,
            "case": HOSTILE,
            "content_note": HOSTILE,
            "story": (HOSTILE, HOSTILE),
            "questions": tuple(_hostile_question(question) for question in SHEET.questions),
        }
    )
    return sheet, KEY.model_copy(update={"title": HOSTILE, "case": HOSTILE})


def _hostile_question(question: Question) -> Question:
    told = [Option(id=one.id, text=f"{HOSTILE} {one.text}") for one in question.options]
    changes = {"ask": HOSTILE, "given": (HOSTILE,), "hint": HOSTILE, "options": tuple(told)}
    return question.model_copy(update=changes)
