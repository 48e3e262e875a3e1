"""Files that say with which parameters, and where, stacks are deployed.

Read are: what ``create-stack --parameters`` takes (``ParameterKey``, ``ParameterValue``), what ``deploy
--parameter-overrides`` takes (``["Name=value"]``), what CodePipeline takes (``{"Parameters": {...}}``), a plain mapping
of names to values, and SAM's ``samconfig.toml`` (its environment ``default``).
Sources: AWS CLI Command Reference, "create-stack", "deploy"; CodePipeline User Guide, "AWS CloudFormation artifacts";
AWS SAM Developer Guide, "AWS SAM CLI configuration file".
"""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.evaluate.cloudformation.settings import Given
from seamlint.evaluate.resource import Origin
from seamlint.sources.reading import Unreadable, read_text, shown
from seamlint.sources.span import Span
from seamlint.sources.toml import line_of
from seamlint.syntax.cloudformation.reader import SeveralDocuments, read_yaml
from seamlint.syntax.cloudformation.tree import Entry, Literal, Mapping, Node, Sequence
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.problems import Problems
    from seamlint.evaluate.values import Value
    from seamlint.sources.span import SourceText

SAM_COMMANDS = ("global", "deploy")
"""Tables of an environment in ``samconfig.toml``; the later one wins."""
FORMS = "a list of ParameterKey and ParameterValue, of Name=value, or a mapping of names to values"


@dataclass
class Deployment:
    """What a file says: values of parameters by name; the stack's name and region where it says so."""

    given: dict[str, Given] = field(default_factory=dict)
    stack_name: str | None = None
    region: str | None = None


def read_deployment(path: str, problems: Problems) -> Deployment:
    """Read one file; what is wrong with it is told, and the rest of it still holds."""
    try:
        source = read_text(path)
        if path.endswith(".toml"):
            return _sam(_Toml(source))
        root = read_yaml(source).root
    except Unreadable as error:
        problems.fail(str(error), Span(shown(path), 1, 1, 1, 1))
    except SyntaxFailure as failure:
        problems.fail(f"not read: {failure.message}", source.span(failure.offset, failure.offset))
    except SeveralDocuments:
        problems.fail(f"a file of parameters holds one document: {FORMS}", source.span(0, 0))
    else:
        return _Reading(source, problems).deployment(root)
    return Deployment()


class _Reading:
    def __init__(self, source: SourceText, problems: Problems) -> None:
        self.source = source
        self.problems = problems

    def deployment(self, root: Node | None) -> Deployment:
        """Return what a JSON or YAML document says."""
        if isinstance(root, Mapping) and isinstance(root.get("Parameters"), (Mapping, Sequence)):
            root = root.get("Parameters")
        if not isinstance(root, (Mapping, Sequence)):
            self.problems.fail(f"no parameters: write {FORMS}", self.source.span(0, 0))
            return Deployment()
        return Deployment(dict(self._given(root)))

    def _given(self, node: Mapping | Sequence) -> Iterator[tuple[str, Given]]:
        if isinstance(node, Mapping):
            for name, entry in node.entries.items():
                yield from self._one(name, entry.value, entry)
            return
        for item in node.items:
            if isinstance(item, Literal) and isinstance(item.value, str) and "=" in item.value:
                name, _, value = item.value.partition("=")
                yield name.strip(), self._made(name.strip(), value, item)
            else:
                yield from self._pair(item)

    def _pair(self, item: Node) -> Iterator[tuple[str, Given]]:
        key = item.get("ParameterKey") if isinstance(item, Mapping) else None
        value = item.get("ParameterValue") if isinstance(item, Mapping) else None
        if not isinstance(key, Literal) or not isinstance(item, Mapping):
            self.problems.warn(f"no parameter: write {FORMS}", self.source.span(item.start, item.end))
        elif value is not None:
            yield from self._one(str(key.value), value, item)

    def _one(self, name: str, value: Node, at: Node | Entry) -> Iterator[tuple[str, Given]]:
        if isinstance(value, Literal):
            yield name, self._made(name, value.value, at)
        elif isinstance(value, Sequence):
            texts = [scalar_text(item.value) or "" for item in value.items if isinstance(item, Literal)]
            yield name, self._made(name, ",".join(texts), at)
        else:
            self.problems.warn(f"the value of parameter {name} is no text", self.source.span(at.start, at.end))

    def _made(self, name: str, value: Value, at: Node | Entry) -> Given:
        return Given(value, _origin(name, self.source.span(at.start, at.end)))


def _origin(name: str, span: Span) -> Origin:
    return Origin(span, f"parameter {name} is set in {span.file}")


class _Toml:
    """A TOML file's values, and the lines of its keys."""

    def __init__(self, source: SourceText) -> None:
        self.source = source

    @property
    def values(self) -> dict[str, Any]:
        """All of the file.

        Raises:
            SyntaxFailure: it is not TOML.
        """
        if sys.version_info >= (3, 11):
            import tomllib
        else:
            import tomli as tomllib
        try:
            values: dict[str, Any] = tomllib.loads(self.source.text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise SyntaxFailure(f"not valid TOML: {error}", 0) from None
        return values

    def span(self, *path: str) -> Span:
        """Return the line of a key."""
        line = line_of(self.source.text, path)
        return Span(self.source.path, line, 1, line, 1)


def _sam(file: _Toml) -> Deployment:
    """Return what ``samconfig.toml`` says of its environment ``default``."""
    found = Deployment()
    environment = file.values.get("default")
    for command in SAM_COMMANDS:
        table = environment.get(command) if isinstance(environment, dict) else None
        settings = table.get("parameters") if isinstance(table, dict) else None
        if isinstance(settings, dict):
            span = file.span("default", command, "parameters", "parameter_overrides")
            overrides = _overrides(settings.get("parameter_overrides", ""))
            found.given.update((name, Given(value, _origin(name, span))) for name, value in overrides)
            found.stack_name = _name(settings.get("stack_name")) or found.stack_name
            found.region = _name(settings.get("region")) or found.region
    return found


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _overrides(written: Any) -> Iterator[tuple[str, str]]:
    """Yield names and values of ``Name=value Other="two words"``, or of a list of them."""
    pieces = [written] if isinstance(written, str) else written if isinstance(written, list) else []
    for piece in pieces:
        for word in _words(str(piece)):
            name, equals, value = word.partition("=")
            if name == "ParameterKey" and ",ParameterValue=" in value:
                name, _, value = value.partition(",ParameterValue=")
            if equals:
                yield name, value


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
