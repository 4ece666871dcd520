"""Options of components that goldsmith does not have, by what they take.

JSON says less of that than HCL: which objects are blocks, and which texts stand for something else.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS = _words(
    """
    Statement additional_iso_files ami_block_device_mappings ami_root_device assume_role
    aws_polling azure_tag deregistration_protection disk_attachment disk_encryption_key
    dtl_artifacts ebs_volumes fast_launch fleet_tag image_encryption_key
    launch_block_device_mappings license_configuration_request license_specifications
    linux_options metadata_options network_adapters network_interface node_affinity parameters
    placement plan_info region_launch_templates reservation_affinity root_volume_tag run_tag
    run_volume_tag security_group_filter shared_image_destination shared_image_gallery
    shared_image_gallery_destination snapshot_tag source_ami_filter spot spot_tag storage
    subnet_filter target_region target_regions temporary_iam_instance_profile_policy_document
    vault_aws_engine vga_config vpc_filter
    """
)
"""Blocks, whatever they hold."""
LISTS = _words(
    """
    Action Resource allowed_inbound_ip_addresses ami_groups ami_org_arns ami_ou_arns
    ami_product_codes ami_regions ami_users ansible_env_vars ansible_ssh_extra_args
    boot_command cap_add cap_drop cd_files changes collection_paths cookbook_paths copy_files
    device empty_groups environment_vars extra_arguments floppy_dirs floppy_files groups
    image_forbidden_signatures_db image_guest_os_features image_key_exchange_key
    image_licenses image_signatures_db image_storage_locations include inline inventory_groups
    iso_urls mount_options only_builds ovftool_options owners package_include paths
    playbook_files playbook_paths policy_arns post_mount_commands pre_mount_commands
    pre_unmount_commands registry_keys remote_cookbook_paths replica_zones replication_regions
    role_paths run_command run_list sbom_exclude scanner_args scopes scripts
    security_group_ids snapshot_groups snapshot_users source_image_project_id
    spot_instance_types ssh_ciphers ssh_key_exchange_algorithms ssh_local_tunnels
    ssh_remote_tunnels tags temporary_security_group_source_cidrs tmpfs transitive_tag_keys
    user_assigned_managed_identities values
    """
)
"""Lists of texts."""
SWITCHES = _words(
    """
    accelerated_networking add_clean add_force add_insecure ami_encrypt ansible_winrm_use_http
    associate_public_ip_address async_resourcegroup_delete auto_generate
    aws_force_use_public_ecr binary box_private check_registry clean_staging_directory commit
    compress create_image decode_authorization_messages delete_on_termination
    disable_default_service_account disable_stop_instance disable_vnc disallow_public_ip
    discard ebs_optimized ecr_login ena_support enable_fast_launch enable_integrity_monitoring
    enable_nested_virtualization enable_nitro_enclave enable_secure_boot enable_t2_unlimited
    enable_unlimited_credits enable_vtpm enabled encrypt_boot encrypted encryption_at_host
    exclude_from_latest exlude_from_latest fix_upload_owner force force_delete_snapshot
    force_deregister from_scratch galaxy_force_install galaxy_force_with_deps headless iap
    include_deprecated insecure_skip_tls_verify insert_key keep_device keep_inventory_file
    keep_os_disk linked login managed_image_zone_resilient most_free most_recent no_device
    no_direct_upload no_ephemeral no_release omit_external_ip omit_from_artifact preemptible
    prevent_sudo private_virtual_network_with_public_ip privileged provenance pty pull random
    root_volume_encrypt_boot sbom secure_boot_enabled
    shared_gallery_image_version_exclude_from_latest skip_add skip_ami_run_tags skip_clean
    skip_clean_client skip_clean_node skip_clean_staging_directory skip_cleanup
    skip_compaction skip_create_ami skip_create_build_key_vault skip_create_image
    skip_credential_validation skip_export skip_install skip_metadata_api_check skip_package
    skip_profile_validation skip_region_validation skip_save_build_region skip_sysprep
    skip_version_check snapshot_volume sound specialized sriov_support ssh_agent_auth
    ssh_bastion_agent_auth ssh_bastion_interactive ssh_clear_authorized_keys
    ssh_disable_agent_forwarding ssh_pty temporary_security_group_source_public_ip upload_tlog
    usb use_azure_cli_auth use_create_image use_iap use_internal_ip use_os_login use_proxy
    use_pwsh use_sftp use_shallow_replication vagrantfile_template_generated vhv_enabled
    vmx_remove_ethernet_interfaces vnc_disable_password vtpm_enabled windows_container
    winrm_insecure winrm_no_proxy winrm_use_ntlm winrm_use_ssl with_cooldown
    wrap_startup_script
    """
)
"""True or false."""
NUMBERS = _words(
    """
    accelerator_count block_duration_minutes compression_level cores cpus debug_mode
    delay_seconds disk_size duration_seconds http_port_max http_port_min
    http_put_response_hop_limit iap_localhost_port iap_tunnel_launch_wait iops local_port
    max_attempts max_parallel_launches max_price max_retries max_run_duration_in_seconds
    memory os_disk_size_gb replicas root_volume_size session_manager_port
    shared_image_gallery_replica_count snapshot_copy_duration_minutes ssh_bastion_port
    ssh_handshake_attempts ssh_port ssh_proxy_port target_resource_count template_version
    temporary_key_pair_bits throughput vnc_port_max vnc_port_min volume_size winrm_port
    """
)
"""Numbers."""
MAPS = frozenset({"override", "json"})
"""Arguments, although their values may hold anything."""
