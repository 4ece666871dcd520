"""What templates may say of a container, and what the engine is asked for then."""

from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import GoldsmithError, SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, Owner, Renderer, Scope, decode
from goldsmith.lang.syntax import parse
from goldsmith.plugins.docker.run_command import container_request, words_of
from goldsmith.plugins.docker.settings import DEFAULT_RUN_COMMAND, DockerSettings
from goldsmith.sdk import settings_of

LEAST = 'image = "debian:12"\ncommit = true\n'


def problems_of(text: str) -> list[str]:
    """What is wrong with a source block that holds `text`, a sentence each."""
    body, problems = parse(SourceFile(PurePath("test.pkr.hcl"), f"{text}\n"))
    assert problems == ()
    scope = Scope({}, FUNCTIONS, Path())
    try:
        decode(
            [body],
            [DockerSettings],
            scope,
            owner=Owner("The docker builder"),
            renderer=Renderer({}, {}),
        )
    except TemplateError as error:
        return [f"{one.summary} {one.detail}".strip() for one in error.diagnostics]
    return []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('image = "a"', "one of commit, export_path and discard"),
        (f"{LEAST}discard = true", "Only one of commit and discard"),
        ('image = "a"\nexport_path = "."', "is a folder"),
        ("commit = true", "the container needs an image"),
        (f'{LEAST}build {{\n  path = "/none"\n}}', "There is no file /none"),
        (f"{LEAST}windows_container = true", "Windows"),
        (f'{LEAST}docker_path = "podman"', "DOCKER_HOST"),
        (f'{LEAST}platform = "arm64"', "linux/arm64"),
        (f"{LEAST}login = true", "login_username"),
        (f"{LEAST}ecr_login = true", "login_server"),
        (f'{LEAST}aws_access_key = "a"', "aws_secret_key"),
    ],
)
def test_what_cannot_be_is_refused(text: str, part: str) -> None:
    found = problems_of(text)

    assert any(part in one for one in found), found


def test_the_least_that_is_said_is_enough() -> None:
    assert problems_of(LEAST) == []


def test_every_option_of_packers_builder_is_known() -> None:
    known = settings_of(DockerSettings)

    for name in (
        *("author", "build", "cap_add", "cap_drop", "changes", "commit", "container_dir"),
        *("device", "discard", "docker_path", "exec_user", "export_path", "fix_upload_owner"),
        *("image", "message", "platform", "privileged", "pty", "pull", "run_command", "runtime"),
        *("tmpfs", "volumes", "windows_container", "login", "login_password", "login_server"),
        *("login_username", "ecr_login", "aws_access_key", "aws_secret_key", "aws_token"),
        *("aws_profile", "aws_force_use_public_ecr"),
    ):
        assert name in known


def test_the_usual_run_command_keeps_a_shell_with_a_terminal_waiting() -> None:
    words = words_of([one.replace("{{.Image}}", "a") for one in DEFAULT_RUN_COMMAND])

    request = container_request(DockerSettings(image="a", commit=True), words)

    assert request["Image"] == "a"
    assert request["Entrypoint"] == ["/bin/sh"]
    assert (request["Tty"], request["OpenStdin"]) == (True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ["-dit", "--name", "x", "-eA=b", "-u42", "image", "sh", "-c", "x"],
        ["-d", "-i", "-t", "-e", "A=b", "--user=42", "--", "image", "sh", "-c", "x"],
    ],
)
def test_options_are_read_however_they_are_written(arguments: list[str]) -> None:
    request = container_request(DockerSettings(image="a", commit=True), words_of(arguments))

    assert (request["Env"], request["User"]) == (["A=b"], "42")
    assert (request["Image"], request["Cmd"]) == ("image", ["sh", "-c", "x"])


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["-d"], "names no image"),
        (["--gpus", "all", "image"], "--gpus"),
        (["image"][:0], "names no image"),
        (["-e"], "--env has no value"),
        (["--memory", "much", "image"], "much is no size"),
    ],
)
def test_a_run_command_that_cannot_be_is_refused(arguments: list[str], part: str) -> None:
    with pytest.raises(GoldsmithError, match=part):
        container_request(DockerSettings(image="a", commit=True), words_of(arguments))
