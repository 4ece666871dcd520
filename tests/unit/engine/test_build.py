"""The life of a build, and what becomes of it when a part fails or it is cancelled."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from goldsmith.diagnostics import Diagnostic, GoldsmithError, TemplateError
from goldsmith.engine import OnError
from goldsmith.engine.testing import (
    PLACE,
    RUN_ID,
    SPAN,
    BuilderParts,
    CommunicatorParts,
    Shelf,
    Workshop,
    after,
    an_image,
    build,
    fake_connection,
    step,
)
from goldsmith.events import (
    ArtifactMade,
    BuildEnded,
    BuildStarted,
    Event,
    ProgressChanged,
    ResourceAcquired,
    ResourceReleased,
    RunEnded,
    Said,
    StepEnded,
    StepStarted,
)
from goldsmith.plan import Build, Late
from goldsmith.record import replace
from goldsmith.sdk import Access, Artifact, Builder, Endpoint, Host, Machine, Run
from goldsmith.sdk.testing import FakeMachine

LEFT = [OnError.ABORT, OnError.RUN_CLEANUP_PROVISIONER]


def ended(workshop: Workshop) -> BuildEnded:
    return next(one for one in workshop.events if isinstance(one, BuildEnded))


def said(workshop: Workshop, level: str) -> list[str]:
    return [one.text for one in workshop.events if isinstance(one, Said) and one.level == level]


async def fail(_run: Run, _machine: Machine | None) -> None:
    raise GoldsmithError("It broke.")


async def wait_forever(_run: Run, _machine: Machine | None) -> None:
    await anyio.sleep_forever()


class Story:
    """A build whose every part acquires something and can be told to fail or to wait there."""

    def __init__(self, shelf: Shelf, *, fails_at: str = "", waits_at: str = "") -> None:
        self.shelf = shelf
        self.fails_at = fails_at
        self.waits_at = waits_at
        self.parts: list[str] = []
        self.reached = anyio.Event()

    async def part(self, run: Run, name: str) -> None:
        self.parts.append(name)
        await self.shelf.put(run, name)
        if name == self.fails_at:
            raise GoldsmithError(f"{name} failed.")
        if name == self.waits_at:
            self.reached.set()
            await anyio.sleep_forever()

    async def boot(self, run: Run) -> Host:
        await self.part(run, "boot")
        return Host(Endpoint("192.0.2.7", 22), {"ID": "vm-1"}, {"pid": "7"})

    async def prepare(self, run: Run) -> Access:
        await self.part(run, "prepare")
        return Access("fake", port=22, username="root")

    @asynccontextmanager
    async def connect(self, run: Run, endpoint: Endpoint | None) -> AsyncIterator[Machine]:
        assert endpoint == Endpoint("192.0.2.7", 22)
        await self.part(run, "connect")
        yield FakeMachine()
        self.parts.append("disconnect")

    async def provision(self, run: Run, machine: Machine | None) -> None:
        assert machine is not None
        await self.part(run, "provision")

    async def clean_up(self, _run: Run, _machine: Machine | None) -> None:
        self.parts.append("clean up")

    async def capture(self, run: Run, host: Host, machine: Machine | None) -> Artifact:
        assert host.state == {"pid": "7"}
        assert machine is not None
        await self.part(run, "capture")
        return await an_image(run, host, machine)

    async def process(self, run: Run, _artifact: Artifact) -> Artifact:
        self.parts.append(f"process while {', '.join(self.shelf.things) or 'nothing'} is there")
        await self.part(run, "process")
        return Artifact("test.process", "", "An archive")

    def as_build(self, *, with_cleanup: bool = False) -> Build:
        return build(
            parts=BuilderParts(self.boot, self.capture),
            communicator=CommunicatorParts(self.prepare, self.connect),
            provisioners=[step(self.provision)],
            error_cleanup=step(self.clean_up) if with_cleanup else None,
            post_processors=[[after(self.process)]],
        )


PARTS = ["prepare", "boot", "connect", "provision", "capture"]


async def test_a_build_goes_from_boot_to_post_processing_with_its_undoing_between(
    workshop: Workshop, shelf: Shelf
) -> None:
    story = Story(shelf)

    outcome = await workshop.carry_out(story.as_build(with_cleanup=True))

    assert outcome.is_success
    assert outcome.succeeded == ("test.one",)
    assert [one.description for one in outcome.artifacts["test.one"]] == ["An archive"]
    assert story.parts == [*PARTS, "disconnect", "process while nothing is there", "process"]
    assert shelf.taken == [*reversed(PARTS), "process"]
    assert isinstance(workshop.events[0], BuildStarted)
    assert isinstance(workshop.events[-1], RunEnded)
    assert list((workshop.folder / "runs" / RUN_ID).iterdir()) == [
        workshop.folder / "runs" / RUN_ID / "test.one.log"
    ]


@pytest.mark.parametrize("part", PARTS)
async def test_whatever_part_fails_everything_before_it_is_undone_in_order(
    workshop: Workshop, shelf: Shelf, part: str
) -> None:
    story = Story(shelf, fails_at=part)

    outcome = await workshop.carry_out(story.as_build())

    done = PARTS[: PARTS.index(part) + 1]
    assert outcome.failed == ("test.one",)
    assert shelf.taken == done[::-1]
    assert ended(workshop).error == f"{part} failed.{PLACE}"
    assert said(workshop, "error") == [f"{part} failed.{PLACE}"]
    assert not (workshop.folder / "runs" / RUN_ID / "journal.jsonl").exists()


@pytest.mark.parametrize("part", [*PARTS, "process"])
async def test_whatever_part_is_cancelled_everything_before_it_is_undone_in_order(
    workshop: Workshop, shelf: Shelf, part: str
) -> None:
    story = Story(shelf, waits_at=part)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(workshop.carry_out, story.as_build())
        await story.reached.wait()
        tasks.cancel_scope.cancel()

    done = PARTS[: PARTS.index(part) + 1][::-1] if part in PARTS else [*PARTS[::-1], "process"]
    assert shelf.taken == done
    assert ended(workshop).outcome == "cancelled"
    assert not (workshop.folder / "runs" / RUN_ID / "journal.jsonl").exists()
    made = [one.artifact.description for one in workshop.events if isinstance(one, ArtifactMade)]
    assert made == (["An image"] if part == "process" else [])


@pytest.mark.parametrize("part", ["provision", "capture"])
async def test_the_error_cleanup_provisioner_runs_while_the_machine_is_there(
    workshop: Workshop, shelf: Shelf, part: str
) -> None:
    story = Story(shelf, fails_at=part)

    await workshop.carry_out(story.as_build(with_cleanup=True))

    assert story.parts[-1] == "clean up"
    assert ended(workshop).error == f"{part} failed.{PLACE}"


@pytest.mark.parametrize("part", ["prepare", "boot", "connect"])
async def test_without_a_machine_the_error_cleanup_provisioner_does_not_run(
    workshop: Workshop, shelf: Shelf, part: str
) -> None:
    story = Story(shelf, fails_at=part)

    await workshop.carry_out(story.as_build(with_cleanup=True))

    assert "clean up" not in story.parts


async def test_the_error_cleanup_provisioner_that_fails_is_told_with_the_first_error(
    workshop: Workshop,
) -> None:
    async def fail_again(_run: Run, _machine: Machine | None) -> None:
        raise GoldsmithError("Nor this.")

    await workshop.carry_out(build(provisioners=[step(fail)], error_cleanup=step(fail_again)))

    assert ended(workshop).error == (
        f"It broke.{PLACE}\nThe error-cleanup provisioner failed as well: Nor this.{PLACE}"
    )


async def test_one_build_that_fails_leaves_the_others_alone(workshop: Workshop) -> None:
    outcome = await workshop.carry_out(
        build("test.a"), build("test.b", provisioners=[step(fail)]), build("test.c")
    )

    assert outcome.succeeded == ("test.a", "test.c")
    assert outcome.failed == ("test.b",)


async def test_a_bug_in_one_build_is_shown_whole_and_leaves_the_others_alone(
    workshop: Workshop,
) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        raise ZeroDivisionError("s3cret")

    outcome = await workshop.carry_out(
        build("test.a", provisioners=[step(act)]), build("test.b"), secrets=["s3cret"]
    )

    assert outcome.failed == ("test.a",)
    assert outcome.succeeded == ("test.b",)
    assert "This is a bug in goldsmith or a plugin: ZeroDivisionError: <sensitive>" in [
        one.error for one in workshop.events if isinstance(one, BuildEnded)
    ]
    assert any("Traceback" in text for text in said(workshop, "error"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(28, "No space left on device", "/out/disk"),
            "/out/disk: No space left on device.",
        ),
        (
            FileExistsError(17, "File exists", "/out/disk"),
            "/out/disk exists already. Remove it, or name another place.",
        ),
        (TimeoutError(), "It took too long."),
        (ExceptionGroup("", [GoldsmithError("One."), GoldsmithError("Two.")]), "One.\nTwo."),
        (
            TemplateError([Diagnostic("Wrong", span=SPAN)]),
            "error: Wrong\n --> test.pkr.hcl:1:1\n1 | build {}\n  | ^^^^^",
        ),
    ],
)
async def test_what_the_world_refuses_is_told_in_a_sentence(
    workshop: Workshop, error: Exception, sentence: str
) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        raise error

    await workshop.carry_out(build(provisioners=[step(act)]))

    assert ended(workshop).error in {sentence, sentence + PLACE}
    assert any("Traceback" in text for text in said(workshop, "debug"))


async def test_a_group_with_a_bug_in_it_is_a_bug(workshop: Workshop) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        raise ExceptionGroup("", [GoldsmithError("One."), KeyError("x")])

    await workshop.carry_out(build(provisioners=[step(act)]))

    assert ended(workshop).error.startswith("This is a bug")


@pytest.mark.parametrize("on_error", LEFT)
async def test_who_wants_to_look_at_the_machine_finds_everything(
    workshop: Workshop, shelf: Shelf, on_error: OnError
) -> None:
    story = Story(shelf, fails_at="provision")

    outcome = await workshop.carry_out(story.as_build(with_cleanup=True), on_error=on_error)

    assert shelf.taken == []
    assert outcome.leftovers == tuple(f"thing {one}" for one in PARTS[:4])
    assert said(workshop, "warning") == [
        "Left for you to look at: thing prepare, thing boot, thing connect, thing provision.\n"
        "`goldsmith sweep` removes it."
    ]
    assert ("clean up" in story.parts) == (on_error is OnError.RUN_CLEANUP_PROVISIONER)
    assert (workshop.folder / "runs" / RUN_ID / "journal.jsonl").exists()


async def test_nothing_is_left_on_purpose_when_all_goes_well(
    workshop: Workshop, shelf: Shelf
) -> None:
    outcome = await workshop.carry_out(Story(shelf).as_build(), on_error=OnError.ABORT)

    assert outcome.is_success
    assert shelf.things == []


async def test_a_failure_without_anything_acquired_leaves_nothing_to_tell(
    workshop: Workshop,
) -> None:
    outcome = await workshop.carry_out(build(provisioners=[step(fail)]), on_error=OnError.ABORT)

    assert outcome.leftovers == ()
    assert said(workshop, "warning") == []


@pytest.mark.parametrize("part", PARTS)
async def test_who_is_asked_can_have_the_failed_part_done_again(
    workshop: Workshop, shelf: Shelf, part: str
) -> None:
    story = Story(shelf, fails_at=part)

    async def mend(question: str) -> str:
        workshop.questions.append(question)
        story.fails_at = ""
        return "r"

    workshop.ask = mend

    outcome = await workshop.carry_out(story.as_build(), on_error=OnError.ASK)

    assert outcome.is_success
    assert story.parts.count(part) == 2
    assert shelf.taken == [part, *reversed(PARTS), "process"]
    assert workshop.questions == [
        "test.one: [c] clean up and end, [a] abort and leave everything, [r] retry:"
    ]


@pytest.mark.parametrize("answers", [["c"], [""], ["what?", "C"]])
async def test_who_is_asked_can_have_everything_cleaned_up(
    workshop: Workshop, shelf: Shelf, answers: list[str]
) -> None:
    story = Story(shelf, fails_at="provision")
    workshop.answers = answers

    outcome = await workshop.carry_out(story.as_build(with_cleanup=True), on_error=OnError.ASK)

    assert outcome.failed == ("test.one",)
    assert shelf.things == []
    assert story.parts[-1] == "clean up"
    assert said(workshop, "error") == [f"The provisioner act failed: provision failed.{PLACE}"]


async def test_who_is_asked_can_leave_everything(workshop: Workshop, shelf: Shelf) -> None:
    story = Story(shelf, fails_at="provision")
    workshop.answers = ["a"]

    outcome = await workshop.carry_out(story.as_build(with_cleanup=True), on_error=OnError.ASK)

    assert shelf.taken == []
    assert len(outcome.leftovers) == 4
    assert "clean up" not in story.parts


async def test_nobody_is_asked_about_a_bug(workshop: Workshop) -> None:
    async def act(_run: Run, _machine: Machine | None) -> None:
        raise ZeroDivisionError

    await workshop.carry_out(build(provisioners=[step(act)]), on_error=OnError.ASK)

    assert workshop.questions == []


async def test_debugging_waits_between_steps_and_before_each_removal(
    workshop: Workshop, shelf: Shelf
) -> None:
    async def boot(run: Run) -> Host:
        async with run.step("Starting"):
            await shelf.put(run, "disk")
        return Host()

    one = build(
        "test.one",
        parts=BuilderParts(boot),
        communicator=CommunicatorParts(),
        provisioners=[step(fail, name="first")],
    )

    await workshop.carry_out(one, build("test.two"), debug=True)

    assert workshop.questions == [
        "test.one: Done: Starting. Press Enter to go on.",
        "test.one: Done: Connecting by fake. Press Enter to go on.",
        'test.one: Next: the provisioner act "first". Press Enter to go on.',
        "test.one: Next: removing thing disk. Press Enter to go on.",
    ]
    order = [
        (type(event).__name__, event.build)
        for event in workshop.events
        if isinstance(event, BuildStarted | BuildEnded)
    ]
    assert order == [
        ("BuildStarted", "test.one"),
        ("BuildEnded", "test.one"),
        ("BuildStarted", "test.two"),
        ("BuildEnded", "test.two"),
    ]


async def test_debugging_that_is_cancelled_while_it_waits_still_undoes_everything(
    workshop: Workshop, shelf: Shelf
) -> None:
    asked = anyio.Event()

    async def never_answer(question: str) -> str:
        workshop.questions.append(question)
        asked.set()
        await anyio.sleep_forever()
        return ""

    async def boot(run: Run) -> Host:
        await shelf.put(run, "disk")
        await shelf.put(run, "machine")
        return Host()

    workshop.ask = never_answer

    async def carry_out() -> None:
        await workshop.carry_out(build(parts=BuilderParts(boot)), debug=True)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(carry_out)
        await asked.wait()
        tasks.cancel_scope.cancel()

    assert shelf.taken == ["machine", "disk"]


async def test_pausing_before_connecting_connects_twice(workshop: Workshop) -> None:
    connections = []

    @asynccontextmanager
    async def connect(run: Run, endpoint: Endpoint | None) -> AsyncIterator[Machine]:
        connections.append("open")
        async with fake_connection(run, endpoint) as machine:
            yield machine
        connections.append("closed")

    await workshop.carry_out(
        build(
            communicator=CommunicatorParts(connect=connect),
            pause_before_connecting=timedelta(milliseconds=1),
        )
    )

    assert connections == ["open", "closed", "open", "closed"]
    assert said(workshop, "info") == [
        "The machine answers. Pausing 0.001 s before connecting again."
    ]


async def test_a_builder_may_bring_its_own_machine(workshop: Workshop) -> None:
    machine = FakeMachine()

    async def boot(_run: Run) -> Host:
        return Host(machine=machine)

    async def act(_run: Run, given: Machine | None) -> None:
        assert given is machine

    outcome = await workshop.carry_out(
        build(parts=BuilderParts(boot), provisioners=[step(act)], communicator=CommunicatorParts())
    )

    assert outcome.is_success


async def test_components_learn_what_is_known_of_the_machine(
    workshop: Workshop, shelf: Shelf
) -> None:
    seen: dict[str, str] = {}

    async def act(run: Run, _machine: Machine | None) -> None:
        seen.update(run.facts)

    story = Story(shelf)
    planned = replace(story.as_build(), provisioners=(step(act),), post_processors=())

    await workshop.carry_out(planned)

    assert seen == {
        "name": "",
        "ID": "vm-1",
        "PackerRunUUID": RUN_ID,
        "PackerHTTPIP": "ERR_HTTP_IP_NOT_IMPLEMENTED_BY_BUILDER",
        "PackerHTTPPort": "ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER",
        "PackerHTTPAddr": "ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER",
        "ConnType": "fake",
        "User": "root",
        "Host": "192.0.2.7",
        "Port": "22",
    }


async def test_settings_are_made_of_the_facts_right_before_a_component_runs(
    workshop: Workshop,
) -> None:
    seen: list[str] = []

    def noting(fact: str, settings: object) -> Late:
        def late(facts: Mapping[str, str]) -> object:
            seen.append(facts[fact])
            return settings

        return late

    async def boot(_run: Run) -> Host:
        return Host(facts={"ID": "vm-1"})

    async def act(_run: Run, _machine: Machine | None) -> None:
        pass

    async def process(_run: Run, artifact: Artifact) -> Artifact:
        return artifact

    async def capture(_run: Run, _host: Host, _machine: Machine | None) -> Artifact:
        return Artifact("b", "", "An image", facts={"Region": "north"})

    provisioner = replace(step(act), settings=noting("ID", act))
    processor = replace(after(process), settings=noting("Region", process))

    await workshop.carry_out(
        build(
            parts=BuilderParts(boot, capture),
            provisioners=[provisioner],
            post_processors=[[processor]],
        )
    )

    assert seen == ["vm-1", "north"]


async def test_only_so_many_builds_run_at_once_and_they_start_in_order(workshop: Workshop) -> None:
    running = 0
    most = 0

    async def act(_run: Run, _machine: Machine | None) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await anyio.sleep(0.005)
        running -= 1

    names = [f"test.{number}" for number in range(6)]
    await workshop.carry_out(*(build(name, provisioners=[step(act)]) for name in names), parallel=2)

    assert most == 2
    assert [one.build for one in workshop.events if isinstance(one, BuildStarted)] == names


async def test_builds_that_never_began_are_cancelled_too(workshop: Workshop) -> None:
    outcome = await workshop.carry_out()
    assert outcome.is_success

    with anyio.move_on_after(0.02) as scope:
        await workshop.carry_out(
            build("test.a", provisioners=[step(wait_forever)]),
            build("test.b"),
            parallel=1,
            run_id="2",
        )

    assert scope.cancelled_caught
    assert [one.build for one in workshop.events if isinstance(one, BuildEnded)] == ["test.a"]


async def test_a_component_that_is_not_installed_names_the_missing_package(
    workshop: Workshop,
) -> None:
    broken = Builder("test", "", "goldsmith_no_such_library.boot:boot", "x:y", "b")

    await workshop.carry_out(replace(build(), builder=broken))

    assert ended(workshop).error == (
        "The Python package `goldsmith_no_such_library` is needed and not installed. "
        f"Install it with: pip install 'goldsmith[all]'{PLACE}"
    )


@pytest.mark.parametrize(
    "where",
    ["goldsmith.no_such_module:boot", f"{__name__}:PARTS", "goldsmith.engine.testing:provision"],
)
async def test_a_plugin_that_lists_the_wrong_thing_is_a_bug(workshop: Workshop, where: str) -> None:
    broken = Builder("test", "", where, "x:y", "b")
    planned = replace(build(), builder=broken, builder_settings=lambda _facts: wait_a_moment)

    await workshop.carry_out(planned)

    assert ended(workshop).error.startswith("This is a bug")


async def wait_a_moment(_run: Run, _machine: Machine | None = None) -> None:
    await anyio.lowlevel.checkpoint()


async def test_a_communicator_that_gives_no_context_is_a_bug(workshop: Workshop) -> None:
    parts = CommunicatorParts(connect=lambda _run, _endpoint: PARTS)  # type: ignore[arg-type, return-value]

    await workshop.carry_out(build(communicator=parts))

    assert "gave no async context" in ended(workshop).error


async def test_artifacts_are_told_with_the_size_of_their_files(
    workshop: Workshop, tmp_path: Path
) -> None:
    (tmp_path / "disk").write_bytes(b"12345")

    async def capture(_run: Run, _host: Host, _machine: Machine | None) -> Artifact:
        return Artifact("b", "", "Disk", files=(tmp_path / "disk", tmp_path / "gone"))

    await workshop.carry_out(build(parts=BuilderParts(capture=capture)))

    made = next(one for one in workshop.events if isinstance(one, ArtifactMade))
    assert (made.index, made.size) == (0, 5)


async def test_everything_a_component_tells_is_an_event(workshop: Workshop) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        run.say("Said.")
        run.warn("Careful.")
        run.debug_log("Inside.")
        run.secret("hunter22")
        run.output("stdout", "hunter22 out")
        assert run.render("{{ .ConnType }} {{ .x }}", {"x": "y"}) == "none y"
        assert run.render("plain") == "plain"
        assert await run.ask("Sure?") == "yes"
        async with run.step("Part"):
            with run.progress("Copying", 10) as bar:
                bar.advance(4)
                bar.advance(6)

    workshop.answers = ["yes"]

    assert (await workshop.carry_out(build(provisioners=[step(act)]))).is_success

    bars = [(one.done, one.ended) for one in workshop.events if isinstance(one, ProgressChanged)]
    assert bars == [(0, False), (4, False), (10, True)]
    steps = [one.title for one in workshop.events if isinstance(one, StepStarted)]
    assert steps == ["Provisioner act", "Part"]
    assert workshop.questions == ["test.one: Sure?"]
    log = (workshop.folder / "runs" / RUN_ID / "test.one.log").read_text()
    assert "[info] Said." in log
    assert "[debug] Inside." in log
    assert "[stdout] <sensitive> out" in log
    assert "hunter22" not in log


async def test_braces_of_another_program_are_warned_of(workshop: Workshop) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        assert run.render("docker ps --format '{{.Names}}'") == "docker ps --format '<no value>'"

    await workshop.carry_out(build(provisioners=[step(act)]))

    log = (workshop.folder / "runs" / RUN_ID / "test.one.log").read_text()
    assert "[warning] There is no value \"Names\" in `docker ps --format '{{.Names}}'`" in log
    assert "write {{`{{`}}.Names}}" in log


async def test_a_malformed_go_template_is_an_error_that_shows_it(workshop: Workshop) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        run.render("{{ .x ")

    await workshop.carry_out(build(provisioners=[step(act)]))

    assert ended(workshop).error.startswith("The Go template `{{ .x ` is wrong: ")


async def test_a_step_that_is_cancelled_says_so(workshop: Workshop) -> None:
    with anyio.move_on_after(0.02):
        await workshop.carry_out(build(provisioners=[step(wait_forever)]))

    assert next(one for one in workshop.events if isinstance(one, StepEnded)).error == "cancelled"


async def test_a_release_that_fails_is_told_and_stays_in_the_journal(
    workshop: Workshop, shelf: Shelf
) -> None:
    async def act(run: Run, _machine: Machine | None) -> None:
        await shelf.put(run, "good")
        await shelf.put(run, "bad")

    shelf.broken = {"bad"}

    outcome = await workshop.carry_out(build(provisioners=[step(act)]))

    assert outcome.succeeded == ("test.one",)
    assert not outcome.is_success
    assert outcome.leftovers == ("thing bad: bad is stuck.",)
    assert [one.error for one in workshop.events if isinstance(one, ResourceReleased)] == [
        "bad is stuck.",
        "",
    ]
    assert len([one for one in workshop.events if isinstance(one, ResourceAcquired)]) == 2
    assert (workshop.folder / "runs" / RUN_ID / "journal.jsonl").exists()


async def test_who_stops_listening_ends_the_run_and_nothing_is_left(
    workshop: Workshop, shelf: Shelf
) -> None:
    async def boot(run: Run) -> Host:
        await shelf.put(run, "machine")
        await shelf.put(run, "disk")
        return Host()

    def hang_up(event: Event) -> None:
        if isinstance(event, ResourceAcquired) and "disk" in event.description:
            raise BrokenPipeError

    workshop.listeners.append(hang_up)
    busy = build(parts=BuilderParts(boot=boot), provisioners=[step(wait_forever)])

    with anyio.fail_after(10), pytest.raises(BrokenPipeError):
        await workshop.carry_out(busy)

    assert shelf.taken == ["disk", "machine"]
    assert not list(workshop.folder.glob("runs/*/journal.jsonl"))


async def test_a_log_that_cannot_be_written_fails_no_build(workshop: Workshop) -> None:
    outcome = await workshop.carry_out(build("x" * 300))

    assert outcome.is_success
    [warning] = said(workshop, "warning")
    assert ".log ends here: File name too long. The build goes on." in warning


async def test_builds_of_the_same_name_are_told_apart(workshop: Workshop) -> None:
    outcome = await workshop.carry_out(
        build("test.one", provisioners=[step(fail)]), build("test.one"), build("test.one-2")
    )

    assert outcome.failed == ("test.one",)
    assert outcome.succeeded == ("test.one-3", "test.one-2")
