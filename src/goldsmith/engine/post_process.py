"""The post-processor chains, and which of the artifacts stay."""

from collections.abc import Sequence

import anyio

from goldsmith.diagnostics import GoldsmithError
from goldsmith.engine.build_run import BuildRun
from goldsmith.engine.components import post_process
from goldsmith.engine.failures import sentence_for
from goldsmith.engine.labels import label_of, place_of
from goldsmith.plan import PostProcessorStep
from goldsmith.sdk import Artifact, Keep


class Chains:
    """The chains of one build; `artifacts` is right at any moment, also after a cancellation.

    A chain that fails ends, and the others still run. The builder's artifact stays if the first
    post-processor of some chain has succeeded and wants it to; an artifact in the middle of a chain
    goes when its successor has been made and does not want it. Unlike with Packer, what a chain has
    come to stays when the chain breaks, and the builder's artifact goes only when every chain has
    seen it.
    """

    def __init__(self, run: BuildRun, original: Artifact) -> None:
        self._run = run
        self._original = original
        self._is_kept = False
        self._is_unwanted = False
        self._is_destroyed = False
        self._made: list[Artifact] = []
        self.problems: list[str] = []

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """What exists by now, the builder's artifact first."""
        if not self._is_destroyed:
            return (self._original, *self._made)
        return tuple(one for one in self._made if one is not self._original)

    async def carry_out(self, chains: Sequence[Sequence[PostProcessorStep]]) -> None:
        """Run every chain, then remove the builder's artifact if nobody keeps it."""
        self._is_kept = not chains
        for chain in chains:
            await self._chain(chain)
        if self._is_unwanted or not self._is_kept:
            self._is_destroyed = await self._destroy(self._original)

    async def _chain(self, chain: Sequence[PostProcessorStep]) -> None:
        current = self._original
        done = 0
        try:
            for step in chain:
                made = await self._attempt(step, current)
                if made is None:
                    return
                await self._settle(current, keep=keeps_input(step), is_first=done == 0)
                current = made
                done += 1
        finally:
            if done == len(chain) or current is not self._original:
                self._made.append(current)

    async def _settle(self, replaced: Artifact, *, keep: bool, is_first: bool) -> None:
        """Decide on an artifact that has a successor."""
        if is_first:
            self._is_kept = self._is_kept or keep
        elif keep:
            self._made.append(replaced)
        elif replaced is self._original:  # passed through by the one before
            self._is_unwanted = True
        elif not await self._destroy(replaced):
            self._made.append(replaced)

    async def _attempt(self, step: PostProcessorStep, artifact: Artifact) -> Artifact | None:
        run = self._run
        before = run.holdings.mark()
        run.component = step.component.name
        try:
            async with run.step(f"Post-processor {label_of(step.component.name, step.name)}"):
                settings = run.settings_of(step, {**run.facts, **artifact.facts})
                return await post_process(step.component, settings, run, artifact)
        except Exception as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            name = label_of(step.component.name, step.name)
            self._complain(f"The post-processor {name} failed: {sentence}\n{place_of(step.span)}")
            return None
        finally:
            run.component = ""
            await run.holdings.undo_to(before)

    async def _destroy(self, artifact: Artifact) -> bool:
        try:
            with anyio.CancelScope(shield=True):
                await artifact.destroy()
        except (GoldsmithError, OSError) as error:
            self._complain(
                f"{artifact.description} was to be removed and could not be: {sentence_for(error)}"
            )
            return False
        return True

    def _complain(self, problem: str) -> None:
        self.problems.append(problem)
        self._run.complain(problem)


def keeps_input(step: PostProcessorStep) -> bool:
    """Whether the artifact that a post-processor was given stays.

    The user has the last word, except where the post-processor insists on keeping.
    """
    by_itself = step.component.keeps_input
    if step.keep_input_artifact is None or by_itself is Keep.ALWAYS:
        return by_itself is not Keep.NO
    return step.keep_input_artifact
