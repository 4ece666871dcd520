"""Functions that ask for secrets, as planning lets them."""

import sys
from pathlib import Path

import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.planning import Inputs
from goldsmith.planning.services import SERVICES, services


def test_only_what_asks_no_server_may_be_asked_at_any_time() -> None:
    assert set(services(Inputs("."), set())) == {"rsadecrypt"}
    assert set(services(Inputs(".", evaluate_data_sources=True), set())) == set(SERVICES)


@pytest.mark.parametrize(
    ("function", "library", "extra"),
    [
        ("vault", "hvac", "vault"),
        ("consul_key", "consul", "consul"),
        ("aws_secretsmanager_raw", "boto3", "amazon"),
        ("rsadecrypt", "cryptography", "rsa"),
    ],
)
def test_a_missing_library_is_named_with_the_command_that_brings_it(
    function: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # An entry of None is how Python remembers that there is no such module.
    for name in [one for one in sys.modules if one.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, SERVICES[function].place.partition(":")[0], raising=False)

    with pytest.raises(GoldsmithError) as refusal:
        services(Inputs(".", evaluate_data_sources=True), set())[function]("a", "b")

    assert str(refusal.value) == (
        f"{function}() needs the Python package {library}, which is not installed. "
        f"Install it with: pip install 'goldsmith[{extra}]'"
    )
