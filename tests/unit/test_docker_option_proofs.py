"""Every option for containers has a test that shows what it does, or is refused by name."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.unit.test_option_tables import ALL_TABLES, Option

TESTS = Path(__file__).parents[2] / "src" / "goldsmith" / "plugins" / "docker" / "tests"

BUILDER = "builder.docker"
IMPORT = "post-processor.docker-import"
TAG = "post-processor.docker-tag"
PUSH = "post-processor.docker-push"
SAVE = "post-processor.docker-save"

OF_PLANNING = frozenset({"communicator", "pause_before_connecting"})
OF_SSH = ("ssh_", "winrm_", "temporary_key_pair_")
"""Options with tests of their own, for they are those of every builder."""

IMAGE = "test_builder::test_an_image_has_the_changes_and_what_its_base_said_and_nothing_of_ours"
GIVEN = "test_builder::test_all_that_a_container_may_be_given_reaches_the_engine"
DOCKERFILE = "test_builder::test_an_image_is_built_from_a_dockerfile_with_arguments"
PULLED = "test_builder::test_an_image_is_pulled_by_its_digest_and_the_template_can_see_it"
PROGRAM = "test_image_settings::test_another_program_is_not_started_and_the_user_is_told"
KEYS = "test_aws_login::test_keys_and_token_of_the_template_are_those_that_aws_is_asked_with"
PROFILE = "test_aws_login::test_a_profile_of_awss_configuration_has_the_keys"
AWS = "test_aws_login::test_a_password_of_aws_opens_the_registry_to_pull_and_push"
IMPORTED = "test_images::test_a_file_becomes_an_image_with_name_changes_and_platform"
TAGGED = "test_images::test_every_tag_is_given_and_goes_again"
LOCKED = "test_images::test_a_locked_registry_lets_in_who_logs_in"
CONTEXT = "test_option_effects::test_a_dockerfile_sees_its_folder_compressed_or_not"
SAVED = "test_images::test_an_image_is_saved_with_its_name_and_handed_on"

LOGIN_OF_AWS = {
    "ecr_login": AWS,
    "aws_access_key": KEYS,
    "aws_secret_key": KEYS,
    "aws_token": KEYS,
    "aws_profile": PROFILE,
    "aws_force_use_public_ecr": AWS,
}

PROOFS: Mapping[str, Mapping[str, str]] = {
    BUILDER: {
        "image": PULLED,
        "commit": IMAGE,
        "export_path": "test_builder::test_an_export_is_a_tar_file_of_the_container",
        "discard": "test_option_effects::test_what_is_thrown_away_leaves_no_file_and_no_image",
        "author": IMAGE,
        "message": IMAGE,
        "changes": IMAGE,
        "pull": "test_option_effects::test_a_newer_image_is_pulled_unless_the_template_says_no",
        "platform": (
            "test_option_effects::test_another_platform_than_the_images_is_refused_by_the_engine"
        ),
        "build": DOCKERFILE,
        "build.path": DOCKERFILE,
        "build.arguments": DOCKERFILE,
        "build.build_dir": CONTEXT,
        "build.compress": CONTEXT,
        "build.pull": (
            "test_option_effects::"
            "test_a_dockerfile_begins_with_a_newer_image_unless_the_template_says_no"
        ),
        "run_command": GIVEN,
        "volumes": GIVEN,
        "tmpfs": GIVEN,
        "device": GIVEN,
        "cap_add": GIVEN,
        "cap_drop": GIVEN,
        "privileged": "test_option_effects::test_a_container_may_be_privileged",
        "runtime": "test_option_effects::test_a_container_may_have_a_runtime_of_its_own",
        "container_dir": (
            "test_option_effects::test_no_folder_is_shared_with_the_container_whatever_it_is_called"
        ),
        "exec_user": "test_option_effects::test_commands_run_as_the_user_that_is_wanted",
        "pty": "test_container_machine::test_commands_have_a_terminal_where_that_is_wanted",
        "fix_upload_owner": (
            "test_option_effects::test_uploads_keep_their_owner_where_that_is_wanted"
        ),
        "docker_path": PROGRAM,
        "windows_container": "test_settings::test_what_cannot_be_is_refused",
        "login": PULLED,
        "login_username": PULLED,
        "login_password": PULLED,
        "login_server": PULLED,
        **LOGIN_OF_AWS,
    },
    IMPORT: {
        "repository": IMPORTED,
        "tag": IMPORTED,
        "changes": IMPORTED,
        "platform": IMPORTED,
        "docker_path": PROGRAM,
    },
    TAG: {
        "repository": TAGGED,
        "tags": TAGGED,
        "tag": "test_image_settings::test_tags_and_the_old_tag_are_given_once_each_in_order",
        "force": "test_images::test_a_tag_moves_from_another_image_also_without_force",
        "docker_path": PROGRAM,
    },
    PUSH: {
        "login": LOCKED,
        "login_username": LOCKED,
        "login_password": LOCKED,
        "login_server": LOCKED,
        "platform": "test_images::test_a_platform_that_the_engine_cannot_push_alone_is_refused",
        "docker_path": PROGRAM,
        **LOGIN_OF_AWS,
    },
    SAVE: {"path": SAVED, "docker_path": PROGRAM},
}
"""The test of the plugin that shows it, as module::function."""


def own_options(table: str) -> Iterator[str]:
    for one in ALL_TABLES[table].options:
        if one.name not in OF_PLANNING and not one.name.startswith(OF_SSH):
            yield from named(one)


def named(option: Option) -> Iterator[str]:
    yield option.name
    for one in option.nested:
        yield f"{option.name}.{one.name}"


@cache
def functions_in(module: str) -> frozenset[str]:
    tree = ast.parse((TESTS / f"{module}.py").read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


@pytest.mark.parametrize("table", PROOFS)
def test_every_option_for_containers_has_a_proof(table: str) -> None:
    assert set(own_options(table)) == set(PROOFS[table])


@pytest.mark.parametrize(
    "proof", sorted({one for all_ in PROOFS.values() for one in all_.values()})
)
def test_the_proof_of_an_option_is_a_test(proof: str) -> None:
    module, _, function = proof.partition("::")

    assert function in functions_in(module)
