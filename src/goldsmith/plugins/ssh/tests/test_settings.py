"""What the options of the SSH communicator allow."""

from datetime import timedelta
from pathlib import Path

import pytest

from goldsmith.plugins.ssh.settings import SshSettings
from goldsmith.plugins.ssh.tests.server import CLIENT_KEY
from goldsmith.sdk import settings_of

OPTIONS = [
    "ssh_agent_auth",
    "ssh_bastion_agent_auth",
    "ssh_bastion_certificate_file",
    "ssh_bastion_host",
    "ssh_bastion_interactive",
    "ssh_bastion_password",
    "ssh_bastion_port",
    "ssh_bastion_private_key_file",
    "ssh_bastion_username",
    "ssh_certificate_file",
    "ssh_ciphers",
    "ssh_clear_authorized_keys",
    "ssh_disable_agent_forwarding",
    "ssh_file_transfer_method",
    "ssh_handshake_attempts",
    "ssh_host",
    "ssh_keep_alive_interval",
    "ssh_key_exchange_algorithms",
    "ssh_keypair_name",
    "ssh_local_tunnels",
    "ssh_password",
    "ssh_port",
    "ssh_private_key",
    "ssh_private_key_file",
    "ssh_proxy_host",
    "ssh_proxy_password",
    "ssh_proxy_port",
    "ssh_proxy_username",
    "ssh_pty",
    "ssh_public_key",
    "ssh_read_write_timeout",
    "ssh_remote_tunnels",
    "ssh_timeout",
    "ssh_username",
    "ssh_wait_timeout",
    "temporary_key_pair_bits",
    "temporary_key_pair_name",
    "temporary_key_pair_type",
]
"""The communicator's options in the tables of Packer 1.16."""


def found(**options: object) -> list[tuple[str, str]]:
    """The problems of otherwise good settings."""
    given = {"ssh_username": "tester", **options}
    settings = SshSettings(**given)  # type: ignore[arg-type] # what templates give
    return [(problem.setting, problem.message) for problem in settings.problems()]


def test_every_option_of_the_tables_is_there_and_no_other() -> None:
    assert sorted(settings_of(SshSettings)) == OPTIONS


def test_a_user_and_nothing_else_is_enough() -> None:
    assert found() == []


def test_a_missing_user_is_a_problem_with_a_hint() -> None:
    (problem,) = SshSettings().problems()

    assert problem.setting == "ssh_username"
    assert "Set ssh_username" in problem.hint


@pytest.mark.parametrize(
    ("options", "timeout", "attempts"),
    [
        ({}, 300.0, 10),
        ({"ssh_timeout": timedelta(minutes=1)}, 60.0, None),
        ({"ssh_timeout": timedelta(0)}, None, None),
        ({"ssh_handshake_attempts": 3}, None, 3),
        ({"ssh_handshake_attempts": 0}, 300.0, None),
        (
            {"ssh_timeout": timedelta(minutes=1), "ssh_wait_timeout": timedelta(minutes=2)},
            120.0,
            None,
        ),
        ({"ssh_timeout": timedelta(minutes=1), "ssh_handshake_attempts": 3}, 60.0, 3),
    ],
)
def test_time_and_attempts_have_defaults_only_where_neither_is_given(
    options: dict[str, object], timeout: float | None, attempts: int | None
) -> None:
    settings = SshSettings(**options)  # type: ignore[arg-type] # as above

    assert (settings.timeout, settings.attempts) == (timeout, attempts)


def test_a_private_key_file_must_be_one(tmp_path: Path) -> None:
    good, public, other = tmp_path / "key", tmp_path / "key.pub", tmp_path / "notes"
    good.write_text(CLIENT_KEY.private)
    public.write_text(CLIENT_KEY.public)
    other.write_text("Buy milk.\n")

    assert found(ssh_private_key_file=str(good)) == []
    for path, why in (
        (public, "is a public key"),
        (other, "is not a private key"),
        (tmp_path / "none", "There is no file"),
        (tmp_path, "is a folder"),
    ):
        ((setting, message),) = found(ssh_private_key_file=str(path))
        assert setting == "ssh_private_key_file"
        assert why in message


def test_a_key_that_is_cut_off_is_seen(tmp_path: Path) -> None:
    half = tmp_path / "key"
    half.write_text(CLIENT_KEY.private[:100])

    ((_, message),) = found(ssh_private_key_file=str(half))

    assert message.endswith(
        "is cut off: its last line, -----END OPENSSH PRIVATE KEY-----, is missing."
    )


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    certificate = tmp_path / "key-cert.pub"
    certificate.write_text("ssh-ed25519-cert-v01@openssh.com AAAA me\n")

    assert found(ssh_certificate_file=str(certificate)) == [
        ("ssh_certificate_file", "A certificate is of use only together with its key.")
    ]


def test_dsa_is_refused_by_name() -> None:
    assert found(temporary_key_pair_type="dsa") == [
        ("temporary_key_pair_type", "DSA keys are not supported: OpenSSH no longer takes them.")
    ]


@pytest.mark.parametrize(
    ("kind", "bits", "is_good"),
    [
        ("rsa", 0, True),
        ("rsa", 512, False),
        ("rsa", 2048, True),
        ("ecdsa", 384, True),
        ("ecdsa", 128, False),
        ("ed25519", 0, True),
        ("ed25519", 4096, False),
        ("enigma", 0, False),
    ],
)
def test_temporary_keys_have_lengths_that_exist(kind: str, bits: int, is_good: bool) -> None:
    problems = found(temporary_key_pair_type=kind, temporary_key_pair_bits=bits)

    assert (problems == []) is is_good


def test_a_bastion_needs_a_way_to_log_in_and_no_proxy() -> None:
    names = [name for name, _ in found(ssh_bastion_host="gate", ssh_proxy_host="proxy")]

    assert names == ["ssh_bastion_host", "ssh_bastion_host"]
    assert found(ssh_bastion_host="gate", ssh_bastion_interactive=True) == []


@pytest.mark.parametrize("text", ["80", "80:host", "x:host:80", "80:host:99999", "80::80", "0:h:1"])
def test_a_tunnel_that_is_none_is_seen(text: str) -> None:
    ((setting, message),) = found(ssh_local_tunnels=(text,))

    assert setting == "ssh_local_tunnels"
    assert f'"{text}"' in message


def test_times_are_not_negative_but_keep_alive_may_be() -> None:
    assert found(ssh_keep_alive_interval=timedelta(seconds=-1)) == []
    assert [name for name, _ in found(ssh_timeout=timedelta(seconds=-1))] == ["ssh_timeout"]


def test_builders_learn_what_lets_us_in() -> None:
    settings = SshSettings(ssh_host="h", ssh_username="u", ssh_password="p", ssh_agent_auth=True)

    facts = settings.facts()

    assert (facts.host, facts.username) == ("h", "u")
    assert facts.credentials == ("ssh_password", "ssh_agent_auth")
