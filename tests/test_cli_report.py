"""The command ``report``: a page of each case, where it goes, who may read it, and the watch."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from formulation.cli.watching import Watched, serving
from tests.test_cli import run
from tests.test_docs import ROOT

CASE = """formulation: 1
id: ann
title: Ann and Bo
people:
  ann: {name: Ann, role: patient}
  bo: {name: Bo, role: friend}
bonds:
  - {id: hero, idealizes: bo, words: my rock}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with one small case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- where it goes ------------------------------------------------------------------------------


def test_a_report_is_named_after_the_case(folder: Path) -> None:
    """Without -o the page goes into the folder one stands in, under the case's id."""
    told = run("report", "case.yaml")

    assert told.exit_code == 0
    assert told.stdout == "The private report of Ann and Bo is in ann.html.\n"
    assert "<title>Ann and Bo</title>" in text_of(folder / "ann.html")


@pytest.mark.parametrize("name", ["out.html", "out.md", "out.docx", "out.pdf"])
def test_a_report_goes_where_it_is_told(folder: Path, name: str) -> None:
    """The ending of FILE decides what is written."""
    told = run("report", "case.yaml", "-o", name)

    assert (told.exit_code, told.stderr) == (0, "")
    assert (folder / name).stat().st_size > 0


@pytest.mark.parametrize("is_there", [True, False])
@pytest.mark.parametrize("name", ["out", "out/"])
@pytest.mark.parametrize("command", ["report", "draw"])
def test_several_cases_go_into_a_folder(
    folder: Path, command: str, name: str, is_there: bool
) -> None:
    """Of several cases each has a file, named by its id; the folder is made if need be."""
    (folder / "two.yaml").write_text(CASE.replace("id: ann", "id: two"), encoding="utf-8")
    if is_there:
        (folder / "out").mkdir()

    told = run(command, "case.yaml", "two.yaml", "-o", name)

    ending = {"report": "html", "draw": "svg"}[command]
    assert (told.exit_code, told.stderr) == (0, "")
    names = sorted(path.name for path in (folder / "out").iterdir())
    assert names == [f"ann.{ending}", f"two.{ending}"]


def test_a_name_with_a_slash_at_its_end_is_a_folder_for_one_case_too(folder: Path) -> None:
    """Without the slash it is a file, whose ending says nothing."""
    assert run("report", "case.yaml", "-o", "new/").exit_code == 0
    assert run("draw", "case.yaml", "-o", "pictures/").exit_code == 0
    assert [path.name for path in (folder / "new").iterdir()] == ["ann.html"]
    assert [path.name for path in (folder / "pictures").iterdir()] == ["ann.svg"]

    told = run("report", "case.yaml", "-o", "none")
    lost = run("report", "case.yaml", "-o", "no/such/")

    assert told.exit_code == lost.exit_code == 2
    assert "no format of a report is called ''" in told.stderr
    assert lost.stderr == "Error: no folder no/such/ can be made: no such file or directory\n"


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (
            ("case.yaml", "-o", "-"),
            "a report is a file; give -o a name that ends in .html, .md, .docx or .pdf",
        ),
        (
            ("case.yaml", "case.yaml", "-o", "out.html"),
            "one report is of one case, and several are given; let -o name a folder",
        ),
        (
            ("case.yaml", "case.yaml"),
            "several cases have the id ann, and their reports the same name",
        ),
        (
            ("case.yaml", "-o", "out.odt"),
            "no format of a report is called 'odt' (known: html, md, docx, pdf)",
        ),
        (
            ("case.yaml", "--profile", "teachin"),
            "no profile is called 'teachin'; did you mean 'teaching'? "
            "(known: private, supervision, teaching)",
        ),
        (
            ("case.yaml", "--watch", "-o", "x.html"),
            "--watch writes no file; leave out -o, or --watch",
        ),
        (("-", "--watch"), "--watch shows the file of one case, and it needs its name"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(folder: Path, args: tuple[str, ...], reason: str) -> None:
    """What cannot be written is refused before the work, with exit code 2."""
    told = run("report", *args)

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr == f"Error: {reason}\n"
    assert sorted(path.name for path in folder.iterdir()) == ["case.yaml"]


def test_the_case_is_not_written_over(folder: Path) -> None:
    """A report never takes the place of what it was made from."""
    (folder / "case.md").write_text(CASE, encoding="utf-8")

    told = run("report", "case.md", "-o", "case.md")

    assert told.exit_code == 2
    assert text_of(folder / "case.md") == CASE


def test_faults_of_a_case_end_with_1(folder: Path) -> None:
    """A case that does not add up has no report, and its faults are told."""
    (folder / "case.yaml").write_text(CASE.replace("idealizes: bo", "idealizes: bob"))

    told = run("report", "case.yaml")

    assert told.exit_code == 1
    assert "bob" in told.stderr
    assert not (folder / "ann.html").exists()


# --- who may read it ----------------------------------------------------------------------------


def test_a_report_for_teaching_is_not_named_after_anybody(folder: Path) -> None:
    """The case's id can be a name; a page for teaching says what it is, and to read it first."""
    told = run("report", "case.yaml", "--profile", "teaching")

    assert told.stdout == (
        "The teaching report of Ann and Bo is in teaching.html.\n"
        "It is a disguise and no anonymity: read it before you show it.\n"
    )
    page = text_of(folder / "teaching.html")
    assert "Ann" not in page
    assert "my rock" not in page


def test_a_pattern_narrows_what_is_told(folder: Path) -> None:
    """With --pattern the report tells of that pattern alone."""
    example = ROOT / "examples/patterns/loyalty-conflict/fits.yaml"

    run("report", str(example), "-o", "out.md", "--pattern", "loyalty-conflict")

    assert text_of(folder / "out.md").startswith("# ")
    assert "1 named pattern was searched" in text_of(folder / "out.md")


# --- the watch ----------------------------------------------------------------------------------


@pytest.fixture
def watched(folder: Path) -> Watched:
    """The small case, watched."""
    return Watched("case.yaml", {"profile": "private"})


def test_a_saved_file_is_drawn_again(folder: Path, watched: Watched) -> None:
    """Looking finds what was saved since, and nothing where nothing was."""
    assert not watched.look()

    (folder / "case.yaml").write_text(CASE.replace("Ann and Bo", "Another"), encoding="utf-8")

    assert watched.look()
    assert b"<title>Another</title>" in watched.drawn.page
    assert (watched.drawn.version, watched.drawn.faults) == (2, "")


def test_faults_stand_above_the_last_good_page(folder: Path, watched: Watched) -> None:
    """A file with faults leaves the page as it was; mended, it is drawn again."""
    good = watched.drawn.page

    (folder / "case.yaml").write_text(CASE + "nonsense: 1\n", encoding="utf-8")
    watched.look()
    faulty = watched.drawn
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    watched.look()

    assert (faulty.page, faulty.version) == (good, 1)
    assert "nonsense" in faulty.faults
    assert (watched.drawn.version, watched.drawn.faults) == (2, "")


def test_a_file_that_is_gone_is_told(folder: Path, watched: Watched) -> None:
    """While a file is being replaced the last page stays."""
    (folder / "case.yaml").unlink()

    watched.look()

    assert watched.drawn.version == 1
    assert "there is no such file" in watched.drawn.faults


@pytest.fixture
def server(watched: Watched) -> Iterator[Any]:
    """A server of the small case, ended afterwards."""
    own = serving(watched)
    yield own
    own.shutdown()
    own.server_close()


def ask(server: Any, path: str, host: str = "") -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    headers = {"Host": host or f"127.0.0.1:{server.server_port}"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def test_who_knows_the_address_sees_page_and_news(server: Any) -> None:
    """The page may ask for news of itself and for nothing else, and nothing of it is kept."""
    status, page, headers = ask(server, f"/{server.token}/")
    _, news, _ = ask(server, f"/{server.token}/news")

    assert status == 200
    assert 'data-version="1"' in page
    assert "connect-src &#39;self&#39;;" in page
    assert headers["Cache-Control"] == "no-store"
    assert json.loads(news) == {"version": 1, "faults": ""}


def test_nobody_else_sees_anything(server: Any) -> None:
    """Without the secret, under another name, or beside the page there is nothing."""
    token = server.token
    asked = [("/", ""), ("/wrong/", ""), (f"/{token}", ""), (f"/{token}/../case.yaml", "")]
    asked.append((f"/{token}/", "evil.example"))

    answers = [ask(server, path, host)[:2] for path, host in asked]

    assert answers == [(404, "There is nothing here.\n")] * 5
    assert server.server_address[0] == "127.0.0.1"
    assert len(token) >= 24


def test_each_watch_has_a_secret_of_its_own(watched: Watched) -> None:
    """No two addresses are alike."""
    servers = [serving(watched) for _ in range(2)]

    tokens = {one.token for one in servers}

    for one in servers:
        one.shutdown()
        one.server_close()
    assert len(tokens) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="it has no signal that a terminal sends")
def test_the_command_watches_until_it_is_interrupted(folder: Path) -> None:
    """It tells its address at once, and ends quietly."""
    import signal

    command = [sys.executable, "-m", "formulation", "report", "case.yaml", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        try:
            rest, _ = process.communicate(timeout=30)
        finally:
            process.kill()

    assert first.startswith("The report of case.yaml is shown at http://127.0.0.1:")
    assert rest.strip() == "No longer watched."
    assert process.returncode == 0
