"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # how long one example takes says more of the machine than of us
settings.load_profile("unhurried")
