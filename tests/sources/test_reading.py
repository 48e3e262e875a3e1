"""Reading files, those included that an editor holds and has not saved."""

from __future__ import annotations

import threading

import pytest

from seamlint.sources.reading import Unreadable, beginning, read_bytes, read_text, unsaved


def test_what_is_not_saved_is_read_in_its_own_thread_and_no_longer_than_it_says(tmp_path):
    file, link, new = tmp_path / "a.tf", tmp_path / "link.tf", tmp_path / "new.tf"
    file.write_text("saved")
    link.symlink_to(file)
    elsewhere = []
    with unsaved({str(file.resolve()): "täxt", str(new.resolve()): "new"}):
        assert [read_text(str(path)).text for path in (file, link, new)] == ["täxt", "täxt", "new"]
        assert beginning(str(file), 1) == b"t"
        with pytest.raises(Unreadable, match="larger"):
            read_bytes(str(file), 4)
        thread = threading.Thread(target=lambda: elsewhere.append(read_bytes(str(file))))
        thread.start()
        thread.join()
    assert [*elsewhere, read_bytes(str(file))] == [b"saved", b"saved"]
    with pytest.raises(Unreadable, match="is not a file"):
        beginning(str(new), 1)
