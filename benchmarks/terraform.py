"""Lines of Terraform per CPU second, by stage, and peak memory; beside python-hcl2 parsing the same files.

    python benchmarks/terraform.py [--stage STAGE ...] [FOLDER ...]

Without a folder, on generated repositories of 1, 4 and 16 times 10,000 lines: what takes four times as long for four
times the lines grows as it should.
"""

import tempfile
from pathlib import Path

import generated
import measuring
from measuring import texts


def terraform_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.tf") if path.is_file())


def python_hcl2(folder: Path) -> None:
    """The other parser, to its own tree of rules: the least that it does."""
    from hcl2.parser import parser
    from lark.exceptions import UnexpectedInput

    parse = parser().parse
    for _, text in texts(terraform_files(folder)):
        try:
            parse(text + "\n")
        except UnexpectedInput:
            continue


def syntax(folder: Path, cache: object = None) -> None:
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl import parse
    from seamlint.syntax.hcl.tree import SyntaxFailure

    kept = []
    for path, text in texts(terraform_files(folder)):
        try:
            kept.append(parse(SourceText(path, text), cache))  # type: ignore[arg-type]
        except SyntaxFailure:
            continue


def cached_syntax(folder: Path) -> None:
    """The same from the cache that this fills when it is empty: the second run counts."""
    from seamlint.cache import Cache

    syntax(folder, Cache(str(Path(tempfile.gettempdir()) / "seamlint-benchmark")))


def warm(stage: str, folder: Path) -> None:
    from seamlint.syntax.hcl import parse_expression

    parse_expression("1")  # the parse table is made once per machine
    if stage == "cached-syntax":
        cached_syntax(folder)


TABLE = measuring.Table(
    __file__,
    __doc__ or "",
    {
        "python-hcl2": python_hcl2,
        "syntax": syntax,
        "cached-syntax": cached_syntax,
        "evaluation": measuring.evaluation,
        "check": measuring.check,
    },
    terraform_files,
    generated.write,
    warm,
)


if __name__ == "__main__":
    measuring.main(TABLE)
