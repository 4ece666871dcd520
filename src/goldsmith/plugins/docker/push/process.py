"""The docker-push post-processor at work."""

from goldsmith.plugins.docker.artifacts import IMPORTED, check_image, image_artifact, tags_of
from goldsmith.plugins.docker.engine.client import Engine, EngineRefused, Login, connect
from goldsmith.plugins.docker.engine.image_client import log_in, push
from goldsmith.plugins.docker.push.settings import PushSettings
from goldsmith.plugins.docker.registry.advice import advice, is_refusal
from goldsmith.plugins.docker.registry.layers import layer_bars
from goldsmith.plugins.docker.registry.login import login_for
from goldsmith.sdk import Artifact, GoldsmithError, Run


async def process(settings: PushSettings, run: Run, artifact: Artifact) -> Artifact:
    """Send every name of the image; the first that fails ends it, and what was sent stays."""
    check_image("docker-push", artifact)
    tags = tags_of(artifact)
    names = tuple(dict.fromkeys((*tags, artifact.id) if tags else (artifact.id,)))
    if artifact.id.startswith("sha256:"):
        raise GoldsmithError(
            f"The image {artifact.id} has no name to push it to. Put docker-tag before docker-push."
        )
    digest = ""
    engine = await connect()
    try:
        login = await _logged_in(engine, run, settings)
        for name in names:
            async with run.step(f"Pushing {name}"):
                digest = await _push(engine, run, name, settings.platform, login)
                run.say(f"{name} is {digest or 'there'}.")
    finally:
        await engine.close()
    return image_artifact(
        IMPORTED,
        artifact.id,
        facts={**artifact.facts, **({"Digest": digest} if digest else {})},
        tags=tags,
        remove=names,
    )


async def _logged_in(engine: Engine, run: Run, settings: PushSettings) -> Login | None:
    login = await login_for(run, settings.login_options)
    if login is None:
        return None
    try:
        await log_in(engine, login)
    except EngineRefused as error:
        raise GoldsmithError(
            f"The registry {login.server} does not let {login.username} in. {error}"
        ) from error
    return login


async def _push(engine: Engine, run: Run, name: str, platform: str, login: Login | None) -> str:
    try:
        with layer_bars(run) as on_event:
            return await push(engine, name, platform, login, on_event)
    except EngineRefused as error:
        who = (login.username, login.server) if login else ("", "")
        stays = (
            ""
            if is_refusal(str(error))
            else f" The image keeps its names: `docker push {name}` sends what is missing."
        )
        raise GoldsmithError(
            f"{name} could not be pushed. {error}{advice(str(error), name, *who)}{stays}"
        ) from error
