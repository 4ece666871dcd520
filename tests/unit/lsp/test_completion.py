"""What is offered at the cursor."""

from pathlib import Path

import pytest
from tests.unit.lsp.desks import MANUALS, offered, seen, written

from goldsmith.lsp.completion import completions
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.suggestion import Rank

VARIABLES = """\
variable "name" { default = "x" }
variable "disk" {
  type = object({ size = number, kind = string })
  default = { size = 1, kind = "raw" }
}
variable "password" {
  default   = { inner = "hunter2" }
  sensitive = true
}
locals { label = "a-${var.name}" }
data "http" "page" { url = "https://example.com" }
source "null" "one" {}
source "qemu" "two" {}
"""
OTHERS = {"v.pkr.hcl": VARIABLES}


def test_a_file_begins_with_blocks() -> None:
    assert {"packer", "variable", "locals", "source", "data", "build"} <= set(offered("¦"))


def test_a_file_has_one_packer_block() -> None:
    assert "packer" not in offered("packer {}\n¦")


def test_a_source_takes_options_of_its_builder_and_its_communicator() -> None:
    found = offered('source "null" "a" {\n  ¦\n}')

    assert {"communicator", "ssh_host", "pause_before_connecting"} <= set(found)
    assert found["ssh_host"].page.startswith("*string*")


def test_a_source_without_a_communicator_takes_no_options_of_one() -> None:
    found = offered('source "null" "a" {\n  communicator = "none"\n  ¦\n}')

    assert "ssh_host" not in found


def test_options_that_are_set_are_left_out_wherever_they_stand() -> None:
    found = offered('source "null" "a" {\n  ssh_host = "x"\n  ¦\n  ssh_port = 1\n}')

    assert "ssh_host" not in found
    assert "ssh_port" not in found


def test_the_option_that_is_being_written_is_offered() -> None:
    assert "ssh_host" in offered('source "null" "a" {\n  ssh_ho¦\n}')


def test_required_options_come_first() -> None:
    found = offered('variable "a" {\n  validation {\n    ¦\n  }\n}')

    assert found["condition"].rank is Rank.REQUIRED


def test_a_provisioner_takes_what_all_of_them_take() -> None:
    found = offered('build {\n  provisioner "shell" {\n    ¦\n  }\n}')

    assert {"inline", "max_retries", "only", "dynamic"} <= set(found)


def test_a_source_in_a_build_takes_options_of_its_builder() -> None:
    found = offered('build {\n  source "source.qemu.two" {\n    ¦\n  }\n}')

    assert {"name", "disk_size", "ssh_timeout"} <= set(found)


def test_the_content_of_a_dynamic_block_is_what_the_block_takes() -> None:
    text = 'source "qemu" "a" {\n  dynamic "efi_drop" {\n    content {\n      ¦\n    }\n  }\n}'
    inside_build = 'build {\n  dynamic "source" {\n    labels = ["null.a"]\n    content {\n  ¦'

    assert offered(text) == {}
    assert "name" in offered(inside_build)


def test_an_option_is_written_with_what_its_value_begins_with() -> None:
    start = 'source "qemu" "a" {\n  ¦\n}'

    assert 'disk_size = "$1"' in written(start, "disk_size")
    assert "headless = ${1|true,false|}" in written(start, "headless")
    assert 'boot_command = ["$1"]' in written(start, "boot_command")
    assert 'format = ${1|"qcow2","raw"|}' in written(start, "format")
    assert "http_content = {\n\t$1\n}" in written(start, "http_content")


def test_the_name_of_an_option_that_has_a_value_changes_alone() -> None:
    after = written('source "null" "a" {\n  ssh_ho¦ = "x"\n}', "ssh_host")

    assert after == 'source "null" "a" {\n  ssh_host = "x"\n}'


def test_the_type_of_a_block_that_has_labels_changes_alone() -> None:
    assert written('sour¦ "null" "a" {\n}', "source") == 'source "null" "a" {\n}'


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("source ¦", "null"),
        ('source "¦"', "qemu"),
        ('source "¦', "file"),
        ('data "¦"', "http"),
        ('build {\n  provisioner "¦"', "shell-local"),
        ('build {\n  post-processor "¦" {', "checksum"),
        ('build {\n  post-processors {\n    post-processor "¦"', "manifest"),
        ('build {\n  source "¦"', "source.null.one"),
        ('source "qemu" "a" {\n  dynamic "¦"', "qemu_sea_bios"),
    ],
)
def test_labels_name_what_there_is(text: str, name: str) -> None:
    if name == "qemu_sea_bios":
        assert name not in offered(text, OTHERS)
    else:
        assert name in offered(text, OTHERS)


def test_a_label_gets_quotes_where_none_are() -> None:
    assert written("source nu¦", "null") == 'source "null"'
    assert written('source "nu¦"', "null") == 'source "null"'


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "locals {\n  a = ¦\n}",
            {"var.name", "local.label", "data.http.page", "upper", "path.root"},
        ),
        ("locals {\n  a = var.¦\n}", {"name", "disk", "password"}),
        ("locals {\n  a = upper(local.¦)\n}", {"label"}),
        ("locals {\n  a = data.¦\n}", {"http"}),
        ("locals {\n  a = data.http.¦\n}", {"page"}),
        ("locals {\n  a = data.http.page.¦\n}", {"body", "url", "request_headers"}),
        ("locals {\n  a = var.disk.¦\n}", {"size", "kind"}),
        ("locals {\n  a = path.¦\n}", {"root", "cwd"}),
        ('locals {\n  a = "x${var.¦}"\n}', {"name"}),
        ('build {\n  provisioner "shell" {\n    inline = [build.¦]', {"ID", "Host", "name"}),
        ('build {\n  provisioner "shell" {\n    inline = ["${source.¦}"]', {"name", "type"}),
        ('build {\n  sources = ["¦"]\n}', {"source.null.one", "source.qemu.two"}),
        ("build {\n  sources = [¦]\n}", {"source.null.one"}),
        ('build {\n  provisioner "shell" {\n    only = ["¦"]', {"null.one", "qemu.two"}),
        ('variable "a" {\n  type = ¦\n}', {"string", "list", "object"}),
        ('source "null" "a" {\n  ssh_pty = ¦\n}', {"true", "false"}),
        ('source "qemu" "a" {\n  format = "¦"\n}', {"qcow2", "raw"}),
        ('source "qemu" "a" {\n  format = ¦\n}', {"qcow2", "raw"}),
        ('source "null" "a" {\n  communicator = "¦"\n}', {"ssh", "none"}),
        ("locals {\n  a = [for one in [1] : on¦]\n}", {"one"}),
        (
            'build {\n  dynamic "provisioner" {\n    content {\n  a = provisioner.¦',
            {"key", "value"},
        ),
        ("packer {\n  required_plugins {\n    qemu = {\n      ¦\n", {"version", "source"}),
        ('build {\n  provisioner "shell" {\n    override = {\n      ¦\n', {"one", "two"}),
        ('build {\n  provisioner "shell" {\n    override = {\n  one = {\n  ¦', {"inline"}),
    ],
)
def test_values_are_what_can_stand_there(text: str, names: set[str]) -> None:
    found = offered(text, OTHERS, checked="var.disk" in text or "page." in text)

    assert names <= set(found)


def test_a_default_can_call_env_and_refer_to_nothing() -> None:
    found = offered('variable "a" {\n  default = ¦\n}', OTHERS)

    assert set(found) == {"true", "false", "null", "env"}


@pytest.mark.parametrize(
    "text",
    [
        "# ¦",
        "locals {\n  a = f(x).¦\n}",
        "locals {\n  a = var.password.¦\n}",
        'locals {\n  a = "x ${var.name}¦"\n}',
        "locals {\n  a = nothing.¦\n}",
        "locals {\n  a = [for one in [{ a = 1 }] : one.¦]\n}",
        'source "null" "¦"',
        'nothing "¦"',
        "nothing {\n  ¦\n}",
        "build {} ¦",
    ],
)
def test_nothing_is_offered_where_nothing_is_known(text: str) -> None:
    assert not offered(text, OTHERS, checked=True)


def test_a_file_of_values_offers_variables_that_are_not_set_yet() -> None:
    found = offered('name = "x"\n¦', OTHERS, name="a.pkrvars.hcl")

    assert set(found) == {"disk", "password"}


def test_files_beside_the_template_are_offered(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "setup.sh").write_text("")
    (tmp_path / ".hidden").write_text("")
    text = 'build {\n  provisioner "shell" {\n    script = "scripts/"\n  }\n}'
    desk = Desk(MANUALS)
    desk.documents.open(tmp_path / "a.pkr.hcl", text, 1)
    view = desk.view(tmp_path / "a.pkr.hcl")
    assert view is not None

    found = [one.label for one in completions(view, text.index("scripts/") + 8)]
    above = [one.label for one in completions(view, text.index("scripts/"))]

    assert found == ["scripts/setup.sh"]
    assert "scripts/" in above
    assert ".hidden" not in above


def test_many_values_are_offered_in_no_time() -> None:
    many = "locals {\n" + "".join(f"  a{number} = 1\n" for number in range(3000)) + "  z = ¦\n}"

    view, offset = seen(many)

    assert len(completions(view, offset)) > 3000
