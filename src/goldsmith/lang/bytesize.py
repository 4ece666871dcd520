"""Sizes of disks and files, as in "40G"."""

_UNITS = "KMGTPE"
_MOST_DIGITS = 30


class ByteSize(int):
    """A number of bytes; written with a unit that counts in steps of 1024."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str, *, unit: str = "") -> "ByteSize":
        """The size that `text` names; a bare number counts in `unit` ("" is bytes).

        Raises `ValueError` where it names none.
        """
        written = text.strip()
        head = written.upper().removesuffix("IB").removesuffix("B")
        digits = head.rstrip(_UNITS)
        letter = head[len(digits) :] or (unit.upper() if digits == written else "")
        number = digits.strip()
        if (
            len(letter) > 1
            or len(number) > _MOST_DIGITS
            or not number.isascii()
            or not number.replace(".", "", 1).isdigit()
        ):
            raise ValueError(f'"{text}" is not a size; write a number and a unit, as in "40G"')
        factor = 1024 ** (_UNITS.index(letter) + 1) if letter else 1
        if "." in number:
            return cls(float(number) * factor)
        return cls(int(number) * factor)

    def __str__(self) -> str:
        """The shortest exact way to write it: `40G`, `1000`."""
        amount = int(self)
        letter = ""
        for larger in _UNITS:
            if amount == 0 or amount % 1024:
                break
            amount //= 1024
            letter = larger
        return f"{amount}{letter}"
