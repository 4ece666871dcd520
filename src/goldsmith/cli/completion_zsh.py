"""The completion script for zsh."""

from collections.abc import Iterable, Iterator

from goldsmith.cli.completion_table import CommandTable, FlagTable, Values

_SCRIPT = r"""#compdef goldsmith
# Completes command lines of goldsmith in zsh; made by `goldsmith completion zsh`.

# The last word of the line that is a file or folder and no value of a flag.
__goldsmith_template() {
    local index found=
    for ((index = 2; index <= ${#words}; index++)); do
        [[ $words[index-1] = -*var-file ]] && continue
        ((index != CURRENT)) && [[ -e ${(Q)words[index]} ]] && found=${(Q)words[index]}
    done
    print -r -- "$found"
}

# Names that goldsmith lists: what for, and whether several may stand there.
__goldsmith_names() {
    local about="$(__goldsmith_template)"
    local -a names
    [[ $2 = many ]] && compset -P '*,'
    [[ $1 = explain ]] && about=$PREFIX
    names=(${(f)"$(${(Q)words[1]} completion $1 "$about" 2>/dev/null)"})
    if [[ $1 = var || $2 = many ]]; then
        compadd -S '' -a names
    else
        compadd -a names
    fi
}

__goldsmith_value() {
    case "$1" in
@values@
    *) return 1 ;;
    esac
}

__goldsmith_flags() {
    local -a switches takers
    case "$1" in
@flags@
    esac
    _describe -V flag switches -- takers -S '='
}

_goldsmith() {
    local index command= flag= word
    local -A groups=(@groups@)
    for ((index = 2; index < CURRENT; index++)); do
        word=$words[index]
        [[ $word = -* ]] && continue
        [[ -z $command || -n $groups[$command] ]] || break
        command=${command:+$command }$word
    done
    if [[ $words[CURRENT] = -*=* ]]; then
        flag=${words[CURRENT]%%=*}
        compset -P 1 '*='
        __goldsmith_value "$command ${flag/#--/-}"
        return
    fi
    flag=$words[CURRENT-1]
    if [[ $flag = -* && $flag != *=* ]] && ((CURRENT > 2)); then
        __goldsmith_value "$command ${flag/#--/-}" && return
    fi
    case "$command" in
@commands@
    esac
    if [[ $PREFIX = -* ]]; then
        __goldsmith_flags "$command"
        return
    fi
    __goldsmith_value "$command"
}

if [[ $funcstack[1] = _goldsmith ]]; then
    _goldsmith "$@"
else
    compdef _goldsmith goldsmith
fi
"""


def script(commands: Iterable[CommandTable]) -> str:
    """The whole script."""
    every = tuple(commands)
    groups = dict.fromkeys(one.name.partition(" ")[0] for one in every if " " in one.name)
    return (
        _SCRIPT.replace("@values@", "\n".join(_values(every)))
        .replace("@flags@", "\n".join(_flags(every)))
        .replace("@commands@", "\n".join(_commands(every)))
        .replace("@groups@", " ".join(f"{name} yes" for name in groups))
    )


def _commands(every: Iterable[CommandTable]) -> Iterator[str]:
    groups: dict[str, dict[str, str]] = {"": {}}
    for one in every:
        first, _, second = one.name.partition(" ")
        groups[""].setdefault(first, f"{first} …" if second else one.summary)
        if second:
            groups.setdefault(first, {})[second] = one.summary
    for name, members in groups.items():
        listed = " ".join(_described(word, what) for word, what in members.items())
        yield f"    {_quoted(name)})"
        yield f"        local -a commands=({listed})"
        yield "        _describe -V command commands"
        yield "        return ;;"


def _flags(every: Iterable[CommandTable]) -> Iterator[str]:
    for one in every:
        yield f"    {_quoted(one.name)})"
        yield f"        switches=({_some(one.flags, taking=False)})"
        yield f"        takers=({_some(one.flags, taking=True)}) ;;"


def _some(flags: Iterable[FlagTable], *, taking: bool) -> str:
    return " ".join(
        _described(f"-{flag.name}", flag.summary)
        for flag in flags
        if (flag.values is not None) is taking
    )


def _values(every: Iterable[CommandTable]) -> Iterator[str]:
    for one in every:
        for flag in one.flags:
            if flag.values is not None:
                yield f"    {_quoted(f'{one.name} -{flag.name}')}) {_action(flag.values)} ;;"
        yield f"    {_quoted(one.name)}) {_action(one.values)} ;;"


def _action(values: Values) -> str:
    if values.words:
        return f"compadd -- {' '.join(values.words)}"
    if values.suffixes:
        some = "|".join(suffix.removeprefix(".") for suffix in values.suffixes)
        return f"_files -g '*.({some})(-.)'"
    if values.any_file:
        return "_files"
    if values.listing:
        return f"__goldsmith_names {values.listing} {'many' if values.many else 'one'}"
    return "return 0"


def _described(word: str, what: str) -> str:
    escaped = word.replace(":", "\\:")
    return _quoted(f"{escaped}:{what}")


def _quoted(text: str) -> str:
    quoted = text.replace("'", "'\\''")
    return f"'{quoted}'"
