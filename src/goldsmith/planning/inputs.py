"""What the user gives besides the template."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from goldsmith.record import field, record


def _now() -> datetime:
    return datetime.now(UTC)


@record
class Inputs:
    """Which template, with which values, and how it is to be read."""

    path: str
    """The template as named on the command line: a folder or a file."""

    variables: tuple[tuple[str, str], ...] = ()
    """`-var`, in order."""

    variable_files: tuple[str, ...] = ()
    """`-var-file`, in order."""

    environment: Mapping[str, str] = field(factory=dict)
    """What `env` and `PKR_VAR_*` read."""

    only: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    """`-except`."""

    evaluate_data_sources: bool = False
    """Whether data sources are read; otherwise what they give is unknown."""

    use_sequential_evaluation: bool = False
    warn_undeclared: bool = True
    """Whether a value for an undeclared variable in a file is worth a warning."""

    working_directory: Path = field(factory=Path.cwd)
    texts: Mapping[Path, str] = field(factory=dict)
    """What is read in place of the files at these whole paths: an editor has not saved it yet."""

    other_files_are_hcl: bool = False
    """Whether a file whose name does not tell its language is in HCL, and not a legacy template."""

    standard_input: Callable[[], bytes] = bytes
    """What the path `-` stands for."""

    force: bool = False
    started: datetime = field(factory=_now)
    """The moment that `{{timestamp}}` and the like speak of."""
