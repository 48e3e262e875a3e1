"""The language server as editors run it: a process of its own, over standard input and output, with a real client."""

from __future__ import annotations

import asyncio
import importlib.util
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine
    from pathlib import Path

if importlib.util.find_spec("pygls") is None:
    pytest.skip("pygls is not installed: pip install -e '.[lsp]'", allow_module_level=True)

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path

COMMAND = [sys.executable, "-c", "import sys; from seamlint.cli import main; sys.exit(main())", "lsp"]
PATIENCE = 30
ACCOUNT = 'provider "aws" {\n  region              = "eu-west-1"\n  allowed_account_ids = ["111122223333"]\n}\n'
TRUSTING = """\
# 🔒 roles
resource "aws_iam_role" "open" {
  name               = "open"
  /* 🔓🔓 */ assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Principal = "*"
    Action    = "sts:AssumeRole"
  }] })
}
"""
ROLE = """\
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.deploy.arn
}
"""
CALLER = """\
resource "aws_iam_role_policy" "ci" {
  role   = "ci"
  policy = <<-EOT
    {"Version": "2012-10-17", "Statement": {
      "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/deploy"
    }}
  EOT
}
"""
PERMISSION = """
resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = "arn:aws:iam::111122223333:role/resize"
}

resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.resize.function_name
  principal     = "s3.amazonaws.com"
}
"""
NETWORK = """\
variable "cidr" {
  default = "10.0.0.0/16"
}

variable "secret" {
  default   = "hunter2"
  sensitive = true
}

variable "given" {}

provider "aws" {
  region = "eu-central-1"
}

resource "aws_eip" "maybe" {
  count = var.given == "" ? 1 : 0
}

locals {
  half = cidrsubnet(var.cidr, 1, 0)
  tags = { secret = var.secret }
  both = "${var.secret}"
  name = "a-${var.given}"
}

resource "aws_vpc" "main" {
  cidr_block = var.cidr
}

resource "aws_subnet" "web" {
  count      = 2
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(local.half, 7, count.index)
}

resource "aws_network_acl" "web" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = aws_subnet.web[*].id
}
"""


class Editor:
    """A client with files."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.shown: dict[str, tuple[types.Diagnostic, ...]] = {}
        self.published: list[str] = []
        self.log: list[str] = []
        self.registered: list[str] = []
        self.texts: dict[str, str] = {}
        self._changed = asyncio.Event()
        self._versions: dict[str, int] = {}

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: types.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = tuple(params.diagnostics)
            self.published.append(params.uri)
            self._changed.set()

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def _(params: types.RegistrationParams) -> None:
            self.registered += [each.method for each in params.registrations]

        @client.feature(types.WINDOW_LOG_MESSAGE)
        def _(params: types.LogMessageParams) -> None:
            self.log.append(params.message)
            self._changed.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        async def wait() -> None:
            while not holds():
                self._changed.clear()
                await self._changed.wait()

        try:
            await asyncio.wait_for(wait(), PATIENCE)
        except asyncio.TimeoutError:
            pytest.fail(f"still shown: {self.shown}; logged: {self.log}")

    def codes(self, uri: str) -> list[Any]:
        return [each.code for each in self.shown.get(uri, ())]

    async def until_codes(self, uri: str, *codes: str | None) -> None:
        await self.until(lambda: uri in self.shown and self.codes(uri) == list(codes))

    def open(self, path: Path | str, text: str | None = None) -> str:
        uri = path if isinstance(path, str) else uri_of(path)
        self.texts[uri] = path.read_text() if text is None and not isinstance(path, str) else text or ""
        document = types.TextDocumentItem(uri, "terraform", 1, self.texts[uri])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return uri

    def type(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self._versions[uri] = self._versions.get(uri, 1) + 1
        changed = types.VersionedTextDocumentIdentifier(uri=uri, version=self._versions[uri])
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(changed, [whole]))

    def save(self, path: Path, text: str) -> None:
        path.write_text(text)
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri_of(path))))

    def at(self, uri: str, code: str, inside: int = 0) -> types.Position:
        """Return the place of some code that stands once in a file without characters beyond UTF-16's first plane."""
        before, found, after = self.texts[uri].partition(code)
        assert found, code
        assert code not in after, code
        return types.Position(before.count("\n"), len(before.rpartition("\n")[2]) + inside)

    async def hover(self, uri: str, code: str, inside: int = 0) -> str:
        where = types.HoverParams(types.TextDocumentIdentifier(uri), self.at(uri, code, inside))
        answer = await self.client.text_document_hover_async(where)
        return answer.contents.value if answer and isinstance(answer.contents, types.MarkupContent) else ""

    async def definitions(self, uri: str, code: str, inside: int = 0) -> list[tuple[str, int]]:
        where = types.DefinitionParams(types.TextDocumentIdentifier(uri), self.at(uri, code, inside))
        answer: Any = await self.client.text_document_definition_async(where)
        return [(each.uri, each.range.start.line + 1) for each in answer or ()]

    async def references(self, uri: str, code: str) -> list[tuple[str, int]]:
        document, context = types.TextDocumentIdentifier(uri), types.ReferenceContext(include_declaration=False)
        where = types.ReferenceParams(context, document, self.at(uri, code))
        answer: Any = await self.client.text_document_references_async(where)
        return [(each.uri, each.range.start.line + 1) for each in answer or ()]

    async def actions(self, uri: str) -> dict[str, str]:
        """Return what is offered for all of a file: titles, and what becomes of the text."""
        whole = types.Range(types.Position(0, 0), types.Position(self.texts[uri].count("\n"), 0))
        context = types.CodeActionContext(list(self.shown.get(uri, ())))
        asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), whole, context)
        answer: Any = await self.client.text_document_code_action_async(asked)
        return {each.title: edited(self.texts[uri], each.edit.changes[uri]) for each in answer or ()}


def edited(text: str, edits: list[types.TextEdit]) -> str:
    (edit,) = edits
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    first, last = (
        min(starts[min(at.line, len(starts) - 1)] + at.character, len(text))
        for at in (edit.range.start, edit.range.end)
    )
    return text[:first] + edit.new_text + text[last:]


def uri_of(path: Path) -> str:
    return str(from_fs_path(str(path)))


@asynccontextmanager
async def editor(
    *folders: Path, encodings: tuple[str, ...] = (), cwd: Path | None = None, watches: bool = False
) -> AsyncIterator[Editor]:
    client = LanguageClient("test", "1")
    here = Editor(client)
    await client.start_io(*COMMAND, cwd=cwd)
    general = types.GeneralClientCapabilities(position_encodings=list(encodings)) if encodings else None
    workspace = [types.WorkspaceFolder(uri_of(folder), folder.name) for folder in folders]
    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=watches)
    offered = types.WorkspaceClientCapabilities(did_change_watched_files=watched)
    capabilities = types.ClientCapabilities(general=general, workspace=offered)
    asked = types.InitializeParams(capabilities=capabilities, workspace_folders=workspace or None)
    await asyncio.wait_for(client.initialize_async(asked), PATIENCE)
    client.initialized(types.InitializedParams())
    try:
        yield here
    finally:
        assert client._server is not None
        await asyncio.wait_for(client.shutdown_async(None), PATIENCE)
        client.exit(None)
        assert await asyncio.wait_for(client._server.wait(), PATIENCE) == 0
        assert client._server.stderr is not None
        assert await client._server.stderr.read() == b""
        await client.stop()


def run(session: Coroutine[Any, Any, None]) -> None:
    asyncio.run(session)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-32"])
def test_findings_of_the_workspace_are_shown_with_their_proof(tmp_path: Path, encoding: str) -> None:
    unit = {"": 2, "utf-8": 1, "utf-32": 4}[encoding]
    coded = f"{encoding or 'utf-16'}-le" if unit > 1 else encoding
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})
    uri = uri_of(tmp_path / "main.tf")

    async def session() -> None:
        async with editor(tmp_path, encodings=(encoding,) if encoding else ()) as at:
            await at.until(lambda: "IAM-004" in at.codes(uri))
            finding = next(each for each in at.shown[uri] if each.code == "IAM-004")
            assert finding.range.start.line == 7
            line = (ACCOUNT + TRUSTING).split("\n")[7].encode(coded)
            assert line[finding.range.start.character * unit :].decode(coded) == "{"
            assert finding.severity is types.DiagnosticSeverity.Error
            assert finding.source == "seamlint"
            assert finding.code_description
            assert finding.code_description.href.endswith("IAM-004.md")
            assert all(each.location.uri == uri and each.message for each in finding.related_information or ())

    run(session())


def test_it_is_checked_as_somebody_types(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until(lambda: bool(at.codes(uri)))
            found = at.codes(uri)
            at.type(uri, (ACCOUNT + TRUSTING).replace('Principal = "*"', 'Principal = { AWS = "111122223333" }'))
            await at.until(lambda: "IAM-004" not in at.codes(uri))
            at.type(uri, ACCOUNT)
            await at.until_codes(uri)
            at.type(uri, ACCOUNT + TRUSTING)
            await at.until_codes(uri, *found)

    run(session())


def test_what_was_found_stays_and_moves_along_while_a_file_cannot_be_parsed(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until(lambda: bool(at.codes(uri)))
            before = {each.code: each.range.start.line for each in at.shown[uri]}
            at.type(uri, '\n\nresource "aws_vpc" {{{\n' + ACCOUNT + TRUSTING)
            await at.until(lambda: None in at.codes(uri))
            (error,) = (each for each in at.shown[uri] if each.code is None)
            assert (error.range.start.line, error.severity) == (2, types.DiagnosticSeverity.Error)
            moved = {each.code: each.range.start.line for each in at.shown[uri] if each.code}
            assert moved == {code: line + 3 for code, line in before.items()}
            assert "eu-west-1" not in await at.hover(uri, "aws_vpc")
            assert await at.actions(uri) == {}
            at.type(uri, ACCOUNT + TRUSTING)
            await at.until(lambda: {each.code: each.range.start.line for each in at.shown[uri]} == before)

    run(session())


def test_a_file_that_never_could_be_parsed_says_so(tmp_path: Path) -> None:
    write(tmp_path, {"bad.tf": 'resource "x" {{', "main.tf": ACCOUNT + TRUSTING})

    async def session() -> None:
        async with editor(tmp_path) as at:
            await at.until(lambda: len(at.shown) == 2)
            uri = at.open(tmp_path / "bad.tf")
            await at.until_codes(uri, None)
            at.type(uri, "")
            await at.until_codes(uri)

    run(session())


def test_values_under_the_cursor(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": NETWORK})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until(lambda: uri in at.shown)
            assert '"10.0.0.0/17"' in await at.hover(uri, "cidrsubnet(var.cidr", 3)
            value = await at.hover(uri, "var.cidr\n", 5)
            assert '"10.0.0.0/16"' in value
            assert "default of var.cidr (main.tf:2)" in value
            several = await at.hover(uri, "cidrsubnet(local.half", 3)
            assert all(text in several for text in ('"10.0.0.0/24"', '"10.0.1.0/24"', "`aws_subnet.web[1]`"))
            assert '"aws_subnet.web[0].id"' in await at.hover(uri, "aws_subnet.web[*]", 3)
            assert "`var.given`" in await at.hover(uri, 'variable "given"', 3)
            header = await at.hover(uri, 'resource "aws_subnet"', 3)
            assert "- `aws_subnet.web[1]` in account not known, region eu-central-1" in header
            assert "whether it exists takes `var.given`" in await at.hover(uri, 'resource "aws_eip"', 3)
            assert "a-${var.given}" in await at.hover(uri, "name = ", 1)
            for code in ('variable "secret"', "secret = var.secret", "both = "):
                said = await at.hover(uri, code, 2)
                assert "hunter2" not in said
                assert "ensitive" in said

    run(session())


def test_the_other_ends_of_seams(tmp_path: Path) -> None:
    write(tmp_path, {"net/main.tf": NETWORK, "a/main.tf": ACCOUNT + ROLE, "b/main.tf": ACCOUNT + CALLER})

    async def session() -> None:
        async with editor(tmp_path) as at:
            net, one, other = (at.open(tmp_path / name / "main.tf") for name in ("net", "a", "b"))
            await at.until(lambda: {net, one, other} <= set(at.shown))
            subnet, acl, deploy = (net, 31), (net, 37), (one, 5)
            assert await at.definitions(other, "role/deploy", 3) == [deploy]
            assert await at.definitions(one, "aws_iam_role.deploy.arn", 3) == [deploy]
            assert await at.definitions(net, 'resource "aws_subnet"', 3) == [acl]
            assert subnet in await at.definitions(net, "aws_subnet.web[*]", 3)
            assert (net, 39) in await at.references(net, 'resource "aws_subnet"')
            assert await at.definitions(net, 'default = "10', 3) == []

    run(session())


def test_the_fix_and_the_suppression_can_be_inserted(tmp_path: Path) -> None:
    text = ACCOUNT + PERMISSION
    write(tmp_path, {"main.tf": text})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until_codes(uri, "IAM-008")
            offered = await at.actions(uri)
            assert list(offered) == ["Insert the fix for IAM-008", "Ignore IAM-008 here"]
            assert '  source_account = "111122223333"\n}\n' in offered["Insert the fix for IAM-008"]
            for mended in offered.values():
                at.type(uri, mended)
                await at.until_codes(uri)
                at.type(uri, text)
                await at.until_codes(uri, "IAM-008")

    run(session())


def test_a_saved_configuration_counts_at_once(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING, "seamlint.toml": ""})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = uri_of(tmp_path / "main.tf")
            await at.until(lambda: bool(at.codes(uri)))
            configuration = at.open(tmp_path / "seamlint.toml")
            at.save(tmp_path / "seamlint.toml", '[rules]\nselect = ["NET"]\n')
            at.type(configuration, '[rules]\nselect = ["NET"]\n')
            await at.until_codes(uri)
            at.type(configuration, '[rules]\nselect = ["NET"]\nwrong = 1\n')
            await at.until_codes(configuration, None)
            assert at.shown[configuration][0].range.start.line == 2
            assert at.codes(uri) == []
            at.type(configuration, "")
            await at.until(lambda: bool(at.codes(uri)))

    run(session())


def test_what_changes_on_disk_is_checked_again(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})
    uri = uri_of(tmp_path / "main.tf")

    async def session() -> None:
        async with editor(tmp_path, watches=True) as at:
            await at.until(lambda: bool(at.codes(uri)))
            assert at.registered == [types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
            (tmp_path / "main.tf").unlink()
            gone = types.FileEvent(uri, types.FileChangeType.Deleted)
            at.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([gone]))
            await at.until_codes(uri)

    run(session())


def test_folders_come_and_go(tmp_path: Path) -> None:
    write(
        tmp_path, {"a/main.tf": ACCOUNT + TRUSTING, "b c/main.tf": ACCOUNT + TRUSTING, "d/main.tf": ACCOUNT + TRUSTING}
    )
    one, other, outside = (uri_of(tmp_path / name / "main.tf") for name in ("a", "b c", "d"))

    async def session() -> None:
        async with editor(tmp_path / "a", tmp_path / "b c") as at:
            at.open(tmp_path / "d" / "main.tf")
            at.open("untitled:Untitled-1", ACCOUNT + TRUSTING)
            await at.until(lambda: bool(at.codes(one) and at.codes(other)))
            gone = [types.WorkspaceFolder(uri_of(tmp_path / "a"), "a")]
            change = types.WorkspaceFoldersChangeEvent(added=[], removed=gone)
            at.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(change))
            await at.until_codes(one)
            assert at.codes(other)
            assert outside not in at.shown
            assert "untitled:Untitled-1" not in at.shown

    run(session())


def test_without_a_workspace_the_folder_of_an_open_file_is_one(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})

    async def session() -> None:
        async with editor(cwd=tmp_path.parent) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until(lambda: bool(at.codes(uri)))

    run(session())


def test_a_workspace_behind_a_link_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"real/main.tf": ACCOUNT + TRUSTING})
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)

    async def session() -> None:
        async with editor(tmp_path / "link") as at:
            await at.until(lambda: bool(at.shown))
            assert list(at.shown) == [uri_of(tmp_path / "link" / "main.tf")]

    run(session())


def test_questions_about_nothing_have_no_answer_and_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, {"main.tf": ACCOUNT + TRUSTING})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "main.tf")
            await at.until(lambda: bool(at.codes(uri)))
            for where in (uri, uri_of(tmp_path / "gone.tf"), "untitled:x", "file:///%00", "nonsense"):
                for position in (types.Position(0, 0), types.Position(10**6, 10**6), types.Position(3, 10**6)):
                    document = types.TextDocumentIdentifier(where)
                    assert await at.client.text_document_hover_async(types.HoverParams(document, position)) is None
                    asked = types.DefinitionParams(document, position)
                    assert not await at.client.text_document_definition_async(asked)
            assert at.log == []

    run(session())


def test_templates_are_served_too(tmp_path: Path) -> None:
    template = """\
Parameters:
  Cidr:
    Type: String
    Default: 10.0.0.0/16
Conditions:
  Is: !Equals [!Ref Cidr, 10.0.0.0/16]
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: !Ref Cidr
  Subnet:
    Type: AWS::EC2::Subnet
    Condition: Is
    Properties:
      VpcId: !Ref Vpc
      CidrBlock: !Select [0, !Cidr [!Ref  Cidr, 4, 8]]
  Open:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: sts:AssumeRole
"""
    write(tmp_path, {"stack.yaml": template})

    async def session() -> None:
        async with editor(tmp_path) as at:
            uri = at.open(tmp_path / "stack.yaml")
            await at.until(lambda: "IAM-004" in at.codes(uri))
            assert '"10.0.0.0/16"' in await at.hover(uri, "CidrBlock: !Ref Cidr\n", 14)
            assert '"10.0.0.0/24"' in await at.hover(uri, "!Select", 3)
            assert "true" in await at.hover(uri, "Condition: Is", 12)
            assert "true" in await at.hover(uri, "Is: !Equals", 1)
            assert await at.definitions(uri, "!Ref Vpc", 6) == [(uri, 8)]
            mended = (await at.actions(uri))["Ignore IAM-004 here"]
            at.type(uri, mended)
            await at.until(lambda: "IAM-004" not in at.codes(uri))

    run(session())


def test_without_the_extra_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['pygls'] = None; from seamlint.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "lsp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "seamlint: error: the language server is an extra: pip install 'seamlint[lsp]'\n"


def test_it_ends_when_the_editor_hangs_up() -> None:
    done = subprocess.run([*COMMAND, "--stdio"], capture_output=True, check=False, input=b"", timeout=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
