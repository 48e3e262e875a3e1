"""Glob algebra against brute force over a small alphabet, and on patterns made to be slow."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.globs import folded, glob, includes_all, literal

patterns = st.text("ab?*", max_size=6)
TEXTS = ["".join(letters) for length in range(8) for letters in itertools.product("abc", repeat=length)]
BUCKET = Reference("prod", "aws_s3_bucket.a", "arn")
OTHER = Reference("prod", "aws_s3_bucket.b", "arn")
UNKNOWN = Unknown(("var.name",))


def slow_match(pattern, text):
    """Match as the definition reads."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return slow_match(pattern[1:], text) or bool(text and slow_match(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and slow_match(pattern[1:], text[1:])


def language(pattern):
    return {text for text in TEXTS if slow_match(pattern, text)}


@given(patterns, st.text("abc", max_size=8))
def test_matches(pattern, text):
    assert glob(pattern).matches(text) is slow_match(pattern, text)


@given(st.text("ab?*", max_size=4), st.text("ab?*", max_size=4))
def test_overlaps(one, other):
    assert glob(one).overlaps(glob(other)) is Verdict.of(bool(language(one) & language(other)))


@given(st.text("ab?*", max_size=3), st.text("ab?*", max_size=5))
def test_includes(part, pattern):
    assert glob(pattern).includes(glob(part)) is Verdict.of(language(part) <= language(pattern))


@given(st.text("ab?*", max_size=3), st.lists(st.text("ab?*", max_size=3), max_size=3))
def test_includes_all(part, several):
    union = set().union(*map(language, several))
    assert includes_all(map(glob, several), glob(part)) is Verdict.of(language(part) <= union)


@pytest.mark.parametrize("pattern", ["*a" * 3000 + "b", "*a?" * 2000, "?" * 6000 + "*b", "*" * 6000 + "b"])
def test_hostile_patterns_stay_fast(pattern):
    start = time.process_time()
    glob(pattern).matches("a" * 6000)
    glob(pattern).overlaps(glob("a*" * 3000))
    glob("*a?" * 2000).includes(glob(pattern))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("pattern", "subject", "verdict"),
    [
        ("arn:aws:s3:::*", BUCKET, Verdict.UNDECIDED),
        ("*", BUCKET, Verdict.YES),
        ("?", BUCKET, Verdict.UNDECIDED),
        (BUCKET, BUCKET, Verdict.YES),
        (BUCKET, OTHER, Verdict.NO),
        (BUCKET, "arn:aws:s3:::b", Verdict.UNDECIDED),
        (Text((BUCKET, "/*")), Text((BUCKET, "/key")), Verdict.YES),
        (Text((BUCKET, "/*")), Text((OTHER, "/key")), Verdict.NO),
        (Text((BUCKET, "*")), Text((OTHER, "-b")), Verdict.UNDECIDED),
        (Text((BUCKET, "/*")), BUCKET, Verdict.NO),
        (Text((BUCKET, "/a/*")), Text((BUCKET, "/b")), Verdict.NO),
        (Text((BUCKET, "/*/*")), Text((BUCKET, "/b")), Verdict.NO),
        (Text(("arn:aws:s3:::", UNKNOWN)), "arn:aws:s3:::b", Verdict.UNDECIDED),
        (Text(("arn:aws:s3:::", UNKNOWN)), "arn:aws:sqs:::b", Verdict.NO),
        (Text(("arn:aws:s3:::", UNKNOWN)), Text(("arn:aws:s3:::", UNKNOWN)), Verdict.UNDECIDED),
        ("arn:aws:s3:::*", Text(("arn:aws:s3:::", UNKNOWN, "/k")), Verdict.YES),
        ("arn:aws:s3:::*/x", Text(("arn:aws:s3:::", UNKNOWN, "/k")), Verdict.NO),
        (UNKNOWN, "x", Verdict.UNDECIDED),
        (Reference("u", "aws_iam_role.a", "name"), Reference("v", "aws_iam_role.a", "name"), Verdict.UNDECIDED),
        (BUCKET, Reference("prod", "data.aws_s3_bucket.b", "arn"), Verdict.UNDECIDED),
        (
            Text(("arn:aws:s3:::", Reference("u", "aws_s3_bucket.a", "id"), "/*")),
            Text(("arn:aws:s3:::", Reference("u", "aws_s3_bucket.b", "id"), "/x")),
            Verdict.NO,
        ),
    ],
)
def test_partly_known(pattern, subject, verdict):
    assert glob(pattern).match(subject) is verdict


def test_overlap_of_partly_known_patterns():
    assert glob(Text(("s3:", UNKNOWN))).overlaps(glob("s3:*")) is Verdict.YES
    assert glob(Text(("s3:", UNKNOWN))).overlaps(glob("s3:Get*")) is Verdict.UNDECIDED
    assert glob(Text(("s3:", UNKNOWN))).overlaps(glob("sqs:*")) is Verdict.NO


def test_inclusion_of_partly_known_patterns():
    assert glob("s3:*").includes(glob(Text(("s3:", UNKNOWN)))) is Verdict.YES
    assert glob(UNKNOWN).includes(glob("s3:*")) is Verdict.UNDECIDED


def test_literal_takes_wildcards_for_letters():
    assert literal("a*").match("a*") is Verdict.YES
    assert literal("a*").match("ab") is Verdict.NO


def test_folded_keeps_what_is_not_text():
    assert folded(Text(("S3:", BUCKET))) == Text(("s3:", BUCKET))
    assert glob(folded("S3:Get*")).matches("s3:getobject")


parts = st.lists(st.sampled_from(["a", "b", "*", "?", "ab", UNKNOWN, BUCKET]), max_size=4)
written = st.text("ab*", max_size=3)
named_texts = st.text("ab", max_size=2)


def filled(pieces, unknowns, bucket):
    """Write a text for each unknown part, and one for each reference."""
    rest = iter(unknowns)
    texts = {UNKNOWN: lambda: next(rest), BUCKET: lambda: bucket}
    return "".join(texts[piece]() if piece in texts else piece for piece in pieces)


@given(
    parts, parts, st.lists(written, min_size=4, max_size=4), st.lists(named_texts, min_size=4, max_size=4), named_texts
)
def test_a_verdict_on_partly_known_text_holds_whatever_it_is(pattern, subject, wanted, found, bucket):
    verdict = glob(Text(tuple(pattern))).match(Text(tuple(subject)))
    if verdict is not Verdict.UNDECIDED:
        subject_text = filled(subject, found, bucket)
        # A reference in a pattern stands for one text, in which nothing is a wildcard.
        assert glob(filled(pattern, wanted, bucket)).matches(subject_text) is (verdict is Verdict.YES)


ID = Reference(".", "aws_cloudfront_distribution.d", "arn")


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (literal(ID), Text(("arn:aws:cloudfront::1:distribution/", ID)), Verdict.NO),
        (literal(Text(("arn:aws:cloudfront::1:distribution/", ID))), ID, Verdict.NO),
        (glob(Text((ID, "*"))), Text(("arn:", ID)), Verdict.UNDECIDED),
        (literal(ID), Text((Unknown(("var.before",)), ID)), Verdict.UNDECIDED),
        (literal(Text(("abc", ID))), Text(("abcd", Reference(".", "x.y", "id"))), Verdict.UNDECIDED),
    ],
)
def test_a_text_is_no_part_of_itself(pattern, text, expected):
    assert pattern.match(text) is expected
