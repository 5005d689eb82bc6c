"""The commands ``examples``: cases that come with the library, to read, copy and change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulation.cli.case_files import AsJson, create
from formulation.cli.completing import example_names
from formulation.cli.speaking import Heading, json_text, paragraph, say

if TYPE_CHECKING:
    from formulation.model.case import Case

__all__ = ["copy", "examples", "page", "show"]

Name = Annotated[str, typer.Argument(metavar="NAME", hidden=True, autocompletion=example_names)]

#: whether somebody knows what is true of the case: only who made it up does
_TRUTH = {
    True: "What is true is known: it was made up so.",
    False: "What is true is not known: it was lived, and told by somebody.",
}
_ENDING = (
    "'formulation examples page NAME' tells its story and what to notice, 'show' prints the case "
    "file, and 'copy' gives you one of your own to change."
)


def examples(context: typer.Context, json: AsJson = False) -> None:
    """List the example cases that come with the library, with where each comes from.

    What is hard to read in a case stands in a line of its own before what it is about, so that
    one can skip it.
    """
    if context.invoked_subcommand is not None:
        return
    from formulation.examples import page_names, read_example

    with_page = page_names()
    heads = [_head(read_example(name), with_page) for name in example_names()]
    if json:
        say(json_text({"examples": heads}))
        return
    for head in heads:
        say(*_in_words(head))
    say("", *paragraph(_ENDING))


def _head(case: Case, with_page: list[str]) -> dict[str, Any]:
    from formulation.examples import content_note

    about, content = content_note(case)
    return {
        "id": case.id,
        "title": case.title,
        "origin": case.origin,
        "about": about or None,
        "content": content or None,
        "truth_known": case.origin == "synthetic",
        "has_page": case.id in with_page,
    }


def _in_words(head: dict[str, Any]) -> list[str]:
    content = f"Content: {head['content']}" if head["content"] else ""
    told = [f"{head['title']} ({head['origin']}).", content, head["about"] or ""]
    told.append(_TRUTH[head["truth_known"]])
    lines = [line for text in told if text for line in paragraph(text, "  ")]
    return [Heading(head["id"]), *lines]


def show(name: Name) -> None:
    """Print an example case as its file has it."""
    from formulation.examples import example_file

    say(example_file(name).read_text(encoding="utf-8").rstrip("\n"))


def page(name: Name, json: AsJson = False) -> None:
    """Tell the story of an example case, and what a teacher would say of it.

    First comes what is hard to read in it, then the story with no interpretation, what a
    supervisor would accept, what is disputed, and what to notice.
    """
    from dataclasses import asdict

    from formulation.examples import SECTIONS, example_page

    told = example_page(name)
    if json:
        say(json_text(asdict(told)))
        return
    texts = (told.story, told.accepted, told.disputed, told.notice)
    lines = [Heading(told.title), "", *paragraph(f"Content note. {told.content_note}")]
    for heading, text in zip(SECTIONS, texts, strict=True):
        lines += ["", Heading(heading), "", *_wrapped(text)]
    say(*lines)


def _wrapped(text: str) -> list[str]:
    """Return a text of a page in lines that fit; what follows in an item of a list is set in."""
    lines: list[str] = []
    for one in text.split("\n"):
        mark, _, _ = one.partition(" ")
        is_item = mark == "-" or mark.removesuffix(".").isdigit()
        lines += paragraph(one, "", " " * (len(mark) + 1) * is_item) or [""]
    return lines


def copy(
    name: Name,
    destination: Annotated[str, typer.Argument(metavar="DEST", hidden=True)] = ".",
) -> None:
    """Copy an example case, to change it as you like.

    NAME is an example; DEST a file or a folder, the folder you are in unless you say.  A file that
    is there already is never written over.
    """
    from formulation.examples import example_file

    source = example_file(name)
    target = Path(destination)
    target = target / source.name if target.is_dir() else target
    create(target, source.read_text(encoding="utf-8"))
    say(f"{target} is written. Now try: formulation find {target}")
