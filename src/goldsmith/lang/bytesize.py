"""Sizes of disks and files, as in "40G"."""

_UNITS = "KMGTPE"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_DIGITS = 30


class ByteSize(int):
    """A number of bytes; written with a unit that counts in steps of 1024."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str, *, unit: str = "") -> "ByteSize":
        """The size that `text` names; a bare number counts in `unit` ("" is bytes).

        Raises `ValueError` where it names none.
        """
        digits = text.rstrip(_LETTERS)
        letters = text[len(digits) :].upper()
        if not digits.isascii() or not digits.isdigit() or len(digits) > _MOST_DIGITS:
            raise ValueError(f'"{text}" is not a size; write a number and a unit, as in "40G"')
        if letters not in {"", "B", *_UNITS}:
            better = (
                f'"{digits}{letters[0]}"' if letters[1:] in {"B", "IB"} else 'a unit, as in "40G"'
            )
            raise ValueError(f'"{text}" is not a size; write {better}')
        unit = letters or unit.upper()
        power = _UNITS.index(unit) + 1 if unit in {*_UNITS} else 0
        return cls(int(digits) * 1024**power)

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
