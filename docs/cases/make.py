"""Write the pages of this folder again, each from an example case and its page.

Run it from anywhere: ``python docs/cases/make.py``, or with the names of some of them.  A page is
what ``examples/pages/NAME.md`` tells of the case, with the pictures that the library draws of it
and what it finds in it; ``README.md`` is the gallery of them all.  A test compares what is written
here with the files.
"""

from __future__ import annotations

import contextlib
import html
import re
import shlex
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from formulation import Case, draw, find, map_view, weigh
from formulation.cli.app import app
from formulation.errors import FormulationError
from formulation.examples import (
    SECTIONS,
    Page,
    example_names,
    example_page,
    page_names,
    read_example,
)
from formulation.findings import Finding, Weight
from formulation.patterns.catalogue import pattern_named
from formulation.views.charts import lag_view
from formulation.views.timeline import timeline_view

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
#: what `find` is asked where the pattern that comes first is not the one the case is there for
ASKED = {
    **dict.fromkeys(
        (
            "elizabeth",
            "elizabeth_diary",
            "elizabeth_diary_any_quarrel",
            "elizabeth_diary_confounded",
            "elizabeth_diary_unlinked",
        ),
        "--pattern idealized-pair-conflict-flare --limit 1",
    ),
    "lookalikes": "--pattern idealized-pair-conflict-flare --limit 4",
}
#: how the map is drawn where all of it would be a thicket
MAPS: dict[str, dict[str, Any]] = {"lookalikes": {"at": "2022"}}
#: as many findings are shown in full; of more, the first of the first pattern
MOST_SHOWN = 2
ORIGINS = {
    "published": "from published texts",
    "synthetic": "made up, so that what is true of it is known",
}
PICTURES = {"map": "Who stands how to whom", "timeline": "What happened when"}


@lru_cache
def case_of(name: str) -> Case:
    """Return an example case."""
    return read_example(name)


@lru_cache
def found(name: str) -> tuple[Finding, ...]:
    """Return all that the catalogue finds in an example."""
    return tuple(find(case_of(name)))


@lru_cache
def weighed(name: str) -> Weight | None:
    """Return the first question that could be weighed, of the pattern asked for where one is."""
    asked = re.search(r"--pattern (\S+)", ASKED.get(name, ""))
    weights = weigh(case_of(name), asked and asked[1])
    return next((weight for weight in weights if weight.verdict != "not testable"), None)


@lru_cache
def views(name: str) -> dict[str, Any]:
    """Return the pictures of an example, by the ends of their files' names."""
    case = case_of(name)
    made = {"map": map_view(case, **MAPS.get(name, {})), "timeline": timeline_view(case)}
    weight = weighed(name)
    return made if weight is None else {**made, "lags": lag_view(weight)}


def page_text(name: str) -> str:
    """Return the page of an example as it is written today."""
    told = (ROOT / "examples" / "pages" / f"{name}.md").read_text(encoding="utf-8")
    case, shown = case_of(name), views(name)
    after_story = f"## {SECTIONS[1]}"
    pictures = "\n\n".join(f"{PICTURES[end]}:\n\n{_picture(name, end, shown)}" for end in PICTURES)
    head, _, rest = told.partition(after_story)
    parts = [
        head.rstrip("\n"),
        f"## The case\n\n{_origin(name, case)}",
        pictures,
        f"{after_story}{rest}".rstrip("\n"),
        f"## What the library finds\n\n{_findings(name)}",
        *_weight(name, shown),
        "*This page is written by [`make.py`](make.py) from the case, its "
        f"[story](../../examples/pages/{name}.md) and what the library says of it.*",
    ]
    return "\n\n".join(parts) + "\n"


def gallery_text() -> str:
    """Return the page on which every case has a line and a picture."""
    rows = [_row(name, example_page(name)) for name in _by_origin(_with_page())]
    return "\n".join(
        [
            "# The gallery: every example case",
            "",
            "What is hard to read in a case is said before you open it. A page tells the story "
            "first, with no interpretation, so that you can write your own before you read on. "
            "For the files themselves: `formulation examples`, and [where they come from]"
            "(../../examples/README.md).",
            "",
            "| | case | what is hard to read | what to notice first |",
            "|---|---|---|---|",
            *rows,
            "",
            "*This page is written by [`make.py`](make.py).*",
            "",
        ]
    )


def _with_page() -> list[str]:
    pages = page_names()
    return [name for name in example_names() if name in pages]


def _by_origin(names: list[str]) -> list[str]:
    """Return names, those of people who lived first."""
    return sorted(names, key=lambda name: (case_of(name).origin == "synthetic", name))


def _row(name: str, page: Page) -> str:
    shown = views(name)
    small = "lags" if "lags" in shown else "map"
    # of a chart the question and the verdict, of a map what it shows
    told = f"{page.title}. {shown[small].alt}" if small == "lags" else shown[small].alt
    alt = html.escape(_sentences(told, 3 if small == "lags" else 1), quote=True)
    picture = f'<a href="{name}.md"><img src="{name}-{small}.svg" alt="{alt}" width="240"></a>'
    case = f"[{page.title}]({name}.md) ({case_of(name).origin})"
    cells = [picture, case, page.content_note, _sentences(page.notice.removeprefix("- "), 1)]
    return f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"


def _sentences(text: str, count: int) -> str:
    """Return the first sentences of a text; the initial of a name ends none."""
    return " ".join(re.split(r"(?<=[.?!])(?<!\b[A-Z]\.)\s+", text)[:count])


def _how_known(case: Case) -> str:
    return ORIGINS.get(case.origin or "", case.origin or "of unknown origin")


def _origin(name: str, case: Case) -> str:
    holds = str(case).rpartition(": ")[2]
    return (
        f"A case {_how_known(case)}: [`examples/{name}.yaml`](../../examples/{name}.yaml), with "
        f"{holds} To have one of your own to change: `formulation examples copy {name}`."
    )


def _picture(name: str, end: str, shown: dict[str, Any]) -> str:
    alt = " ".join(shown[end].alt.split()).replace("[", "(").replace("]", ")")
    return f"![{alt}]({name}-{end}.svg)"


def _findings(name: str) -> str:
    """Return what is found: all of it, or its count by pattern and some of it as it is told."""
    findings, asked = found(name), ASKED.get(name)
    command = f"formulation find examples/{name}.yaml"
    if not asked and len(findings) <= MOST_SHOWN:
        return _block(command)
    asked = asked or f"--pattern {findings[0].pattern} --limit 1"
    patterns = dict.fromkeys(finding.pattern for finding in findings)
    rows = [_found_row(one, [f for f in findings if f.pattern == one]) for one in patterns]
    lead = (
        f"`{command}` tells all {len(findings)} findings, with the statements that each rests on. "
        "By pattern they are:"
    )
    table = "\n".join(["| pattern | found | of these |", "|---|---|---|", *rows])
    return f"{lead}\n\n{table}\n\nSome of it, as it is told:\n\n{_block(f'{command} {asked}')}"


def _found_row(pattern: str, findings: list[Finding]) -> str:
    kinds = Counter(f"{finding.status}, {finding.certainty}" for finding in findings)
    told = "; ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    return f"| {pattern_named(pattern).title} (`{pattern}`) | {len(findings)} | {told} |"


def _weight(name: str, shown: dict[str, Any]) -> list[str]:
    """Return the section on how an example weighs, or nothing where it cannot be weighed."""
    weight = weighed(name)
    if weight is None:
        return []
    command = f"formulation weigh examples/{name}.yaml --pattern {weight.pattern}"
    return [f"## How it weighs\n\n{_picture(name, 'lags', shown)}\n\n{_block(command)}"]


def _block(command: str) -> str:
    """Return a command with what it prints, run in the folder of the project."""
    with contextlib.chdir(ROOT):
        told = CliRunner().invoke(app, shlex.split(command)[1:], env={"COLUMNS": "100"})
    if told.exit_code:
        raise SystemExit(f"{command}\n{told.output}")
    return f"```console\n$ {command}\n{told.stdout.rstrip()}\n```"


def main(asked: list[str]) -> int:
    """Write the pages and pictures of some examples or of all, and the gallery."""
    for name in asked or _with_page():
        (HERE / f"{name}.md").write_bytes(page_text(name).encode("utf-8"))
        for end, view in views(name).items():
            (HERE / f"{name}-{end}.svg").write_bytes(str(draw(view, format="svg")).encode("utf-8"))
        sys.stdout.write(f"{name} is written.\n")
    (HERE / "README.md").write_bytes(gallery_text().encode("utf-8"))
    lacking = [name for name in example_names() if name not in page_names()]
    for name in lacking:
        sys.stdout.write(f"{name} has no page: examples/pages/{name}.md is missing.\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except FormulationError as error:  # a case or a page that does not add up
        raise SystemExit(str(error)) from None
