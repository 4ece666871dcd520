"""The key that lets SSH into a container, put there for as long as the build lasts."""

from collections.abc import Mapping
from itertools import chain, repeat

import anyio

from goldsmith.plugins.docker.container.machine import why_dead
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused
from goldsmith.record import record
from goldsmith.sdk import GoldsmithError, Run

_FIND_USER = """
user=$1 key=$2 made=$3
while IFS=: read -r name _ number group _ home _; do
  [ "$name" = "$user" ] && break
  name=
done < /etc/passwd
[ "$name" ] || exit 10
folder=$home/.ssh file=$home/.ssh/authorized_keys
others() {
  [ ! -f "$file" ] || while IFS= read -r line || [ "$line" ]; do
    [ "$line" = "$key" ] || printf '%s\\n' "$line"
  done < "$file"
}
kept=$(others; echo .)
kept=${kept%.}
"""
_ADD = f"""{_FIND_USER}
umask 077
if [ ! -d "$folder" ]; then
  mkdir -p "$folder" && chown "$number:$group" "$folder" && made=folder || exit 1
fi
if [ ! -f "$file" ]; then
  : > "$file" && chown "$number:$group" "$file" && made=${{made:-file}} || exit 1
fi
printf '%s%s\\n' "$kept" "$key" > "$file" && echo "${{made:-line}}"
"""
_REMOVE = f"""{_FIND_USER}
[ -f "$file" ] || exit 0
if [ "$kept" ] || [ "$made" = line ]; then printf %s "$kept" > "$file"; exit; fi
rm -f "$file" || exit 1
[ "$made" != folder ] || rmdir "$folder" 2>/dev/null || true
"""
_LISTENS = """
for table in /proc/net/tcp /proc/net/tcp6; do
  [ -r $table ] && while read -r _ here _ state _; do
    case $here:$state in *:PORT:0A) exit 0 ;; esac
  done < $table
done
exit 1
"""
"""Whether anything listens on a port."""
_NO_USER = 10
_WAIT_SECONDS = 30.0
_PAUSES = (0.0, 0.1, 0.1, 0.2, 0.2, 0.5)
_PAUSE = 1.0


@record
class LetIn:
    """A key that was put into a container, and what had to be made for it."""

    user: str
    key: str
    made: str


def state_of(known: LetIn) -> Mapping[str, str]:
    """As the state of a host keeps it."""
    return {"key_user": known.user, "key": known.key, "key_made": known.made}


async def let_in(run: Run, engine: Engine, container: str, port: int) -> LetIn | None:
    """Let the key of this build in; None where there is none, or it cannot be done.

    Some containers make their users and those users' keys as they start, so SSH must listen first.
    """
    key, user = run.access.public_key, run.access.username
    if not key:
        return None
    try:
        await _until_it_listens(engine, container, port, run.access.timeout_seconds)
        code, said = await _as_root(engine, container, _ADD, (user, key.strip(), ""))
    except EngineRefused as error:
        if reason := await why_dead(engine, container):
            raise GoldsmithError(reason) from error
        code, said = 1, str(error)
    if code == 0:
        return LetIn(user, key.strip(), said)
    why = f"it has no user {user}" if code == _NO_USER else said
    run.warn(f"The key of {user} could not be put into the container: {why.rstrip('.')}.")
    return None


async def _until_it_listens(engine: Engine, container: str, port: int, most: float) -> None:
    script = _LISTENS.replace("PORT", f"{port:04X}")
    with anyio.move_on_after(min(most, _WAIT_SECONDS)):
        for pause in chain(_PAUSES, repeat(_PAUSE)):
            await anyio.sleep(pause)
            if (await _as_root(engine, container, script, ()))[0] == 0:
                return


async def keep_out(engine: Engine, container: str, state: Mapping[str, str]) -> None:
    """Take the key out again that the state of a host tells of, and what was made for it."""
    if "key" not in state:
        return
    known = (state["key_user"], state["key"], state["key_made"])
    code, said = await _as_root(engine, container, _REMOVE, known)
    if code not in {0, _NO_USER}:
        raise GoldsmithError(
            f"The key that let this build in could not be taken out of the container: {said}."
        )


async def _as_root(
    engine: Engine, container: str, script: str, arguments: tuple[str, ...]
) -> tuple[int | None, str]:
    said: list[bytes] = []
    code = await engine.execute(
        container,
        ("/bin/sh", "-c", script, "sh", *arguments),
        user="0",
        on_bytes=lambda _stream, data: said.append(data),
    )
    return code, b"".join(said).decode("utf-8", "replace").strip()
