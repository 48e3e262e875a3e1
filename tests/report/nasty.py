"""Results whose texts want to be something else: what a hostile repository may make a report say."""

from __future__ import annotations

from hypothesis import strategies as st

from made import OTHER, finding, result, step, undecided
from seamlint.report.result import Result
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.span import Span

SNIPPETS = (
    *(
        "\n",
        "\r\n",
        "\x00",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202e",
        "\ud800",
        "\uffff",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
    ),
    *("</script>", "<script>alert(1)</script>", "<details>", "</details>", '"', "'", "`", "```", "````text", "|", "\\"),
    *("](http://evil.example)", "[a](b)", "![x](javascript:1)", "https://evil.example", "www.evil.example", "@octocat"),
    *(
        "::error::",
        "%0A::set-env",
        "##[add-mask]",
        "::stop-commands::x",
        "\n# Heading",
        "\n- item",
        "$x$",
        "~~~",
        "*b*",
        "_i_",
    ),
    *("{0}", "../..", "#1"),
)
texts = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(st.characters(), max_size=8)), max_size=6).map("".join)
files = st.lists(
    st.sampled_from(("a", "b c", "ü", "%41", "#", "?", "[x]", "::", ",", "&", "<", '"')), min_size=1, max_size=3
)


@st.composite
def results(draw: st.DrawFn) -> Result:
    """Draw a result that says nasty things everywhere."""
    file = draw(files.map("/".join).map(lambda name: f"d/{name}.tf"))
    because = (step(2, draw(texts), draw(texts), file=file, because=(step(3, says=draw(texts)),)),)
    first = finding(
        1, draw(texts), resource=draw(texts), says=draw(texts), file=file, because=because, fix=draw(texts), unit="x"
    )
    second = finding(5, draw(texts), rule=OTHER, related=(step(7, draw(texts), draw(texts)),))
    said = Diagnostic(draw(st.sampled_from(Level)), draw(texts), Span(file, 1, 1, 2, 1))
    question = undecided(9, draw(texts), reason=draw(texts))
    return result(first, second, undecided=(question,), diagnostics=(said, Diagnostic(Level.ERROR, draw(texts))))
