"""Images from paths and servers: used in place, downloaded once, resumed, and checked."""

import threading
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import anyio
import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.sdk.testing import FakeRun
from goldsmith.toolkit.download import fetch, target_of
from goldsmith.toolkit.iso_settings import IsoSettings

CONTENT = bytes(range(256)) * 5000
SUM = sha256(CONTENT).hexdigest()


class Server:
    """Serves `files`; the first answers break off as `cuts` says."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {"/disk.iso": CONTENT}
        self.requests: list[tuple[str, str]] = []
        self.cuts: list[int] = []
        self.authorizations: list[str] = []
        self.redirects: dict[str, str] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range", "")
        self.requests.append((request.path, asked))
        self.authorizations.append(request.headers.get("Authorization", ""))
        if request.path in self.redirects:
            request.send_response(302)
            request.send_header("Location", self.redirects[request.path])
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        content = self.files.get(request.path)
        if content is None:
            request.send_error(404)
            return
        begin = int(asked.removeprefix("bytes=").removesuffix("-") or 0)
        request.send_response(206 if asked else 200)
        request.send_header("Content-Length", str(len(content) - begin))
        request.end_headers()
        cut = self.cuts.pop(0) if self.cuts else len(content)
        request.wfile.write(content[begin:][:cut])

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


@pytest.fixture
def run(tmp_path: Path) -> FakeRun:
    cache = tmp_path / "cache"
    cache.mkdir()
    return FakeRun(cache_directory=cache)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("scheme", ["", "file://"])
async def test_a_local_image_is_used_where_it_lies(
    scheme: str, run: FakeRun, tmp_path: Path
) -> None:
    image = tmp_path / "disk.iso"
    image.write_bytes(CONTENT)

    path = await fetch(run, IsoSettings(iso_url=f"{scheme}{image}", iso_checksum=SUM))

    assert path == image
    assert names_in(run.cache_directory) == []


async def test_a_local_image_that_is_not_what_it_should_be_is_refused(
    run: FakeRun, tmp_path: Path
) -> None:
    image = tmp_path / "disk.iso"
    image.write_bytes(b"something else")

    with pytest.raises(GoldsmithError, match=f"the template expects {SUM}"):
        await fetch(run, IsoSettings(iso_url=str(image), iso_checksum=f"sha256:{SUM}"))
    assert image.exists()


async def test_an_image_that_is_not_there_is_named(run: FakeRun) -> None:
    with pytest.raises(GoldsmithError, match="There is no file /no/such/disk"):
        await fetch(run, IsoSettings(iso_url="/no/such/disk", iso_checksum="none"))


async def test_a_download_is_kept_checked_and_not_repeated(run: FakeRun, server: Server) -> None:
    settings = IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM)

    first = await fetch(run, settings)
    second = await fetch(run, settings)

    assert first == second == target_of(run.cache_directory, settings, settings.iso_url)
    assert first.read_bytes() == CONTENT
    assert len(server.requests) == 1
    assert names_in(run.cache_directory) == [first.name]


async def test_a_kept_download_that_has_changed_is_fetched_again(
    run: FakeRun, server: Server
) -> None:
    settings = IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM)
    path = await fetch(run, settings)
    path.write_bytes(b"spoilt")

    await fetch(run, settings)

    assert path.read_bytes() == CONTENT


async def test_a_download_that_breaks_off_goes_on_from_there(run: FakeRun, server: Server) -> None:
    server.cuts = [100_000, 300_000]

    path = await fetch(run, IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM))

    assert path.read_bytes() == CONTENT
    assert server.requests == [
        ("/disk.iso", ""),
        ("/disk.iso", "bytes=100000-"),
        ("/disk.iso", "bytes=400000-"),
    ]


async def test_what_an_earlier_run_left_is_only_trusted_if_the_whole_fits(
    run: FakeRun, server: Server
) -> None:
    settings = IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM)
    target = target_of(run.cache_directory, settings, settings.iso_url)
    target.with_name(f"{target.name}.part").write_bytes(b"of another file")

    path = await fetch(run, settings)

    assert path.read_bytes() == CONTENT
    assert len(server.requests) == 2


async def test_a_wrong_download_leaves_nothing(run: FakeRun, server: Server) -> None:
    server.files["/disk.iso"] = b"something else"

    with pytest.raises(GoldsmithError, match=f"the template expects {SUM}"):
        await fetch(run, IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM))
    assert names_in(run.cache_directory) == []


async def test_the_next_place_is_tried_when_one_has_it_not(run: FakeRun, server: Server) -> None:
    urls = (server.url("/gone.iso"), server.url("/disk.iso"))

    path = await fetch(run, IsoSettings(iso_urls=urls, iso_checksum=SUM))

    assert path.read_bytes() == CONTENT
    assert "404" in run.warnings[0]


async def test_when_no_place_has_it_each_is_named(run: FakeRun, server: Server) -> None:
    urls = (server.url("/gone.iso"), server.url("/lost.iso"))

    with pytest.raises(
        GoldsmithError, match=r"gone\.iso answered 404(.|\n)*lost\.iso answered 404"
    ):
        await fetch(run, IsoSettings(iso_urls=urls, iso_checksum=SUM))


async def test_the_checksum_may_stand_in_a_list_on_the_server(run: FakeRun, server: Server) -> None:
    server.files["/SUMS"] = f"{'0' * 64}  other.iso\n{SUM}  disk.iso\n".encode()
    settings = IsoSettings(
        iso_url=server.url("/disk.iso"), iso_checksum=f"file:{server.url('/SUMS')}"
    )

    assert (await fetch(run, settings)).read_bytes() == CONTENT


async def test_a_list_without_the_image_is_named(run: FakeRun, tmp_path: Path) -> None:
    sums = tmp_path / "SUMS"
    sums.write_text(f"{SUM}  other.iso\n")

    with pytest.raises(GoldsmithError, match=r"SUMS has no checksum of disk\.iso"):
        await fetch(run, IsoSettings(iso_url="disk.iso", iso_checksum=f"file:{sums}"))


async def test_two_builds_that_want_the_same_image_download_it_once(
    run: FakeRun, server: Server
) -> None:
    settings = IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM)

    async with anyio.create_task_group() as builds:
        for _ in range(4):
            builds.start_soon(fetch, run, settings)

    assert len(server.requests) == 1


async def test_a_download_can_be_kept_elsewhere(
    run: FakeRun, server: Server, tmp_path: Path
) -> None:
    url = server.url("/disk.iso")
    file = tmp_path / "here" / "debian.iso"
    folder = tmp_path / "folder"

    as_file = await fetch(
        run, IsoSettings(iso_url=url, iso_checksum=SUM, iso_target_path=str(file))
    )
    in_folder = await fetch(
        run,
        IsoSettings(
            iso_url=url,
            iso_checksum=SUM,
            iso_target_path=str(folder),
            iso_target_extension="qcow2",
        ),
    )

    assert as_file == file
    assert in_folder.parent == folder
    assert in_folder.suffix == ".qcow2"


async def test_other_kinds_of_addresses_are_refused(run: FakeRun) -> None:
    with pytest.raises(GoldsmithError, match="ftp://example"):
        await fetch(run, IsoSettings(iso_url="ftp://example.com/a.iso", iso_checksum="none"))


async def test_the_users_netrc_lets_him_in(
    run: FakeRun, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    answer = server.answer

    def note(request: BaseHTTPRequestHandler) -> None:
        seen.append(request.headers.get("Authorization", ""))
        answer(request)

    monkeypatch.setattr(server, "answer", note)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    await fetch(run, IsoSettings(iso_url=server.url("/disk.iso"), iso_checksum=SUM))

    assert seen == ["Basic bWU6c2VjcmV0"]


async def test_a_password_in_an_address_is_given_to_its_server_and_shown_to_nobody(
    server: Server, run: FakeRun
) -> None:
    url = server.url("/disk.iso").replace("//", "//jo:s3cret@")
    gone = server.url("/gone.iso").replace("//", "//jo:s3cret@")

    await fetch(run, IsoSettings(iso_url=url, iso_checksum=SUM))
    with pytest.raises(GoldsmithError, match="answered 404") as refusal:
        await fetch(run, IsoSettings(iso_url=gone, iso_checksum="none"))

    assert set(server.authorizations) == {f"Basic {b64encode(b'jo:s3cret').decode()}"}
    assert "s3cret" not in f"{refusal.value}{run.steps}{run.said}{run.warnings}{run.debug_lines}"


async def test_credentials_are_not_passed_on_to_another_server(
    server: Server, run: FakeRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine localhost login jo password s3cret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.redirects["/moved.iso"] = server.url("/disk.iso")
    url = server.url("/moved.iso").replace("127.0.0.1", "localhost")

    await fetch(run, IsoSettings(iso_url=url, iso_checksum=SUM))

    assert server.authorizations == [f"Basic {b64encode(b'jo:s3cret').decode()}", ""]


async def test_a_redirect_to_a_local_file_is_not_followed(server: Server, run: FakeRun) -> None:
    server.redirects["/moved.iso"] = "file:///etc/passwd"

    with pytest.raises(GoldsmithError, match=r"moved\.iso"):
        await fetch(run, IsoSettings(iso_url=server.url("/moved.iso"), iso_checksum="none"))
