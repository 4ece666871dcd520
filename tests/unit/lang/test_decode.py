"""Bodies of components as instances of their settings classes."""

from collections.abc import Container, Iterator, Mapping
from datetime import timedelta
from pathlib import Path, PurePath
from typing import Literal

import pytest

from goldsmith.diagnostics import Diagnostic, Severity, SourceFile, TemplateError
from goldsmith.lang import (
    FUNCTIONS,
    STRING,
    UNKNOWN,
    ListOf,
    Scope,
    Value,
    from_python,
    mark,
    object_of,
    unknown,
)
from goldsmith.lang.decode import Decoded, Owner, decode
from goldsmith.lang.dynamic import expand
from goldsmith.lang.gotemplate import PLAIN_FUNCTIONS
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.syntax import Body, Expression, parse, parse_expression
from goldsmith.sdk import (
    ByteSize,
    CommunicatorFacts,
    Problem,
    included,
    refused,
    setting,
    settings,
)

OWNER = "The disk builder"
RENDERER = Renderer({**PLAIN_FUNCTIONS, "build_name": lambda: "web"}, {"Name": "n", "ID": UNKNOWN})
VARIABLES: Mapping[str, Value] = {
    "later": unknown(),
    "text": unknown(STRING),
    "texts": unknown(ListOf(STRING)),
    "half": from_python(["a", unknown(STRING)]),
    "secret": mark(from_python("s3cret")),
    "secrets": from_python({"a": mark(from_python("one")), "b": "two"}),
    "null": from_python(None),
    "words": from_python(["{{ .Name", "b"]),
}


@settings
class Tag:
    key: str
    value: str = ""

    def problems(self) -> Iterator[Problem]:
        if self.key == "bad":
            yield Problem("key", "This key is bad.")


@settings
class Shutdown:
    shutdown_command: str = ""
    shutdown_timeout: timedelta = timedelta(minutes=5)

    def problems(self) -> Iterator[Problem]:
        if self.shutdown_timeout > timedelta(hours=1):
            yield Problem("shutdown_timeout", "That is too long.", "Wait less.")


@settings
class Disk:
    size: ByteSize = setting(default=ByteSize(0), unit="M")
    count: int = setting(default=1, minimum=1, maximum=9)
    ratio: float = setting(default=1.0, minimum=0.5)
    headless: bool | None = None
    format: Literal["qcow2", "raw"] = "qcow2"
    level: Literal[1, 2] = 1
    words: tuple[str, ...] = ()
    arguments: tuple[tuple[str, ...], ...] = ()
    codes: frozenset[int] = frozenset({0})
    labels: Mapping[str, str] = setting(factory=dict)
    key: bytes = b""
    path: Path | None = None
    name: str = "packer"
    word: str | None = None
    execute: str = setting(default="", render=False)
    old: str = setting(default="", deprecated="Use name.")
    password: str = setting(default="", secret=True)
    cloud: bool = refused("There is no cloud here.")
    region: str = refused("There is no region here.")
    tag: tuple[Tag, ...] = ()
    main: Tag | None = None
    shutdown: Shutdown = included(factory=Shutdown)
    pass_: str = setting(default="", name="pass")

    def problems(self) -> Iterator[Problem]:
        if self.format == "raw" and self.count > 5:
            yield Problem("count", "A raw disk cannot be this often.")
        if self.name == "odd":
            yield Problem("name", "An odd name.", severity=Severity.WARNING)
        if len(self.tag) > 2:
            yield Problem("tag", "Too many tags.")
        if self.word == "headed" and not self.path:
            yield Problem("path", "A path is needed.")

    def problems_with(self, access: CommunicatorFacts) -> Iterator[Problem]:
        if access.host is None and self.name == "hostless":
            yield Problem("host", "A host is needed.")


@settings
class Needs:
    size: ByteSize
    name: str
    choice: Literal["a", "b"]
    tags: tuple[str, ...]
    codes: frozenset[int]
    labels: Mapping[str, int]
    key: bytes
    path: Path
    main: Tag
    tag: tuple[Tag, ...]
    when: timedelta


@settings
class Ssh:
    host: str | None = None
    name: str = ""

    def facts(self) -> CommunicatorFacts:
        return CommunicatorFacts("ssh", host=self.host)


def body(text: str) -> Body:
    made, found = parse(SourceFile(PurePath("t.hcl"), text))
    assert found == ()
    return made


def expression(text: str) -> Expression:
    return parse_expression(SourceFile(PurePath("o.hcl"), text))


def decoded(
    *texts: str,
    classes: tuple[type, ...] = (Disk,),
    reserved: Container[str] = (),
    overrides: Mapping[str, str] | None = None,
) -> Decoded:
    scope = Scope({"var": object_of(VARIABLES)}, FUNCTIONS, Path())
    return decode(
        [expand(body(text), scope) for text in texts],
        classes,
        scope,
        owner=Owner(OWNER),
        renderer=RENDERER,
        reserved=reserved,
        overrides={name: expression(one) for name, one in (overrides or {}).items()},
    )


def disk(*texts: str, overrides: Mapping[str, str] | None = None) -> Disk:
    (made,) = decoded(*texts, overrides=overrides).settings
    assert isinstance(made, Disk)
    return made


def problems(*texts: str, classes: tuple[type, ...] = (Disk,)) -> tuple[Diagnostic, ...]:
    with pytest.raises(TemplateError) as raised:
        decoded(*texts, classes=classes)
    return raised.value.diagnostics


def problem(*texts: str, classes: tuple[type, ...] = (Disk,)) -> Diagnostic:
    (found,) = problems(*texts, classes=classes)
    return found


def place(one: Diagnostic) -> str:
    assert one.span is not None
    return one.span.text


def test_nothing_set_gives_the_defaults() -> None:
    assert disk("") == Disk()


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('size = "40G"', "size", ByteSize(40 << 30)),
        ("size = 40", "size", ByteSize(40 << 20)),
        ('count = "3"', "count", 3),
        ("ratio = 2", "ratio", 2.0),
        ("ratio = 0.5", "ratio", 0.5),
        ('headless = "1"', "headless", True),
        ("headless = false", "headless", False),
        ("headless = null", "headless", None),
        ('format = "raw"', "format", "raw"),
        ('format = ""', "format", "qcow2"),
        ("level = 2", "level", 2),
        ('level = "2"', "level", 2),
        ('words = ["a", 5, true]', "words", ("a", "5", "true")),
        ('arguments = [["-m", "1"], []]', "arguments", (("-m", "1"), ())),
        ("codes = [1, 1, 2]", "codes", frozenset({1, 2})),
        ('labels = { a = 1, "b" = "x" }', "labels", {"a": "1", "b": "x"}),
        ("key = [1, 255]", "key", b"\x01\xff"),
        ('path = "a/b"', "path", Path("a/b")),
        ('path = ""', "path", None),
        ('name = ""', "name", "packer"),
        ("name = 5", "name", "5"),
        ('shutdown_timeout = "10s"', "shutdown", Shutdown(shutdown_timeout=timedelta(seconds=10))),
        ('pass = "x"', "pass_", "x"),
        ('tag {\n key = "a"\n}', "tag", (Tag(key="a"),)),
        ('main {\n key = "a"\n value = "b"\n}', "main", Tag(key="a", value="b")),
        ("cloud = false", "cloud", None),
        ("cloud = null", "cloud", None),
        ('region = ""', "region", None),
    ],
)
def test_a_value_becomes_the_type_of_its_setting(text: str, name: str, value: object) -> None:
    assert getattr(disk(text), name) == value


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('name = "a-{{ .Name }}-{{ build_name | upper }}"', "name", "a-n-WEB"),
        ('words = ["{{ .Name }}"]', "words", ("n",)),
        ('labels = { "{{ .Name }}" = "{{ build_name }}" }', "labels", {"n": "web"}),
        ('size = "{{ len `12345` }}G"', "size", ByteSize(5 << 30)),
        ('execute = "{{ .Vars }} {{ .Path }}"', "execute", "{{ .Vars }} {{ .Path }}"),
        ('main {\n key = "{{ .Name }}"\n}', "main", Tag(key="n")),
    ],
)
def test_go_templates_are_rendered_in_every_text(text: str, name: str, value: object) -> None:
    assert getattr(disk(text), name) == value


@pytest.mark.parametrize(
    ("text", "summary", "detail", "where"),
    [
        ('count = "x"', '"count" must be a whole number, not "x"', "", '"x"'),
        ("count = 1.5", '"count" must be a whole number, not 1.5', "", "1.5"),
        ("count = 0", '"count" must be at least 1 and at most 9, not 0', "", "0"),
        ("count = 10", '"count" must be at least 1 and at most 9, not 10', "", "10"),
        ("ratio = 0.1", '"ratio" must be at least 0.5, not 0.1', "", "0.1"),
        ("ratio = []", '"ratio" must be a number, not a list', "", "[]"),
        ('headless = "yes"', '"headless" must be true or false, not "yes"', "", '"yes"'),
        (
            'size = "4X"',
            '"size": "4X" is not a size',
            'Write a unit, as in "40G".',
            '"4X"',
        ),
        (
            'shutdown_timeout = "5"',
            '"shutdown_timeout": "5" needs a unit, as in "5s" or "5m"',
            "",
            '"5"',
        ),
        (
            'format = "rav"',
            '"format" cannot be "rav"',
            'It is one of "qcow2", "raw". Did you mean "raw"?',
            '"rav"',
        ),
        ("level = 3", '"level" cannot be 3', "It is one of 1, 2.", "3"),
        ('words = "a"', '"words" must be a list, not "a"', 'Write ["a"].', '"a"'),
        ("words = [[]]", 'An item of "words" must be a text, not a list', "", "[]"),
        ("words = ([null])", 'An item of "words" must be a text, not null', "", "null"),
        (
            'arguments = [["a", {}]]',
            'An item of "arguments" must be a text, not an object',
            "",
            "{}",
        ),
        ("codes = {}", '"codes" must be a list or set, not an object', "Write [ … ].", "{}"),
        ("labels = []", '"labels" must be a map, not a list', "Write { … }.", "[]"),
        ("labels = { a = [] }", 'A value of "labels" must be a text, not a list', "", "[]"),
        (
            'labels = { "${1}" = [] }',
            'A value of "labels" must be a text, not a list',
            "",
            '{ "${1}" = [] }',
        ),
        (
            "key = [256]",
            '"key" must be a list of bytes, not numbers beyond 255 or below 0',
            "",
            "[256]",
        ),
        ("path = {}", '"path" must be a path, not an object', "", "{}"),
        ("labels = var.null[0]", None, None, None),
        ("nam = 1", 'The disk builder has no argument "nam"', 'Did you mean "name"?', "nam"),
        ("mian {}", 'The disk builder has no block "mian"', 'Did you mean "main"?', "mian"),
        (
            "labels {\n}",
            '"labels" is an argument, not a block',
            'Write it with "=": labels = { … }.',
            "labels",
        ),
        (
            "words {\n}",
            '"words" is an argument, not a block',
            'Write it with "=": words = [ … ].',
            "words",
        ),
        ("name {\n}", '"name" is an argument, not a block', 'Write it with "=": name = ….', "name"),
        (
            "main = {}",
            '"main" is a block, not an argument',
            'Write it without "=": main { … }.',
            "main",
        ),
        ("main {\n}", 'The block "main" needs "key"', 'Add "key" to it.', "main"),
        (
            "main {\n key = null\n}",
            'The block "main" needs "key"',
            "It is null or empty here.",
            "null",
        ),
        ('main {\n key = ""\n}', 'The block "main" needs "key"', "It is null or empty here.", '""'),
        (
            'main {\n key = "a"\n kay = 1\n}',
            'The block "main" has no argument "kay"',
            'Did you mean "key"?',
            "kay",
        ),
        (
            'main "x" {\n key = "a"\n}',
            'The block "main" takes no label',
            "Write main { … }.",
            '"x"',
        ),
        ('main {\n key = "bad"\n}', "This key is bad.", "", '"bad"'),
        (
            "cloud = true",
            'The disk builder does not support "cloud"',
            "There is no cloud here.",
            "cloud",
        ),
        (
            "region {\n}",
            'The disk builder does not support "region"',
            "There is no region here.",
            "region",
        ),
        (
            "region = var.text",
            'The disk builder does not support "region"',
            "There is no region here.",
            "region",
        ),
        ('shutdown_timeout = "2h"', "That is too long.", "Wait less.", '"2h"'),
        ('word = "headed"', "A path is needed.", "", ""),
        ('format = "raw"\ncount = 6', "A raw disk cannot be this often.", "", "6"),
        ("tag {\n key = 1\n}\n" * 3, "Too many tags.", "", "tag"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    text: str, summary: str | None, detail: str | None, where: str | None
) -> None:
    found = problem(f"{text}\n")

    if summary is not None:
        assert (found.summary, found.detail, place(found)) == (summary, detail, where)


@pytest.mark.parametrize(
    ("text", "summary", "where"),
    [
        ('name = "a {{ nope }} b"', 'In {{ }}: there is no function "nope" here', "nope"),
        ('name = "a {{ .Name"', 'In {{ }}: this "{{" has no "}}"', "{{ .Name"),
        ('name = "a\\n{{ nope }}"', 'In {{ }}: there is no function "nope" here', "nope"),
        ('name = "${1}{{ nope}}"', 'In {{ }}: there is no function "nope" here', "nope"),
        ("name = <<E\n x {{ nope }}\nE\n", 'In {{ }}: there is no function "nope" here', "nope"),
        ('name = "{{ user \\"x\\" }}"', 'In {{ }}: there is no function "user" here', None),
        ('name = "a${"{{ nope }}"}{{ nope }}"', 'In {{ }}: there is no function "nope" here', None),
        ('words = ["a", "{{ nope }}"]', 'In {{ }}: there is no function "nope" here', "nope"),
        ("words = var.words", 'In {{ }}: this "{{" has no "}}"', "var.words"),
        ('labels = { x = "{{ nope }}" }', 'In {{ }}: there is no function "nope" here', "nope"),
        ('execute = "{{ nope }}"', 'In {{ }}: there is no function "nope" here', "nope"),
        ('name = "{{ ) }}"', 'In {{ }}: this ")" has no "("', ")"),
    ],
)
def test_a_bad_go_template_is_shown_where_it_stands(
    text: str, summary: str, where: str | None
) -> None:
    found = problem(f"{text}\n")

    assert found.summary == summary
    if where is not None:
        assert place(found) == where


def test_everything_is_found_at_once_in_the_order_of_the_source() -> None:
    found = problems('count = 0\nnam = 1\nmain {}\nwords = ["a", [], {}]\nname = var.nope\n')

    starts = [one.span.start for one in found if one.span]
    assert len(found) == 6
    assert starts == sorted(starts)


def test_what_is_missing_is_shown_at_the_header() -> None:
    text = 'disk "x" {\n}\n'
    (block,) = body(text).items
    scope = Scope({}, FUNCTIONS, Path())
    made = body("")

    with pytest.raises(TemplateError) as raised:
        decode([made], [Needs], scope, owner=Owner(OWNER, made.file.span(0, 0)), renderer=RENDERER)

    assert block.span.text.startswith("disk")
    assert len(raised.value.diagnostics) == 11
    assert raised.value.diagnostics[0].summary == 'The disk builder needs "size"'


def test_required_settings_must_be_more_than_unknown() -> None:
    text = """
    size = var.later
    name = var.text
    choice = var.later
    tags = var.texts
    codes = var.later
    labels = var.later
    key = var.later
    path = var.later
    when = var.later
    main {
      key = var.later
    }
    tag {
      key = "a"
    }
    """
    result = decoded(text, classes=(Needs,))

    assert not result.is_wholly_known
    assert result.settings == (
        Needs(
            size=ByteSize(0),
            name="<unknown>",
            choice="a",
            tags=("<unknown>",),
            codes=frozenset({1}),
            labels={"<unknown>": 1},
            key=b"",
            path=Path("<unknown>"),
            main=Tag(key="<unknown>"),
            tag=(Tag(key="a"),),
            when=timedelta(),
        ),
    )


def test_what_is_known_of_a_value_is_checked() -> None:
    assert problem("words = var.text\n").summary == '"words" must be a list, not a string'
    assert (
        problem("count = var.texts\n").summary
        == '"count" must be a whole number, not a list of strings'
    )
    assert disk("words = var.half\n").words == ("a", "<unknown>")


def test_problems_of_what_is_not_known_or_wrong_already_are_left_out() -> None:
    assert disk('format = "raw"\ncount = var.later\n').count == 1
    assert len(disk("tag {\n key = var.text\n}\n" * 3).tag) == 3
    assert problem('shutdown_timeout = "2x"\n').summary.startswith('"shutdown_timeout": "2x" has')
    assert disk("main {\n key = var.later\n}\n").main == Tag(key="<unknown>")


def test_blocks_that_may_not_be_there_make_the_result_uncertain() -> None:
    result = decoded('dynamic "tag" {\n for_each = var.later\n content {\n key = "a"\n }\n}\n')

    assert not result.is_wholly_known


def test_dynamic_blocks_are_read_with_their_iterators() -> None:
    text = 'dynamic "tag" {\n for_each = ["a", "b"]\n content {\n key = tag.value\n }\n}\n'

    assert disk(text).tag == (Tag(key="a"), Tag(key="b"))
    assert decoded(text).is_wholly_known


def test_a_template_value_that_is_not_known_yet_makes_its_setting_unknown() -> None:
    result = decoded('name = "x-{{ .ID }}"\nlabels = { "{{ .ID }}" = 1 }\ncount = "{{ .ID }}"\n')
    (made,) = result.settings

    assert isinstance(made, Disk)
    assert not result.is_wholly_known
    assert (made.name, made.labels, made.count) == ("<unknown>", {"<unknown>": "1"}, 1)


def test_a_name_without_a_value_is_a_warning_that_tells_how_to_write_braces() -> None:
    result = decoded('name = "docker ps --format {{ .Image }}"\n')
    (warning,) = result.warnings

    assert result.settings == (Disk(name="docker ps --format <no value>"),)
    assert warning.severity is Severity.WARNING
    assert warning.summary == 'There is no value "Image" here; it becomes "<no value>"'
    assert "{{`{{`}}.Image}}" in warning.detail
    assert place(warning) == ".Image"


def test_texts_of_secret_settings_and_sensitive_values_are_collected() -> None:
    result = decoded('password = "hidden"\nname = "a-${var.secret}"\nlabels = var.secrets\n')

    assert result.secrets == {"hidden", "a-s3cret", "one"}
    assert decoded('password = ""\nname = "open"\n').secrets == frozenset()


def test_a_secret_is_not_quoted_in_an_error() -> None:
    assert problem("count = var.secret\n").summary == '"count" must be a whole number, not a string'


def test_deprecated_settings_are_warned_of_and_odd_ones_may_be() -> None:
    warnings = decoded('old = "x"\nname = "odd"\n').warnings

    assert [one.summary for one in warnings] == ['"old" is deprecated', "An odd name."]


def test_a_body_may_be_added_to_but_not_changed() -> None:
    made = disk('name = "a"\ntag {\n key = 1\n}\n', "count = 2\ntag {\n key = 2\n}\n")
    found = problem('name = "a"\n', 'name = "b"\n')

    assert (made.name, made.count, len(made.tag)) == ("a", 2, 2)
    assert found.summary == '"name" is set twice'
    assert found.labels[0].span.text == "name"


def test_a_block_that_may_only_stand_once_is_refused_the_second_time() -> None:
    found = problem("main {\n key = 1\n}\nmain {\n key = 2\n}\n")

    assert found.summary == '"main" is set twice'
    assert found.span is not None
    assert found.span.position.line == 4


def test_what_is_reserved_is_left_to_the_caller() -> None:
    result = decoded("only = 1\n", reserved={"only", "timeout"})

    assert result.settings == (Disk(),)


def test_what_is_reserved_is_an_argument_and_not_a_block() -> None:
    with pytest.raises(TemplateError, match="timeout"):
        decoded("timeout {}\n", reserved={"only", "timeout"})


def test_several_classes_share_one_body() -> None:
    result = decoded('name = "x"\ncount = 2\nhost = "h"\n', classes=(Disk, Ssh))

    assert result.settings == (Disk(name="x", count=2), Ssh(name="x", host="h"))


def test_a_builder_can_look_at_how_its_machine_is_reached() -> None:
    found = problem('name = "hostless"\n', classes=(Disk, Ssh))

    assert found.summary == "A host is needed."
    assert decoded('name = "hostless"\nhost = "h"\n', classes=(Disk, Ssh)).is_wholly_known
    assert decoded('name = "hostless"\n').is_wholly_known


def test_overrides_replace_what_the_body_says() -> None:
    made = disk(
        'name = "a"\nmain {\n key = 1\n}\ntag {\n key = 1\n}\n',
        overrides={
            "name": '"b"',
            "main": '({ key = "c" })',
            "tag": '[{ key = "d" }, { "key" = "e" }]',
        },
    )

    assert made == Disk(name="b", main=Tag(key="c"), tag=(Tag(key="d"), Tag(key="e")))


def test_an_override_of_null_replaces_nothing() -> None:
    assert disk("count = 3", overrides={"count": "null"}).count == 3


def test_what_is_replaced_must_be_right_all_the_same() -> None:
    with pytest.raises(TemplateError) as error:
        decoded("count = nothing", overrides={"count": "3"})

    assert [one.summary for one in error.value.diagnostics] == [
        'There is nothing called "nothing" here'
    ]


def test_reserved_names_in_overrides_are_left_to_the_caller() -> None:
    result = decoded("", overrides={"timeout": "5"}, reserved={"timeout"})

    assert result.settings == (Disk(),)


@pytest.mark.parametrize(
    ("override", "summary"),
    [
        ({"main": "5"}, '"main" is a block, not an argument'),
        ({"main": '{ (var.text) = "c" }'}, '"main" is a block, not an argument'),
        ({"nope": "5"}, 'The disk builder has no argument "nope"'),
        ({"main": "{ kay = 1, key = 1 }"}, 'The block "main" has no argument "kay"'),
    ],
)
def test_mistakes_in_overrides_are_found(override: Mapping[str, str], summary: str) -> None:
    with pytest.raises(TemplateError) as raised:
        decoded("", overrides=override)

    assert [one.summary for one in raised.value.diagnostics] == [summary]


def test_infinity_is_no_whole_number() -> None:
    assert problem("count = 1 / 0\n").summary == '"count" must be a whole number, not inf'


def test_a_class_whose_annotations_are_wrong_is_a_bug() -> None:
    @settings
    class Broken:
        one: object = None

    with pytest.raises(TypeError, match="cannot be of type"):
        decoded("one = 1\n", classes=(Broken,))
    with pytest.raises(TypeError, match="not a settings class"):

        @settings
        class Lost:
            part: str = included(factory=str)
