"""Seamlint's rules for people who run cfn-lint: ``cfn-lint template.yaml --append-rules seamlint.cfnlint_rules``.

Every installed rule is a rule of cfn-lint's for each severity; its id has cfn-lint's letter of the severity before it
(``ENET-001``, ``WIAM-003``, ``INET-010``), so that ``--ignore-checks`` and ``--include-checks I`` work as for
cfn-lint's own. One template is judged at a time: seams between stacks, and with Terraform, are what ``seamlint check``
sees.

Source: cfn-lint documentation, "Rules" (custom rules, ``--append-rules``).
"""

from __future__ import annotations

from seamlint.cfnlint_rules import _shim
from seamlint.registry import installed

globals().update((each.__name__, each) for rule in installed() for each in _shim.classes(rule))
