"""A case as the text of its file: always the same text for the same case, one statement a line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from formulation.casefile.reading import FORMAT
from formulation.model.case import Case
from formulation.model.kinds import FIGURES, SECTIONS
from formulation.notation import write_atomically, write_flow

__all__ = ["starting_file", "write_case"]


def write_case(case: Case, path: str | os.PathLike[str] | None = None) -> str:
    """Return a case as the text of its file, and write it where a path is given.

    Parameters
    ----------
    case
        The case.  The same case gives the same text, whatever it was read from.
    path
        Where to; a name that ends in ``.json`` gets JSON, any other YAML.  The file is written
        wholly or, where anything fails, left as it was.

    Raises
    ------
    CaseError
        Where the file cannot be written.
    """
    keys = {"formulation": FORMAT, **case.to_keys()}
    is_json = path is not None and Path(path).suffix.lower() == ".json"
    text = json.dumps(keys, ensure_ascii=False, indent=2) + "\n" if is_json else _as_yaml(keys)
    if path is not None:
        write_atomically(path, text)
    return text


def _as_yaml(keys: dict[str, Any]) -> str:
    head = (
        f"{key}: {write_flow(value)}\n"
        for key, value in keys.items()
        if key not in (*FIGURES, *SECTIONS)
    )
    sections = ["".join(head)]
    for section in (name for name in (*FIGURES, *SECTIONS) if name in keys):
        said = keys[section]
        if section in FIGURES:
            lines = [f"  {id}: {write_flow(fields)}\n" for id, fields in said.items()]
        else:
            lines = [f"  - {write_flow(statement)}\n" for statement in said]
        sections.append("".join([f"{section}:\n", *lines]))
    return "\n".join(sections)


def starting_file() -> str:
    """Return a commented case file to start from, with one line for each thing it can say."""
    return Path(__file__).with_name("starting_case.yaml").read_text(encoding="utf-8")
