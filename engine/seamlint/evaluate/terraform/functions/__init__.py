"""The functions of Terraform 1.11, loaded when they are first called.

Source: Terraform language documentation, "Built-in Functions".
"""

from __future__ import annotations

from importlib import import_module

from seamlint.evaluate.terraform.functions.function import REGISTERED, Callables

_MODULES = {
    "collections": "alltrue anytrue coalesce coalescelist contains index length list map matchkeys",
    "lists": "chunklist compact concat distinct element flatten one range reverse slice sort sum",
    "mappings": "keys lookup merge transpose values zipmap",
    "sets": "setintersection setproduct setsubtract setunion",
    "conversion": """can ephemeralasnull issensitive nonsensitive sensitive tobool tolist tomap tonumber toset
        tostring try""",
    "strings": """chomp endswith indent join lower replace split startswith strcontains strrev substr title trim
        trimprefix trimspace trimsuffix upper""",
    "formatting": "format formatlist",
    "regular_expressions": "regex regexall",
    "encoding": """base64decode base64encode base64gzip csvdecode textdecodebase64 textencodebase64 urlencode""",
    "json_text": "jsondecode jsonencode",
    "yaml_encoding": "yamlencode",
    "yaml_decoding": "yamldecode",
    "numeric": "abs ceil floor log max min parseint pow signum",
    "datetime": "formatdate plantimestamp timeadd timecmp timestamp",
    "hashing": """base64sha256 base64sha512 bcrypt filebase64sha256 filebase64sha512 filemd5 filesha1 filesha256
        filesha512 md5 rsadecrypt sha1 sha256 sha512 uuid uuidv5""",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "filesystem": "abspath basename dirname file filebase64 fileexists fileset pathexpand",
    "templates": "templatefile templatestring",
    "aws_provider": """provider::aws::arn_build provider::aws::arn_parse provider::aws::trim_iam_role_path
        provider::aws::user_agent""",
    "terraform_provider": """provider::terraform::decode_tfvars provider::terraform::encode_expr
        provider::terraform::encode_tfvars""",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def find_function(name: str) -> Callables | None:
    """Return a function by its name in code (``upper``, ``core::upper``), None when Terraform has no such function."""
    name = name.removeprefix("core::")
    found = REGISTERED.get(name)
    if found is None and name in _MODULE_OF:
        import_module(f"{__name__}.{_MODULE_OF[name]}")
        found = REGISTERED.get(name)
    return found


def function_names() -> tuple[str, ...]:
    """Return the names of all functions, for suggestions."""
    return tuple(_MODULE_OF)
