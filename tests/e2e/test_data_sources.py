"""Data sources between variables and locals, in the program as a process."""

import json
from collections.abc import Iterator

import pytest
from tests.e2e.program import Program
from tests.engines.answering import Answer, Request, Server, answering

TEMPLATE = """
variable "server" { type = string }
variable "channel" { default = "stable" }

data "http" "index" {
  url             = "http://${var.server}/${local.path}"
  request_headers = { X-Channel = var.channel }
}

data "null" "newest" {
  input = jsondecode(data.http.index.body).newest
}

locals {
  path  = "index-${var.channel}.json"
  image = "debian-${data.null.newest.output}"
}

source "file" "it" {
  content = local.image
  target  = "it.txt"
}

build {
  sources = ["file.it"]
  provisioner "shell-local" { inline = ["echo newest=${data.null.newest.output}"] }
}
"""


def answer(request: Request) -> Answer:
    """An index for the stable channel alone."""
    if request.path != "/index-stable.json":
        return 404, "no such channel"
    return 200, {"newest": f"12.{len(request.headers['x-channel'])}"}


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(answer) as running:
        yield running


@pytest.fixture
def program(program: Program, server: Server) -> Program:
    program.extra["PKR_VAR_server"] = server.address
    (program.work / "web.pkr.hcl").write_text(TEMPLATE)
    return program


def in_json() -> str:
    """The same template in the other dialect."""
    return json.dumps(
        {
            "variable": {"server": {"type": "string"}, "channel": {"default": "stable"}},
            "data": {
                "http": {
                    "index": {
                        "url": "http://${var.server}/${local.path}",
                        "request_headers": {"X-Channel": "${var.channel}"},
                    }
                },
                "null": {"newest": {"input": "${jsondecode(data.http.index.body).newest}"}},
            },
            "locals": {
                "path": "index-${var.channel}.json",
                "image": "debian-${data.null.newest.output}",
            },
            "source": {"file": {"it": {"content": "${local.image}", "target": "it.txt"}}},
            "build": {
                "sources": ["file.it"],
                "provisioner": {
                    "shell-local": {"inline": ["echo newest=${data.null.newest.output}"]}
                },
            },
        }
    )


@pytest.mark.parametrize("dialect", ["hcl", "json"])
def test_a_build_reads_each_data_source_once_after_what_it_needs(
    program: Program, server: Server, dialect: str
) -> None:
    if dialect == "json":
        (program.work / "web.pkr.hcl").rename(program.work / "not-read.hcl")
        (program.work / "web.pkr.json").write_text(in_json())

    done = program.run("build", ".")

    assert done.returncode == 0, done.stdout
    assert "newest=12.6" in done.stdout
    assert (program.work / "it.txt").read_text() == "debian-12.6"
    assert [(one.method, one.path) for one in server.requests] == [("GET", "/index-stable.json")]


@pytest.mark.parametrize("flags", [[], ["-syntax-only"]])
def test_validate_reads_no_data_source_unless_asked(
    program: Program, server: Server, flags: list[str]
) -> None:
    done = program.run("validate", *flags, "-var", "channel=nosuch", ".")

    assert done.returncode == 0, done.stdout
    assert server.requests == []


def test_validate_reads_data_sources_where_it_is_told_to(program: Program, server: Server) -> None:
    good = program.run("validate", "-evaluate-datasources", ".")
    bad = program.run("validate", "-evaluate-datasources", "-var", "channel=nosuch", ".")

    assert good.returncode == 0, good.stdout
    assert bad.returncode == 1
    assert "The data source http.index could not be read" in bad.stdout
    assert f"http://{server.address}/index-nosuch.json answered 404" in bad.stdout
    assert bad.stdout.count("error:") == 1


def test_what_only_the_answer_shows_to_be_wrong_is_found_when_it_is_read(program: Program) -> None:
    wrong = TEMPLATE.replace(".newest\n", ".latest\n")
    (program.work / "web.pkr.hcl").write_text(wrong)

    unread = program.run("validate", ".")
    read = program.run("validate", "-evaluate-datasources", ".")

    assert unread.returncode == 0, unread.stdout
    assert read.returncode == 1
    assert 'has no attribute "latest"' in read.stdout


def test_inspect_reads_data_sources_and_bears_with_those_that_fail(program: Program) -> None:
    good = program.run("inspect", ".")
    bad = program.run("inspect", "-var", "channel=nosuch", ".")

    assert 'local.image: "debian-12.6"' in good.stdout
    assert bad.returncode == 0, bad.stdout
    assert 'local.image: "<unknown>"' in bad.stdout


def test_sequential_evaluation_refuses_a_local_in_a_data_source(
    program: Program, server: Server
) -> None:
    refused = program.run("validate", "-use-sequential-evaluation", "-evaluate-datasources", ".")
    without = TEMPLATE.replace("${local.path}", "index-${var.channel}.json")
    (program.work / "web.pkr.hcl").write_text(without)
    accepted = program.run("build", "-use-sequential-evaluation", ".")

    assert refused.returncode == 1
    assert "A data source cannot refer to a local value here" in refused.stdout
    assert accepted.returncode == 0, accepted.stdout
    assert (program.work / "it.txt").read_text() == "debian-12.6"


def test_a_syntax_check_settles_nothing_but_reads_every_variable(program: Program) -> None:
    (program.work / "web.pkr.hcl").write_text(
        TEMPLATE + 'locals { a = local.nothing }\nvariable "n" { type = number }\n'
    )

    good = program.run("validate", "-syntax-only", ".")
    bad = program.run("validate", "-syntax-only", "-var", "n=many", ".")

    assert good.returncode == 0, good.stdout
    assert "Syntax-only check passed" in good.stdout
    assert bad.returncode == 1
    assert "var.n must be a number" in bad.stdout
