"""Killed, refused or cut off at any request of a container build, nothing is left behind."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.e2e.program import Program
from tests.engines.docker import Docker, Registry
from tests.engines.engine_proxy import REFUSAL, EngineProxy, Harm, Moment, engine_proxy

pytestmark = [pytest.mark.engine("docker"), pytest.mark.slow]

COMMIT = """
source "docker" "web" {
  image   = "debian-base:12"
  pull    = false
  commit  = true
  volumes = { "NAME-volume" = "/volume" }
}

build {
  sources = ["source.docker.web"]

  provisioner "shell" {
    inline = ["echo made > /made"]
  }

  post-processors {
    post-processor "docker-tag" {
      repository = "REGISTRY/NAME"
      tags       = ["1"]
    }
    post-processor "docker-push" {}
  }
}
"""
DOCKERFILE = """
source "docker" "web" {
  commit = true
  build {
    path = "Dockerfile"
    pull = false
  }
}

build {
  sources = ["source.docker.web"]
}
"""
EXPORT = """
source "docker" "web" {
  image       = "debian-base:12"
  pull        = false
  export_path = "NAME.tar"
  run_command = ["-d", "-i", "-t", "-v", "/anonymous", "--entrypoint=/bin/sh", "--", "{{.Image}}"]
}

build {
  sources = ["source.docker.web"]
}
"""
STEPS = """\
FROM debian-base:12
RUN echo NAME > /one
VOLUME /data
COPY note /note
RUN echo two > /two
"""
SECONDS = 60
REASONS = (REFUSAL, "went away", "No Docker engine answers", "connection was lost")
KILLS = frozenset({Harm.CALL_AFTER_REQUEST, Harm.CALL_AFTER_ANSWER})
_MADE = re.compile(r"^--> .*: Imported Docker image: (\S+)", re.MULTILINE)


@dataclass
class Case:
    """One build, and the harm that is done to it."""

    moment: Moment
    harm: Harm
    program: Program
    proxy: EngineProxy
    output: str = ""

    def __str__(self) -> str:
        return f"{self.program.root.name}: {self.moment}, {self.harm.value}"

    @property
    def made(self) -> list[str]:
        """The images that it says it has made."""
        return _MADE.findall(self.output)

    def run(self) -> str:
        """Build under harm; what is wrong with how that went, empty if nothing is."""
        with self.program.start("build", ".") as process:
            self.proxy.call = process.kill
            try:
                self.output, _ = process.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                return f"{self}: it hangs:\n{process.communicate()[0]}"
        wrong = self._wrong(process.returncode)
        return f"{self}: {wrong}:\n{self.output}" if wrong else ""

    def _wrong(self, code: int) -> str:
        if not self.proxy.is_done:
            return "the moment never came"
        if "Traceback" in self.output or "bug in goldsmith" in self.output:
            return "a bug"
        if code not in ({-signal.SIGKILL} if self.harm in KILLS else {0, 1}):
            return f"exit code {code}"
        if code == 1 and not any(word in self.output for word in REASONS):
            return "no reason"
        return ""


@dataclass
class Walk:
    """Builds of one template, each with a stand-between, that share their journals."""

    root: Path
    engine: Docker
    registry: Registry
    template: str
    stack: ExitStack
    count: int = 0

    def prepare(self) -> tuple[Program, EngineProxy]:
        self.count += 1
        name = f"walk{os.getpid()}-{self.count}"
        proxy = self.stack.enter_context(engine_proxy(self.engine.socket))
        extra = {
            "DOCKER_CONFIG": str(self.engine.folder / "client"),
            "DOCKER_HOST": proxy.host,
            "XDG_STATE_HOME": str(self.root / "state"),
        }
        program = Program(self.root / name, extra=extra)
        for file, text in (("web.pkr.hcl", self.template), ("Dockerfile", STEPS), ("note", "")):
            words = text.replace("NAME", name).replace("REGISTRY", self.registry.address)
            (program.work / file).write_text(words)
        return program, proxy

    def case(self, moment: Moment, harm: Harm) -> Case:
        program, proxy = self.prepare()
        proxy.at, proxy.harm = moment, harm
        return Case(moment, harm, program, proxy)

    def sweep(self) -> "subprocess.CompletedProcess[str]":
        """A sweep that nobody tells where the engine is."""
        extra = {"XDG_STATE_HOME": str(self.root / "state"), "DOCKER_HOST": "unix:///nowhere"}
        return Program(self.root / "sweep", extra=extra).run("sweep", timeout=SECONDS)


def harms_of(proxy: EngineProxy) -> Iterator[tuple[Moment, Harm]]:
    """Every harm at every request that changes something, and two at one of each that only looks.

    A build of a Dockerfile is killed at every other bit of news from it.
    """
    for one in proxy.moments():
        only_looks = one.request.startswith("GET")
        if only_looks and one.occurrence > 1:
            continue
        harms = (Harm.REFUSE, Harm.CALL_AFTER_ANSWER) if only_looks else tuple(Harm)
        yield from ((one, harm) for harm in harms)
        if one.request == "POST /build":
            for piece in range(3, proxy.pieces[one.request, one.occurrence] + 1, 2):
                yield Moment(one.request, 1, piece), Harm.CALL_AFTER_ANSWER


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder with room for sockets: their names may not be long."""
    with TemporaryDirectory(prefix="gs") as name:
        yield Path(name)


@contextmanager
def walk(root: Path, engine: Docker, registry: Registry, template: str) -> Iterator[Walk]:
    with ExitStack() as stack:
        yield Walk(root, engine, registry, template, stack)


def carry_out(cases: Sequence[Case]) -> list[str]:
    with ThreadPoolExecutor(max_workers=3) as some_at_a_time:
        return [wrong for wrong in some_at_a_time.map(Case.run, cases) if wrong]


def forget(engine: Docker, cases: Sequence[Case], named: Sequence[Moment]) -> None:
    """Remove what builds say that they have made, and what got its name before the end."""
    there = set(engine.run("images", "--format={{.Repository}}:{{.Tag}}").split())
    for case in cases:
        own = [one for one in there if f"/{case.program.root.name}:" in one]
        assert case.made or not own or case.moment in named, f"{case}: {own}"
        for one in dict.fromkeys((*own, *reversed(case.made))):
            subprocess.run(
                ["docker", "rmi", one],
                env={**os.environ, **engine.environment},
                capture_output=True,
                check=False,
            )


def added(engine: Docker, before: Mapping[str, Sequence[str]]) -> list[str]:
    """What is there now and was not before, and where images come from."""
    found = []
    for kind, now in engine.inventory().items():
        for one in set(now) - set(before[kind]):
            image = ["history", "--no-trunc", "--format={{.CreatedBy}}", one.split()[0]]
            found.append(f"{kind} {one} {engine.run(*image)[:300] if kind == 'images' else ''}")
    return found


@pytest.mark.parametrize(
    "template", [COMMIT, DOCKERFILE, EXPORT], ids=["commit", "dockerfile", "export"]
)
def test_nothing_is_left_whatever_request_of_a_build_meets_harm(
    short_path: Path, docker_engine: Docker, image_registry: Registry, template: str
) -> None:
    before = docker_engine.inventory()
    with walk(short_path, docker_engine, image_registry, template) as builds:
        whole = builds.case(Moment("never"), Harm.REFUSE)
        assert "the moment never came" in whole.run(), whole.output
        cases = [builds.case(moment, harm) for moment, harm in harms_of(whole.proxy)]

        wrong = carry_out(cases)
        swept = builds.sweep()

        assert not wrong, "\n\n".join(wrong)
        assert swept.returncode == 0, swept.stdout
        left = {str(case): case.program.leftovers() for case in cases}
        assert {case: what for case, what in left.items() if what} == {}
        moments = whole.proxy.moments()
        tagging = Moment("POST /images/*/tag")
        named = moments[moments.index(tagging) :] if tagging in moments else []
        forget(docker_engine, (whole, *cases), named)
        extra = added(docker_engine, before)
        assert not extra, "\n".join((*extra, *map(str, cases)))
        assert docker_engine.inventory() == before
