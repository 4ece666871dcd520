"""Errors as sentences, and which of them are nobody's fault here."""

import errno

from goldsmith.diagnostics import GoldsmithError, TemplateError, render_all


def sentence_for(error: BaseException) -> str | None:
    """What to tell the user; None where the program itself is wrong."""
    match error:
        case GoldsmithError():
            return _with_notes(str(error), error)
        case TemplateError():
            return render_all(error.diagnostics)
        case FileExistsError(filename=str(name)):
            return f"{name} exists already. Remove it, or name another place."
        case TimeoutError() if not error.args:
            return "It took too long."
        case OSError(errno=errno.EMFILE | errno.ENFILE):
            return _with_notes(
                "Too many files are open at once. Allow more with `ulimit -n`, or run fewer builds "
                "at once with -parallel-builds.",
                error,
            )
        case OSError():
            where = f"{error.filename}: " if error.filename is not None else ""
            return _with_notes(f"{where}{error.strerror or error}.", error)
        case BaseExceptionGroup():
            sentences = [sentence_for(one) for one in error.exceptions]
            known = [one for one in sentences if one is not None]
            return "\n".join(dict.fromkeys(known)) if len(known) == len(sentences) else None
        case _:
            return None


def _with_notes(sentence: str, error: BaseException) -> str:
    return "\n".join((sentence, *getattr(error, "__notes__", ())))


def words_for(error: BaseException) -> str:
    """What to tell the user, whatever it is."""
    return sentence_for(error) or f"{type(error).__name__}: {error}"
