"""The language server: findings, values and seams in editors, over the Language Server Protocol.

`seamlint.lsp.server` speaks the protocol (with pygls, the extra ``lsp``); the rest answers from what a check found.
Source: Language Server Protocol Specification, version 3.17.
"""
