"""The completion script for bash, from 3.2 on; it needs no other package."""

from collections.abc import Iterable, Iterator
from shlex import quote

from goldsmith.cli.completion_table import CommandTable, Values

_SCRIPT = r"""# Completes command lines of goldsmith in bash; made by `goldsmith completion bash`.

__goldsmith_commands() {
    case "$1" in
@commands@
    esac
}

__goldsmith_flags() {
    case "$1" in
@flags@
    esac
}

# What may follow a flag (-NAME) of a command, or a command as its argument.
__goldsmith_values() {
    case "$1" in
@values@
    esac
}

__goldsmith_reply() {
    local word
    while IFS= read -r word; do
        [ -n "$word" ] && COMPREPLY+=("$word")
    done
}

__goldsmith_files() {
    local suffix name
    compopt -o filenames 2>/dev/null
    __goldsmith_reply < <(compgen -d -- "$1")
    while IFS= read -r name; do
        for suffix in $2; do
            case "$name" in
            *"$suffix") [ -d "$name" ] || COMPREPLY+=("$name") ;;
            esac
        done
    done < <(compgen -f -- "$1")
}

# The last word of the line that is a file or folder and no value of a flag.
__goldsmith_template() {
    local index word found=''
    for ((index = 1; index < ${#COMP_WORDS[@]}; index++)); do
        word=${COMP_WORDS[index]}
        case "${COMP_WORDS[index - 1]}" in
        = | -var-file) continue ;;
        esac
        [ "$index" != "$COMP_CWORD" ] && [ -e "$word" ] && found=$word
    done
    printf '%s\n' "$found"
}

__goldsmith_complete() {
    local program=$1 current=$2 kind=$3 before='' name
    shift 3
    case "$kind" in
    words) __goldsmith_reply < <(compgen -W "$*" -- "$current") ;;
    files) __goldsmith_files "$current" "$*" ;;
    any) compopt -o filenames 2>/dev/null; __goldsmith_reply < <(compgen -f -- "$current") ;;
    names | lists)
        if [ "$kind" = lists ]; then
            case "$current" in *,*) before=${current%,*}, ;; esac
        fi
        compopt -o nospace 2>/dev/null
        local about
        about=$(__goldsmith_template)
        [ "$1" = explain ] && about=$current
        while IFS= read -r name; do
            case "$before$name" in
            "$current"*) COMPREPLY+=("$before$name") ;;
            esac
        done < <("$program" completion "$1" "$about" 2>/dev/null)
        # More may follow a name in a list, and something must follow VARIABLE=.
        case "$kind ${COMPREPLY[*]}" in
        lists* | *=) ;;
        *) compopt +o nospace 2>/dev/null ;;
        esac
        ;;
    esac
}

_goldsmith() {
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} previous='' command='' flag='' index word
    COMPREPLY=()
    [ "$COMP_CWORD" -gt 0 ] && previous=${COMP_WORDS[COMP_CWORD - 1]}
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        case "$word" in -*) continue ;; esac
        if [ -z "$(__goldsmith_commands "$command")" ]; then break; fi
        command=${command:+$command }$word
    done
    # Bash makes three words of -flag=value.
    if [ "$current" = = ]; then
        flag=$previous current=''
    elif [ "$previous" = = ] && [ "$COMP_CWORD" -gt 1 ]; then
        flag=${COMP_WORDS[COMP_CWORD - 2]}
    else
        flag=$previous
    fi
    flag=${flag/#--/-}
    local values=
    case "$flag" in -*) values=$(__goldsmith_values "$command $flag") ;; esac
    if [ -n "$values" ]; then
        # shellcheck disable=SC2086
        __goldsmith_complete "$program" "$current" $values
        return
    fi
    if [ -n "$(__goldsmith_commands "$command")" ]; then
        __goldsmith_reply < <(compgen -W "$(__goldsmith_commands "$command")" -- "$current")
        return
    fi
    case "$current" in
    -*)
        __goldsmith_reply < <(compgen -W "$(__goldsmith_flags "$command")" -- "$current")
        case "${COMPREPLY[*]}" in *=) compopt -o nospace 2>/dev/null ;; esac
        ;;
    *)
        values=$(__goldsmith_values "$command")
        # shellcheck disable=SC2086
        [ -z "$values" ] || __goldsmith_complete "$program" "$current" $values
        ;;
    esac
}

complete -F _goldsmith goldsmith
"""


def script(commands: Iterable[CommandTable]) -> str:
    """The whole script."""
    every = tuple(commands)
    return (
        _SCRIPT.replace("@commands@", "\n".join(_commands(every)))
        .replace("@flags@", "\n".join(_flags(every)))
        .replace("@values@", "\n".join(_values(every)))
    )


def _commands(every: Iterable[CommandTable]) -> Iterator[str]:
    groups: dict[str, list[str]] = {"": []}
    for one in every:
        first, _, second = one.name.partition(" ")
        if first not in groups[""]:
            groups[""].append(first)
        if second:
            groups.setdefault(first, []).append(second)
    for name, members in groups.items():
        yield f"    {quote(name)}) echo {' '.join(members)} ;;"


def _flags(every: Iterable[CommandTable]) -> Iterator[str]:
    for one in every:
        names = (f"-{flag.name}{'=' if flag.values else ''}" for flag in one.flags)
        yield f"    {quote(one.name)}) echo {quote(' '.join(names))} ;;"


def _values(every: Iterable[CommandTable]) -> Iterator[str]:
    for one in every:
        for flag in one.flags:
            if flag.values is not None:
                yield f"    {quote(f'{one.name} -{flag.name}')}) echo {_kind(flag.values)} ;;"
        if _kind(one.values) != _NOTHING:
            yield f"    {quote(one.name)}) echo {_kind(one.values)} ;;"


_NOTHING = "nothing"


def _kind(values: Values) -> str:
    if values.words:
        return f"words {' '.join(values.words)}"
    if values.suffixes:
        return f"files {' '.join(values.suffixes)}"
    if values.any_file:
        return "any"
    if values.listing:
        return f"{'lists' if values.many else 'names'} {values.listing}"
    return _NOTHING
