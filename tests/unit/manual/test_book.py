"""Every page of the manual can be found and says something."""

from collections.abc import Iterator

import pytest

from goldsmith.catalog import KINDS, Catalog
from goldsmith.lang.functions import FUNCTIONS
from goldsmith.manual import (
    BLOCKS,
    PLACEHOLDERS,
    BlockManual,
    Book,
    ComponentManual,
    FunctionManual,
    OptionManual,
    TextManual,
    Topic,
)
from goldsmith.manual.topics import first_sentence

BOOK = Book(
    Catalog.load(),
    [Topic("command", "build", "command.build", lambda: TextManual("Usage: goldsmith build"))],
)


def paths(query: str) -> list[str]:
    return [one.path for one in BOOK.find(query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("qemu", ["builder.qemu"]),
        ("builder.qemu", ["builder.qemu"]),
        ("source.qemu", ["builder.qemu"]),
        ("builder.file", ["builder.file"]),
        ("provisioner.file", ["provisioner.file"]),
        ("build.provisioner.file", ["provisioner.file"]),
        ("file", ["builder.file", "provisioner.file", "function.file"]),
        ("file.target", ["builder.file.target"]),
        ("shell.inline", ["provisioner.shell.inline"]),
        ("qemu.qemu_img_args.resize", ["builder.qemu.qemu_img_args.resize"]),
        ("qemu.ssh_password", ["communicator.ssh.ssh_password"]),
        ("qemu.communicator", ["builder.qemu.communicator"]),
        ("shell.override", ["build.provisioner.override"]),
        ("provisioner", ["build.provisioner"]),
        ("provisioner.override", ["build.provisioner.override"]),
        ("build.provisioner.override", ["build.provisioner.override"]),
        ("data.http", ["data-source.http"]),
        ("data.http.url", ["data-source.http.url"]),
        ("variable.validation", ["variable.validation"]),
        ("validation.condition", ["variable.validation.condition"]),
        ("packer.required_plugins", ["packer.required_plugins"]),
        ("source", ["block.source"]),
        ("build", ["block.build", "template-function.build", "command.build"]),
        ("block.build", ["block.build"]),
        ("command.build", ["command.build"]),
        ("cidrhost", ["function.cidrhost"]),
        ("env", ["function.env", "template-function.env"]),
        ("template-function.user", ["template-function.user"]),
        ("user", ["template-function.user"]),
        ("shell.inlin", []),
        ("provisioner.zzz", []),
        ("", []),
    ],
)
def test_a_page_is_found_by_its_name_or_its_path(query: str, found: list[str]) -> None:
    assert paths(query) == found


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("qemuu", "qemu"),
        ("shell.inlin", "shell.inline"),
        ("provisoner.shell", "provisioner"),
        ("provisioner.shel", "provisioner.shell"),
        ("provisioner.shell.inlin", "provisioner.shell.inline"),
        ("variable.defalt", "variable.default"),
        ("zzzzzz", ""),
        ("shell.zzzzzz", ""),
        ("shell.inline.zzzzzz", "shell.inline"),
    ],
)
def test_a_misspelt_path_leads_to_the_right_one(query: str, meant: str) -> None:
    assert BOOK.suggestion(query) == meant


def test_an_option_is_found_without_its_owner() -> None:
    assert [one.path for one in BOOK.with_option("iso_checksum")] == ["builder.qemu.iso_checksum"]
    assert "build.provisioner.override" in [one.path for one in BOOK.with_option("override")]
    assert BOOK.with_option("zzz") == ()


def everything() -> Iterator[Topic]:
    for kind in ("block", *KINDS, "function", "template function", "command"):
        yield from BOOK.pages(kind)


@pytest.mark.parametrize("topic", tuple(everything()), ids=lambda topic: topic.path)
def test_every_page_says_something_and_leads_to_itself(topic: Topic) -> None:
    assert topic.summary
    assert topic.path in paths(topic.path)
    for pages in topic.below().values():
        for page in pages:
            assert page.path in paths(page.path)
            if isinstance(page.open(), OptionManual):
                assert page.summary, page.path


def test_every_component_function_and_block_has_a_page() -> None:
    catalog = Catalog.load()

    for kind in KINDS:
        assert tuple(one.name for one in BOOK.pages(kind)) == catalog.names(kind)
    assert {one.name for one in BOOK.pages("function")} == {*FUNCTIONS, "env"}
    assert len(BOOK.pages("template function")) == len(PLACEHOLDERS)
    assert {one.type for one in BLOCKS} <= {one.name for one in BOOK.pages("block")}


def test_a_page_has_what_its_component_says() -> None:
    (qemu,) = BOOK.find("builder.qemu")
    (http,) = BOOK.find("data.http")
    (sha256,) = BOOK.find("sha256")

    manual = qemu.open()
    assert isinstance(manual, ComponentManual)
    assert manual.plugin == "qemu"
    assert manual.communicators[0] == "ssh"
    assert "source" in manual.example
    source = http.open()
    assert isinstance(source, ComponentManual)
    assert source.outputs["body"] == "string"
    function = sha256.open()
    assert isinstance(function, FunctionManual)
    assert (function.family, function.usage[:7]) == ("hashes", "sha256(")


def test_an_option_shows_how_the_example_sets_it() -> None:
    (inline,) = BOOK.find("shell.inline")
    (unused,) = BOOK.find("qemu.vnc_port_min")

    shown, nothing = inline.open(), unused.open()

    assert isinstance(shown, OptionManual)
    assert shown.example.startswith("inline = [\n  ")
    assert isinstance(nothing, OptionManual)
    assert nothing.example == ""


def test_a_block_is_written_with_its_labels() -> None:
    assert BlockManual("source", ("type", "name"), "").header == 'source "TYPE" "NAME"'


def test_a_summary_is_the_first_sentence() -> None:
    assert first_sentence("One, as in 1.5. Two.\n\nThree.") == "One, as in 1.5."
    assert first_sentence("Only\none") == "Only one"
