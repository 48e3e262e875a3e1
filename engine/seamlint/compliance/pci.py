"""PCI DSS 4.0.1: requirements that configuration of AWS can speak of, in systems that hold or touch account data.

Source: Payment Card Industry Data Security Standard, "Requirements and Testing Procedures", version 4.0.1; which of
them AWS relates to its own controls: AWS Security Hub User Guide, "PCI DSS in Security Hub CSPM".
"""

from __future__ import annotations

SCOPE = "its requirements of networks, cryptography, access and audit logs that a configuration can meet or break"
CONTROLS = {
    "1.2.5": "services, protocols and ports that are allowed are known and needed",
    "1.3.1": "inbound traffic to the cardholder data environment is restricted to what is needed",
    "1.3.2": "outbound traffic from it is restricted to what is needed",
    "1.4.1": "network controls stand between trusted and untrusted networks",
    "1.4.2": "inbound traffic from untrusted networks is restricted",
    "1.4.4": "components that store cardholder data are not reachable from untrusted networks",
    "2.2.7": "administration over the network is encrypted",
    "3.5.1": "account numbers are unreadable where they are stored",
    "3.6.1": "keys are protected from disclosure and misuse",
    "3.7.4": "keys are changed at the end of their period",
    "3.7.5": "keys are retired, replaced or destroyed when they must be",
    "4.2.1": "account numbers are encrypted on open networks",
    "6.4.2": "public web applications are protected from attacks by automated means",
    "7.2.1": "access follows a model",
    "7.2.2": "access is by job function and least privilege",
    "7.2.5": "application and system accounts have least privilege",
    "7.3.1": "an access control system restricts access by need to know",
    "7.3.3": "the access control system denies by default",
    "8.3.1": "users are authenticated",
    "10.2.1": "audit logs are on and active",
    "10.3.2": "audit logs cannot be changed",
    "10.3.3": "audit logs are backed up at once to where they are hard to change",
}
