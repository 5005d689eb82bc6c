"""clingo: the facts as text, and the pattern as rules, each a step more selective than the last.

Every match is an atom of the one model.  Minutes count from the first event, since clingo's whole
numbers have 32 bits.
"""

from __future__ import annotations

from collections.abc import Iterator

import clingo
import numpy as np

from tests.benchmarks.peers import FORTNIGHT, MONTH, Columns, Ints, Tables, as_rows, tables

MOST_EVENTS: int | None = 100_000
WHY = "grounds each quarrel of a case with each flare: 5 s at 100,000, squared beyond"

RULES = f"""
likely(C, A, B, QM, TM, Q, T) :-
    quarrel(C, A, B, QM, Q), truce(C, A, B, TM, T), TM > QM, TM <= QM + {FORTNIGHT + MONTH}.
tense(C, A, B, QM, TM, IA, IB, Q, T) :-
    likely(C, A, B, QM, TM, Q, T),
    ideal(C, A, SA, UA, IA), SA <= QM, QM <= UA,
    ideal(C, B, SB, UB, IB), SB <= QM, QM <= UB.
flared(C, A, B, FM, IA, IB, Q, F, T) :-
    tense(C, A, B, QM, TM, IA, IB, Q, T),
    flare(C, FM, F), FM > QM, FM <= QM + {FORTNIGHT}, TM > FM, TM <= FM + {MONTH}.
match(IA, IB, Q, F, RA, RB, T) :-
    flared(C, A, B, FM, IA, IB, Q, F, T),
    rally(C, A, RAM, RA), RAM >= FM, RAM <= FM + {FORTNIGHT},
    rally(C, B, RBM, RB), RBM >= FM, RBM <= FM + {FORTNIGHT}.
#show match/7.
"""


def build(columns: Columns) -> clingo.Control:
    """Read the facts and the rules."""
    control = clingo.Control(["--warn=none"])
    control.add("base", [], "\n".join(_facts(tables(columns))) + RULES)
    return control


def _facts(narrow: Tables) -> Iterator[str]:
    """Yield ``flare(0,120,7).`` for each row, the columns in their order."""
    origin = min(int(table["minute"].min(initial=0)) for table in narrow if "minute" in table)
    for name, table in narrow._asdict().items():
        times = {"minute", "since", "until"}
        columns = [table[key] - (origin if key in times else 0) for key in table]
        for row in np.stack(columns, axis=1).tolist():
            yield f"{name}({','.join(map(str, row))})."


def query(built: clingo.Control) -> Ints:
    """Ground and solve; everything happens in grounding."""
    built.ground([("base", [])])
    with built.solve(yield_=True) as models:
        model = models.model()
        atoms = model.symbols(shown=True) if model else ()
        return as_rows([[part.number for part in atom.arguments] for atom in atoms])
