"""What templates may say of a container, and what the engine is asked for then."""

from pathlib import Path, PurePath

import pytest

from goldsmith.diagnostics import GoldsmithError, SourceFile, TemplateError
from goldsmith.lang import FUNCTIONS, Owner, Renderer, Scope, decode
from goldsmith.lang.syntax import parse
from goldsmith.plugins.docker.builder.run_command import container_request, words_of
from goldsmith.plugins.docker.builder.run_options import faults_of
from goldsmith.plugins.docker.builder.settings import (
    DEFAULT_RUN_COMMAND,
    ContainerSettings,
    DockerSettings,
)
from goldsmith.sdk import settings_of
from goldsmith.sdk.settings import Severity

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
        (f'{LEAST}platform = "linux/"', "linux/arm64"),
        (f'{LEAST}tmpfs = ["run"]', "begins with a /"),
        (f'{LEAST}device = ["fuse"]', "/dev/fuse"),
        (f'{LEAST}volumes = {{ "a/b" = "/x" }}', "./a/b"),
        (f'{LEAST}changes = ["RUN true"]', "shell provisioner"),
        (f'{LEAST}run_command = ["-d"]', "names no image"),
        (f"{LEAST}ecr_login = true", "login_server"),
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
        (["--isolation", "process", "image"], "--isolation"),
        (["-e"], "--env has no value"),
        (["--memory", "much", "image"], '"much" is no size'),
        (["--ulimit", "nofile=x", "image"], "nofile=1024:2048"),
        (["--cpu-shares", "abc", "image"], '"abc" is no whole number'),
        (["--cpus", "many", "image"], "1.5"),
        (["--privileged=maybe", "image"], "neither true nor false"),
        (["--expose", "99999", "image"], "65535"),
        (["-p", "a", "image"], "8080:80"),
        (["-v", "a b:/c", "image"], "neither a folder nor the name of a volume"),
        (["-v", "a:c", "image"], "begins with a /"),
        (["-v", "c", "image"], "begins with a /"),
        (["-w", "c", "image"], "begins with a /"),
        (["--sysctl", "c", "image"], "net.core.somaxconn=1024"),
        (["--add-host", "c", "image"], "192.0.2.1"),
        (["-e", "=b", "image"], "NAME=value"),
    ],
)
def test_a_run_command_that_cannot_be_is_refused(arguments: list[str], part: str) -> None:
    with pytest.raises(GoldsmithError, match=part):
        container_request(DockerSettings(image="a", commit=True), words_of(arguments))


def test_each_fault_of_a_run_command_is_told_with_its_word() -> None:
    arguments = ["-dit", "--memroy", "1g", "-p", "x", "--cpu-shares=y", "{{.Imag}}", "{{.Image}"]

    found = [(one.item, one.message) for one in faults_of(arguments)]

    assert found == [
        (6, "run_command knows no {{.Imag}}."),
        (7, "run_command knows no {{.Image}."),
        (1, "run_command has --memroy, which goldsmith does not pass on."),
    ]


def test_values_are_what_docker_run_takes_them_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FROM_OUTSIDE", "b")
    monkeypatch.delenv("NOT_THERE", raising=False)
    arguments = [
        *("-e", "FROM_OUTSIDE", "-e", "NOT_THERE", "--memory", "1.5g", "--memory-swap=-1"),
        *("-p", "[::1]:8000-8001:80-81", "--cpus=0.5", "--ulimit", "nofile=1:2"),
        *("--no-healthcheck", "--init=false", "-l", "a", "-v", "./x:/y:ro", "-v", "data:/data"),
        "image",
    ]

    request = container_request(DockerSettings(image="a", commit=True), words_of(arguments))

    host = request["HostConfig"]
    assert request["Env"] == ["FROM_OUTSIDE=b"]
    assert (host["Memory"], host["MemorySwap"]) == (3 << 29, -1)
    assert host["PortBindings"] == {
        "80/tcp": [{"HostIp": "::1", "HostPort": "8000"}],
        "81/tcp": [{"HostIp": "::1", "HostPort": "8001"}],
    }
    assert (host["NanoCpus"], host["Init"]) == (500_000_000, False)
    assert host["Ulimits"] == [{"Name": "nofile", "Soft": 1, "Hard": 2}]
    assert (request["Healthcheck"], request["Labels"]) == ({"Test": ["NONE"]}, {"a": ""})
    assert host["Binds"] == [f"{Path.cwd() / 'x'}:/y:ro", "data:/data"]


@pytest.mark.parametrize("changes", ["CMD ['nginx', '-g']", "ENTRYPOINT [nginx]"])
def test_what_looks_like_a_list_and_is_none_gets_a_warning(changes: str) -> None:
    (problem,) = DockerSettings(image="a", commit=True, changes=("ENV A=b", changes)).problems()

    assert (problem.severity, problem.item) == (Severity.WARNING, 1)
    assert "taken as a command of the shell" in problem.message


@pytest.mark.parametrize("change", ["EXPOSE ", "ENV LANG ", "USER", "LABEL a"])
def test_a_change_that_an_empty_variable_ends_gets_a_warning(change: str) -> None:
    (problem,) = DockerSettings(image="a", commit=True, changes=(change,)).problems()

    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize("change", ["RUN true", "EXPOSE no", "", "# none"])
def test_a_change_that_no_engine_takes_is_a_mistake(change: str) -> None:
    (problem,) = DockerSettings(image="a", commit=True, changes=(change,)).problems()

    assert problem.severity is Severity.ERROR


def test_another_image_in_the_run_command_gets_a_warning() -> None:
    container = ContainerSettings(run_command=("-dit", "other:1"))

    (problem,) = DockerSettings(image="a", commit=True, container=container).problems()

    assert (problem.severity, problem.setting) == (Severity.WARNING, "run_command")
    assert "runs other:1" in problem.message


@pytest.mark.parametrize(
    "change",
    [
        *("CMD", 'CMD ["a"]', "cmd a", "ENV A=b", "ENV A b", "EXPOSE 80/tcp 8000-8010 $PORT"),
        *("LABEL a=b", "USER a", "VOLUME /a", "WORKDIR /a", "ONBUILD RUN a", "HEALTHCHECK NONE"),
    ],
)
def test_a_change_that_the_engine_takes_is_none_to_complain_about(change: str) -> None:
    assert list(DockerSettings(image="a", commit=True, changes=(change,)).problems()) == []
