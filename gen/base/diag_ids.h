/*
 * diag_ids.h - every diagnostic by its stable id. The id is what `--format json` prints, what
 * tests/bad/<id>.yaml is named after (a test fails when an id has no case), and what a reader
 * searches for. X(id, severity)
 */
#ifndef LOCKSTEP_DIAG_IDS_H
#define LOCKSTEP_DIAG_IDS_H

/* Found while reading and decoding: one value at a time. */
#define DIAGS_READ(X)                                                                              \
    X(file_too_large, ERROR)                                                                       \
    X(empty_spec, ERROR)                                                                           \
    X(bad_utf8, ERROR)                                                                             \
    X(control_character, ERROR)                                                                    \
    X(yaml_syntax, ERROR)                                                                          \
    X(yaml_tab, ERROR)                                                                             \
    X(yaml_unclosed, ERROR)                                                                        \
    X(yaml_tag, ERROR)                                                                             \
    X(yaml_directive, ERROR)                                                                       \
    X(several_documents, ERROR)                                                                    \
    X(bad_indentation, ERROR)                                                                      \
    X(colon_in_text, ERROR)                                                                        \
    X(brace_in_text, ERROR)                                                                        \
    X(comma_in_text, ERROR)                                                                        \
    X(missing_blank, ERROR)                                                                        \
    X(unquoted_text, ERROR)                                                                        \
    X(bad_escape, ERROR)                                                                           \
    X(comment_in_text, WARNING)                                                                    \
    X(invisible_character, ERROR)                                                                  \
    X(bad_key, ERROR)                                                                              \
    X(duplicate_key, ERROR)                                                                        \
    X(merge_key, ERROR)                                                                            \
    X(bad_alias, ERROR)                                                                            \
    X(unused_anchor, ERROR)                                                                        \
    X(too_deep, ERROR)                                                                             \
    X(too_many_values, ERROR)                                                                      \
    X(unknown_key, ERROR)                                                                          \
    X(not_supported_yet, ERROR)                                                                    \
    X(missing_key, ERROR)                                                                          \
    X(wrong_type, ERROR)                                                                           \
    X(unknown_value, ERROR)                                                                        \
    X(bad_text, ERROR)                                                                             \
    X(bad_number, ERROR)                                                                           \
    X(out_of_range, ERROR)                                                                         \
    X(bad_length, ERROR)                                                                           \
    X(too_few, ERROR)                                                                              \
    X(too_many, ERROR)                                                                             \
    X(overlay_unknown, ERROR)                                                                      \
    X(overlay_compiled_in, ERROR)

/* Found by checking values against each other. */
#define DIAGS_CHECK(X)                                                                             \
    /* the spec as a whole */                                                                      \
    X(newer_language, ERROR)                                                                       \
    X(duplicate_environment, ERROR)                                                                \
    X(reserved_tag, ERROR)                                                                         \
    X(duplicate_tag, ERROR)                                                                        \
    X(too_many_tags, ERROR)                                                                        \
    X(no_routes, ERROR)                                                                            \
    X(name_collision, ERROR)                                                                       \
    X(reference_syntax, ERROR)                                                                     \
    X(unknown_reference, ERROR)                                                                    \
    X(reference_later, ERROR)                                                                      \
    X(reference_place, ERROR)                                                                      \
    /* tables */                                                                                   \
    X(too_many_tables, ERROR)                                                                      \
    X(duplicate_key_attribute, ERROR)                                                              \
    X(key_type_mismatch, ERROR)                                                                    \
    X(generate_type, ERROR)                                                                        \
    X(generate_length, ERROR)                                                                      \
    X(format_type, ERROR)                                                                          \
    X(source_with_generate, ERROR)                                                                 \
    X(timestamp_clash, ERROR)                                                                      \
    X(version_clash, ERROR)                                                                        \
    X(ttl_on_key, ERROR)                                                                           \
    X(capacity_missing, ERROR)                                                                     \
    X(capacity_on_demand, ERROR)                                                                   \
    X(max_throughput_provisioned, ERROR)                                                           \
    X(throughput_empty, ERROR)                                                                     \
    X(scaling_bounds, ERROR)                                                                       \
    X(warm_throughput_too_low, ERROR)                                                              \
    X(table_name_syntax, ERROR)                                                                    \
    X(table_name_length, ERROR)                                                                    \
    X(physical_name_clash, ERROR)                                                                  \
    X(name_without_environment, WARNING)                                                           \
    X(recovery_period_alone, ERROR)                                                                \
    X(option_beside_existing, ERROR)                                                               \
    X(stream_arn_alone, ERROR)                                                                     \
    X(bad_arn, ERROR)                                                                              \
    X(unknown_kms_key, ERROR)                                                                      \
    X(policy_action, ERROR)                                                                        \
    X(policy_principal, ERROR)                                                                     \
    X(public_policy, ERROR)                                                                        \
    X(too_many_attributes, ERROR)                                                                  \
    X(too_many_resources, ERROR)                                                                   \
    X(unused_table, WARNING)                                                                       \
    X(unused_kms_key, WARNING)                                                                     \
    /* templates */                                                                                \
    X(template_syntax, ERROR)                                                                      \
    X(template_without_part, ERROR)                                                                \
    X(template_too_long, ERROR)                                                                    \
    X(template_option, ERROR)                                                                      \
    X(duplicate_template, ERROR)                                                                   \
    X(adjacent_parts, ERROR)                                                                       \
    X(duplicate_part, ERROR)                                                                       \
    X(too_many_parts, ERROR)                                                                       \
    X(unknown_part, ERROR)                                                                         \
    X(reserved_part, ERROR)                                                                        \
    X(part_type, ERROR)                                                                            \
    X(part_separator, ERROR)                                                                       \
    /* indexes */                                                                                  \
    X(generate_on_index, ERROR)                                                                    \
    X(source_on_index, ERROR)                                                                      \
    X(index_without_partition, ERROR)                                                              \
    X(local_index_key, ERROR)                                                                      \
    X(local_index_table, ERROR)                                                                    \
    X(local_index_throughput, ERROR)                                                               \
    X(local_index_insights, ERROR)                                                                 \
    X(too_many_global_indexes, ERROR)                                                              \
    X(too_many_local_indexes, ERROR)                                                               \
    X(projected_key, ERROR)                                                                        \
    X(duplicate_projection, ERROR)                                                                 \
    X(too_many_projected, ERROR)                                                                   \
    X(unused_index, WARNING)                                                                       \
    /* routes */                                                                                   \
    X(route_form, ERROR)                                                                           \
    X(unknown_method, ERROR)                                                                       \
    X(path_syntax, ERROR)                                                                          \
    X(path_parameter, ERROR)                                                                       \
    X(greedy_not_last, ERROR)                                                                      \
    X(duplicate_parameter, ERROR)                                                                  \
    X(too_many_segments, ERROR)                                                                    \
    X(too_many_routes, ERROR)                                                                      \
    X(duplicate_route, ERROR)                                                                      \
    X(parameter_names_differ, ERROR)                                                               \
    X(route_summary, ERROR)                                                                        \
    X(route_without_action, ERROR)                                                                 \
    X(handler_and_action, ERROR)                                                                   \
    X(unknown_action, ERROR)                                                                       \
    X(reserved_handler, ERROR)                                                                     \
    X(route_without_table, ERROR)                                                                  \
    X(unknown_table, ERROR)                                                                        \
    X(unknown_index, ERROR)                                                                        \
    X(option_without_effect, ERROR)                                                                \
    X(action_on_any, ERROR)                                                                        \
    X(get_writes, ERROR)                                                                           \
    X(preflight_method, ERROR)                                                                     \
    X(preflight_without_cors, ERROR)                                                               \
    X(crud_key, ERROR)                                                                             \
    X(crud_parameter, ERROR)                                                                       \
    X(crud_without_key, ERROR)                                                                     \
    X(unknown_crud_action, ERROR)                                                                  \
    /* keys, lists and grants of routes */                                                         \
    X(unknown_key_attribute, ERROR)                                                                \
    X(unbound_key, ERROR)                                                                          \
    X(unused_parameter, ERROR)                                                                     \
    X(unknown_source, ERROR)                                                                       \
    X(source_not_in_path, ERROR)                                                                   \
    X(reserved_query, ERROR)                                                                       \
    X(source_of_body, ERROR)                                                                       \
    X(source_needs_authorizer, ERROR)                                                              \
    X(constant_type, ERROR)                                                                        \
    X(range_form, ERROR)                                                                           \
    X(range_order, ERROR)                                                                          \
    X(range_outside_list, ERROR)                                                                   \
    X(range_on_partition, ERROR)                                                                   \
    X(prefix_of_number, ERROR)                                                                     \
    X(key_gap, ERROR)                                                                              \
    X(list_is_get, ERROR)                                                                          \
    X(scan_by_omission, ERROR)                                                                     \
    X(scan_for_query, ERROR)                                                                       \
    X(order_without_query, ERROR)                                                                  \
    X(page_size_over_max, ERROR)                                                                   \
    X(unknown_grant, ERROR)                                                                        \
    X(grant_on_index, ERROR)                                                                       \
    X(duplicate_grant, ERROR)                                                                      \
    X(too_many_grants, ERROR)                                                                      \
    X(too_many_key_parts, ERROR)                                                                   \
    X(source_of_table, ERROR)                                                                      \
    X(constant_in_template, ERROR)                                                                 \
    X(derived_attribute, ERROR)                                                                    \
    X(index_not_isolated, ERROR)                                                                   \
    X(optional_override, ERROR)                                                                    \
    X(filter_on_key, ERROR)                                                                        \
    X(filter_type, ERROR)                                                                          \
    X(filter_not_projected, ERROR)                                                                 \
    X(duplicate_field, ERROR)                                                                      \
    X(field_not_projected, ERROR)                                                                  \
    X(consistent_on_global_index, ERROR)                                                           \
    /* writes */                                                                                   \
    X(assigned_key, ERROR)                                                                         \
    X(assigned_managed, ERROR)                                                                     \
    X(assignment_type, ERROR)                                                                      \
    X(addition_type, ERROR)                                                                        \
    X(set_and_add, ERROR)                                                                          \
    X(replace_with_version, ERROR)                                                                 \
    X(upsert_with_hide_expired, ERROR)                                                             \
    X(if_match_without_version, ERROR)                                                             \
    X(idempotency_method, ERROR)                                                                   \
    X(idempotency_table, ERROR)                                                                    \
    /* who may call */                                                                             \
    X(authorizer_name, ERROR)                                                                      \
    X(authorizer_incomplete, ERROR)                                                                \
    X(authorizer_option, ERROR)                                                                    \
    X(authorizer_issuer, ERROR)                                                                    \
    X(authorizer_identity, ERROR)                                                                  \
    X(too_many_authorizers, ERROR)                                                                 \
    X(auth_missing, ERROR)                                                                         \
    X(unknown_auth, ERROR)                                                                         \
    X(scopes_without_jwt, ERROR)                                                                   \
    X(preflight_auth, ERROR)                                                                       \
    X(unused_authorizer, WARNING)                                                                  \
    /* the rest */                                                                                 \
    X(reserved_variable, ERROR)                                                                    \
    X(environment_too_large, ERROR)                                                                \
    X(timeout_over_gateway, ERROR)                                                                 \
    X(level_without_json, ERROR)                                                                   \
    X(cors_origin, ERROR)                                                                          \
    X(too_many_origins, ERROR)                                                                     \
    X(cors_credentials, ERROR)                                                                     \
    X(cors_method, ERROR)                                                                          \
    X(cors_header, ERROR)                                                                          \
    X(cors_preflight, WARNING)                                                                     \
    X(cors_wildcard_literal, WARNING)                                                              \
    X(iam_resource, ERROR)                                                                         \
    X(iam_condition, ERROR)                                                                        \
    X(policy_character, ERROR)                                                                     \
    X(duplicate_sid, ERROR)                                                                        \
    X(policy_too_large, ERROR)

#define DIAGS(X) DIAGS_READ(X) DIAGS_CHECK(X)

#endif
