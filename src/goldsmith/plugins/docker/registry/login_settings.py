"""How one registers with a registry: options of the builder and of docker-push."""

from collections.abc import Iterator

from goldsmith.sdk.settings import Problem, Severity, setting, settings

_LATER = "The build fails where it logs in."


@settings
class LoginSettings:
    """Who we are to a registry."""

    login: bool = False
    """Log in to `login_server` before anything is pulled or pushed, for this build alone."""

    login_username: str = ""
    """The user to log in as."""

    login_password: str = setting(default="", secret=True)
    """The password or token of that user."""

    login_server: str = ""
    """The registry to log in to, as in `registry.example.com:5000`; Docker Hub unless told."""

    ecr_login: bool = False
    """Get user and password from AWS for the registry of ECR named in `login_server`."""

    aws_access_key: str = ""
    """The access key for ECR; found as AWS's own tools do unless told."""

    aws_secret_key: str = setting(default="", secret=True)
    """The secret key for ECR."""

    aws_token: str = setting(default="", secret=True)
    """The session token for ECR, where the keys are temporary."""

    aws_profile: str = ""
    """The profile of AWS's configuration to use for ECR."""

    aws_force_use_public_ecr: bool = False
    """Ask AWS for the public gallery's password, whatever `login_server` is called."""

    @property
    def wants_login(self) -> bool:
        """Whether there is somebody to be."""
        return self.login or self.ecr_login

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if self.ecr_login and not self.login_server:
            yield Problem("ecr_login", "It needs login_server: the registry of ECR.")
        missing = [name for name in ("login_username", "login_password") if not getattr(self, name)]
        if self.login and not self.ecr_login and missing:
            yield Problem(
                "login",
                f"It needs {' and '.join(missing)}.",
                _LATER,
                Severity.WARNING,
                tuple(missing),
            )
        if bool(self.aws_access_key) != bool(self.aws_secret_key):
            yield Problem(
                "aws_access_key" if self.aws_access_key else "aws_secret_key",
                "aws_access_key and aws_secret_key go together; set both or neither.",
                _LATER,
                Severity.WARNING,
            )
