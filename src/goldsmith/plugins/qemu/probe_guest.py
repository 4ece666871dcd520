"""A guest of a few hundred bytes that shows whether an accelerator can really run guests.

`probe_guest.s` is its source. That a guest starts is not enough: some hosts offer a /dev/kvm whose
guests stop at the first interrupt in protected mode.
"""

SUCCESS = 33
"""The exit code of QEMU when the guest came through."""

DEVICES = ("-device", "isa-debug-exit,iobase=0xf4,iosize=0x04")
"""What the guest needs to end QEMU."""

_SIZE = 0x10000
_RESET_VECTOR = 0xFFF0
_JUMP_TO_START = "ea000000f0"
_CODE = (
    "fa31c08ed88ed0bc007cc706c0002f00c706c20000f0cd302e660f011668010f20c00c010f22c066ea30000f00"
    "0800cfb8100000008ed88ec08ed0bc007c0000c70580110000d2000800c70584110000008e0f000f011d6e010f"
    "00cd30c705f000e0feff010000c7055003e0fe00070000b8010000800fa20fbae21d734fc70500200000033000"
    "00c7050030000003400000c70500400000830000000f20e083c8200f22e0b8002000000f22d8b9800000c00f32"
    "0d000100000f300f20c00d000000800f22c0ead3000f001800b010e6f4f4cf48c7c4007c0000c7042500120000"
    "3e011800c7042504120000008e0f00c704250013000044011800c7042504130000008e0f000f011c256e010f00"
    "cd30b011e620b020e621b004e621b001e621b0fee621b034e643b0a9e640b004e64031dbfbf483fb0372fab010"
    "e6f4f4ffc3b020e62048cf66900000000000000000ffff0000009bcf00ffff00000093cf00ffff0000009baf00"
    "1f0048010f00ff030010"
)


def firmware() -> bytes:
    """The guest as a firmware image for QEMU's `-bios`."""
    image = bytearray(_SIZE)
    code = bytes.fromhex(_CODE)
    image[: len(code)] = code
    jump = bytes.fromhex(_JUMP_TO_START)
    image[_RESET_VECTOR : _RESET_VECTOR + len(jump)] = jump
    return bytes(image)
