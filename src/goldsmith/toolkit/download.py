"""Images from where templates say they are: used in place, or downloaded once and checked."""

import fcntl
import hashlib
import netrc
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO

import anyio
import anyio.to_thread

from goldsmith.diagnostics import GoldsmithError
from goldsmith.record import record
from goldsmith.sdk.run import Run
from goldsmith.toolkit.checksum import (
    Checksum,
    ChecksumWrong,
    check,
    find_in_list,
    parse_checksum,
)
from goldsmith.toolkit.iso_settings import IsoSettings
from goldsmith.toolkit.web import basic, credentials_in, opener, unreachable, without_credentials

_CHUNK = 1 << 20
_ATTEMPTS = 4
_SILENCE_SECONDS = 60.0
_LARGEST_LIST = 8 << 20


class DownloadFailed(GoldsmithError):
    """A place did not give what it should."""


@record
class _Request:
    """What is to be had, and where it is kept."""

    url: str
    target: Path
    checksum: Checksum | None


async def fetch(run: Run, settings: IsoSettings) -> Path:
    """The image that the template names, checked; the first of its places that works."""
    problems: list[str] = []
    checksum = await _expected(run, settings)
    for url in settings.urls:
        try:
            return await _fetch_from(run, settings, url, checksum)
        except (DownloadFailed, ChecksumWrong) as error:
            problems.append(str(error))
            if url != settings.urls[-1]:
                run.warn(f"{error} Trying the next place.")
    raise GoldsmithError("\n".join(problems))


def local_path(url: str) -> Path | None:
    """The file that an address means, if it is one of this computer."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return Path(url).absolute()
    if scheme.lower() == "file":
        return Path(urllib.parse.unquote(rest)).absolute()
    return None


async def _fetch_from(run: Run, settings: IsoSettings, url: str, checksum: Checksum | None) -> Path:
    path = local_path(url)
    if path is not None:
        if not path.is_file():
            raise DownloadFailed(f"There is no file {path}, which iso_url names.")
        if checksum is not None:
            await check(run, path, checksum)
        return path
    if urllib.parse.urlsplit(url).scheme.lower() not in {"http", "https"}:
        raise GoldsmithError(
            f"Images cannot be fetched from {url}: only paths, file://, http:// and https:// can."
        )
    target = target_of(run.cache_directory, settings, url)
    request = _Request(url, target, checksum)
    target.parent.mkdir(parents=True, exist_ok=True)
    async with _only_one(run, target) as partial:
        if await _is_there(run, request):
            run.say(f"Using {target}, which was downloaded before.")
        else:
            async with run.step(f"Downloading {without_credentials(url)}"):
                await _download(run, request, partial)
    return target


def target_of(cache: Path, settings: IsoSettings, url: str) -> Path:
    """Where a download is kept."""
    known_by = url if settings.iso_checksum in {"", "none"} else settings.iso_checksum
    name = hashlib.sha1(known_by.encode(), usedforsecurity=False).hexdigest()
    file = f"{name}.{settings.iso_target_extension.lstrip('.') or 'iso'}"
    if not settings.iso_target_path:
        return cache / file
    given = Path(settings.iso_target_path).absolute()
    return given if given.suffix else given / file


async def _expected(run: Run, settings: IsoSettings) -> Checksum | None:
    written = settings.iso_checksum
    kind, _, place = written.partition(":")
    if written in {"", "none"}:
        return None
    if kind != "file":
        return parse_checksum(written)
    name = Path(urllib.parse.urlsplit(settings.urls[0]).path).name
    path = local_path(place)
    text = await _read_remote(place) if path is None else _read_local(path)
    found = find_in_list(text, name)
    shown = place if path is not None else without_credentials(place)
    if found is None:
        raise GoldsmithError(f"{shown} has no checksum of {name}.")
    run.debug_log(f"{shown} has {found} for {name}.")
    return found


def _read_local(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError as error:
        raise GoldsmithError(f"{path} cannot be read: {error.strerror}.") from error


async def _read_remote(url: str) -> str:
    def read() -> bytes:
        with _open(url, 0) as response:
            return response.read(_LARGEST_LIST)

    return (await anyio.to_thread.run_sync(read)).decode("utf-8", "replace")


async def _is_there(run: Run, request: _Request) -> bool:
    """Whether an earlier download can be used; one that is wrong is thrown away."""
    if not request.target.exists():
        return False
    if request.checksum is None:
        return True
    try:
        await check(run, request.target, request.checksum)
    except ChecksumWrong as error:
        run.warn(f"{error} Downloading it again.")
        request.target.unlink()
        return False
    return True


async def _download(run: Run, request: _Request, partial: BinaryIO) -> None:
    """Download to `partial`, again from where it broke off, then give it its name."""
    # Without a checksum nothing would show that the halves of two different files were joined.
    if request.checksum is None:
        partial.truncate(0)
    resumed = os.fstat(partial.fileno()).st_size > 0
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            await _receive(run, request.url, partial)
            break
        except DownloadFailed as error:
            if attempt == _ATTEMPTS or isinstance(error, Refused):
                raise
            run.warn(f"{error} Going on from there.")
            await anyio.sleep(2.0 ** (attempt - 2))
    path = Path(partial.name)
    if request.checksum is not None:
        try:
            await check(run, path, request.checksum)
        except ChecksumWrong:
            partial.truncate(0)
            if not resumed:
                raise
            run.warn("What was there of an earlier download did not fit. Downloading it all.")
            await _receive(run, request.url, partial)
            await _check_or_empty(run, path, request.checksum, partial)
    path.replace(request.target)  # noqa: ASYNC240 - one short call


async def _check_or_empty(run: Run, path: Path, checksum: Checksum, partial: BinaryIO) -> None:
    try:
        await check(run, path, checksum)
    except ChecksumWrong:
        partial.truncate(0)
        raise


async def _receive(run: Run, url: str, partial: BinaryIO) -> None:
    """Append what is missing of `url` to `partial`."""
    begin = os.fstat(partial.fileno()).st_size
    response = await anyio.to_thread.run_sync(_open, url, begin)
    try:
        if response.status != 206 and begin:
            partial.truncate(0)
            begin = 0
        length = response.headers.get("Content-Length")
        total = None if length is None else begin + int(length)
        with run.progress(
            f"Downloading {Path(urllib.parse.urlsplit(url).path).name}", total
        ) as bar:
            bar.advance(begin)
            done = begin
            while chunk := await anyio.to_thread.run_sync(_read, response, url):
                _append(partial, chunk)
                bar.advance(len(chunk))
                done += len(chunk)
        if total is not None and done < total:
            where = without_credentials(url)
            raise DownloadFailed(f"{where} broke off after {done} of {total} bytes.")
    finally:
        response.close()


class Refused(DownloadFailed):
    """The server said no, and would say so again."""


def _open(url: str, begin: int) -> HTTPResponse:
    headers = {"User-Agent": "goldsmith", "Accept-Encoding": "identity"}
    if begin:
        headers["Range"] = f"bytes={begin}-"
    headers.update(_credentials(url))
    shown = without_credentials(url)
    request = urllib.request.Request(shown, headers=headers)  # noqa: S310 - the scheme was checked
    try:
        # The library's stub leaves the type of the answer open; for http it is this one.
        response: HTTPResponse = opener().open(request, timeout=_SILENCE_SECONDS)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 416:  # there is nothing after `begin`: it is all here
                return _open(url, 0)
        text = f"{shown} answered {error.code} {error.reason}."
        raise (Refused(text) if error.code < 500 else DownloadFailed(text)) from error
    except (OSError, HTTPException) as error:
        raise DownloadFailed(unreachable(shown, error)) from error
    return response


def _read(response: HTTPResponse, url: str) -> bytes:
    try:
        return response.read(_CHUNK)
    except (OSError, HTTPException) as error:
        raise DownloadFailed(f"{without_credentials(url)} broke off: {error}.") from error


def _append(partial: BinaryIO, chunk: bytes) -> None:
    try:
        partial.write(chunk)
        partial.flush()
    except OSError as error:
        raise GoldsmithError(f"{partial.name} cannot be written: {error.strerror}.") from error


def _credentials(url: str) -> Mapping[str, str]:
    """What the address itself or the user's netrc file says of the server."""
    written = credentials_in(url)
    if written:
        return written
    host = urllib.parse.urlsplit(url).hostname or ""
    file = os.environ.get("NETRC") or str(Path.home() / ".netrc")
    try:
        found = netrc.netrc(file).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        return {}
    if found is None:
        return {}
    login, _, password = found
    return basic(login, password)


@asynccontextmanager
async def _only_one(run: Run, target: Path) -> AsyncIterator[BinaryIO]:
    """The unfinished download, locked: whoever comes later waits, and finds it finished."""
    path = target.with_name(f"{target.name}.part")
    told = False
    pause = 0.01
    while True:
        partial = path.open("ab")
        try:
            fcntl.flock(partial, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(partial, path):
                break
        except BlockingIOError:
            if not told:
                run.say(f"Waiting for another build that downloads {target.name}.")
                told = True
        partial.close()
        await anyio.sleep(pause)
        pause = min(pause * 2, 1.0)
    try:
        yield partial
    finally:
        if _is_at(partial, path) and os.fstat(partial.fileno()).st_size == 0:
            path.unlink()
        partial.close()


def _is_at(file: BinaryIO, path: Path) -> bool:
    """Whether `path` still names that very file; whoever finished it gave it another name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
