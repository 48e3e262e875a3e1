"""Properties of functions, and comparison with other implementations of the same thing."""

import datetime as dt
import ipaddress
import json
import re

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluate.terraform.functions.calling import result
from seamlint.evaluate.partial_json import parse_partial_json
from seamlint.evaluate.terraform.functions.json_text import json_of, json_text, jsondecode
from seamlint.evaluate.terraform.functions.network import cidrhost, cidrsubnet
from seamlint.evaluate.terraform.functions.regex_syntax import compile_pattern
from seamlint.evaluate.terraform.functions.yaml_decoding import yamldecode
from seamlint.evaluate.terraform.functions.yaml_encoding import yamlencode
from seamlint.evaluate.terraform.plain import from_plain, plain
from seamlint.evaluate.terraform.values import normalized

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(normalized)
documents = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(?:ab)", "(a|b)", "(a)", "\\b", "^", "$", "()", "(?:a|)"])
repeats = st.sampled_from(["", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}"])


@st.composite
def patterns(draw):
    pieces = draw(st.lists(st.tuples(atoms, repeats), min_size=1, max_size=5))
    return "".join(atom + ("" if atom in ("\\b", "^", "$", "()", "(?:a|)") else repeat) for atom, repeat in pieces)


@given(st.lists(patterns(), min_size=1, max_size=3).map("|".join), st.text("ab\n", max_size=10))
@settings(max_examples=400, deadline=None)
def test_first_matches_are_those_of_perl(pattern, text):
    theirs = re.search(pattern.replace("$", "\\Z"), text)
    ours = next(compile_pattern(pattern).matches(text), None)
    assert (ours is None) is (theirs is None)
    if ours and theirs:
        assert ours[:2] == theirs.span()
        captured = [theirs.span(number) for number in range(1, len(theirs.groups()) + 1)]
        assert [ours[2 * n : 2 * n + 2] for n in range(1, len(captured) + 1)] == captured


@given(documents)
@settings(max_examples=200, deadline=None)
def test_json_goes_there_and_back(document):
    text = json_text(from_plain(document))
    assert json.loads(text) == document
    assert plain(jsondecode(text)) == document
    assert parse_partial_json(json_of(from_plain(document))) == document


@given(documents)
@settings(max_examples=300, deadline=None)
def test_yaml_goes_there_and_back(document):
    text = yamlencode(from_plain(document))
    assert isinstance(text, str)
    if not re.search("[\x85\u2028\u2029\ufeff]", text):
        assert yaml.safe_load(text) == document
        assert plain(yamldecode(text)) == document


@given(st.integers(0, 2**32 - 1), st.integers(1, 24), st.integers(1, 8), st.data())
def test_subnets_and_hosts_are_those_of_the_standard_library(address, length, extension, data):
    network = ipaddress.ip_network((address, length), strict=False)
    subnets = 2**extension
    number = data.draw(st.integers(0, subnets - 1))
    subnet = ipaddress.ip_network(cidrsubnet(str(network), extension, number))
    assert subnet.subnet_of(network)
    assert int(subnet.network_address) == int(network.network_address) + number * subnet.num_addresses
    host = data.draw(st.integers(-network.num_addresses, network.num_addresses - 1))
    assert ipaddress.ip_address(cidrhost(str(network), host)) == network[host]


@given(st.datetimes(), st.integers(-(10**6), 10**6))
def test_times_move_as_in_the_standard_library(moment, seconds):
    moment = moment.replace(microsecond=0)
    try:
        expected = moment + dt.timedelta(seconds=seconds)
    except OverflowError:
        return
    moved = result(f'timeadd("{moment.isoformat()}Z", "{seconds}s")')
    assert moved == f"{expected.isoformat()}Z"
    weekday = result(f'formatdate("EEEE", "{moved}")')
    assert weekday == expected.strftime("%A")
