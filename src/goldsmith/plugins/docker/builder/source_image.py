"""The image to begin with: pulled, built, or there already."""

from goldsmith.plugins.docker.builder.build_steps import StepHandle
from goldsmith.plugins.docker.builder.dockerfile import build_image
from goldsmith.plugins.docker.builder.settings import DockerSettings
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused, Login
from goldsmith.plugins.docker.engine.facts import ImageFacts
from goldsmith.plugins.docker.engine.image_client import log_in
from goldsmith.plugins.docker.registry.advice import advice
from goldsmith.plugins.docker.registry.layers import layer_bars
from goldsmith.plugins.docker.registry.login import login_for
from goldsmith.sdk import GoldsmithError, Run


async def source_image(
    settings: DockerSettings, run: Run, engine: Engine
) -> tuple[ImageFacts, tuple[StepHandle, ...]]:
    """The image to begin with, and the images that were made on the way to it."""
    if settings.build is not None:
        login = await login_for(run, settings.login_options)
        if login is not None:
            await log_in(engine, login)  # from here on it goes along with what is built
        return await build_image(run, engine, settings.build, settings.platform)
    if settings.wants_pull:
        login = await login_for(run, settings.login_options)
        await _pull(settings, run, engine, login)
    try:
        image = await engine.image(settings.image)
    except EngineRefused as error:
        if error.status != 404:
            raise
        raise GoldsmithError(
            f"The engine has no image {settings.image}, and pull = false keeps it from looking in "
            f"a registry. Take pull out, or run `docker pull {settings.image}` first."
        ) from error
    if not image.digest:
        run.debug_log(f"{settings.image} has no digest: it was never in a registry.")
    return image, ()


async def _pull(settings: DockerSettings, run: Run, engine: Engine, login: Login | None) -> None:
    async with run.step(f"Pulling {settings.image}"):
        try:
            with layer_bars(run) as on_event:
                await engine.pull(settings.image, settings.platform, login, on_event)
        except EngineRefused as error:
            who = (login.username, login.server) if login else ("", "")
            here = (
                " The engine has an image of that name already: pull = false takes it as it is."
                if await _is_here(engine, settings.image)
                else ""
            )
            hint = here or advice(str(error), settings.image, *who)
            raise GoldsmithError(f"{settings.image} could not be pulled. {error}{hint}") from error


async def _is_here(engine: Engine, image: str) -> bool:
    try:
        await engine.image(image)
    except EngineRefused:
        return False
    return True
