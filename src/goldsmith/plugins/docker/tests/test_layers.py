"""What the engine tells of layers, as progress."""

from datetime import timedelta

import pytest

from goldsmith.plugins.docker.registry.layers import layer_bars
from goldsmith.sdk import GoldsmithError
from goldsmith.sdk.testing import FakeRun


def moving(layer: str, status: str, current: int, total: int) -> dict[str, object]:
    detail = {"current": current, "total": total}
    return {"id": layer, "status": status, "progressDetail": detail}


def test_each_layer_has_a_bar_for_each_thing_that_is_done_with_it() -> None:
    run = FakeRun()

    with layer_bars(run) as on_event:
        on_event(moving("a", "Downloading", 10, 30))
        on_event(moving("b", "Downloading", 5, 5))
        on_event(moving("a", "Downloading", 30, 30))
        on_event({"id": "a", "status": "Download complete", "progressDetail": {}})
        on_event(moving("a", "Extracting", 30, 30))

    assert [(bar.title, bar.done, bar.total) for bar in run.bars] == [
        ("Downloading layer a", 30, 30),
        ("Downloading layer b", 5, 5),
        ("Unpacking layer a", 30, 30),
    ]


def test_a_layer_that_is_tried_again_is_told_once_for_each_time() -> None:
    run = FakeRun()

    with layer_bars(run) as on_event:
        for seconds in (5, 4, 3, 2, 1, 10, 9, 8):
            on_event({"id": "a", "status": f"Retrying in {seconds} seconds"})

    assert run.said == [
        "The registry failed; layer a is tried again in 5 s.",
        "The registry failed; layer a is tried again in 10 s.",
    ]


def test_what_is_told_of_the_whole_goes_to_the_log() -> None:
    run = FakeRun()

    with layer_bars(run) as on_event:
        on_event({"status": "The push refers to repository [web]"})

    assert run.debug_lines == ["The push refers to repository [web]"]


def test_a_registry_that_fails_for_too_long_is_given_up_unless_it_goes_on() -> None:
    run = FakeRun()

    with layer_bars(run, patience=timedelta(0)) as on_event:
        on_event({"id": "a", "status": "Retrying in 5 seconds"})
        on_event(moving("a", "Pushing", 1, 2))
        on_event({"id": "a", "status": "Retrying in 5 seconds"})
        with pytest.raises(GoldsmithError, match="has failed for 0 seconds"):
            on_event({"id": "a", "status": "Retrying in 4 seconds"})
