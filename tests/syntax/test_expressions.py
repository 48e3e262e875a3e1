"""Every form of an expression, as the tree it is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hcl_notation import notation
from seamlint.syntax.hcl import parse_expression
from seamlint.syntax.hcl.tree import Literal, SyntaxFailure

FORMS = {
    # literals
    "1": "1",
    "0": "0",
    "007": "7",
    "1.50": "3/2",
    "1e3": "1000",
    "1E-2": "1/100",
    "2.5e+1": "25",
    "true": "true",
    "false": "false",
    "null": "null",
    '"x"': "'x'",
    '""': "''",
    # names: no word is reserved
    "a": "a",
    "a-b_1": "a-b_1",
    "größe": "größe",
    "変数": "変数",
    "_": "_",
    "if": "if",
    "in": "in",
    "for_each": "for_each",
    "endfor": "endfor",
    "trueish": "trueish",
    # operators: precedence and left associativity
    "1 + 2 * 3": "(+ 1 (* 2 3))",
    "1 * 2 + 3": "(+ (* 1 2) 3)",
    "8 - 4 - 2": "(- (- 8 4) 2)",
    "8 / 4 % 3": "(% (/ 8 4) 3)",
    "a || b && c": "(|| a (&& b c))",
    "a && b == c": "(&& a (== b c))",
    "a == b < c": "(== a (< b c))",
    "a != b >= c + 1": "(!= a (>= b (+ c 1)))",
    "a <= b": "(<= a b)",
    "a > b": "(> a b)",
    "-1": "(- 1)",
    "1 -2": "(- 1 2)",
    "1-2": "(- 1 2)",
    "1 - -2": "(- 1 (- 2))",
    "-a.b": "(- (. a b))",
    "-a * b": "(* (- a) b)",
    "!a && b": "(&& (! a) b)",
    "!!a": "(! (! a))",
    "(1 + 2) * 3": "(* (paren (+ 1 2)) 3)",
    "a-1": "a-1",
    # conditionals: right associative, loosest
    "a ? b : c": "(? a b c)",
    "a ? b : c ? d : e": "(? a b (? c d e))",
    "a ? b ? c : d : e": "(? a (? b c d) e)",
    "a || b ? c + 1 : d": "(? (|| a b) (+ c 1) d)",
    # traversals
    "a.b.c": "(. (. a b) c)",
    "a.for": "(. a for)",
    "a.true": "(. a true)",
    'a["b"]': "([] a 'b')",
    "a[0].b": "(. ([] a 0) b)",
    "a[b.c + 1]": "([] a (+ (. b c) 1))",
    "a.0.b": "(. ([] a 0) b)",
    "a.0[1]": "([] ([] a 0) 1)",
    "f(x).y": "(. (f x) y)",
    "[1, 2][0]": "([] (tuple 1 2) 0)",
    "{a = 1}.a": "(. (object 'a'=1) a)",
    '"${a}".b': "(. (wrap a) b)",
    # splats
    "a[*]": "([*] a @)",
    "a[*].b[0].c": "([*] a (. ([] (. @ b) 0) c))",
    "a[ * ].b": "([*] a (. @ b))",
    "a[*].b[*].c": "([*] a ([*] (. @ b) (. @ c)))",
    "a[*].b.*.c[0]": "([*] a ([] (.* (. @ b) (. @ c)) 0))",
    "(a[*].b)[0]": "([] (paren ([*] a (. @ b))) 0)",
    "a.*": "(.* a @)",
    "a.*.b.c": "(.* a (. (. @ b) c))",
    "a.*.b[0]": "([] (.* a (. @ b)) 0)",
    "a.*.b[0].c": "(. ([] (.* a (. @ b)) 0) c)",
    "a.*.b.0": "(.* a ([] (. @ b) 0))",
    "a.*.b[0].*.c": "(.* ([] (.* a (. @ b)) 0) (. @ c))",
    # calls
    "f()": "(f)",
    "f(1, 2)": "(f 1 2)",
    "f(1, 2,)": "(f 1 2)",
    "f(a...)": "(f... a)",
    "f(1, a...)": "(f... 1 a)",
    "provider::aws::arn_parse(a)": "(provider::aws::arn_parse a)",
    "core::max(1)": "(core::max 1)",
    # collections
    "[]": "(tuple)",
    "[1]": "(tuple 1)",
    "[1, 2,]": "(tuple 1 2)",
    "[\n# c\n1 // d\n,\n/* e */ 2\n]": "(tuple 1 2)",
    "{}": "(object)",
    "{\n}": "(object)",
    "{a = 1, b : 2}": "(object 'a'=1 'b'=2)",
    "{\n\n  a = 1\n  b = 2,\n\n  c = 3 # x\n}": "(object 'a'=1 'b'=2 'c'=3)",
    "{(a) = 1, a.b = 2}": "(object (paren a)=1 (. a b)=2)",
    '{"x" = 1, "${y}" = 2, "a${z}" = 3}': "(object 'x'=1 (wrap y)=2 (template 'a' z)=3)",
    "{1 = 2, true = 3, null = 4}": "(object 1=2 'true'=3 'null'=4)",
    "{if = 1, in = 2, for_each = 3, endif : 4}": "(object 'if'=1 'in'=2 'for_each'=3 'endif'=4)",
    "{a = 1, for = 2}": "(object 'a'=1 'for'=2)",
    "{a = b ? c : d}": "(object 'a'=(? b c d))",
    "{a = [\n1,\n2\n]}": "(object 'a'=(tuple 1 2))",
    "{a = (1\n+\n2)}": "(object 'a'=(paren (+ 1 2)))",
    # for
    "[for x in y : x]": "(for[] x y x)",
    "[for k, v in y : v if v != null]": "(for[] k,v y v (!= v null))",
    "{for k, v in y : k => v}": "(for{} k,v y k v)",
    "{for v in y : v.k => v... if v.on}": "(for{}... v y (. v k) v (. v on))",
    "[for if in in : if if if]": "(for[] if in if if)",
    "[\nfor\nk\n,\nv\nin\ny\n:\nv\nif\nk\n]": "(for[] k,v y v k)",
    "{ # c\n\n/* d */ for\nk\nin\ny\n:\nk\n=>\nk\n...\nif\nk\n}": "(for{}... k y k k k)",
    "[for x in y : {\n a = x\n b = 1\n}]": "(for[] x y (object 'a'=x 'b'=1))",
}


@pytest.mark.parametrize("text", FORMS)
def test_form(text: str) -> None:
    assert notation(parse_expression(text)) == FORMS[text]


STRINGS = {
    r'"\n\r\t\"\\"': '\n\r\t"\\',
    r'"\u00e9\U0001F600"': "é😀",
    '"e\u0301"': "é",
    '"$ % $$ %% $a %a {}"': "$ % $$ %% $a %a {}",
    '"$${a} %%{b}"': "${a} %{b}",
    '"$${a{b}c} d"': "${a{b}c} d",
    '"a // b # c /* d */"': "a // b # c /* d */",
    '"<<EOT"': "<<EOT",
}


@pytest.mark.parametrize("text", STRINGS)
def test_string(text: str) -> None:
    expression = parse_expression(text)
    assert isinstance(expression, Literal)
    assert expression.value == STRINGS[text]


def test_numbers_are_exact() -> None:
    for text, value in {"0.1": Fraction(1, 10), "1e-3": Fraction(1, 1000), "123456789012345678901": None}.items():
        expression = parse_expression(text)
        assert isinstance(expression, Literal)
        assert expression.value == (value or int(text))


@pytest.mark.parametrize(
    "text",
    [
        "", "1 2", "a b", "a.", "a..b", "a[", "f(", "f(1 2)", "f(a... b)", "f(a...,)", "[1 2]", "[,]", "{,}", "{a}",
        "{a = 1 b = 2}", "{a =\n1}", "{a\n= 1}", "{a = 1\n, b = 2}", "{a = 1 +\n2}", "a ? b", "a ? : b", "1 +", "* 1",
        "(1", "1)", "[for x : x]", "[for x in y]", "[for x in y : x => x]", "{for x in y : x}", "[for x in y : x...]",
        "a.0.1", "a.*.b.*.c", "'x'", "a ; b", "a & b", "a = b", "1.", ".5", "${a}", '"a', '"a\nb"', "/* c",
        r'"\q"', r'"\u12"', r'"\ud800"', '"${a"', '"%{ if a }"', '"%{ endif }"', '"%{ if a }%{ else }%{ else }"',
        '"%{ for a in b }%{ endif }"', '"%{ while a }"', "{a = 1 ~}", "1e99999", "1" * 1001,
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(SyntaxFailure) as raised:
        parse_expression(text)
    assert 0 <= raised.value.offset <= len(text)
    assert raised.value.message
