"""Settings of steps that are the same in every build, so that each is read once."""

from collections.abc import Callable, Iterator, Mapping

from goldsmith.lang.references import references
from goldsmith.lang.renderer import Renderer
from goldsmith.plan import Late
from goldsmith.planning.builds import ProvisionerBlock, StepBlock
from goldsmith.record import replace

_OWN = ("source", "build")
"""Names that mean something else in each build."""


class Sharing:
    """What is known of the settings of steps, by the identity of their blocks."""

    __slots__ = ("_alike", "_known")

    def __init__(self) -> None:
        self._known: dict[int, Late | None] = {}
        self._alike: dict[int, bool] = {}

    def has(self, step: StepBlock) -> bool:
        """Whether the settings of `step` are known for every build."""
        return id(step.block) in self._known

    def settings(self, step: StepBlock) -> Late | None:
        """What they are; None where they are wrong, which has been told."""
        return self._known[id(step.block)]

    def read(
        self,
        step: StepBlock,
        renderer: Renderer,
        read: Callable[[Renderer], tuple[Late | None, bool]],
    ) -> Late | None:
        """What `read` gives for one build, kept where it must be the same for every other.

        It says besides whether nothing of it depends on what is not known yet.
        """
        key = id(step.block)
        if not self._may_be_shared(step):
            return read(renderer)[0]
        watched = _Watched(renderer.functions)
        found, is_settled = read(replace(renderer, functions=watched))
        if is_settled and not watched.was_used:
            self._known[key] = found
        else:
            self._alike[key] = False
        return found

    def _may_be_shared(self, step: StepBlock) -> bool:
        key = id(step.block)
        alike = self._alike.get(key)
        if alike is None:
            alike = self._alike[key] = _is_alike(step)
        return alike


def _is_alike(step: StepBlock) -> bool:
    """Whether all that a step says means the same in every build."""
    if isinstance(step, ProvisionerBlock) and step.override is not None:
        return False
    if "uuid" in step.block.span.text:
        return False
    return not any(one.root in _OWN for one in references(step.block))


class _Watched(Mapping[str, Callable[..., object]]):
    """The functions of Go templates, and whether any template was there to look at them."""

    __slots__ = ("_functions", "was_used")

    def __init__(self, functions: Mapping[str, Callable[..., object]]) -> None:
        self._functions = functions
        self.was_used = False

    def __getitem__(self, name: str) -> Callable[..., object]:
        self.was_used = True
        return self._functions[name]

    def __iter__(self) -> Iterator[str]:
        self.was_used = True
        return iter(self._functions)

    def __len__(self) -> int:
        self.was_used = True
        return len(self._functions)
