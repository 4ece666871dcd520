"""The completion script for fish."""

from collections.abc import Iterable, Iterator

from goldsmith.cli.completion_table import CommandTable, Values

_SCRIPT = r"""# Completes command lines of goldsmith in fish; made by `goldsmith completion fish`.

# The words of the command so far, without flags and what is being typed.
function __goldsmith_words
    set -l words (commandline -opc)
    for word in $words[2..]
        string match -q -- '-*' $word; or echo $word
    end
end

# Whether nothing but some words of a command is there.
function __goldsmith_at
    test "$(string join ' ' -- (__goldsmith_words))" = "$argv"
end

# Whether the command line is one of a certain command.
function __goldsmith_in
    set -l wanted (string split ' ' -- $argv)
    set -l words (__goldsmith_words)
    test "$words[1..$(count $wanted)]" = "$wanted"
end

# The last word of the line that is a file or folder and no value of a flag.
function __goldsmith_template
    set -l found
    set -l before
    for word in (commandline -o)[2..]
        if test -e "$word"; and not string match -q -- '-*var-file' "$before"
            set found $word
        end
        set before $word
    end
    echo $found
end

# The value that is being typed, also behind -flag=.
function __goldsmith_value
    commandline -ct | string replace -r -- '^--?[^=]*=' ''
end

# Names that goldsmith lists: what for, and whether several may stand there.
function __goldsmith_names
    set -l value (__goldsmith_value)
    set -l about (__goldsmith_template)
    test "$argv[1]" = explain; and set about $value
    set -l before (string match -r -- '^.*,' "$value"); or set before ''
    test "$argv[2]" = many; or set before ''
    set -l program (commandline -opc)[1]
    for name in ($program completion $argv[1] "$about" 2>/dev/null)
        echo $before$name
    end
end

# Folders, and files whose names end in one of some suffixes.
function __goldsmith_files
    set -l value (__goldsmith_value)
    complete -C "'' $(string escape -n -- $value)" | string match -r -- "^.*(?:/|$argv[1])\$"
end

complete -c goldsmith -f
"""


def script(commands: Iterable[CommandTable]) -> str:
    """The whole script."""
    return _SCRIPT + "".join(f"{line}\n" for line in _lines(tuple(commands)))


def _lines(every: Iterable[CommandTable]) -> Iterator[str]:
    groups: dict[str, None] = {}
    for one in every:
        first, _, second = one.name.partition(" ")
        if second:
            if first not in groups:
                yield _line("__goldsmith_at", f"-a {first} -d {_quoted(f'{first} …')}")
            groups[first] = None
            yield _line(f"__goldsmith_at {first}", f"-a {second} -d {_quoted(one.summary)}")
        else:
            yield _line("__goldsmith_at", f"-a {first} -d {_quoted(one.summary)}")
    for one in every:
        condition = f"__goldsmith_in {one.name}"
        for flag in one.flags:
            taking = "" if flag.values is None else f" -x{_action(flag.values)}"
            yield _line(condition, f"-o {flag.name}{taking} -d {_quoted(flag.summary)}")
        if _action(one.values):
            yield _line(condition, _action(one.values).strip())


def _line(condition: str, what: str) -> str:
    return f"complete -c goldsmith -n {_quoted(condition)} {what}"


def _action(values: Values) -> str:
    """The option that offers values; empty where there is nothing to offer."""
    if values.words:
        return f" -a {_quoted(' '.join(values.words))}"
    if values.is_file:
        some = "|".join(suffix.replace(".", r"\.") for suffix in values.suffixes)
        return f" -a {_quoted(f'(__goldsmith_files {_quoted(some)})')}"
    if values.listing:
        some = "many" if values.many else "one"
        return f" -a {_quoted(f'(__goldsmith_names {values.listing} {some})')}"
    return ""


def _quoted(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{quoted}'"
