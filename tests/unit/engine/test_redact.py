"""Secrets never show, in whatever shape they come."""

import base64
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goldsmith.engine.redact import MASK, Redactor

SECRET = 'pa\'ss "wörd" <&>/+\\'
KEY = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n"

words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=4, max_size=40
)


@given(secret=words, before=st.text(max_size=8), after=st.text(max_size=8))
def test_a_secret_is_masked_wherever_it_stands(secret: str, before: str, after: str) -> None:
    assume(secret.strip() and secret not in MASK)

    masked = Redactor([secret]).mask(before + secret + after)

    assert secret not in masked.replace(MASK, "")


@given(secret=words, before=st.binary(max_size=7), after=st.binary(max_size=7))
def test_no_alignment_of_base64_shows_a_secret(secret: str, before: bytes, after: bytes) -> None:
    assume(len(secret.encode()) >= 6 and secret.strip())
    encoded = base64.b64encode(before + secret.encode() + after).decode()
    start = -(-len(before) * 8 // 6)
    end = (len(before) + len(secret.encode())) * 8 // 6

    masked = Redactor([secret]).mask(encoded)

    assert MASK in masked
    assert encoded[start:end] not in masked


@pytest.mark.parametrize(
    "shown",
    [
        SECRET,
        json.dumps(SECRET),
        json.dumps(SECRET, ensure_ascii=False),
        json.dumps(json.dumps(SECRET)),
        json.dumps(SECRET).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"),
        quote(SECRET),
        quote(SECRET, safe=""),
        quote_plus(SECRET),
        quote(SECRET, safe="").lower(),
        base64.b64encode(SECRET.encode()).decode(),
        base64.urlsafe_b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"user:" + SECRET.encode()).decode(),
        SECRET.replace("'", "'\"'\"'"),
        SECRET.replace("'", "'\\''"),
    ],
)
def test_every_usual_encoding_is_masked(shown: str) -> None:
    masked = Redactor([SECRET]).mask(f"x={shown};")

    assert MASK in masked
    for part in ("wörd", "w%C3", "w\\u00f6", "d0b"):
        assert part.lower() not in masked.lower()


def test_each_line_of_a_secret_is_masked_and_its_crlf_form_too() -> None:
    redactor = Redactor([KEY])

    for line in KEY.splitlines():
        assert redactor.mask(f"  {line}\r") == f"  {MASK}\r"
    assert redactor.mask(KEY.replace("\n", "\r\n")) == MASK + "\r\n"
    assert "MII" not in redactor.mask(json.dumps(KEY))


def test_base64_that_a_tool_has_wrapped_is_masked_line_by_line() -> None:
    secret = KEY * 4

    wrapped = base64.encodebytes(secret.encode()).decode().splitlines()

    assert [Redactor([secret]).mask(line) for line in wrapped] == [MASK] * len(wrapped)


def test_what_two_secrets_share_is_masked_for_both() -> None:
    assert Redactor(["abcdef", "defghi"]).mask("-abcdefghi-") == f"-{MASK}-"


def test_two_secrets_side_by_side_are_two() -> None:
    assert Redactor(["abcd", "wxyz"]).mask("abcdwxyz") == MASK + MASK


def test_the_longest_secret_wins() -> None:
    assert Redactor(["secret", "secrets", "secretary"]).mask("secretary") == MASK


def test_a_very_short_secret_is_masked_only_where_it_stands_alone() -> None:
    redactor = Redactor(["a1"])

    assert redactor.mask("password=a1, (a1) ba1t a1s") == f"password={MASK}, ({MASK}) ba1t a1s"


def test_a_brace_that_is_a_line_of_a_secret_is_not_masked() -> None:
    redactor = Redactor(['{\n"user": "joe"\n}'])

    assert redactor.mask("if x { y }") == "if x { y }"
    assert redactor.mask('  "user": "joe"') == f"  {MASK}"


def test_a_secret_of_blanks_is_none() -> None:
    redactor = Redactor(["", "  ", "\n"])

    assert redactor.is_empty
    assert redactor.mask("  \n") == "  \n"


def test_a_very_long_secret_is_masked_whole() -> None:
    secret = "0123456789abcdef" * 4096

    assert Redactor([secret]).mask(f"<{secret}>") == f"<{MASK}>"


def test_text_without_secrets_comes_back_as_it_is() -> None:
    text = "nothing to see"

    assert Redactor(["secret"]).mask(text) is text
    assert Redactor().mask(text) is text


def test_a_secret_that_comes_later_is_masked_from_then_on() -> None:
    redactor = Redactor(["first"])

    redactor.add("second")
    redactor.add("second")

    assert redactor.mask("first second") == f"{MASK} {MASK}"


def test_a_hundred_keys_that_come_one_by_one_cost_little() -> None:
    keys = [
        "\n".join(f"{number:03}{line:02}QmFzZTY0" * 6 for line in range(8)) for number in range(100)
    ]
    redactor = Redactor()
    began = time.process_time()

    for key in keys:
        redactor.add(key)
        redactor.mask("a line of quite ordinary output from an ordinary program, /usr/bin/thing")
    added = time.process_time() - began
    for _ in range(1000):
        redactor.mask("a line of quite ordinary output from an ordinary program, /usr/bin/thing")
    masked = time.process_time() - began - added

    assert redactor.mask(keys[50].splitlines()[3]) == MASK
    assert added < 1
    assert masked < 1
