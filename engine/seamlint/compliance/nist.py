"""NIST SP 800-53 Revision 5: controls that configuration of AWS can speak of.

Source: NIST SP 800-53 Rev. 5, "Security and Privacy Controls for Information Systems and Organizations", chapter three;
which of them AWS relates to its own: AWS Security Hub User Guide, "NIST SP 800-53 Revision 5 in Security Hub CSPM".
"""

from __future__ import annotations

SCOPE = "its controls of access, audit, and protection of systems that AWS relates to these services"
CONTROLS = {
    "AC-2": "accounts are managed",
    "AC-2(1)": "accounts are managed by automated means",
    "AC-3": "approved authorisations are enforced",
    "AC-3(7)": "access is by role",
    "AC-3(15)": "access is discretionary and mandatory",
    "AC-4": "flows of information are enforced as authorised",
    "AC-4(21)": "flows of information are separated",
    "AC-5": "duties are separated",
    "AC-6": "least privilege",
    "AC-6(2)": "privileged accounts are not used for other work",
    "AC-6(3)": "network access to privileged commands is authorised",
    "AC-6(10)": "those without privileges cannot run privileged functions",
    "AC-17(2)": "remote access is encrypted",
    "AC-21": "sharing of information is decided",
    "AU-2": "events to be logged are known",
    "AU-3": "audit records say what happened",
    "AU-9": "audit information is protected",
    "AU-10": "actions cannot be denied afterwards",
    "AU-12": "audit records are generated",
    "CM-7": "least functionality",
    "IA-5(1)": "passwords are protected",
    "SC-7": "boundaries are protected",
    "SC-7(3)": "external connections are few",
    "SC-7(4)": "external telecommunications are managed",
    "SC-7(5)": "traffic is denied unless it is allowed",
    "SC-7(11)": "incoming traffic comes from authorised sources",
    "SC-7(16)": "system components are hidden from discovery",
    "SC-7(20)": "components can be isolated",
    "SC-7(21)": "components are isolated by boundaries",
    "SC-8": "transmissions are confidential and unchanged",
    "SC-8(1)": "transmissions are encrypted",
    "SC-12": "cryptographic keys are established and managed",
    "SC-13": "cryptography is used as decided",
    "SC-23": "sessions are authentic",
    "SC-28": "information at rest is protected",
    "SC-28(1)": "information at rest is encrypted",
}
