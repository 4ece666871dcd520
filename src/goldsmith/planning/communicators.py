"""Which communicator a source block chooses, and which options come with it."""

from collections.abc import Container, Sequence
from datetime import timedelta

from goldsmith.catalog import Catalog, load_class
from goldsmith.diagnostics import Diagnostic, Span, TemplateError, closest, did_you_mean
from goldsmith.lang.dynamic import scope_of
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.gotemplate import GoTemplateError
from goldsmith.lang.renderer import Renderer
from goldsmith.lang.schema import settings_of
from goldsmith.lang.scope import Scope
from goldsmith.lang.syntax import Argument, Body
from goldsmith.planning.lookup import not_there_yet
from goldsmith.planning.problems import Problems
from goldsmith.record import record
from goldsmith.sdk import refused, settings
from goldsmith.sdk.component import Builder, Communicator

_ARGUMENT = "communicator"
_NO_WINRM = "The winrm communicator is not in this version yet."


@settings
class CommunicatorChoice:
    """What every source block that takes a communicator may say."""

    communicator: str = ""
    """How the machine is reached: the builder's first communicator unless told."""

    pause_before_connecting: timedelta = timedelta()
    """Connect once, wait this long, then connect for good."""


@settings
class WinrmOptions:
    """The options of a communicator that is not there yet."""

    winrm_username: str | None = refused(_NO_WINRM)
    winrm_password: str | None = refused(_NO_WINRM)
    winrm_host: str | None = refused(_NO_WINRM)
    winrm_port: int | None = refused(_NO_WINRM)
    winrm_timeout: str | None = refused(_NO_WINRM)
    winrm_use_ssl: bool | None = refused(_NO_WINRM)
    winrm_insecure: bool | None = refused(_NO_WINRM)
    winrm_use_ntlm: bool | None = refused(_NO_WINRM)
    winrm_no_proxy: bool | None = refused(_NO_WINRM)


@record
class Chosen:
    """The communicator of one source, and how its options are read."""

    communicator: Communicator | None
    """None: there is none, or the builder brings its own machine."""

    classes: tuple[type, ...] = ()
    """The settings classes that share the block with the builder's own."""

    reserved: Container[str] = ()
    """Options that are known, but mean nothing here."""


def choose(
    builder: Builder,
    bodies: Sequence[Body],
    scope: Scope,
    renderer: Renderer,
    catalog: Catalog,
    problems: Problems,
) -> Chosen:
    """The communicator that a source block asks for; a problem where that cannot be had."""
    if not builder.communicators:
        return Chosen(None)
    name, span = _named(bodies, scope, renderer)
    name = name or builder.communicators[0]
    communicator = catalog.communicator(name)
    others = _OthersOptions(name, builder, catalog)
    if name == "none" and name in builder.communicators:
        return Chosen(None, _with_winrm((CommunicatorChoice,), catalog), others)
    if name in builder.communicators and communicator is not None:
        own = load_class(communicator.settings)
        return Chosen(communicator, (CommunicatorChoice, *_with_winrm((own,), catalog)), others)
    problems.add(_unusable(name, span or bodies[0].end, builder, catalog))
    return Chosen(None, (CommunicatorChoice,), _Prefixed(f"{name}_", others))


class _OthersOptions:
    """The options of communicators that the builder could use instead.

    They are looked at only for a name that is nothing else, which is rare.
    """

    __slots__ = ("_builder", "_catalog", "_chosen", "_found")

    def __init__(self, chosen: str, builder: Builder, catalog: Catalog) -> None:
        self._chosen = chosen
        self._builder = builder
        self._catalog = catalog
        self._found: set[str] | None = None

    def __contains__(self, name: object) -> bool:
        if name in settings_of(load_class(self._builder.settings)):
            return False
        if name in settings_of(CommunicatorChoice):
            return False
        return name in self._names()

    def _names(self) -> set[str]:
        if self._found is None:
            self._found = set()
            for other in self._builder.communicators:
                communicator = self._catalog.communicator(other)
                if other != self._chosen and communicator is not None:
                    self._found.update(settings_of(load_class(communicator.settings)))
        return self._found


@record
class _Prefixed:
    """Every name that begins with `prefix`, and some others."""

    prefix: str
    others: Container[str]

    def __contains__(self, name: object) -> bool:
        return (isinstance(name, str) and name.startswith(self.prefix)) or name in self.others


def _named(bodies: Sequence[Body], scope: Scope, renderer: Renderer) -> tuple[str, Span | None]:
    """The communicator as written; what is wrong with the argument is found when it is decoded."""
    for body in bodies:
        for item in body.items:
            if isinstance(item, Argument) and _names_it(item.name.text):
                try:
                    data = evaluate(item.value, scope_of(body, scope)).data
                    data = renderer.render(data).text if isinstance(data, str) else None
                except (TemplateError, GoTemplateError):
                    data = None
                return ("", item.span) if data is None else (data, item.value.span)
    return "", None


def _names_it(name: str) -> bool:
    """Whether an argument says which communicator, also misspelt: that is one mistake, not four."""
    if name.lower() == _ARGUMENT:
        return True
    slip = name.startswith("com") and abs(len(name) - len(_ARGUMENT)) < 2
    return slip and closest(name, (_ARGUMENT,)) is not None


def _with_winrm(classes: tuple[type, ...], catalog: Catalog) -> tuple[type, ...]:
    return classes if catalog.communicator("winrm") is not None else (*classes, WinrmOptions)


def _unusable(name: str, span: Span, builder: Builder, catalog: Catalog) -> Diagnostic:
    usable = builder.communicators
    if name in usable:
        here = tuple(one for one in usable if one == "none" or catalog.communicator(one))
        return not_there_yet("communicator", name, span, here)
    hint = did_you_mean(name, usable) or f"It can use {', '.join(usable)}."
    return Diagnostic(f'The {builder.name} builder has no communicator "{name}"', hint, span)
