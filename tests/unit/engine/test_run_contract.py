"""One contract for every run: the engine's, and the fake that tests of components use."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.testing import Shelf, Thing, Workshop, build, step
from goldsmith.sdk import Machine, Resource, Run
from goldsmith.sdk.testing import FakeRun

Act = Callable[[Run], Awaitable[None]]
WithRun = Callable[[Act], Awaitable[None]]


@pytest.fixture(params=["engine", "fake"])
def with_run(request: pytest.FixtureRequest, tmp_path: Path) -> WithRun:
    """Let something be done with a run, then end the run."""

    async def engine(act: Act) -> None:
        async def provision(run: Run, _machine: Machine | None) -> None:
            await act(run)

        workshop = Workshop(tmp_path / "state")
        await workshop.carry_out(build(provisioners=[step(provision)]))

    async def fake(act: Act) -> None:
        try:
            async with FakeRun() as run:
                await act(run)
        except GoldsmithError:
            pass

    return engine if request.param == "engine" else fake


async def test_what_is_acquired_is_released_last_come_first(
    with_run: WithRun, shelf: Shelf
) -> None:
    async def act(run: Run) -> None:
        for name in "abc":
            await shelf.put(run, name)

    await with_run(act)

    assert shelf.taken == ["c", "b", "a"]


async def test_it_is_released_too_when_the_work_fails(with_run: WithRun, shelf: Shelf) -> None:
    async def act(run: Run) -> None:
        await shelf.put(run, "a")
        raise GoldsmithError("It broke.")

    await with_run(act)

    assert shelf.taken == ["a"]


async def test_every_thing_carries_a_token_of_its_own(with_run: WithRun, shelf: Shelf) -> None:
    async def act(run: Run) -> None:
        await shelf.put(run, "a")
        await shelf.put(run, "b")

    await with_run(act)

    assert len(shelf.tokens) == 2


async def test_what_is_kept_stays(with_run: WithRun, shelf: Shelf) -> None:
    async def act(run: Run) -> None:
        run.keep(await shelf.put(run, "a"))
        await shelf.put(run, "b")

    await with_run(act)

    assert shelf.things == ["a"]


async def test_what_is_released_early_is_released_once(with_run: WithRun, shelf: Shelf) -> None:
    async def act(run: Run) -> None:
        thing = await shelf.put(run, "a")
        await shelf.put(run, "b")
        await run.release(thing)
        assert shelf.taken == ["a"]
        await run.release(thing)

    await with_run(act)

    assert shelf.taken == ["a", "b"]


async def test_keeping_what_is_not_held_is_a_bug(with_run: WithRun) -> None:
    async def act(run: Run) -> None:
        with pytest.raises(LookupError):
            run.keep(Thing("never"))

    await with_run(act)


async def test_what_was_planned_goes_when_making_it_fails(with_run: WithRun, shelf: Shelf) -> None:
    async def create(_token: str) -> Thing:
        shelf.things.append("a")
        raise GoldsmithError("It failed half-way.")

    async def act(run: Run) -> None:
        await run.acquire(Resource("thing", Thing, shelf.take), create, planned=Thing("a"))

    await with_run(act)

    assert shelf.things == []


async def test_what_existed_before_stays(with_run: WithRun, shelf: Shelf) -> None:
    shelf.things.append("a")

    async def create(_token: str) -> Thing:
        raise FileExistsError(17, "File exists", "/a")

    async def act(run: Run) -> None:
        with pytest.raises(FileExistsError):
            await run.acquire(shelf.resource, create, planned=Thing("a"))

    await with_run(act)

    assert shelf.taken == []


async def test_a_thing_is_found_and_released_when_its_answer_never_came(
    with_run: WithRun, shelf: Shelf
) -> None:
    async def act(run: Run) -> None:
        await shelf.put(run, "a", failure=GoldsmithError("The answer was lost."))

    await with_run(act)

    assert shelf.things == []


async def test_a_step_that_fails_ends(with_run: WithRun) -> None:
    async def act(run: Run) -> None:
        with pytest.raises(GoldsmithError):
            async with run.step("Part"):
                raise GoldsmithError("It broke.")

    await with_run(act)


async def test_go_templates_see_facts_and_data(with_run: WithRun) -> None:
    seen: list[str] = []

    async def act(run: Run) -> None:
        seen.append(run.render("{{ .x }} {{.x}} {{ .y | printf `%q` }}", {"x": "1", "y": "2"}))

    await with_run(act)

    assert seen == ['1 1 "2"']


async def test_a_malformed_go_template_is_an_error(with_run: WithRun) -> None:
    async def act(run: Run) -> None:
        with pytest.raises(GoldsmithError, match="is wrong"):
            run.render("{{ .x ")

    await with_run(act)


async def test_a_bar_counts(with_run: WithRun) -> None:
    async def act(run: Run) -> None:
        with run.progress("Copying", None) as bar:
            bar.advance(3)

    await with_run(act)


async def test_the_cache_folder_exists(with_run: WithRun) -> None:
    async def act(run: Run) -> None:
        assert run.cache_directory.is_dir()
        assert run.run_id
        assert run.source_name in {"one", "test"}

    await with_run(act)
