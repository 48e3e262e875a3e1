"""Functions on dates and times.

Source: Terraform documentation, "Date and Time Functions"; RFC 3339, "Date and Time on the Internet: Timestamps"; Go
package documentation, "time" (``ParseDuration``).
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.types import NUMBER, STRING
from seamlint.evaluate.terraform.values import NOT_NULL, Unknown, Value
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TIMESTAMP = Pattern(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_DURATION = Pattern(r"(\d*)(?:\.(\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)", re.ASCII)
_NANOSECONDS = {
    "ns": 1, "us": 10**3, "\u00b5s": 10**3, "\u03bcs": 10**3, "ms": 10**6,
    "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9,
}  # fmt: skip
_LONGEST_DURATION = 2**63
_DAY = 86_400
_TOKEN = Pattern(r"''|'((?:[^']|'')*)'|(([A-Za-z])\3*)|([^A-Za-z']+)")
_TIMESTAMP_PARAMETER = Parameter("timestamp", STRING)


class Moment(NamedTuple):
    """A point in time.

    Attributes:
        seconds: since the beginning of the year 1, in universal time.
        nanoseconds: of the second.
        offset: minutes by which local time is ahead.
    """

    seconds: int
    nanoseconds: int
    offset: int

    @property
    def date(self) -> tuple[int, int, int]:
        """Year, month and day in local time."""
        return _date((self.seconds + 60 * self.offset) // _DAY)

    @property
    def clock(self) -> tuple[int, int, int]:
        """Hour, minute and second in local time."""
        second = (self.seconds + 60 * self.offset) % _DAY
        return second // 3600, second // 60 % 60, second % 60

    @property
    def weekday(self) -> str:
        """The day of the week in local time; the first day of the year 1 was a Monday."""
        return _WEEKDAYS[(self.seconds + 60 * self.offset) // _DAY % 7]

    def zone(self, *, colon: str, universal: str) -> str:
        """Return the offset, as ``+0100``, or another word for none."""
        if not self.offset and universal:
            return universal
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{'-' if self.offset < 0 else '+'}{hours:02d}{colon}{minutes:02d}"

    def __str__(self) -> str:
        year, month, day = self.date
        hour, minute, second = self.clock
        zone = self.zone(colon=":", universal="Z")
        before = "-" if year < 0 else ""
        return f"{before}{abs(year):04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone}"


def _day_number(year: int, month: int, day: int) -> int:
    """Return the days since the first of January of the year 1, in the Gregorian calendar."""
    before = year - (month <= 2)
    from_march = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + from_march - 306


def _date(number: int) -> tuple[int, int, int]:
    number += 306
    era, day_of_era = divmod(number, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    from_march = (5 * day_of_year + 2) // 153
    month = (from_march + 2) % 12 + 1
    return year_of_era + 400 * era + (month <= 2), month, day_of_year - (153 * from_march + 2) // 5 + 1


def _days_in(year: int, month: int) -> int:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return _day_number(*following, 1) - _day_number(year, month, 1)


def parse_timestamp(text: str, argument: int) -> Moment:
    """Return the moment that a text in RFC 3339's form names.

    Raises:
        FunctionError: it is not in that form, or there is no such day or time.
    """
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        message = f'not a valid RFC3339 timestamp: "{text[:60]}" is not like "2006-01-02T15:04:05Z"'
        raise FunctionError(message, argument)
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    offset = (60 * int(match[9]) + int(match[10])) * (-1 if match[8] == "-" else 1) if match[8] else 0
    for what, valid in (
        ("month", 1 <= month <= 12),
        ("day", 1 <= month <= 12 and 1 <= day <= _days_in(year, month)),
        ("hour", hour < 24),
        ("minute", minute < 60),
        ("second", second < 60),
        ("UTC offset", match[8] is None or (int(match[9]) < 24 and int(match[10]) < 60)),
    ):
        if not valid:
            raise FunctionError(f"not a valid RFC3339 timestamp: {what} out of range", argument)
    seconds = _day_number(year, month, day) * _DAY + 3600 * hour + 60 * minute + second - 60 * offset
    return Moment(seconds, int((match[7] or "")[:9].ljust(9, "0")), offset)


def parse_duration(text: str) -> int:
    """Return the nanoseconds of a duration such as ``-1.5h``.

    Raises:
        FunctionError: it is none, or longer than 292 years.
    """
    sign, rest = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if rest == "0":
        return 0
    total, at = 0, 0
    while at < len(rest) <= 1000:
        match = _DURATION.match(rest, at)
        if match is None or not (match[1] or match[2]):
            break
        unit = _NANOSECONDS[match[3]]
        total += int(match[1] or 0) * unit + int(Fraction(int(match[2] or 0), 10 ** len(match[2] or "")) * unit)
        at = match.end()
    if not rest or at < len(rest) or total > _LONGEST_DURATION - (sign > 0):
        raise FunctionError(f'time: invalid duration "{text[:60]}"', 1)
    return sign * total


@function("timeadd", _TIMESTAMP_PARAMETER, Parameter("duration", STRING), returns=STRING)
def timeadd(timestamp: str, duration: str) -> str:
    """Return a timestamp moved by a duration."""
    moment = parse_timestamp(timestamp, 0)
    carried, nanoseconds = divmod(moment.nanoseconds + parse_duration(duration), 10**9)
    return str(Moment(moment.seconds + carried, nanoseconds, moment.offset))


@function("timecmp", Parameter("timestamp_a", STRING), Parameter("timestamp_b", STRING), returns=NUMBER,
          refinement=NOT_NULL)  # fmt: skip
def timecmp(first: str, second: str) -> int:
    """Return -1, 0 or 1: whether the first timestamp is before, at or after the second."""
    a, b = parse_timestamp(first.replace(",", "."), 0), parse_timestamp(second.replace(",", "."), 1)
    one, other = (a.seconds, a.nanoseconds), (b.seconds, b.nanoseconds)
    return (one > other) - (one < other)


@function("formatdate", Parameter("format", STRING), Parameter("time", STRING), returns=STRING, refinement=NOT_NULL)
def formatdate(layout: str, time: str) -> str:
    """Return a timestamp written as a layout says."""
    moment = parse_timestamp(time, 1)
    return "".join(_tokens(layout, moment))


def _tokens(layout: str, moment: Moment) -> Iterator[str]:
    at = 0
    while at < len(layout):
        match = _TOKEN.match(layout, at)
        if match is None:
            raise FunctionError("unterminated literal '", 0)
        at = match.end()
        if match[2]:
            yield _verb(match[2], moment)
        elif match[4]:
            yield match[4]
        else:
            yield "'" if match[0] == "''" else match[1].replace("''", "'")


def _verb(verb: str, moment: Moment) -> str:
    """Return what one sequence of equal letters stands for."""
    year, month, day = moment.date
    hour, minute, second = moment.clock
    half = "PM" if hour >= 12 else "AM"
    written = {
        "YY": f"{year % 100:02d}", "YYYY": f"{year:04d}",
        "M": str(month), "MM": f"{month:02d}", "MMM": _MONTHS[month - 1][:3], "MMMM": _MONTHS[month - 1],
        "D": str(day), "DD": f"{day:02d}", "EEE": moment.weekday[:3], "EEEE": moment.weekday,
        "h": str(hour), "hh": f"{hour:02d}", "H": str((hour - 1) % 12 + 1), "HH": f"{(hour - 1) % 12 + 1:02d}",
        "AA": half, "aa": half.lower(),
        "m": str(minute), "mm": f"{minute:02d}", "s": str(second), "ss": f"{second:02d}",
        "Z": moment.zone(colon=":", universal="Z"), "ZZZ": moment.zone(colon="", universal="UTC"),
        "ZZZZ": moment.zone(colon="", universal=""), "ZZZZZ": moment.zone(colon=":", universal=""),
    }.get(verb)  # fmt: skip
    if written is None:
        raise FunctionError(f'invalid date format verb "{verb}"', 0)
    return written


@function("timestamp", returns=STRING, refinement=NOT_NULL)
def timestamp() -> Value:
    """Return an unknown: it is the time at which Terraform runs."""
    return Unknown(STRING, ("what timestamp() gives when Terraform runs",), refinement=NOT_NULL)


@function("plantimestamp", returns=STRING)
def plantimestamp() -> Value:
    """Return an unknown: it is the time at which Terraform plans."""
    return Unknown(STRING, ("what plantimestamp() gives when Terraform runs",))
