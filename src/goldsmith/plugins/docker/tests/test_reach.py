"""Ways to an engine: those of Docker's own client."""

import datetime
import http.server
import ipaddress
import json
import os
import socketserver
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import anyio
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from tests.engines.answering import closed_port
from tests.engines.docker import IMAGE, Docker, docker

from goldsmith.plugins.docker.builder.boot import boot
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.container.containers import CONTAINER, ContainerHandle
from goldsmith.plugins.docker.engine.client import connect
from goldsmith.record import record
from goldsmith.sdk import Access, GoldsmithError
from goldsmith.sdk.testing import FakeRun

pytestmark = [pytest.mark.anyio, pytest.mark.engine("docker")]

VARIABLES = (
    *("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_TLS"),
    "DOCKER_API_VERSION",
)


@record
class TlsEngine:
    """An engine that lets in only who has a certificate."""

    engine: Docker
    url: str
    certificates: Path


@pytest.fixture(scope="module")
def tls_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsEngine]:
    folder = tmp_path_factory.mktemp("tls")
    make_certificates(folder)
    url = f"tcp://127.0.0.1:{closed_port()}"
    options = (
        *("--host", url, "--tlsverify", "--tlscacert", f"{folder}/ca.pem"),
        *("--tlscert", f"{folder}/server.pem", "--tlskey", f"{folder}/server-key.pem"),
    )
    with docker(*options, has_base=False) as engine:
        engine.busybox_image("busybox:1")
        yield TlsEngine(engine, url, folder)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Docker's client, empty, in an environment that says nothing else."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "client"
    folder.mkdir()
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    return folder


def make_certificates(folder: Path) -> None:
    """An authority, a server on loopback and a client, as an engine takes them."""
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    for name, usage in (
        ("ca", None),
        ("server", ExtendedKeyUsageOID.SERVER_AUTH),
        ("cert", ExtendedKeyUsageOID.CLIENT_AUTH),
    ):
        key = authority if usage is None else ec.generate_private_key(ec.SECP256R1())
        subject = (
            issuer if usage is None else x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        )
        now = datetime.datetime.now(datetime.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(hours=1))
            .add_extension(x509.BasicConstraints(ca=usage is None, path_length=None), critical=True)
        )
        if usage is not None:
            loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
            made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            made = made.add_extension(x509.SubjectAlternativeName([loopback]), critical=False)
        certificate = made.sign(authority, hashes.SHA256())
        (folder / f"{name}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_name = "key" if name == "cert" else f"{name}-key"
        (folder / f"{key_name}.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def add_context(client: Path, name: str, url: str, certificates: Path | None = None) -> None:
    """What `docker context create` writes."""
    number = sha256(name.encode()).hexdigest()
    meta = client / "contexts" / "meta" / number
    meta.mkdir(parents=True)
    endpoint = {"Host": url, "SkipTLSVerify": False}
    (meta / "meta.json").write_text(
        json.dumps({"Name": name, "Metadata": {}, "Endpoints": {"docker": endpoint}})
    )
    if certificates is not None:
        tls = client / "contexts" / "tls" / number / "docker"
        tls.mkdir(parents=True)
        for one in ("ca", "cert", "key"):
            (tls / f"{one}.pem").write_bytes((certificates / f"{one}.pem").read_bytes())


async def place_found() -> str:
    engine = await connect()
    await engine.close()
    return engine.place


async def test_an_engine_behind_tls_is_reached_with_the_certificates_of_the_environment(
    tls_engine: TlsEngine, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", tls_engine.url)
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.certificates))

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(DockerSettings(image="busybox:1", pull=False, discard=True), run)
        assert host.machine is not None
        await host.machine.upload_bytes(b"sent", "/tmp/file")
        result = await host.machine.execute("cat /tmp/file -", stdin=b" and typed")

    assert result.tail == ("sent and typed",)
    assert tls_engine.engine.run("ps", "-aq") == ""


async def test_much_input_and_output_pass_through_tls_at_the_same_time(
    tls_engine: TlsEngine, client: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", tls_engine.url)
    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.certificates))
    lines: list[str] = []
    (tmp_path / "file").write_bytes(bytes(20 << 20))

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(DockerSettings(image="busybox:1", pull=False, discard=True), run)
        assert host.machine is not None
        with anyio.fail_after(60):
            result = await host.machine.execute(
                "cat",
                stdin=(b"x" * 99 + b"\n") * 100_000,
                on_line=lambda _stream, line: lines.append(line),
            )
            unread = await host.machine.execute("true", stdin=bytes(10 << 20))
            with anyio.move_on_after(1) as scope:
                await host.machine.execute("cat /dev/zero; sleep 4711")
            await host.machine.upload(tmp_path / "file", "/tmp/file")
            await host.machine.download("/tmp/file", tmp_path / "back")

    assert (result.exit_code, unread.exit_code) == (0, 0)
    assert lines == ["x" * 99] * 100_000
    assert scope.cancelled_caught
    assert (tmp_path / "back").read_bytes() == bytes(20 << 20)


async def test_an_engine_behind_tls_is_reached_without_checking_it_where_that_is_wanted(
    tls_engine: TlsEngine, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", tls_engine.url)
    monkeypatch.setenv("DOCKER_CERT_PATH", str(tls_engine.certificates))

    assert await place_found() == tls_engine.url


async def test_whoever_has_no_certificate_is_told_so(
    tls_engine: TlsEngine, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", tls_engine.url)
    with pytest.raises(GoldsmithError, match="No Docker engine answers"):
        await place_found()

    monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
    with pytest.raises(GoldsmithError, match=r"has no ca\.pem.*Set DOCKER_CERT_PATH"):
        await place_found()

    make_certificates(client)  # of another authority
    with pytest.raises(GoldsmithError, match=r"certificate verify failed"):
        await place_found()


async def test_the_context_in_use_leads_to_its_engine_and_a_sweep_finds_the_way_again(
    tls_engine: TlsEngine, client: Path
) -> None:
    add_context(client, "far", tls_engine.url, tls_engine.certificates)
    (client / "config.json").write_text(json.dumps({"currentContext": "far"}))
    container = tls_engine.engine.run("run", "-dit", "busybox:1")

    place = await place_found()
    (client / "config.json").unlink()
    await CONTAINER.release(ContainerHandle(container, place))

    assert tls_engine.engine.run("ps", "-aq") == ""


async def test_docker_host_comes_before_docker_context_and_that_before_the_context_in_use(
    docker_engine: Docker, client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = []
    for name in ("one", "two", "three"):
        link = tmp_path / f"{name}.sock"
        link.symlink_to(docker_engine.socket)
        links.append(f"unix://{link}")
        add_context(client, name, links[-1])

    (client / "config.json").write_text(json.dumps({"currentContext": "one"}))
    assert await place_found() == links[0]
    monkeypatch.setenv("DOCKER_CONTEXT", "two")
    assert await place_found() == links[1]
    monkeypatch.setenv("DOCKER_HOST", links[2])
    assert await place_found() == links[2]


async def test_a_context_that_is_not_there_is_named(
    client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTEXT", "colima")

    with pytest.raises(GoldsmithError, match=r'no context "colima" in .*docker context ls'):
        await place_found()


async def test_a_context_whose_engine_is_away_is_named(client: Path, tmp_path: Path) -> None:
    add_context(client, "colima", f"unix://{tmp_path}/colima.sock")
    (client / "config.json").write_text(json.dumps({"currentContext": "colima"}))

    with pytest.raises(GoldsmithError, match=r'colima\.sock of the context "colima" \(no such'):
        await place_found()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ssh://me@far", "ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock me@far"),
        ("npipe:////./pipe/docker_engine", "must begin with unix:// or tcp://"),
    ],
)
async def test_an_engine_that_cannot_be_reached_so_is_refused_with_a_way_out(
    client: Path, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setenv("DOCKER_HOST", url)

    with pytest.raises(GoldsmithError, match=words):
        await place_found()


async def test_an_older_version_of_the_api_does_as_well(
    docker_here: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "1.40")

    async with FakeRun(access=Access("docker")) as run:
        host = await boot(DockerSettings(image=IMAGE, pull=False, discard=True), run)
        assert host.machine is not None
        result = await host.machine.execute("echo here")

    assert result.tail == ("here",)


async def test_a_version_of_the_api_that_is_none_is_refused(
    docker_here: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "newest")

    with pytest.raises(GoldsmithError, match='DOCKER_API_VERSION is "newest"'):
        await place_found()


async def test_an_engine_of_the_future_is_spoken_to_in_words_that_are_known(
    client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Future(http.server.BaseHTTPRequestHandler):
        """An engine that can do more than anybody knows yet."""

        def do_GET(self) -> None:
            asked.append(self.path)
            body = json.dumps({"ApiVersion": "1.99", "MinAPIVersion": "1.44"}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def address_string(self) -> str:
            return "here"

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    path = tmp_path / "future.sock"
    with socketserver.ThreadingUnixStreamServer(os.fspath(path), Future) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
        engine = await connect()
        await engine.call(lambda api: api.version())
        await engine.close()
        server.shutdown()
        thread.join()

    assert asked[-1] == "/v1.51/version"


async def test_logins_that_nobody_can_read_are_named_as_such(
    docker_here: Docker, client: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", docker_here.host)
    (client / "config.json").write_text(json.dumps({"auths": {"example.com": {"auth": "===="}}}))

    with pytest.raises(GoldsmithError, match=r"logins in .*config\.json cannot be read"):
        await place_found()
