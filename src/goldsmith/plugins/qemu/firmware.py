"""The EFI firmware of a machine, and its own copy of the variables."""

import shutil
from pathlib import Path

from goldsmith.plugins.qemu.settings import QemuSettings
from goldsmith.record import record
from goldsmith.sdk import GoldsmithError

VARIABLES = "efivars.fd"
_CODE = Path("/usr/share/OVMF/OVMF_CODE.fd")
_VARS = Path("/usr/share/OVMF/OVMF_VARS.fd")


@record
class Efi:
    """The two flash chips of a machine that starts by EFI."""

    code: Path
    variables: Path


def prepare_efi(settings: QemuSettings, output: Path) -> Efi | None:
    """Copy the variables to the output directory; None if the machine does not start by EFI."""
    if not settings.firmware.starts_by_efi:
        return None
    code = _existing(settings.firmware.efi_firmware_code, _CODE, "efi_firmware_code")
    source = _existing(settings.firmware.efi_firmware_vars, _VARS, "efi_firmware_vars")
    variables = output / VARIABLES
    try:
        shutil.copyfile(source, variables)
    except OSError as error:
        raise GoldsmithError(
            f"The EFI variables {source} cannot be copied to {variables}: {error.strerror}."
        ) from error
    return Efi(code.absolute(), variables)


def _existing(given: str, usual: Path, option: str) -> Path:
    path = Path(given) if given else usual
    if path.is_file():
        return path
    if given:
        raise GoldsmithError(f"There is no file {path}, which {option} names.")
    raise GoldsmithError(
        f"The EFI firmware {path} is not there. Install it (on Debian, the package ovmf), or name "
        f"another with {option}."
    )
