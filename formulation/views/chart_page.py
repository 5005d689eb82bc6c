"""A picture of numbers as a page of its own: it loads nothing, and needs no script to be read.

The page holds the picture twice, for a screen and for a telephone, each as a still SVG.  Where
scripts may run, Vega puts the same picture in its place, which tells of each event that is pointed
at.  The policy of the page lets run that one script, by its sum, and nothing else; expressions are
interpreted, so that no text is ever made into a program.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from formulation.views.chart_draw import chart_svg, tried
from formulation.views.chart_view import ChartView, Spec
from formulation.views.lone_page import as_data, policy
from formulation.views.quoting import showable
from formulation.views.style import STYLE

__all__ = ["page_of"]

_SCRIPT = """
const read = (name) => JSON.parse(document.getElementById(name).textContent);
const isNarrow = window.matchMedia("(max-width: 820px)");
async function show() {
  const name = isNarrow.matches ? "narrow" : "wide";
  const place = document.getElementById(name);
  if (place.dataset.isLive) return;
  const still = place.innerHTML;
  try {
    await vegaEmbed(place, read(name + "-spec"), {actions: false, renderer: "svg", ast: true});
    place.dataset.isLive = "yes";
  } catch (error) {
    place.innerHTML = still;
  }
}
isNarrow.addEventListener("change", show);
show();
"""

_LOOK = f"""
body {{ margin: 0; color: {STYLE.ink}; background: {STYLE.paper};
  font: 16px/1.5 "{STYLE.font}", Verdana, sans-serif; }}
main {{ max-width: 860px; margin: 0 auto; padding: 12px; }}
h1 {{ font-size: 1.35rem; line-height: 1.25; margin: 0.6rem 0; }}
h2 {{ font-size: 1rem; margin: 1.6rem 0 0.2rem; }}
p {{ margin: 0.4rem 0; overflow-wrap: anywhere; }}
.picture svg {{ max-width: 100%; height: auto; display: block; }}
#narrow {{ display: none; }}
.picture.vega-embed {{ width: 100%; }}
.picture details {{ display: none; }}
@media (max-width: 820px) {{ #wide {{ display: none; }} #narrow {{ display: block; }}
  .picture.vega-embed#wide {{ display: none; }} }}
@media (min-width: 821px) {{ .picture.vega-embed#narrow {{ display: none; }} }}
"""


def page_of(view: ChartView) -> str:
    """Return a page with the picture, and all that it says in words.

    Raises
    ------
    DrawError
        Where vl-convert is missing, or cannot draw it.
    """
    wide, narrow = (_untitled(view.to_vega_lite(narrow=is_narrow)) for is_narrow in (False, True))
    script = _script()
    body = [
        f"<h1>{_text(view.title)}</h1>",
        f"<p>{_text(view.lead)}</p>" if view.lead else "",
        _place("wide", wide, view.alt),
        _place("narrow", narrow, view.alt),
        "<h2>In words</h2>",
        *(f"<p>{_text(line)}</p>" for line in view.prose.split("\n")),
    ]
    return "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(None, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(view.title)}</title>",
        f"<style>{_LOOK}</style>",
        "</head>",
        "<body>",
        "<main>",
        *filter(None, body),
        "</main>",
        _data("wide-spec", wide),
        _data("narrow-spec", narrow),
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip


def _untitled(spec: Spec) -> Spec:
    """Return a description without its title, which the page writes itself."""
    return {name: part for name, part in spec.items() if name != "title"}


def _text(words: str) -> str:
    return escape(showable(words))


def _place(name: str, spec: Spec, alt: str) -> str:
    still = chart_svg(spec)
    return f'<div class="picture" id="{name}" role="img" aria-label="{_text(alt)}">{still}</div>'


def _data(name: str, spec: Spec) -> str:
    """Return a description as data in the page."""
    return f'<script type="application/json" id="{name}">{as_data(spec)}</script>'


@lru_cache(maxsize=1)
def _script() -> str:
    """Return Vega and what starts it, as one script; making it takes two seconds."""

    def bundled(room: Any) -> str:
        return str(room.javascript_bundle(_SCRIPT))

    script: str = tried(bundled, {})
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
