"""Lines of CloudFormation per CPU second, by stage, and peak memory; beside cfn-lint decoding the same files.

    python benchmarks/cloudformation.py [--stage STAGE ...] [FOLDER ...]

Without a folder, on generated templates of 1, 4 and 16 times 10,000 lines: what takes four times as long for four times
the lines grows as it should.
"""

import logging
from pathlib import Path

import generated_templates
import measuring
from measuring import texts

KINDS = (".yaml", ".yml", ".json", ".template")


def templates(folder: Path) -> list[Path]:
    """Return the files that may be templates, by what is in them: what both decode."""
    from seamlint.syntax.cloudformation import is_candidate

    return sorted(path for path in folder.rglob("*") if path.suffix in KINDS and is_candidate(str(path)))


def cfn_lint(folder: Path) -> None:
    """The other reader, to its own tree: what every check of cfn-lint begins with."""
    from cfnlint.decode import decode

    for path in templates(folder):
        decode(str(path))


def syntax(folder: Path) -> None:
    from seamlint.sources.span import SourceText
    from seamlint.syntax.cloudformation import read_template
    from seamlint.syntax.failure import SyntaxFailure

    kept = []
    for path, text in texts(templates(folder)):
        try:
            kept.append(read_template(SourceText(path, text)))
        except SyntaxFailure:
            continue


def warm(stage: str, _: Path) -> None:
    if stage == "cfn-lint":
        import cfnlint.decode  # noqa: F401 - takes longer than most templates do

        logging.getLogger("cfnlint").setLevel(logging.CRITICAL)


TABLE = measuring.Table(
    __file__,
    __doc__ or "",
    {"cfn-lint": cfn_lint, "syntax": syntax, "evaluation": measuring.evaluation, "check": measuring.check},
    templates,
    generated_templates.write,
    warm,
)


if __name__ == "__main__":
    measuring.main(TABLE)
