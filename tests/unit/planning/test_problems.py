"""What is wrong with a template, as it is told in the end."""

import pytest

from goldsmith.diagnostics import TemplateError
from goldsmith.planning.testing import BUILD, Workspace


def test_so_many_problems_are_told_at_most_and_errors_first(workspace: Workspace) -> None:
    workspace.write(BUILD + "locals {\n" + "".join(f"  a{n} = b{n}\n" for n in range(300)) + "}\n")
    workspace.write("".join(f"w{n} = 1\n" for n in range(300)), "v.hcl")

    with pytest.raises(TemplateError) as refusal:
        workspace.plan(variable_files=("v.hcl",))

    said = [one.summary for one in refusal.value.diagnostics]
    assert len(said) == 201
    assert said[0] == 'There is nothing called "b0" here'
    assert said[-1] == "There are 400 more problems"
