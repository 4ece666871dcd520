"""Reads CSV as strictly as Packer: quotes only around whole fields, doubled inside of them."""


class CsvProblem(ValueError):
    """What stands there is no CSV."""


def rows_of(text: str) -> list[list[str]]:
    """The fields of every line that is not blank."""
    lines = text.replace("\r\n", "\n").removesuffix("\r").split("\n")
    rows: list[list[str]] = []
    at = 0
    while at < len(lines):
        if lines[at]:
            row, at = _row(lines, at)
            rows.append(row)
        at += 1
    return rows


def _row(lines: list[str], at: int) -> tuple[list[str], int]:
    """The fields of one row, and the line where it ends: quoted fields may go over several."""
    fields: list[str] = []
    rest: str | None = lines[at]
    while rest is not None:
        if rest.startswith('"'):
            field, rest, at = _quoted(lines, rest[1:], at)
        else:
            field, comma, behind = rest.partition(",")
            if '"' in field:
                raise CsvProblem(f"a quote stands inside a field in line {at + 1}")
            rest = behind if comma else None
        fields.append(field)
    return fields, at


def _quoted(lines: list[str], rest: str, at: int) -> tuple[str, str | None, int]:
    """A quoted field without its quotes, what follows its comma, and the line where it ends."""
    started = at + 1
    pieces: list[str] = []
    while True:
        before, quote, behind = rest.partition('"')
        pieces.append(before)
        if not quote:
            at += 1
            if at == len(lines):
                raise CsvProblem(f"a quote in line {started} is never closed")
            pieces.append("\n")
            rest = lines[at]
        elif behind.startswith('"'):
            pieces.append('"')
            rest = behind[1:]
        elif not behind:
            return "".join(pieces), None, at
        elif behind.startswith(","):
            return "".join(pieces), behind[1:], at
        else:
            raise CsvProblem(f"something follows a closing quote in line {at + 1}")
