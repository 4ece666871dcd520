"""Text to tokens: one pass, no recursion, never an error; what cannot be read becomes a token too.

The kind of an operator is its own text. The other kinds are:

- "name", "number", "newline", "end";
- "string": a whole quoted string without escapes, dollar or percent signs;
- "string-start", "literal", "string-end": any other quoted string;
- "heredoc-start", "literal" (at most a line each), "heredoc-end": a heredoc;
- "${", "${~", "%{", "%{~" and "template-end": what is evaluated inside the last two;
- "unclosed": an empty token where a string or heredoc should have ended;
- "bad-heredoc": the first line of a heredoc, with something on it that must not be there;
- "open-comment", "<<" and "bad": a comment without end, a heredoc that does not start, a character
  that means nothing.

Blanks and comments have no token; they are what lies between tokens.
"""

import re

from goldsmith.diagnostics import SourceFile

_CODE = re.compile(
    r"""[ \t]*+(?:([A-Za-z_][A-Za-z0-9_-]*+)"""
    r"""|("[^"\\$%\r\n]*+")"""
    r"""|(\r?\n)"""
    r"""|((?:#|//)[^\n]*+)"""
    r"""|([=!<>]=|=>|&&|\|\||\.\.\.|::|(?!<<|/\*|\*\*)[-+*/%=<>!?:,.(){}\[\]])"""
    # All that might be one number is one token, whatever it is worth: 10.0.0.1, too.
    r"""|([0-9]++(?:\.*[0-9]++|\.*[eE][-+]?[0-9]++){0,50})"""
    r"""|(/\*(?s:.*?)\*/)"""
    r"""|("|<<|/\*|\*\*|(?s:.))"""
    r"""|(\Z))"""
)
_NAME, _STRING, _NEWLINE, _LINE_COMMENT, _OPERATOR, _NUMBER, _COMMENT, _OTHER = range(1, 9)
_KINDS = ("", "name", "string", "newline", "", "", "number")
_HEREDOC = re.compile(r"<<-?([^\W\d][\w-]*)\r?\n")
_MEANT_HEREDOC = r"""<<-?[ \t]{0,99}["']?([^\W\d][\w-]{0,99})[^\n]{0,200}\n"""
_MOST_MISSES = 20
# The runs are counted: a possessive group is broken in Python 3.11.2, and a greedy one takes memory
# for each round. `_literal` joins what the count cuts in two.
_QUOTED = re.compile(
    r"""((?:[^"\\$%\r\n]++|\\[^\r\n]|\$\$\{|%%\{|[$%](?!\{)){1,500})|([$%]\{~?)|(")"""
)
_LINE = re.compile(r"(?:[^$%\n]++|\$\$\{|%%\{|[$%](?!\{)){0,500}\n?")
_OPENER = re.compile(r"[$%]\{~?")

_BRACE, _QUOTE, _SEQUENCE, _LINES = '{"$<'
"""What the lexer may be inside of; `_LINES` is followed by the marker of the heredoc, if any."""


class Tokens:
    """The tokens of a file, side by side: kind, first character, character after the last."""

    __slots__ = ("comments", "ends", "file", "kinds", "starts")

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.kinds: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.comments: list[tuple[int, int]] = []

    def add(self, kind: str, start: int, end: int) -> None:
        """Append one token."""
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)


def lex(file: SourceFile, start: int = 0) -> Tokens:
    """The tokens of a file of bodies, or of an expression, from the character `start` on."""
    return _Lexer(file, [], start).run()


def lex_template(file: SourceFile) -> Tokens:
    """The tokens of a file that is a template as a whole."""
    return _Lexer(file, [_LINES], 0).run()


class _Lexer:
    __slots__ = ("ascii", "at", "misses", "stack", "text", "tokens")

    def __init__(self, file: SourceFile, stack: list[str], start: int) -> None:
        self.tokens = Tokens(file)
        self.text = file.text
        self.ascii = file.text.isascii()
        self.at = start or int(file.text.startswith("\ufeff"))
        self.stack = stack
        self.misses = 0

    def run(self) -> Tokens:
        tokens = self.tokens
        while not tokens.kinds or tokens.kinds[-1] != "end":
            inside = self.stack[-1] if self.stack else ""
            if inside == _QUOTE:
                self._quoted()
            elif inside.startswith(_LINES):
                self._line(inside[1:])
            else:
                self._code()
        return tokens

    def _code(self) -> None:
        """Tokens up to the start or end of a template, or the end of the file."""
        text, at = self.text, self.at
        match = _CODE.match
        add_kind = self.tokens.kinds.append
        add_start = self.tokens.starts.append
        add_end = self.tokens.ends.append
        plain = self.ascii
        while True:
            found = match(text, at)
            # The last two alternatives leave nothing that does not match.
            index: int = found.lastindex  # type: ignore[union-attr,assignment]
            start, at = found.span(index)  # type: ignore[union-attr]
            if index == _OPERATOR:
                kind = text[start:at]
                if kind in "{}" and self.stack and self._brace(kind, start, at):
                    return
            elif index == _LINE_COMMENT:
                at -= text.startswith("\r", at - 1)
                self.tokens.comments.append((start, at))
                continue
            elif index == _COMMENT:
                self.tokens.comments.append((start, at))
                continue
            elif index <= _NUMBER:
                kind = _KINDS[index]
                if not plain and index == _NAME and at < len(text) and text[at] > "\x7f":
                    at = self._end_of_name(at)
            else:
                self.at = at
                if self._other(start):
                    return
                at = self.at
                continue
            add_kind(kind)
            add_start(start)
            add_end(at)

    def _brace(self, kind: str, start: int, end: int) -> bool:
        """Keep count of braces inside a template; true if this one ended the code."""
        if kind == "{":
            self.stack.append(_BRACE)
            return False
        if self.stack.pop() == _BRACE:
            return False
        self.tokens.add("template-end", start, end)
        self.at = end
        return True

    def _other(self, start: int) -> bool:
        """Whatever is rare; true if code ends here."""
        text, end = self.text, self.at
        found = text[start:end]
        if found == "":
            self.tokens.add("end", start, end)
            return True
        if found == '"':
            self.tokens.add("string-start", start, end)
            self.stack.append(_QUOTE)
            return True
        if found == "<<":
            return self._heredoc_start(start)
        if found == "/*":
            self.at = len(text)
            self.tokens.add("open-comment", start, self.at)
        elif found == "~" and self._closes_sequence(end):
            self.stack.pop()
            self.at = end + 1
            self.tokens.add("template-end", start, self.at)
            return True
        elif found.isidentifier():
            self.at = self._end_of_name(end)
            self.tokens.add("name", start, self.at)
        else:
            self.tokens.add("bad", start, end)
        return False

    def _closes_sequence(self, at: int) -> bool:
        return bool(self.stack) and self.stack[-1] == _SEQUENCE and self.text.startswith("}", at)

    def _heredoc_start(self, start: int) -> bool:
        kind = "heredoc-start"
        found = _HEREDOC.match(self.text, start)
        if found is None:
            kind = "bad-heredoc"
            # Compiled when it is needed, which is seldom; so with other patterns that are texts.
            found = re.compile(_MEANT_HEREDOC).match(self.text, start)
        if found is None or (kind == "bad-heredoc" and not self._has_end(found)):
            self.tokens.add("<<", start, self.at)
            return False
        self.at = found.end()
        self.tokens.add(kind, start, self.at)
        self.stack.append(_LINES + found[1])
        return True

    def _has_end(self, start: re.Match[str]) -> bool:
        """Whether the end of a heredoc follows that starts badly; asked a few times at most."""
        if self.misses == _MOST_MISSES:
            return False
        end = re.compile(rf"^[ \t]*{start[1]}[ \t]*\r?\n", re.MULTILINE)
        if end.search(self.text, start.end()):
            return True
        self.misses += 1
        return False

    def _end_of_name(self, at: int) -> int:
        """Where a name ends that has gone as far as `at` and holds other letters than ASCII."""
        text = self.text
        while at < len(text) and (text[at] == "-" or f"a{text[at]}".isidentifier()):
            at += 1
        return at

    def _quoted(self) -> None:
        """One token of a quoted string."""
        start = self.at
        found = _QUOTED.match(self.text, start)
        if found is None:
            self._unclosed()
            return
        self.at = found.end()
        if found.lastindex == 1:
            self._literal(start)
        elif found.lastindex == 2:
            self.tokens.add(found[0], start, self.at)
            self.stack.append(_SEQUENCE)
        else:
            self.tokens.add("string-end", start, self.at)
            self.stack.pop()

    def _line(self, marker: str) -> None:
        """One token of a heredoc, or of a file that is a template."""
        text, start = self.text, self.at
        if marker and text.startswith("\n", start - 1):
            end = text.find("\n", start)
            line = text[start : max(start, end)]
            if line.strip() == marker:
                self.at = start + len(line.rstrip())
                self.tokens.add("heredoc-end", start, self.at)
                self.stack.pop()
                return
        opener = _OPENER.match(text, start)
        if opener:
            self.at = opener.end()
            self.tokens.add(opener[0], start, self.at)
            self.stack.append(_SEQUENCE)
        elif start < len(text):
            # Something is there and it is no opener, so the line is not empty.
            self.at = _LINE.match(text, start).end()  # type: ignore[union-attr]
            self._literal(start)
        elif marker:
            self._unclosed()
        else:
            self.tokens.add("end", start, start)

    def _literal(self, start: int) -> None:
        """A literal, or the rest of one whose line goes on."""
        tokens = self.tokens
        if tokens.kinds[-1:] == ["literal"] and self.text[start - 1] != "\n":
            tokens.ends[-1] = self.at
        else:
            tokens.add("literal", start, self.at)

    def _unclosed(self) -> None:
        """A string ends with its line, a heredoc with its file; so does all that is inside."""
        self.tokens.add("unclosed", self.at, self.at)
        if self.at == len(self.text):
            self.stack.clear()
        while self.stack and not self.stack[-1].startswith(_LINES):
            self.stack.pop()
