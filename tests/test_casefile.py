"""Case files in and out: YAML, JSON and Python are three spellings of one case."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from pathlib import Path

import pytest

from formulation.casefile import (
    case_files,
    faults_in,
    read_case,
    read_cases,
    starting_file,
    write_case,
)
from formulation.errors import CaseError
from formulation.model import (
    Belief,
    Case,
    Change,
    Claim,
    Conflict,
    Consent,
    Countertransference,
    Defense,
    Episode,
    Escalation,
    Idealization,
    InnerConflict,
    Intervention,
    Invalidation,
    Person,
    Rally,
    Relationship,
    Resolution,
    Source,
    Symptom,
    Trauma,
)
from formulation.model.kinds import SECTIONS, kinds

#: the example of the design of this library, to the letter
FOUNDING = """\
formulation: 1
id: elizabeth
title: Elizabeth and her superheroes
origin: published                  # published | clinical | composite | synthetic
consent: {given: published, scope: publication}
sources:
  post:  {cite: "Cottone, J. G. What to Know About Ketamine-Assisted Psychotherapy. Psychology \
Today, March 2024"}

people:
  elizabeth: {name: Elizabeth, role: patient, gender: female, born: 1969~}
  stephanie: {name: Stephanie, role: partner}
  diane:     {name: Diane, role: friend}
  jc:        {name: JC, role: therapist}
  medicine:  {name: the medical establishment, kind: institution}
  hurt:      {name: those hurt by a superhero, kind: group}

symptoms:
  pain: {name: chronic pain, domain: somatic, kind: symptom, onset: 2011~, due_to: spine}
  pls:  {name: primary lateral sclerosis, kind: disease, course: progressive}
  spine: {name: spinal injury, kind: injury, onset: 2011~}

bonds:                             # hold between figures over a span
  - {relationship: [elizabeth, stephanie], is: marriage}
  - {id: hero_s, idealizes: stephanie, image: superhero, source: post, basis: reported}
  - {id: hero_d, idealizes: diane, image: superhero, source: post, basis: reported}

inner:                             # hold within one person
  - {id: shield, defense: idealization-of-other, against: terror, after: assault, basis: inferred}
  - {id: rescue, belief: her superheroes can rescue her, source: post, basis: inferred}

events:                            # happen
  - {id: assault, trauma: elizabeth, age: 15, what: sexual assault, source: post}
  - {id: feud,  conflict: [stephanie, diane], recurring: true, source: post}
  - {id: flare, escalation: pain, after: feud, recurring: true, source: post}
  - {id: rally, rally: [stephanie, diane], after: flare, recurring: true, source: post}
  - {id: truce, resolution: feud, quality: truce, after: rally, recurring: true, source: post}
  - {id: kap,   intervention: ketamine-assisted session, by: jc, dose: 200 mg, route: intranasal, \
lasts: 90 minutes, when: 2023-01}
  - {id: less,  change: flare, aspect: frequency, how: less, since: kap, source: post}

claims:
  - {id: strain, claim: Quarrels make a flare likelier., from: [feud], to: [flare], \
effect: raises, as: mechanism,
     basis: inferred, rivals: [stress worsens pain with nothing gained, the disease progresses, \
a bad day starts the quarrel]}
  - {id: lever, claim: A flare makes peace likelier., from: [flare], to: [truce], effect: raises, \
as: perpetuating,
     basis: inferred, rivals: [quarrels end anyway, helpers respond to real deterioration], \
against: quarrels that end without a flare}
"""


def scripted() -> Case:
    """Return the same case as a clinician scripts it."""
    post = Source(
        id="post",
        cite="Cottone, J. G. What to Know About Ketamine-Assisted Psychotherapy. "
        "Psychology Today, March 2024",
    )
    liz = Person(id="elizabeth", name="Elizabeth", role="patient", gender="female", born="1969~")
    stephanie = Person(id="stephanie", name="Stephanie", role="partner")
    diane = Person(id="diane", name="Diane", role="friend")
    jc = Person(id="jc", name="JC", role="therapist")
    medicine = Person(id="medicine", name="the medical establishment", kind="institution")
    hurt = Person(id="hurt", name="those hurt by a superhero", kind="group")
    spine = Symptom(id="spine", name="spinal injury", kind="injury", onset="2011~")
    pain = Symptom(
        id="pain",
        name="chronic pain",
        domain="somatic",
        kind="symptom",
        onset="2011~",
        due_to=spine,
    )
    pls = Symptom(id="pls", name="primary lateral sclerosis", kind="disease", course="progressive")
    told = {"source": post, "basis": "reported"}
    again = {"source": post, "recurring": True}
    assault = Trauma(id="assault", of=liz, age=15, what="sexual assault", source=post)
    feud = Conflict(id="feud", between=[stephanie, diane], **again)
    flare = Escalation(id="flare", of=pain, after=feud, **again)
    rally = Rally(id="rally", who=[stephanie, diane], after=flare, **again)
    truce = Resolution(id="truce", between=feud, quality="truce", after=rally, **again)
    kap = Intervention(
        id="kap", text="ketamine-assisted session", by=jc, dose="200 mg", route="intranasal",
        lasts="90 minutes", when="2023-01",
    )  # fmt: skip
    case = Case(
        id="elizabeth",
        title="Elizabeth and her superheroes",
        origin="published",
        consent=Consent(given="published", scope="publication"),
    )
    return case.adding(
        post, liz, stephanie, diane, jc, medicine, hurt, pain, pls, spine,
        Relationship(between=[liz, stephanie], is_="marriage"),
        Idealization(id="hero_s", of=stephanie, image="superhero", **told),
        Idealization(id="hero_d", of=diane, image="superhero", **told),
        Defense(
            id="shield", of="idealization-of-other", against="terror", after=assault,
            basis="inferred",
        ),
        Belief(
            id="rescue", text="her superheroes can rescue her", source=post, basis="inferred"
        ),
        assault, feud, flare, rally, truce, kap,
        Change(id="less", of=flare, aspect="frequency", how="less", since=kap, source=post),
        Claim(
            id="strain", text="Quarrels make a flare likelier.", from_=feud, to=flare,
            effect="raises", as_="mechanism", basis="inferred",
            rivals=["stress worsens pain with nothing gained", "the disease progresses",
                    "a bad day starts the quarrel"],
        ),
        Claim(
            id="lever", text="A flare makes peace likelier.", from_=flare, to=truce,
            effect="raises", as_="perpetuating", basis="inferred",
            rivals=["quarrels end anyway", "helpers respond to real deterioration"],
            against="quarrels that end without a flare",
        ),
    )  # fmt: skip


SMALL = """\
formulation: 1
id: one
people:
  anna: {role: patient}
  ben: {}
  clara: {role: therapist}
symptoms: {pain: {}}
"""


def read(text: str) -> Case:
    return read_case(io.StringIO(text))


# --- reading ---------------------------------------------------------------------------------


def test_the_design_s_example_reads_as_the_case_a_clinician_scripts():
    """YAML and Python are two spellings of one case, which adds up without a warning."""
    case, faults = faults_in(io.StringIO(FOUNDING))

    assert case == scripted()
    assert faults == []


def test_json_holds_the_same_keys_and_reads_as_the_same_case(tmp_path: Path):
    """JSON with numbers and truths of its own is the same case as YAML with texts."""
    keys = {"formulation": 1, **scripted().to_keys()}
    keys["events"][0]["age"] = 15
    path = tmp_path / "elizabeth.json"
    path.write_text(json.dumps(keys), encoding="utf-8")

    assert keys["events"][1]["recurring"] is True
    assert read_case(path) == read(FOUNDING)
    assert read(json.dumps(keys)) == read(FOUNDING)


@pytest.mark.parametrize("kind", ["path", "text path", "bytes", "text", "standard input"])
def test_a_case_is_read_from_whatever_holds_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A path, an open file of text or bytes, and standard input all serve."""
    path = tmp_path / "case.yaml"
    path.write_bytes(SMALL.encode())
    stdin = io.TextIOWrapper(io.BytesIO(SMALL.encode()), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stdin)
    sources = {
        "path": path,
        "text path": str(path),
        "bytes": io.BytesIO(SMALL.encode()),
        "text": io.StringIO(SMALL),
        "standard input": "-",
    }

    assert [person.id for person in read_case(sources[kind]).people] == ["anna", "ben", "clara"]


def test_sections_may_stand_in_any_order():
    """The order of sections in a file says nothing."""
    head, people = SMALL.split("people:")

    turned = "people:" + people + "events:\n  - {dream: water}\n" + head

    assert read(turned) == read(SMALL + "events:\n  - {dream: water}\n")


def test_scalars_are_their_text():
    """What other readers make truths, numbers and dates of stays what was written."""
    people = "\n".join(f"  {id}: {{name: {id}}}" for id in ("no", "yes", "null", "on"))
    case = read(f"formulation: 1\nid: off\ntitle: 1985\nlanguage: no\npeople:\n{people}\n")

    assert (case.id, case.title, case.language) == ("off", "1985", "no")
    assert [person.name for person in case.people] == ["no", "yes", "null", "on"]


def test_an_unquoted_set_of_dates_is_joined():
    """YAML takes [1985, 1986] for a list; it is one date, some time in either year."""
    lists = "events:\n  - {dream: a, when: [1985, 1986]}\n  - {dream: b, when: [1985..1987]}\n"
    quoted = lists.replace("[", '"[').replace("]", ']"')

    case = read(SMALL + lists)

    assert [event.when for event in case.events] == ["[1985,1986]", "[1985..1987]"]
    assert case == read(SMALL + quoted)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2020/2021", {"all": ("2020/2021",)}),
        ("[2020/2021]", {"all": ("2020/2021",)}),
        ("[2020, 2022-01/2022-06]", {"all": ("2020", "2022-01/2022-06")}),
        ("{escalation: 2020, conflict: [2020, 2021]}",
         {"escalation": ("2020",), "conflict": ("2020", "2021")}),
        ("[[2020, 2021], 2023]", {"all": ("[2020,2021]", "2023")}),
    ],
)  # fmt: skip
def test_periods_are_observed_for_all_kinds_or_for_each(said: str, meant: dict[str, object]):
    """Here a list is a list of periods, and only a list within it a set of dates."""
    case = read(SMALL + f"observed: {said}\n")

    assert case.observed == meant
    assert read(write_case(case)) == case


def test_one_reference_needs_no_list():
    """``after: a`` and ``after: [a]`` say the same."""
    events = "events:\n  - {id: a, dream: x}\n  - {id: b, dream: y, after: %s}\n"

    assert read(SMALL + events % "a") == read(SMALL + events % "[a]")


def test_a_key_may_name_a_kind_and_a_field():
    """The kind is the one that has the other keys as its fields."""
    inner = (
        "inner:\n  - {id: f, fear: of ruin}\n  - {fear: f, inner_conflict: love or pride}\n"
        "events:\n  - {wish: to be seen, episode: ben}\n  - {of: f, invalidation: anna}\n"
        "bonds:\n  - {feeling: boredom, countertransference: anna}\n"
    )

    case = read(SMALL + inner)

    assert [type(s) for s in case.statements] == [
        Countertransference, type(case["f"]), InnerConflict, Episode, Invalidation,
    ]  # fmt: skip
    assert case.inner[1] == InnerConflict(text="love or pride", fear="f")
    assert case.events[1] == Invalidation(of="anna", of_="f")


def test_a_key_may_name_a_kind_and_a_field_in_python_too():
    """A mapping given in place of a record is read like a line of a file."""
    keys = {"id": "c", "inner_conflict": "love or pride", "fear": "f"}

    case = Case(
        id="one", people=[Person(id="anna", role="patient")], inner=[{"fear": "x", "id": "f"}, keys]
    )

    assert case.inner[1] == InnerConflict(id="c", text="love or pride", fear="f")


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_each_kind_stands_in_its_section_by_its_key(kind: str):
    """One line with nothing but the subject is a statement of every kind."""
    subjects = {
        "relationship": "[anna, ben]", "conflict": "[anna, ben]", "separation": "[anna, ben]",
        "resolution": "[anna, ben]", "escalation": "pain", "remission": "pain", "change": "pain",
        "defense": "repression", "stance": "victim", "repair": "strain",
    }  # fmt: skip
    cls = kinds()[kind]
    lines = dict.fromkeys(SECTIONS, "") | {"events": "  - {id: strain, rupture: clara}\n"}
    lines[cls.section] += f"  - {{{kind}: {subjects.get(kind, 'anna')}}}\n"
    sections = "".join(f"{s}:\n{told}" for s, told in lines.items() if told)

    case = read(SMALL + sections)

    assert type(getattr(case, cls.section)[-1]) is cls


NAMES = {
    "Hebrew": "שרה בת־אל",
    "Arabic": "ليلى بنت أحمد",
    "Chinese": "李小龍",
    "emoji": "👩🏽‍⚕️ Dr. 🧠",
    "quotes": 'Anna "the Rock" O\'Neil',
    "script": "<script>alert('x')</script>",
    "backslashes": "C:\\new\\table",
    "both": 'a: "b", {c} [d] # e',
}


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_names_in_every_script_come_back_as_they_were(script: str, suffix: str, tmp_path: Path):
    """People's names are written to a file and read from it unharmed."""
    case = Case(id="one", people=[Person(id="anna", name=NAMES[script])])
    path = tmp_path / f"names{suffix}"

    write_case(case, path)

    assert read_case(path) == case
    assert read_case(path).people[0].name == NAMES[script]


def test_reading_leaves_the_collector_of_garbage_as_it_was():
    """It rests while a case grows, and is neither left off nor switched on."""
    read(SMALL)
    assert gc.isenabled()

    gc.disable()
    try:
        read(SMALL)
        faults_in(io.StringIO("["))
        assert not gc.isenabled()
    finally:
        gc.enable()


# --- writing ---------------------------------------------------------------------------------


WRITTEN = """\
formulation: 1
id: one
title: "A case: the first"
observed: [2020/2021]

sources:
  notes: {cite: Notes}

people:
  anna: {name: Anna, role: patient}
  ben: {}

symptoms:
  pain: {name: chronic pain, kind: symptom}

bonds:
  - {relationship: [anna, ben], is: marriage, when: 2010/..}

events:
  - {id: feud, conflict: [anna, ben], recurring: true, source: notes}
  - {escalation: pain, severity: 7, age: "15", after: feud}
  - {escalation: pain, severity: 7.5, what: "pain, mostly"}

claims:
  - {claim: Quarrels hurt., from: feud, to: feud, rivals: [bad sleep, bad days]}
"""


def test_writing_has_one_layout():
    """The head, then each section with a blank line before it, one record a line."""
    assert write_case(read(WRITTEN)) == WRITTEN


def test_derived_ids_are_never_written():
    """A statement that was given no id has one to be called by, and none in its file."""
    case = read(WRITTEN)

    assert case.ids[0] == "relationship-anna-ben-2010"
    assert "relationship-anna-ben-2010" not in write_case(case)


def test_json_is_written_where_the_name_says_so(tmp_path: Path):
    """A path that ends in .json gets JSON of the same keys, in the people's own scripts."""
    case = read(WRITTEN.replace("name: Anna", "name: 李"))

    text = write_case(case, tmp_path / "case.JSON")

    assert text == (tmp_path / "case.JSON").read_text(encoding="utf-8")
    assert text.startswith('{\n  "formulation": 1,\n  "id": "one",\n')
    assert text.endswith("\n}\n")
    assert '"name": "李"' in text
    assert json.loads(text) == {"formulation": 1, **case.to_keys()}


def test_writing_returns_what_stands_in_the_file(tmp_path: Path):
    """The text is the same with and without a path, in UTF-8 and with plain line ends."""
    case = read(WRITTEN)
    path = tmp_path / "case.yaml"

    assert write_case(case, path) == write_case(case)
    assert path.read_bytes() == write_case(case).encode("utf-8")


def test_a_case_of_nothing_but_an_id():
    """Nothing is written that was not said."""
    assert write_case(Case(id="bare")) == "formulation: 1\nid: bare\n"


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_failed_writing_leaves_the_old_file_and_nothing_else(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A full disk in mid-writing costs nothing that was there."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "case.yaml"
    path.write_text("what was there", encoding="utf-8")
    monkeypatch.setattr(os if broken == "fsync" else Path, broken, fail)

    with pytest.raises(CaseError, match="No space left on device"):
        write_case(read(WRITTEN), path)

    assert path.read_text(encoding="utf-8") == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_where_no_folder_is(tmp_path: Path):
    """The missing folder is named."""
    with pytest.raises(CaseError) as caught:
        write_case(read(WRITTEN), tmp_path / "nowhere" / "case.yaml")

    assert caught.value.faults[0].problem == f"there is no folder {str(tmp_path / 'nowhere')!r}"


# --- several files ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of cases and of what is none."""
    held = {
        "b.yaml": "# a remark\n---\n" + SMALL.replace("id: one", "id: b"),
        "a.json": json.dumps({"formulation": 1, "id": "a"}),
        "c.YML": "{formulation: 1, id: c}",
        "d.yaml": '"formulation": 1\nid: d\n',
        "pattern.yaml": "pattern: x\nformulation: 1\n",
        "list.json": "[1, 2]",
        "notes.txt": SMALL,
        "empty.yaml": "",
        "bytes.yaml": "\x00\x01",
    }
    for name, text in held.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "deeper.yaml").mkdir()
    return tmp_path


def test_a_folder_means_its_files_whose_first_key_is_formulation(folder: Path):
    """They are read by name; each other YAML or JSON file is passed over with a word."""
    cases, passed_over = read_cases([folder])

    assert [case.id for case in cases] == ["a", "b", "c", "d"]
    others = ["bytes.yaml", "deeper.yaml", "empty.yaml", "list.json", "pattern.yaml"]
    assert passed_over == [
        f"{folder / name}: passed over, its first key is not 'formulation'" for name in others
    ]


def test_files_folders_and_standard_input_keep_their_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """What is named is taken as it is, whatever its name or first key."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("id: s\nformulation: 1\n"))

    cases, _ = read_cases(["-", str(folder / "notes.txt"), folder / "d.yaml"])

    assert [case.id for case in cases] == ["s", "one", "d"]


def test_one_path_alone_is_not_taken_for_a_list_of_letters(folder: Path):
    """A path given where several are meant is the one path."""
    assert case_files(str(folder / "d.yaml")) == ([str(folder / "d.yaml")], [])


def test_a_folder_without_cases_is_said_to_be_one(tmp_path: Path):
    """Nothing to read is no silent success."""
    assert read_cases([tmp_path]) == ([], [f"{tmp_path}: no case file is in this folder"])


def test_faults_of_all_files_are_raised_together(folder: Path):
    """One file's mistakes do not hide another's."""
    (folder / "a.json").write_text('{"formulation": 1}', encoding="utf-8")
    (folder / "b.yaml").write_text("formulation: 1\nid: B\n", encoding="utf-8")

    with pytest.raises(CaseError) as caught:
        read_cases([folder, folder / "gone.yaml"])

    assert [(Path(f.file).name, f.line) for f in caught.value.faults] == [
        ("a.json", 1), ("b.yaml", 2), ("gone.yaml", None),
    ]  # fmt: skip


# --- a file to start from --------------------------------------------------------------------


def test_the_starting_file_is_a_sound_case_without_a_warning():
    """A beginner's first check finds nothing amiss."""
    case, faults = faults_in(io.StringIO(starting_file()))

    assert faults == []
    assert case is not None
    assert case.origin == "synthetic"
    assert all(getattr(case, s) for s in (*SECTIONS, "people", "symptoms", "sources"))


def test_the_starting_file_explains_when_age_after_basis_recurring_and_rivals():
    """What a beginner asks first stands in its remarks or is shown by a line."""
    text = starting_file()

    for word in (
        "when:",
        "age:",
        "after:",
        "apart:",
        "basis:",
        "recurring:",
        "rivals:",
        "inferred",
    ):
        assert word in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_every_line_that_is_commented_out_can_be_let_in():
    """Taking away a # gives a case that still adds up."""
    lines = starting_file().splitlines()

    let_in = [
        line.replace("# ", "", 1) if line.lstrip().startswith(("# - {", "# consent", "# observed"))
        else line
        for line in lines
    ]  # fmt: skip
    case, faults = faults_in(io.StringIO("\n".join(let_in)))

    assert faults == []
    assert case is not None
    assert len(case.statements) == len(read(starting_file()).statements) + 7


def test_texts_in_the_starting_file_are_in_double_quotes():
    """What a beginner copies may hold a comma; only ids, kinds of basis and numbers stand bare."""
    case = read(starting_file())

    texts = [value for s in case.statements for value in s.to_keys().values() if " " in str(value)]
    assert all(f'"{text}"' in starting_file() for text in texts if isinstance(text, str))
