"""Functions that ask servers for what they keep; only asked where values are needed."""

from goldsmith.diagnostics import GoldsmithError
from goldsmith.lang.functions.function import ArgumentError, Later, Secret, function
from goldsmith.lang.scope import Scope


@function
def aws_secretsmanager(scope: Scope, name: str, key: str | None) -> Secret:
    """One value of a JSON secret in AWS Secrets Manager; null as the key asks for its only value.

    Needs `pip install 'goldsmith[amazon]'`, and credentials and a region as the AWS command line
    finds them: AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION and others.

    aws_secretsmanager("web", "password") == "hunter2"
    """
    return Secret(asked(scope, "aws_secretsmanager", name, key))


@function
def aws_secretsmanager_raw(scope: Scope, name: str) -> Secret:
    r"""The whole text of a secret in AWS Secrets Manager.

    Needs `pip install 'goldsmith[amazon]'`, and credentials and a region as the AWS command line
    finds them: AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_REGION and others.

    aws_secretsmanager_raw("web") == "{\"password\": \"hunter2\"}"
    """
    return Secret(asked(scope, "aws_secretsmanager_raw", name))


@function
def consul_key(scope: Scope, key: str) -> str:
    """What Consul keeps under a key.

    Needs `pip install 'goldsmith[consul]'`. Reads CONSUL_HTTP_ADDR, CONSUL_HTTP_TOKEN,
    CONSUL_HTTP_TOKEN_FILE, CONSUL_HTTP_AUTH, CONSUL_HTTP_SSL, CONSUL_HTTP_SSL_VERIFY,
    CONSUL_CACERT, CONSUL_CLIENT_CERT, CONSUL_CLIENT_KEY, CONSUL_NAMESPACE and CONSUL_PARTITION.

    consul_key("images/web/base") == "debian-12"
    """
    return asked(scope, "consul_key", key)


@function
def vault(scope: Scope, path: str, key: str) -> Secret:
    """One value of a secret in Vault, in either version of its key-value store.

    Needs `pip install 'goldsmith[vault]'`. Reads VAULT_TOKEN, VAULT_ADDR, VAULT_AGENT_ADDR,
    VAULT_NAMESPACE, VAULT_CACERT, VAULT_CAPATH, VAULT_CLIENT_CERT, VAULT_CLIENT_KEY,
    VAULT_CLIENT_TIMEOUT and VAULT_SKIP_VERIFY.

    vault("secret/data/web", "password") == "hunter2"
    """
    return Secret(asked(scope, "vault", path, key))


def asked(scope: Scope, name: str, *arguments: str | None) -> str:
    """What the service called `name` says, if it may be asked now."""
    service = scope.services.get(name)
    if service is None:
        raise Later
    try:
        return service(*arguments)
    except GoldsmithError as error:
        raise ArgumentError(None, str(error)) from error
