"""Seamlint's rules for people who run cfn-lint: ``cfn-lint --append-rules seamlint.cfnlint_rules template.yaml``.

Every installed rule is a rule of cfn-lint; its id has cfn-lint's letter of the severity before it (``ENET-001``,
``WIAM-003``, ``INET-010``), so that ``--ignore-checks`` and ``--include-checks I`` work as for cfn-lint's own. One
template is judged at a time: seams between stacks, and with Terraform, are what ``seamlint check`` sees.

Source: cfn-lint documentation, "Rules" (custom rules, ``--append-rules``).
"""

from __future__ import annotations

from seamlint.cfnlint_rules import _shim
from seamlint.registry import installed

globals().update((each.__name__, each) for each in map(_shim.as_class, installed()))
