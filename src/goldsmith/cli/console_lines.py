"""What is typed in the console: lines with history and completion, joined where they go on."""

import readline
import sys
from pathlib import Path

from goldsmith.app.console import Session
from goldsmith.cli.console_history import History

WORDS = ("exit", "help", "variables")
"""What means something by itself."""

_FIRST, _FURTHER = "> ", ". "
_DELIMITERS = " \t\n\"'`()[]{}<>,:;?=!+*/%&|$"
"""What ends a name; it may hold dots and dashes."""


class TypedLines:
    """Lines that are typed in the terminal of this process; the history lies in `folder`."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._history = History(folder / "console-history", session.plan.secrets)
        self._text = ""
        self._pasted: list[str] = []
        self._completions: list[str] = []
        for entry in self._history.load():
            readline.add_history(entry)
        readline.set_auto_history(False)
        readline.set_completer_delims(_DELIMITERS)
        readline.set_completer(self._complete)
        is_libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")

    def next_expression(self) -> str | None:
        """The next whole expression; None at the end."""
        while True:
            try:
                line = self._next_line()
            except EOFError:
                print()
                return None
            text = f"{self._text}\n{line}" if self._text else line
            if self._session.is_unfinished(text):
                self._text = text
                continue
            self._text = ""
            for entry in self._history.add(text):
                readline.add_history(entry)
            return text

    def forget(self) -> None:
        """Take back what was typed of an expression."""
        self._text = ""
        self._pasted.clear()

    def _next_line(self) -> str:
        if not self._pasted:
            # Lines that are pasted come at once.
            self._pasted += _ask(_FURTHER if self._text else _FIRST).split("\n")
        return self._pasted.pop(0)

    def _complete(self, word: str, state: int) -> str | None:
        if state == 0:
            self._completions = list(self._session.completions(word))
            if readline.get_begidx() == 0 and not self._text:
                self._completions += (one for one in WORDS if one.startswith(word))
        return self._completions[state] if state < len(self._completions) else None


def _ask(prompt: str) -> str:
    if sys.stdout.isatty():
        return input(prompt)
    # The results go elsewhere; there is nothing to edit a line with.
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")
