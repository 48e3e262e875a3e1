"""Configuration: ``seamlint.toml``, or ``[tool.seamlint]`` in ``pyproject.toml``.

It is data: nothing in it runs code, and paths in it are relative to its own folder.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass, field
from seamlint.sources.reading import Unreadable, read_text, shown
from seamlint.sources.repository import boundary, is_path
from seamlint.sources.span import Span
from seamlint.sources.toml import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

FILE = "seamlint.toml"
PROJECT = "pyproject.toml"
LONGEST = 1024 * 1024
"""Characters of a configuration."""
MOST_DOTS = 500
"""Of one line."""
SEVERITIES = ("error", "warning", "note", "off")


class ConfigurationError(Exception):
    """A configuration that cannot be used; the message says which key, and what is allowed.

    Attributes:
        span: the line of the key, where it could be found.
    """

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


@dataclass(frozen=True)
class UnitConfig:
    """What the configuration says of one unit (``[[units]]``): a Terraform root, a template or a plan.

    Attributes:
        path: absolute.
        var_files: absolute paths, in the order given.
        parameters: the same of files with parameters of a template's stack.
        stack_name: what a template's stack is called.
    """

    path: str
    account: str | None = None
    region: str | None = None
    var_files: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    stack_name: str | None = None


@dataclass(frozen=True)
class Ignore:
    """One ``[[ignore]]`` entry: findings of a rule (id or family) that are accepted, and why.

    Attributes:
        path: glob that the finding's file has to match, relative to the configuration; None for any file.
        resource: glob that the resource's address has to match; None for any.
        expires: the last day on which it holds; None for ever.
        span: where it is written.
    """

    rule: str
    reason: str
    span: Span
    path: str | None = None
    resource: str | None = None
    expires: date | None = None


@dataclass(frozen=True)
class Config:
    """The whole configuration, checked.

    Attributes:
        folder: absolute path of the folder that paths in it are relative to.
        file: the file it was read from, None where there is none.
        trusted_accounts: accounts that are not outsiders although no scanned unit is deployed there.
        sensitive_permissions: ``("s3:GetObject", "arn:aws:s3:::payroll/*")``: worth as much as an administrator's.
        accounts: names of accounts, by id.
        modules: folders (absolute) of modules that are not on disk where Terraform puts them, by source address.
        rule_files: YAML files (absolute) that hold further rules.
        select, ignore: rule ids or families.
        severity: severities by rule id; ``off`` switches a rule off.
    """

    folder: str
    file: str | None = None
    trusted_accounts: tuple[str, ...] = ()
    sensitive_permissions: tuple[tuple[str, str], ...] = ()
    accounts: dict[str, str] = field(default_factory=dict)
    units: tuple[UnitConfig, ...] = ()
    modules: dict[str, str] = field(default_factory=dict)
    rule_files: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    ignores: tuple[Ignore, ...] = ()


def find(paths: Iterable[str]) -> str | None:
    """Return the configuration nearest to the checked paths: from their common folder up to the repository's root.

    Outside a repository the search ends at the current directory, or at the common folder where that is elsewhere: a
    stranger's file in a shared parent folder must not decide what is reported.
    """
    folder = _common_folder([os.path.realpath(path) for path in paths])
    top = boundary(folder, [os.path.realpath(os.curdir)])
    while True:
        for name, holds in ((FILE, os.path.isfile), (PROJECT, _has_tool_table)):
            if holds(os.path.join(folder, name)):
                return os.path.join(folder, name)
        if folder in (top, os.path.dirname(folder)):
            return None
        folder = os.path.dirname(folder)


def load(file: str) -> Config:
    """Read and check a configuration file.

    Raises:
        ConfigurationError: it cannot be read, is not TOML, or holds what is not allowed.
    """
    try:
        text = read_text(file).text
    except Unreadable as error:
        raise ConfigurationError(str(error), _line(file, 1)) from error
    _bound(text, file)
    values = _parse(text, file)
    table = _Table(values, _Source(file, text), ())
    if os.path.basename(file) == PROJECT:
        table = table.table("tool").table("seamlint")
    return _config(table, file)


def _common_folder(paths: list[str]) -> str:
    common = os.path.commonpath(paths) if paths else os.getcwd()
    return common if os.path.isdir(common) else os.path.dirname(common)


def _has_tool_table(file: str) -> bool:
    try:
        return os.path.isfile(file) and "[tool.seamlint" in read_text(file).text
    except Unreadable:
        return False


def _bound(text: str, file: str) -> None:
    """Refuse what the parser of TOML would take minutes for: it takes the square of a key's parts."""
    if len(text) > LONGEST:
        raise ConfigurationError(f"more than {LONGEST:,} characters: this is no configuration", _line(file, 1))
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            raise ConfigurationError(f"more than {MOST_DOTS} dots in a line: break it up", _line(file, number))


def _parse(text: str, file: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"line (\d+)", str(error))
        raise ConfigurationError(f"not valid TOML: {error}", _line(file, int(at[1]) if at else 1)) from error
    return values


def _line(file: str, line: int) -> Span:
    return Span(shown(file), line, 1, line, 1)


@dataclass(frozen=True)
class _Source:
    """A TOML file's text, where the line of a key can be looked up."""

    file: str
    text: str

    def span(self, path: tuple[str | int, ...]) -> Span:
        """Return the line of a key; a number in the path counts the entries of an array of tables."""
        return _line(self.file, line_of(self.text, path))


class _Table:
    """A TOML table that is read key by key; whatever is wrong names the key, the line and what is allowed."""

    def __init__(self, values: Any, source: _Source, path: tuple[str | int, ...]) -> None:
        self.source = source
        self.path = path
        self.values = self._checked(values, dict, "a table", path)

    def error(self, message: str, *key: str | int) -> ConfigurationError:
        """Return an error that names a key."""
        return ConfigurationError(message, self.source.span(self.path + key))

    def _name(self, path: tuple[str | int, ...]) -> str:
        return ".".join(str(part) for part in path if isinstance(part, str)) or "the file"

    def _checked(self, value: Any, kind: type, wanted: str, path: tuple[str | int, ...]) -> Any:
        if isinstance(value, kind):
            return value
        raise ConfigurationError(f"{self._name(path)} must be {wanted}, not {value!r}", self.source.span(path))

    def only(self, *allowed: str) -> None:
        """Refuse keys that are not allowed, with the nearest that is."""
        for key in self.values:
            if key not in allowed:
                raise self.error(f"unknown key {self._name((*self.path, key))}{near(key, allowed)}", key)

    def text(self, key: str) -> str | None:
        """Return a text, None where it is not set."""
        if key not in self.values:
            return None
        return str(self._checked(self.values[key], str, "a string", (*self.path, key)))

    def required(self, key: str) -> str:
        """Return a text that has to be set, and not be blank."""
        value = self.text(key)
        if value is None or not value.strip():
            raise self.error(f"{self._name(self.path)} needs {key}", *((key,) if value is not None else ()))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._checked(self.values.get(key, []), list, "a list of strings", (*self.path, key))
        return tuple(self._checked(value, str, "a list of strings", (*self.path, key)) for value in values)

    def located(self, key: str, folder: str) -> str:
        """Return the resolved path of a required file or folder, relative to a folder."""
        return self.existing(self.required(key), folder, key)

    def existing(self, path: str, folder: str, key: str) -> str:
        """Return the resolved path of what has to exist."""
        resolved = os.path.join(folder, path)
        if is_path(path):
            resolved = os.path.realpath(resolved)
            if os.path.exists(resolved):
                return resolved
        raise self.error(f"{self._name((*self.path, key))}: {shown(resolved)} does not exist", key)

    def account(self, key: str) -> str | None:
        """Return an account id, None where it is not set."""
        value = self.text(key)
        return value if value is None else self.account_id(value, key)

    def account_id(self, value: str, key: str) -> str:
        """Return an account id after a look at its form."""
        if len(value) == 12 and value.isascii() and value.isdigit():
            return value
        raise self.error(f"{self._name((*self.path, key))}: an account id has 12 digits, {value!r} does not", key)

    def table(self, key: str) -> _Table:
        """Return a table, empty where it is not set."""
        return _Table(self.values.get(key, {}), self.source, (*self.path, key))

    def tables(self, key: str) -> list[_Table]:
        """Return the entries of an array of tables."""
        entries = self._checked(self.values.get(key, []), list, f"an array of tables ([[{key}]])", (*self.path, key))
        return [_Table(entry, self.source, (*self.path, key, at)) for at, entry in enumerate(entries)]


def near(word: str, allowed: Iterable[str]) -> str:
    """Return words for an error message: the nearest allowed words, or all of them."""
    import difflib

    names = sorted(allowed)
    close = difflib.get_close_matches(word, names, n=1)
    return f": did you mean {close[0]}?" if close else f"; allowed: {', '.join(names)}"


def _config(table: _Table, file: str) -> Config:
    table.only("trusted-accounts", "sensitive-permissions", "accounts", "units", "modules", "rules", "ignore")
    rules = table.table("rules")
    rules.only("files", "select", "ignore", "severity")
    folder = os.path.dirname(os.path.realpath(file))
    modules = table.table("modules")
    return Config(
        folder=folder,
        file=file,
        trusted_accounts=tuple(table.account_id(text, "trusted-accounts") for text in table.texts("trusted-accounts")),
        sensitive_permissions=tuple(_permission(table, text) for text in table.texts("sensitive-permissions")),
        accounts=_accounts(table.table("accounts")),
        units=tuple(_unit(entry, folder) for entry in table.tables("units")),
        modules={source: modules.located(source, folder) for source in modules.values},
        rule_files=tuple(_rule_file(rules, name, folder) for name in rules.texts("files")),
        select=rules.texts("select"),
        ignore=rules.texts("ignore"),
        severity=_severities(rules.table("severity")),
        ignores=tuple(map(_ignore, table.tables("ignore"))),
    )


def _permission(table: _Table, text: str) -> tuple[str, str]:
    """Return the action and the resource of a sensitive permission; any resource where only an action is given."""
    action, _, resource = text.strip().partition(" ")
    if ":" not in action:
        raise table.error(f"sensitive-permissions: write 's3:GetObject arn:...', not {text!r}", "sensitive-permissions")
    return action, resource.strip() or "*"


def _accounts(table: _Table) -> dict[str, str]:
    names = {}
    for account in table.values:
        entry = table.table(table.account_id(account, account))
        entry.only("name")
        names[account] = entry.required("name")
    return names


def _unit(table: _Table, folder: str) -> UnitConfig:
    table.only("path", "account", "region", "var-files", "parameters", "stack-name")
    path = table.located("path", folder)
    base = os.path.dirname(path) if os.path.isfile(path) else path
    files, parameters = (
        tuple(table.existing(name, base, key) for name in table.texts(key)) for key in ("var-files", "parameters")
    )
    place = table.account("account"), table.text("region")
    return UnitConfig(path, *place, files, parameters, table.text("stack-name"))


def _rule_file(table: _Table, name: str, folder: str) -> str:
    """Return the path of a file of rules. It is data and lies in the repository: a scanned one names no code to run."""
    from seamlint.sources.repository import boundary, inside

    path = table.existing(name, folder, "files")
    if not name.endswith((".yaml", ".yml")):
        raise table.error(f"rules.files: {name} is no YAML file; rules in Python are named with --rules", "files")
    if not inside(path, boundary(folder, [folder])):
        raise table.error(f"rules.files: {name} lies outside of the repository", "files")
    return path


def _severities(table: _Table) -> dict[str, str]:
    return {rule: _one_of(table, rule, SEVERITIES) for rule in table.values}


def _one_of(table: _Table, key: str, allowed: tuple[str, ...]) -> str:
    value = table.required(key)
    if value in allowed:
        return value
    raise table.error(f"rules.severity.{key} is {value!r}{near(value, allowed)}", key)


def _ignore(table: _Table) -> Ignore:
    table.only("rule", "path", "resource", "reason", "expires")
    span = table.source.span(table.path)
    rule, reason = table.required("rule"), table.required("reason")
    return Ignore(rule, reason, span, table.text("path"), table.text("resource"), _date(table, "expires"))


def _date(table: _Table, key: str) -> date | None:
    from datetime import date, datetime

    value = table.values.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    parse: Callable[[str], date] = date.fromisoformat
    try:
        return parse(value)
    except (TypeError, ValueError):
        raise table.error(f"ignore.{key} must be a date such as 2027-01-31, not {value!r}", key) from None
