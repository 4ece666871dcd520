"""Text of the manual for a terminal or a pipe: wrapped, with code and headings set apart."""

from collections.abc import Iterator

from goldsmith.cli.screen import Styles
from goldsmith.record import record

_BLANK = "\ue000"
"""Stands for a blank inside code, where no line may end."""


@record
class Prose:
    """How wide lines are, and whether there are colours."""

    width: int = 80
    color: bool = False

    def heading(self, text: str) -> str:
        """A line that names what follows."""
        return Styles(color=self.color)("bold", text)

    def name(self, text: str) -> str:
        """A name that can be typed."""
        return Styles(color=self.color)("cyan", text)

    def aside(self, text: str) -> str:
        """What is not as important as the rest of its line."""
        return Styles(color=self.color)("dim", text)

    def text(self, text: str, indent: int) -> Iterator[str]:
        """Paragraphs as lines; a paragraph that begins with blanks or a dash stays as it is."""
        for number, paragraph in enumerate(text.split("\n\n")):
            if number:
                yield ""
            if paragraph.startswith((" ", "- ")):
                yield from (" " * indent + self._marked(line) for line in paragraph.splitlines())
            else:
                yield from (" " * indent + line for line in self._wrapped(paragraph, indent))

    def code(self, text: str, indent: int) -> Iterator[str]:
        """Lines of a template."""
        for line in text.rstrip("\n").splitlines():
            yield " " * indent + line if line else ""

    def listed(self, names: list[str], indent: int) -> Iterator[str]:
        """Names side by side, as many as fit into a line."""
        widest = max(map(len, names), default=0) + 2
        number = max(1, (self.width - indent) // widest)
        rows = -(-len(names) // number)
        for row in range(rows):
            cells = [f"{name:<{widest}}" for name in names[row::rows]]
            yield " " * indent + "".join(cells).rstrip()

    def table(self, rows: list[tuple[str, str]], indent: int) -> Iterator[str]:
        """A name and a text in each row, the text wrapped in a column of its own."""
        left = min(max((len(name) for name, _ in rows), default=0), self.width // 2) + 2
        for name, text in rows:
            lines = list(self._wrapped(text, indent + left)) or [""]
            if len(name) > left - 2:
                # It is too long for its column, and stands above its text.
                yield f"{' ' * indent}{self.name(name)}"
            else:
                first = lines.pop(0)
                shown = self.name(name) + " " * (left - len(name))
                yield f"{' ' * indent}{shown}{first}".rstrip()
            yield from (" " * (indent + left) + line for line in lines)

    def _wrapped(self, paragraph: str, indent: int) -> Iterator[str]:
        room = max(20, self.width - indent)
        line: list[str] = []
        length = 0
        for word in _words(paragraph):
            size = len(word.replace("`", "") if self.color else word)
            if line and length + 1 + size > room:
                yield self._marked(" ".join(line))
                line, length = [], 0
            length += size + bool(line)
            line.append(word)
        if line:
            yield self._marked(" ".join(line))

    def _marked(self, line: str) -> str:
        line = line.replace(_BLANK, " ")
        if not self.color:
            return line
        parts = line.split("`")
        if len(parts) % 2 == 0:
            return line
        return "".join(self.name(part) if at % 2 else part for at, part in enumerate(parts))


def _words(paragraph: str) -> list[str]:
    """The words of a paragraph; what stands between two backticks is one word."""
    parts = paragraph.split("`")
    if len(parts) % 2 == 0:
        return paragraph.split()
    joined = "`".join(
        part.replace(" ", _BLANK) if at % 2 else part for at, part in enumerate(parts)
    )
    return joined.split()
