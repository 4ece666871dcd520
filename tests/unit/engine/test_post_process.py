"""Which artifacts stay: the rules decide which of the user's files survive."""

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.post_process import keeps_input
from goldsmith.engine.testing import (
    PLACE,
    BuilderParts,
    Process,
    Shelf,
    Workshop,
    after,
    build,
)
from goldsmith.events import ArtifactMade, BuildEnded, Said, StepStarted
from goldsmith.plan import PostProcessorStep
from goldsmith.sdk import Artifact, Host, Keep, Machine, Run


class Files:
    """Artifacts that exist until they are destroyed."""

    def __init__(self) -> None:
        self.existing: list[str] = []
        self.stuck: set[str] = set()

    def make(self, name: str) -> Artifact:
        async def destroy() -> None:
            if name in self.stuck:
                raise GoldsmithError(f"{name} is in use.")
            self.existing.remove(name)

        self.existing.append(name)
        return Artifact("test", "", name, destroy=destroy)

    async def capture(self, _run: Run, _host: Host, _machine: Machine | None) -> Artifact:
        return self.make("image")

    def making(self, name: str) -> Process:
        async def process(_run: Run, artifact: Artifact) -> Artifact:
            assert artifact.description in self.existing
            return self.make(name)

        return process


async def passing(_run: Run, artifact: Artifact) -> Artifact:
    return artifact


async def failing(_run: Run, _artifact: Artifact) -> Artifact:
    raise GoldsmithError("It broke.")


async def ending(_run: Run, _artifact: Artifact) -> None:
    return None


@pytest.fixture
def files() -> Files:
    return Files()


async def results(workshop: Workshop, files: Files, *chains: list[PostProcessorStep]) -> list[str]:
    outcome = await workshop.carry_out(
        build(parts=BuilderParts(capture=files.capture), post_processors=chains)
    )
    told = [one.artifact.description for one in workshop.events if isinstance(one, ArtifactMade)]
    assert told == [one.description for one in outcome.artifacts["test.one"]]
    return told


def error(workshop: Workshop) -> str:
    return next(one for one in workshop.events if isinstance(one, BuildEnded)).error


@pytest.mark.parametrize(
    ("keeps", "asked", "kept"),
    [
        (Keep.NO, None, False),
        (Keep.NO, True, True),
        (Keep.NO, False, False),
        (Keep.BY_DEFAULT, None, True),
        (Keep.BY_DEFAULT, False, False),
        (Keep.BY_DEFAULT, True, True),
        (Keep.ALWAYS, None, True),
        (Keep.ALWAYS, False, True),
        (Keep.ALWAYS, True, True),
    ],
)
def test_the_user_decides_unless_the_post_processor_insists(
    keeps: Keep, asked: bool | None, kept: bool
) -> None:
    assert keeps_input(after(passing, keeps=keeps, keep_input=asked)) is kept


async def test_without_post_processors_the_image_stays(workshop: Workshop, files: Files) -> None:
    assert await results(workshop, files) == ["image"]
    assert files.existing == ["image"]


async def test_an_image_that_nobody_keeps_goes(workshop: Workshop, files: Files) -> None:
    assert await results(workshop, files, [after(files.making("archive"))]) == ["archive"]
    assert files.existing == ["archive"]


async def test_an_image_that_one_of_two_chains_keeps_stays(
    workshop: Workshop, files: Files
) -> None:
    chains = (
        [after(files.making("a"))],
        [after(files.making("b"), keeps=Keep.BY_DEFAULT)],
    )

    assert await results(workshop, files, *chains) == ["image", "a", "b"]


async def test_what_is_in_the_middle_of_a_chain_goes_unless_its_successor_keeps_it(
    workshop: Workshop, files: Files
) -> None:
    chain = [
        after(files.making("a")),
        after(files.making("b"), keep_input=True),
        after(files.making("c")),
    ]

    assert await results(workshop, files, chain) == ["a", "c"]
    assert files.existing == ["a", "c"]


async def test_an_image_that_is_passed_on_is_listed_twice(workshop: Workshop, files: Files) -> None:
    chain = [after(passing, keeps=Keep.ALWAYS)]

    assert await results(workshop, files, chain) == ["image", "image"]


async def test_an_image_that_was_passed_on_and_then_replaced_goes_and_is_not_listed(
    workshop: Workshop, files: Files
) -> None:
    chains = (
        [after(passing, keeps=Keep.ALWAYS), after(files.making("archive"))],
        [after(files.making("other"))],
    )

    assert await results(workshop, files, *chains) == ["archive", "other"]
    assert files.existing == ["archive", "other"]


async def test_a_chain_that_fails_ends_and_the_others_still_run(
    workshop: Workshop, files: Files
) -> None:
    chains = (
        [after(failing, name="first"), after(files.making("never"))],
        [after(files.making("b"))],
    )

    assert await results(workshop, files, *chains) == ["b"]
    assert files.existing == ["b"]
    told = f'The post-processor process "first" failed: It broke.{PLACE}'
    assert error(workshop) == told
    said = [one for one in workshop.events if isinstance(one, Said) and one.level == "error"]
    assert [one.text for one in said] == [told]


async def test_a_failing_post_processor_that_would_have_kept_the_image_does_not(
    workshop: Workshop, files: Files
) -> None:
    assert await results(workshop, files, [after(failing, keep_input=True)]) == []
    assert files.existing == []


async def test_what_a_chain_had_come_to_when_it_broke_stays(
    workshop: Workshop, files: Files
) -> None:
    chain = [after(files.making("a")), after(failing)]

    assert await results(workshop, files, chain) == ["a"]
    assert files.existing == ["a"]


async def test_a_chain_may_end_without_an_artifact(workshop: Workshop, files: Files) -> None:
    chains = ([after(ending)], [after(files.making("a")), after(ending), after(failing)])

    assert await results(workshop, files, *chains) == ["a"]
    assert error(workshop) == ""


async def test_an_image_that_cannot_be_removed_is_an_error_and_stays_listed(
    workshop: Workshop, files: Files
) -> None:
    files.stuck = {"image", "a"}
    chain = [after(files.making("a")), after(files.making("b"))]

    assert await results(workshop, files, chain) == ["image", "a", "b"]
    assert error(workshop) == (
        "a was to be removed and could not be: a is in use.\n"
        "image was to be removed and could not be: image is in use."
    )


async def test_a_cancelled_chain_leaves_all_that_was_made(workshop: Workshop, files: Files) -> None:
    async def wait(_run: Run, _artifact: Artifact) -> Artifact:
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.move_on_after(0.03):
        await results(workshop, files, [after(files.making("a")), after(wait)])

    told = [one.artifact.description for one in workshop.events if isinstance(one, ArtifactMade)]
    assert told == ["image", "a"]
    assert files.existing == ["image", "a"]


async def test_a_bug_in_a_post_processor_ends_the_build_and_destroys_nothing(
    workshop: Workshop, files: Files
) -> None:
    async def bug(_run: Run, _artifact: Artifact) -> Artifact:
        raise ZeroDivisionError

    assert await results(workshop, files, [after(bug)], [after(files.making("a"))]) == ["image"]
    assert error(workshop).startswith("This is a bug")


async def test_what_a_post_processor_acquires_is_gone_before_the_next_one_runs(
    workshop: Workshop, files: Files, shelf: Shelf
) -> None:
    async def acquire(run: Run, artifact: Artifact) -> Artifact:
        assert shelf.things == []
        await shelf.put(run, "temporary")
        run.say("working")
        return artifact

    await results(workshop, files, [after(acquire), after(acquire)])

    assert shelf.taken == ["temporary", "temporary"]
    assert {one.component for one in workshop.events if isinstance(one, Said)} == {"process"}
    phases = {one.phase for one in workshop.events if isinstance(one, StepStarted)}
    assert phases == {"post-process"}
