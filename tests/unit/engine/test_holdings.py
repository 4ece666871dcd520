"""Whatever fails, everything acquired is undone once, last come first."""

import errno
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.holdings import Holdings
from goldsmith.engine.journal import Journal
from goldsmith.engine.redact import Redactor
from goldsmith.engine.telling import Teller
from goldsmith.engine.testing import Shelf, Thing
from goldsmith.events import Event, ResourceAcquired, ResourceReleased
from goldsmith.sdk import Resource


class Room:
    """Holdings in a journal of their own."""

    def __init__(self, folder: Path, *, release_seconds: float = 5.0) -> None:
        self.events: list[Event] = []
        self.shelf = Shelf()
        self.journal = Journal.create(folder, "run")
        redactor = Redactor(["s3cret"])
        teller = Teller(redactor, self.events.append)
        self.holdings = Holdings("test.one", self.journal, teller, redactor.mask, release_seconds)
        self.path = folder / "runs" / "run" / "journal.jsonl"

    async def put(self, name: str, failure: BaseException | None = None) -> Thing:
        async def create(token: str) -> Thing:
            self.shelf.things.append(name)
            self.shelf.tokens[token] = name
            if failure is not None:
                raise failure
            return Thing(name)

        return await self.holdings.acquire(self.shelf.resource, create, None)

    @property
    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


class Model:
    """What should be held, next to what is."""

    def __init__(self, room: Room, broken: set[str]) -> None:
        self.room = room
        self.room.shelf.broken = broken
        self.held: list[str] = []
        self.answered: set[str] = set()
        """What `acquire` has returned."""
        self.undone: list[str] = []
        self.marks: list[int] = []

    async def put(self, name: str) -> None:
        await self.room.put(name)
        self.held.append(name)
        self.answered.add(name)

    async def fail(self, name: str) -> None:
        with pytest.raises(GoldsmithError, match="half-way"):
            await self.room.put(name, GoldsmithError("It failed half-way."))
        self.held.append(name)

    async def wait(self, name: str) -> None:
        async def create(token: str) -> Thing:
            self.room.shelf.tokens[token] = name
            scope.cancel()
            await anyio.sleep_forever()
            raise AssertionError

        with anyio.CancelScope() as scope:
            await self.room.holdings.acquire(self.room.shelf.resource, create, None)
        self.held.append(name)

    async def exists(self, name: str) -> None:
        with pytest.raises(FileExistsError):
            await self.room.put(name, FileExistsError(17, "exists", "/x"))

    async def release(self, _name: str) -> None:
        for one in reversed(self.held):
            if one in self.answered and one not in self.room.shelf.broken:
                await self.room.holdings.release(Thing(one))
                self.held.remove(one)
                self.undone.append(one)
                return

    async def keep(self, _name: str) -> None:
        for one in self.held:
            if one in self.answered:
                self.room.holdings.keep(Thing(one))
                self.held.remove(one)
                return

    async def mark(self, _name: str) -> None:
        self.marks.append(self.room.holdings.mark())

    async def undo_to_mark(self, _name: str) -> None:
        mark = self.marks.pop() if self.marks else 0
        await self.room.holdings.undo_to(mark)
        self.undone += self.held[mark:][::-1]
        del self.held[mark:]

    async def end(self, *, is_cancelled: bool) -> None:
        with anyio.CancelScope() as scope:
            if is_cancelled:
                scope.cancel()
            await self.room.holdings.undo_to()
        self.undone += self.held[::-1]


OPERATIONS = [
    Model.put,
    Model.put,
    Model.fail,
    Model.wait,
    Model.exists,
    Model.release,
    Model.keep,
    Model.mark,
    Model.undo_to_mark,
]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(OPERATIONS), max_size=14),
    st.sets(st.integers(0, 13).map(str), max_size=4),
    st.booleans(),
)
async def test_every_undo_runs_once_and_in_order_whatever_fails(
    operations: list[Callable[[Model, str], Awaitable[None]]], broken: set[str], is_cancelled: bool
) -> None:
    with TemporaryDirectory() as folder:
        model = Model(Room(Path(folder)), broken)

        for number, operation in enumerate(operations):
            await operation(model, str(number))
        await model.end(is_cancelled=is_cancelled)
        model.room.journal.close()

        shelf, holdings = model.room.shelf, model.room.holdings
        assert shelf.taken == model.undone
        assert len(shelf.taken) == len(set(shelf.taken))
        assert len(holdings.leftovers) == len(broken & set(shelf.taken))
        assert model.room.path.exists() == bool(holdings.leftovers)


async def test_the_journal_knows_of_a_thing_before_it_is_asked_for(room: Room) -> None:
    async def create(token: str) -> Thing:
        assert room.lines[-1]["event"] == "acquire"
        assert room.lines[-1]["token"] == token
        assert room.lines[-1]["handle"] == {"name": "disk"}
        return Thing("disk")

    await room.holdings.acquire(room.shelf.resource, create, Thing("disk"))

    assert [one["event"] for one in room.lines] == ["run", "acquire"]
    await room.holdings.undo_to()
    assert [one["event"] for one in room.lines] == ["run", "acquire", "released"]


async def test_what_was_planned_is_released_when_making_it_fails_half_way(room: Room) -> None:
    async def create(_token: str) -> Thing:
        room.shelf.things.append("disk")
        raise OSError(28, "No space left on device")

    plain = Resource("thing", Thing, room.shelf.take)
    with pytest.raises(OSError, match="No space"):
        await room.holdings.acquire(plain, create, Thing("disk"))

    await room.holdings.undo_to()

    assert room.shelf.things == []
    assert room.events == []


async def test_what_existed_before_is_not_touched(room: Room) -> None:
    room.shelf.things.append("disk")

    async def create(_token: str) -> Thing:
        raise FileExistsError(17, "File exists", "/out/disk")

    with pytest.raises(FileExistsError):
        await room.holdings.acquire(room.shelf.resource, create, Thing("disk"))

    await room.holdings.undo_to()

    assert room.shelf.things == ["disk"]
    assert room.shelf.taken == []


async def test_nothing_is_made_for_who_is_cancelled_before_the_request(room: Room) -> None:
    with anyio.CancelScope() as scope:
        scope.cancel()
        await room.put("disk")

    await room.holdings.undo_to()

    assert room.shelf.things == []
    assert room.shelf.taken == []
    room.journal.close()
    assert not room.path.exists()


async def test_leaving_everything_forgets_what_was_never_asked_for(room: Room) -> None:
    await room.put("disk")
    with anyio.CancelScope() as scope:
        scope.cancel()
        await room.put("never")

    assert room.holdings.leave() == ("thing disk",)
    assert room.holdings.leftovers == ["thing disk"]
    assert room.shelf.taken == []
    room.journal.close()
    assert room.path.exists()


async def test_a_release_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    room = Room(tmp_path, release_seconds=0.02)

    async def create(_token: str) -> Thing:
        return Thing("disk")

    async def never(_thing: Thing) -> None:
        await anyio.sleep_forever()

    await room.holdings.acquire(Resource("thing", Thing, never), create, None)
    await room.put("other")

    await room.holdings.undo_to()

    assert room.shelf.taken == ["other"]
    assert room.holdings.leftovers == ["Thing(name='disk'): It was not gone after 0 seconds."]


async def test_a_bug_in_a_release_does_not_stop_the_others(room: Room) -> None:
    async def create(_token: str) -> Thing:
        return Thing("disk")

    async def bug(_thing: Thing) -> None:
        raise ZeroDivisionError("s3cret")

    await room.put("first")
    await room.holdings.acquire(Resource("thing", Thing, bug), create, None)

    await room.holdings.undo_to()

    assert room.shelf.taken == ["first"]
    assert "s3cret" not in room.path.read_text()
    assert [type(one) for one in room.events] == [
        ResourceAcquired,
        ResourceAcquired,
        ResourceReleased,
        ResourceReleased,
    ]


async def test_releasing_what_is_gone_already_does_nothing(room: Room) -> None:
    thing = await room.put("disk")

    await room.holdings.release(thing)
    await room.holdings.release(thing)

    assert room.shelf.taken == ["disk"]


async def test_a_release_that_fails_is_tried_again_at_the_end(room: Room) -> None:
    thing = await room.put("disk")
    room.shelf.broken = {"disk"}

    with pytest.raises(GoldsmithError, match="stuck"):
        await room.holdings.release(thing)
    room.shelf.broken = set()
    await room.holdings.undo_to()

    assert room.shelf.things == []
    assert room.holdings.leftovers == []


async def test_only_what_is_held_can_be_kept(room: Room) -> None:
    with pytest.raises(LookupError):
        room.holdings.keep(Thing("disk"))


async def test_what_is_kept_stays_and_leaves_the_journal(room: Room) -> None:
    thing = await room.put("disk")

    room.holdings.keep(thing)
    await room.holdings.undo_to()

    assert room.shelf.things == ["disk"]
    room.journal.close()
    assert not room.path.exists()


async def test_what_stays_when_the_build_has_ended_is_a_sweeps_until_then(room: Room) -> None:
    thing = await room.put("image")

    room.holdings.keep(thing, when_ended=True)
    await room.holdings.undo_to()

    assert room.shelf.things == ["image"]
    assert '"kept"' not in room.path.read_text()
    room.holdings.hand_over()
    assert '"kept"' in room.path.read_text()


async def test_a_full_disk_stops_no_release(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    await room.put("first")
    await room.put("second")
    room.shelf.broken = {"second"}
    monkeypatch.setattr("os.write", refuse_to_write)

    await room.holdings.undo_to()

    assert room.shelf.taken == ["second", "first"]
    assert room.holdings.leftovers == ["thing second: second is stuck."]


async def test_what_the_journal_could_not_note_as_kept_is_still_held(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = await room.put("image")
    with monkeypatch.context() as patch:
        patch.setattr("os.write", refuse_to_write)

        with pytest.raises(OSError, match="No space left"):
            room.holdings.keep(thing)

    await room.holdings.undo_to()
    assert room.shelf.taken == ["image"]


def refuse_to_write(_descriptor: int, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.anyio
async def test_what_comes_while_the_build_is_cancelled_is_no_result(room: Room) -> None:
    results: list[Thing] = []

    with anyio.CancelScope() as scope:
        scope.cancel()
        results.append(await room.put("image"))
    await room.holdings.undo_to()

    assert results == []
    assert room.shelf.things == []
