"""rdflib: people and pairs of people as nodes, statements about them, prepared SPARQL queries.

The pattern as one query is possible and slow: rdflib joins nested groups by comparing every answer
of one with every answer of the other (200 events took 0.5 s, a thousand 10 s).  So it is asked in
three, each prepared once and bound to what the one before has found, as its users do; the
names of the properties sort as the triples are best answered, which rdflib goes by in a tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from rdflib import Graph, Literal, Namespace
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from tests.benchmarks.peers import FORTNIGHT, MONTH, STEPS, Columns, Ints, as_rows, tables

MOST_EVENTS: int | None = 2_000
WHY = "judges every flare of a case for every quarrel, in Python: 5 s at a thousand events"

IS = Namespace("urn:is:")
NODE = Namespace("urn:node:")

#: the property by which a statement is tied to whom, or to whose case, it is about
TIES = {
    "ideal": IS.idealizes,
    "quarrel": IS.quarrelOf,
    "flare": IS.flareIn,
    "rally": IS.rallyOf,
    "truce": IS.truceOf,
}

QUARRELS = f"""
SELECT * WHERE {{
    {{
        ?pair is:a ?a ; is:b ?b ; is:case ?case .
        ?quarrel is:quarrelOf ?pair ; is:when ?at .
        ?truce is:truceOf ?pair ; is:when ?truced .
        FILTER (?truced > ?at && ?truced <= ?at + {FORTNIGHT + MONTH})
    }}
    ?ideal_a is:idealizes ?a ; is:since ?since_a ; is:until ?until_a .
    ?ideal_b is:idealizes ?b ; is:since ?since_b ; is:until ?until_b .
    FILTER (?since_a <= ?at && ?at <= ?until_a && ?since_b <= ?at && ?at <= ?until_b)
}}
"""
FLARES = f"""
SELECT * WHERE {{
    ?flare is:flareIn ?case ; is:when ?flared .
    FILTER (?flared > ?at && ?flared <= ?at + {FORTNIGHT}
        && ?truced > ?flared && ?truced <= ?flared + {MONTH})
}}
"""
RALLIES = f"""
SELECT ?rally WHERE {{
    ?rally is:rallyOf ?who ; is:when ?rallied .
    FILTER (?rallied >= ?flared && ?rallied <= ?flared + {FORTNIGHT})
}}
"""


class Built(NamedTuple):
    """A graph in memory, and the queries, parsed."""

    graph: Graph
    quarrels: Query
    flares: Query
    rallies: Query


def build(columns: Columns) -> Built:
    """Add the triples of each row."""
    graph = Graph()
    for name, table in tables(columns)._asdict().items():
        for row in zip(*(column.tolist() for column in table.values()), strict=True):
            _add(graph, name, dict(zip(table, row, strict=True)))
    asked = [prepareQuery(query, initNs={"is": IS}) for query in (QUARRELS, FLARES, RALLIES)]
    return Built(graph, *asked)


def _add(graph: Graph, kind: str, row: dict[str, int]) -> None:
    case = NODE[f"case{row['case_no']}"]
    about = case
    if "who" in row:
        about = case + f"-{row['who']}"
    elif "a" in row:
        about = case + f"-{row['a']}-{row['b']}"
        graph.add((about, IS.case, case))
        graph.add((about, IS.a, case + f"-{row['a']}"))
        graph.add((about, IS.b, case + f"-{row['b']}"))
    statement = NODE[str(row["row_no"])]
    graph.add((statement, TIES[kind], about))
    for key, name in (("minute", "when"), ("since", "since"), ("until", "until")):
        if key in row:
            graph.add((statement, IS[name], Literal(row[key])))


def query(built: Built) -> Ints:
    """Ask, and read the row numbers off the names of the nodes."""
    matches = [[found[step] for step in STEPS] for found in _matches(built)]
    return as_rows([[int(node.removeprefix(NODE)) for node in match] for match in matches])


def _matches(built: Built) -> Iterator[dict[str, Any]]:
    for quarrel in _answers(built.graph, built.quarrels, {}):
        for flare in _answers(built.graph, built.flares, quarrel):
            found = quarrel | flare
            rallies = [
                _answers(built.graph, built.rallies, {"who": found[who], "flared": found["flared"]})
                for who in ("a", "b")
            ]
            for of_a, of_b in product(*rallies):
                yield found | {"rally_a": of_a["rally"], "rally_b": of_b["rally"]}


def _answers(graph: Graph, query: Query, known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    found: Any = graph.query(query, initBindings=known)
    return (answer.asdict() for answer in found)
