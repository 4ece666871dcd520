"""Which files on the machine a pattern with `*`, `?` or `[` stands for."""

from goldsmith.record import record
from goldsmith.sdk import Machine, TransferFailed

_MARKS = frozenset("*?[")


@record
class RemotePath:
    """Something that is on the machine."""

    path: str
    is_directory: bool

    @property
    def name(self) -> str:
        """Its name, without the folders it is in."""
        return self.path.rpartition("/")[2]


def is_pattern(path: str) -> bool:
    """Whether `path` may stand for several files."""
    return not _MARKS.isdisjoint(path)


async def matches_on(machine: Machine, pattern: str) -> tuple[RemotePath, ...]:
    """Ask the machine's shell what `pattern` stands for."""
    lines: list[str] = []
    command = (
        f"for one in {_quoted(pattern.rstrip('/'))}; do "
        'if [ -d "$one" ]; then printf "d%s\\n" "$one"; '
        'elif [ -e "$one" ]; then printf "f%s\\n" "$one"; fi; done'
    )
    result = await machine.execute(command, on_line=lambda _, line: lines.append(line))
    if result.exit_code != 0:
        raise TransferFailed(f"The machine could not look up {pattern}.")
    return tuple(RemotePath(line[1:], line.startswith("d")) for line in lines if line)


def _quoted(pattern: str) -> str:
    """`pattern` for a shell: what is not a mark means itself."""
    safe = frozenset("*?[]!-/._~^,+:@%=")
    return "".join(one if one.isalnum() or one in safe else f"\\{one}" for one in pattern)
