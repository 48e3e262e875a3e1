"""Which services, acting for what the graph holds, cannot use the key that they need (KMS-006).

A service principal is let in by the key policy alone: leaving the key to its account's identity policies, as the default
key policy does, admits no service. An AWS managed key's policy admits the one service that it is for.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS", "AWS managed keys"; the pages in `service_uses`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.encryption.callers import Question, missing_actions
from seamlint.facts.encryption.data import Encrypted, data_named, data_of, encrypted
from seamlint.facts.encryption.keys import AwsManagedKey, key_target
from seamlint.facts.encryption.service_uses import AUTO_SCALING, AUTO_SCALING_ROLE, LOG_DELIVERY, OWN, sender
from seamlint.facts.iam.access.names import joined, names
from seamlint.facts.iam.access.visitors import service, service_linked_role
from seamlint.facts.storage.settings import encryption
from seamlint.graph.graph import fact
from seamlint.model.deliveries import AutoScalingGroup, Delivery
from seamlint.model.encryption import Key
from seamlint.model.iam import ProtectedResource
from seamlint.model.logs import LogDelivery, Writer
from seamlint.model.storage import BucketNotification
