"""The commands ``patterns``: which there are, what each asks for, whether one's own is sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from formulation.cli.case_files import AsJson, report_faults
from formulation.cli.completing import catalogue_names
from formulation.cli.speaking import Heading, json_text, paragraph, say, table

if TYPE_CHECKING:
    from formulation.patterns.pattern import Pattern, Step

__all__ = ["OwnPatterns", "PatternNames", "check", "known_patterns", "patterns", "show"]

OwnPatterns = Annotated[
    list[str] | None,
    typer.Option(
        "--patterns", metavar="FILE", help="Add the patterns of this file; may be given again."
    ),
]
PatternNames = Annotated[
    list[str] | None,
    typer.Option(
        "--pattern",
        metavar="NAME",
        help="Ask for this pattern alone; may be given again.",
        autocompletion=catalogue_names,
    ),
]
OneName = Annotated[
    str, typer.Argument(metavar="NAME", hidden=True, autocompletion=catalogue_names)
]


def known_patterns(files: Sequence[str] | None) -> tuple[Pattern, ...]:
    """Return the catalogue and the patterns of these files.

    Raises
    ------
    PatternError
        Where a file cannot be read as patterns, or repeats a name.
    """
    from formulation.patterns.catalogue import catalogue, read_patterns, with_catalogue

    if not files:
        return catalogue()
    more = [pattern for file in files for pattern in read_patterns(file)]
    return with_catalogue(more, ", ".join(files))


def patterns(context: typer.Context, own: OwnPatterns = None, json: AsJson = False) -> None:
    """List the patterns that can be found in a case; 'show NAME' tells what one asks for."""
    if context.invoked_subcommand is not None:
        return
    known = known_patterns(own)
    if json:
        say(json_text({"patterns": [pattern.to_keys() for pattern in known]}))
        return
    for pattern in known:
        say(Heading(pattern.pattern), *paragraph(pattern.title, "  "))
    say("", *paragraph("'formulation patterns show NAME' tells what a pattern asks for."))


def show(name: OneName, own: OwnPatterns = None, json: AsJson = False) -> None:
    """Tell what a pattern asks for: in words, and as the text of a pattern file.

    NAME is one of the names that 'formulation patterns' lists.
    """
    from formulation.patterns.catalogue import pattern_named

    pattern = pattern_named(name, known_patterns(own))
    if json:
        say(json_text(pattern.to_keys()))
        return
    say(*_in_words(pattern), "", Heading("As a pattern file"), *_as_yaml(pattern))


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE", hidden=True)], json: AsJson = False
) -> None:
    """Check whether patterns of your own can be read and can match anything.

    FILE holds one pattern or a list of them, YAML or JSON.  Each fault is told with its line, what
    would be accepted, and the nearest word.  Ends with 1 where there are faults.
    """
    from formulation.errors import PatternError

    try:
        known = known_patterns(files)
    except PatternError as error:
        if json:
            report_faults(list(error.faults))
        else:
            say(*map(str, error.faults))
        raise typer.Exit(1) from None
    if json:
        report_faults([])
        return
    own = known[len(known_patterns(None)) :]
    verb = "is" if len(own) == 1 else "are"
    say(*paragraph(f"{', '.join(pattern.pattern for pattern in own)} {verb} sound."))


def _in_words(pattern: Pattern) -> list[str]:
    lines: list[str] = [Heading(pattern.title), pattern.pattern]
    lines += paragraph(f"Source: {pattern.source}." if pattern.source else "")
    lines += paragraph(pattern.about or "")
    lines += ["", "It asks for:"]
    lines += table([(step.as_, _step(step, pattern)) for step in pattern.every_step], "  ")
    who = [f"{letter} is the {role}" for letter, role in pattern.roles.items()]
    who += [f"{letter} is a {kind}" for letter, kind in pattern.kinds.items()]
    lines += paragraph(f"{'; '.join(who)}." if who else "")
    lines += paragraph(f"Each '{pattern.episode_step}' is one occurrence.")
    if pattern.does_not_claim:
        lines += ["", *paragraph(f"What it does not claim: {pattern.does_not_claim}")]
    return lines


def _step(step: Step, pattern: Pattern) -> str:
    """Return what a step asks for, with letters for names."""
    from formulation.model.base import in_list
    from formulation.model.case import Case
    from formulation.patterns.explain import step_in_words

    letters = {letter: letter for letter in pattern.letters()}
    told = step_in_words(Case(id="letters"), step, letters) + _conditions(step)
    together: dict[str, list[str]] = {}
    for relation, other in step.relations():
        together.setdefault(relation, []).append(other)
    for relation, others in together.items():
        told += f", {_RELATED[relation]} {in_list(others)}"
    told += f", within {step.within}" if step.within else ""
    told += f", at least {step.at_least} apart" if step.at_least else ""
    return told + (" (if recorded)" if step.optional else " (must not be recorded)" * step.absent)


_RELATED = {
    "after": "later than",
    "from": "no earlier than",
    "before": "earlier than",
    "during": "during",
    "after_end_of": "after the end of",
}


def _conditions(step: Step) -> str:
    """Return what a step asks for besides its subject."""
    noun = step.record.noun or ""
    fields = {key: field for field, key in step.record.keys().items()}
    told = ""
    for key, asked in step.asks.items():
        if f"{{{fields.get(key, key)}}}" not in noun and asked:
            told += f", {key.replace('_', ' ')} {_words(asked)}"
    return told


def _words(asked: tuple[str, ...] | str | dict[str, str]) -> str:
    if isinstance(asked, dict):
        return " and ".join(f"{key} {value}" for key, value in asked.items())
    return asked if isinstance(asked, str) else " and ".join(asked)


def _as_yaml(pattern: Pattern) -> Iterable[str]:
    """Yield the pattern as a file would hold it: a key a line, and a line for each step."""
    from formulation.notation import write_flow

    for key, value in pattern.to_keys().items():
        if key in ("steps", "weigh"):
            yield f"{key}:"
            yield from (f"  - {write_flow(item)}" for item in value)
        else:
            yield f"{key}: {write_flow(value)}"
