import os

import pytest

from evaluate.terraform.functions.calling import result
from seamlint.evaluate.terraform import repository_files
from seamlint.evaluate.terraform.errors import EvaluationError, FunctionError
from seamlint.evaluate.terraform.repository_files import RepositoryFiles


@pytest.fixture
def files(tmp_path):
    root = tmp_path / "repository" / "root"
    (root / "sub" / "deep").mkdir(parents=True)
    (root / "a.txt").write_text("a")
    (root / "b.json").write_text("{}")
    (root / "sub" / "c.txt").write_text("c")
    (root / "sub" / "deep" / ".d.txt").write_text("d")
    (root / "bytes").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "repository" / "shared.txt").write_text("shared")
    (tmp_path / "secret.txt").write_text("secret")
    os.symlink(tmp_path / "secret.txt", root / "leak.txt")
    os.symlink(tmp_path, root / "up")
    os.symlink(root / "a.txt", root / "same.txt")
    os.symlink(root, root / "sub" / "loop")
    return RepositoryFiles(str(root), str(tmp_path / "repository"))


def test_reads_within_the_repository(files):
    assert files.read("a.txt") == b"a"
    assert files.read("./sub/../same.txt") == b"a"
    assert files.read("../shared.txt") == b"shared"
    assert files.read(files.absolute("sub/c.txt")) == b"c"


@pytest.mark.parametrize(
    "path", ["../../secret.txt", "leak.txt", "up/secret.txt", "/etc/passwd", "~/.ssh/id_rsa", "a\0b", "up/repository/x"]
)
def test_reads_nothing_outside(files, path):
    if path == "up/repository/x":
        with pytest.raises(FunctionError):
            files.read(path)
        return
    for ask in (files.read, files.exists):
        with pytest.raises(FunctionError, match="outside the repository"):
            ask(path)


def test_refuses_what_is_no_file_of_bearable_size(files, monkeypatch):
    with pytest.raises(FunctionError, match="no file exists at none"):
        files.read("none")
    with pytest.raises(FunctionError):
        files.read("sub")
    with pytest.raises(FunctionError, match="directory"):
        files.exists("sub")
    monkeypatch.setattr(repository_files, "_LARGEST_FILE", 0)
    with pytest.raises(FunctionError, match="larger"):
        files.read("a.txt")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["a.txt", "same.txt"]),
        ("**/*.txt", ["a.txt", "same.txt", "sub/c.txt", "sub/deep/.d.txt"]),
        ("sub/*", ["sub/c.txt"]),
        ("{a,b}.*", ["a.txt", "b.json"]),
        ("[^a].json", ["b.json"]),
        ("?.txt", ["a.txt"]),
        ("../*.txt", ["../shared.txt"]),
        ("../../*.txt", []),
        ("up/*", []),
        ("none/**", []),
    ],
)
def test_finds_files_by_pattern_and_never_outside(files, pattern, found):
    assert [name for name in files.matching(".", pattern) if "/loop/" not in name] == found


def test_a_folder_that_links_to_itself_ends(files):
    assert len(files.matching(".", "**")) < 1000


def test_refuses_malformed_patterns_and_too_many_files(files, monkeypatch):
    with pytest.raises(FunctionError, match="syntax error"):
        files.matching(".", "[a-")
    monkeypatch.setattr(repository_files, "_MOST_ENTRIES", 3)
    with pytest.raises(FunctionError, match="narrow the pattern"):
        files.matching(".", "**")


def test_functions_say_what_they_cannot_read(files):
    with pytest.raises(EvaluationError, match="not valid UTF-8"):
        result('file("bytes")', files)
    assert result('filebase64("bytes")', files) == "//4A"
    with pytest.raises(EvaluationError, match="outside the repository"):
        result('filesha256("leak.txt")', files)
    with pytest.raises(EvaluationError, match="no file can be read here"):
        result('file("a.txt")')
    assert result('basename(abspath("a.txt"))', files) == "a.txt"


def test_a_template_reads_within_the_repository_and_is_not_nested(files, tmp_path):
    root = tmp_path / "repository" / "root"
    (root / "t").write_text('${upper(x)} ${file("a.txt")}')
    (root / "n").write_text('${templatefile("t", {x = 1})}')
    (root / "l").write_text('${file("leak.txt")}')
    assert result('templatefile("t", {x = "y"})', files) == "Y a"
    for name, says in (("n", "templatefile"), ("l", "outside the repository"), ("none", "no file exists")):
        with pytest.raises(EvaluationError, match=says):
            result(f'templatefile("{name}", {{}})', files)
