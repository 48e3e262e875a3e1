"""What is found on disk, and what is left alone."""

import os

import pytest

from seamlint.sources.diagnostic import Level
from seamlint.sources.reading import LARGEST_FILE, Unreadable, read_text, shown
from seamlint.sources.repository import boundary, inside
from seamlint.sources.walk import take_inventory


def touch(folder, *paths):
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return folder


def found(folder, inventory):
    top = str(folder.resolve()) + "/"
    files = (f"{path}/{name}" for path, names in inventory.terraform.items() for name in names)
    return sorted(file.removeprefix(top) for file in files)


def test_folders_of_tools_and_copies_are_skipped(tmp_path):
    touch(
        tmp_path,
        "main.tf",
        "deep/er/x.tf.json",
        "deep/y.tofu",
        ".git/hooks/x.tf",
        ".terraform/modules/m/main.tf",
        "node_modules/p/main.tf",
        "env/pyvenv.cfg",
        "env/lib/main.tf",
        "readme.md",
    )
    assert found(tmp_path, take_inventory([str(tmp_path)])) == ["deep/er/x.tf.json", "deep/y.tofu", "main.tf"]


def test_documents_of_other_dialects_are_listed(tmp_path):
    touch(tmp_path, "a.yaml", "b/c.json", "d.template", "e.txt")
    names = [os.path.relpath(path, tmp_path.resolve()) for path in take_inventory([str(tmp_path)]).documents]
    assert names == ["a.yaml", "b/c.json", "d.template"]


def test_a_folder_named_twice_or_by_one_of_its_files_is_walked_once(tmp_path):
    touch(tmp_path, "a/main.tf", "a/other.tf")
    paths = [str(tmp_path / name) for name in ("a", "a/", "a/main.tf")]
    inventory = take_inventory([*paths, str(tmp_path)])
    assert found(tmp_path, inventory) == ["a/main.tf", "a/other.tf"]
    assert len(inventory.named) == 2


def test_a_path_that_does_not_exist_is_told(tmp_path):
    (told,) = take_inventory([str(tmp_path / "none")]).diagnostics
    assert told.level is Level.ERROR


def test_links_out_of_the_repository_are_not_read_and_loops_end(tmp_path):
    touch(tmp_path, "repo/real.tf", "outside/secret.tf")
    (tmp_path / "repo" / "linked.tf").symlink_to(tmp_path / "repo" / "real.tf")
    (tmp_path / "repo" / "leak.tf").symlink_to(tmp_path / "outside" / "secret.tf")
    (tmp_path / "repo" / "loop").symlink_to(tmp_path / "repo", target_is_directory=True)
    inventory = take_inventory([str(tmp_path / "repo")])
    assert found(tmp_path, inventory) == ["repo/linked.tf", "repo/real.tf"]
    assert ["leak.tf" in told.message for told in inventory.diagnostics] == [True]


def test_the_boundary_is_the_repository_else_the_outermost_named_folder(tmp_path):
    touch(tmp_path, "a/b/c/x")
    top, below = str(tmp_path / "a"), str(tmp_path / "a" / "b" / "c")
    assert boundary(below, [below]) == below
    assert boundary(below, [below, top, "/elsewhere"]) == top
    (tmp_path / "a" / "b" / ".git").mkdir()
    assert boundary(below, [top]) == str(tmp_path / "a" / "b")


def test_inside_follows_links_and_minds_whole_names(tmp_path):
    touch(tmp_path, "a/x", "ab/y")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "ab")
    top = str(tmp_path / "a")
    assert inside(top, top)
    assert inside(f"{top}/x", top)
    assert not inside(str(tmp_path / "ab"), top)
    assert not inside(f"{top}/link/y", top)


def test_paths_are_shown_from_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown("a/../b/c.tf") == "b/c.tf"
    assert shown(str(tmp_path)) == "."
    assert shown("/elsewhere/x") == "/elsewhere/x"


def test_a_byte_order_mark_is_no_text(tmp_path):
    (tmp_path / "x").write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read_text(str(tmp_path / "x")).text == "a\r\n"


@pytest.mark.parametrize("name", ["missing", "folder", "latin", "large", "pipe"])
def test_what_cannot_be_read_says_why(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin").write_bytes(b"ok\n\xe9")
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(Unreadable) as told:
        read_text(str(tmp_path / name))
    assert name in str(told.value)
