"""Go's text templates, which component options may hold: `{{ .Vars }} {{ upper .Name }}`."""

from goldsmith.lang.gotemplate.execute import Absent
from goldsmith.lang.gotemplate.functions import PLAIN_FUNCTIONS
from goldsmith.lang.gotemplate.rendering import Rendered, check, fields, render, rendered
from goldsmith.lang.gotemplate.tree import GoTemplateError

__all__ = [
    "PLAIN_FUNCTIONS",
    "Absent",
    "GoTemplateError",
    "Rendered",
    "check",
    "fields",
    "render",
    "rendered",
]
