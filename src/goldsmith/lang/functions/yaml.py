"""Functions of YAML."""

from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.yaml_reading import YamlProblem, read_yaml
from goldsmith.lang.functions.yaml_text import yaml_text
from goldsmith.lang.values import Value, null


@function
def yamldecode(string: str) -> Value:
    r"""The value that a YAML document stands for; `yes`, `on` and the like are booleans.

    yamldecode("a: [1, yes]").a == [1, true]
    """
    try:
        return read_yaml(string)
    except YamlProblem as problem:
        raise ArgumentError("string", str(problem)) from None


@function
def yamlencode(value: Value | None) -> str:
    r"""The value as YAML.

    yamlencode({ b = [1, true], a = "x" }) == "\"a\": \"x\"\n\"b\":\n- 1\n- true\n"
    """
    return yaml_text(null() if value is None else value)
