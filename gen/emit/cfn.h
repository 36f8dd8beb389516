/*
 * cfn.h - what the parts of the CloudFormation template share: one file a group of resources.
 *
 * Logical ids never change once a stack was deployed with them: another id is another resource.
 * Those of tables, routes, keys and authorizers come from the plan; a table's ends in "Table", a
 * key's in "Key", an authorizer's in "Authorizer", a route's begins with "Route", so that none of
 * these can be one of them. What belongs to one of those has its id and more behind.
 */
#ifndef LOCKSTEP_CFN_H
#define LOCKSTEP_CFN_H

#include "emit/json.h"
#include "model/plan.h"

#define CFN_CODE_BUCKET "CodeBucket"
#define CFN_CODE_KEY    "CodeKey"
#define CFN_STAGE       "ApiStage"
#define CFN_FUNCTION    "ApiFunction" /* the resources of the function `api` */
#define CFN_VERSION     "ApiVersion"
#define CFN_ALIAS       "ApiAlias"
#define CFN_INTEGRATION "ApiIntegration"
#define CFN_PERMISSION  "ApiPermission"
#define CFN_ROLE        "ApiRole"
#define CFN_LOG_GROUP   "ApiLogGroup"

/*
 * The version's description, "CODE_KEY ENVIRONMENT DIGEST", has at most 256 characters; the
 * parameter CodeKey gets what the others leave.
 */
#define CFN_DIGEST_LENGTH      32
#define CFN_ENVIRONMENT_LENGTH 16 /* the longest name of an environment */
#define CFN_CODE_KEY_LENGTH    (256 - 1 - CFN_ENVIRONMENT_LENGTH - 1 - CFN_DIGEST_LENGTH)

/* ---- One value each; `key` is NULL in an array ---- */

void cfn_ref(struct json parent, const char *key, const char *logical_id);
void cfn_get_att(struct json parent, const char *key, const char *logical_id,
                 const char *attribute);
void cfn_sub(struct json parent, const char *key, const char *text);
void cfn_value(struct json parent, const char *key, const struct plan_value *value);
/* With plain text before and behind the value; neither holds "${". */
void cfn_affixed(struct json parent, const char *key, const char *prefix,
                 const struct plan_value *value, const char *suffix);
void cfn_values(struct json parent, const char *key, const struct plan_value *items, size_t count);
/* The texts of a spec_list of struct spec_text. */
void cfn_texts(struct json parent, const char *key, const struct spec_list *texts);

/* A resource with its type; its properties are returned. */
struct json cfn_resource(struct json resources, const char *logical_id, const char *type);

/*
 * The tags Name and Environment and the spec's own. Most resources take a list; those of API
 * Gateway take a map. `resource` gives the name SERVICE-RESOURCE-ENVIRONMENT.
 */
void cfn_tags(struct json properties, const struct plan *plan, const struct plan_value *name);
struct plan_value cfn_name(struct mem_arena *arena, const struct plan *plan, const char *resource);
void cfn_tag_map(struct json properties, const struct plan *plan, const char *resource);

/* ---- Policies ---- */

/* A policy document under that key; its list of statements is returned. */
struct json cfn_policy_document(struct json parent, const char *key);
/* A statement with its effect, and with its sid unless that is NULL. */
struct json cfn_statement(struct json statements, const char *sid, const char *effect);
/* One of the spec's: iam.statements, or a table's policy. */
void cfn_spec_statement(struct json statements, const struct plan_statement *own);

/* ---- Groups of resources ---- */

void cfn_keys(struct json resources, const struct plan *plan); /* of KMS */
/* The value of kms:ViaService when it is DynamoDB that uses a key for its caller. */
#define CFN_VIA_DYNAMODB "dynamodb.${AWS::Region}.amazonaws.com"

void cfn_tables(struct json resources, const struct plan *plan);
/*
 * What a table's physical identity depends on: when it changes, so does the table's name, or, with
 * its stream, the ARN of that.
 */
void cfn_table_identity(struct json parent, const struct plan_table *table, bool with_stream);

/* Provisioned throughput of a table, or of one of its global indexes unless `index` is NULL. */
void cfn_provisioned(struct json properties, const struct plan_table *table,
                     const struct plan_index *index);
/* The auto scaling of a table and of its indexes. */
void cfn_scaling(struct json resources, const struct plan_table *table);

void cfn_log_group(struct json resources, const struct plan *plan);
void cfn_role(struct json resources, const struct plan *plan);
void cfn_function(struct json resources, const struct plan *plan); /* with version and alias */
void cfn_api(struct json resources, const struct plan *plan);
void cfn_authorizers(struct json resources, const struct plan *plan);
/* How the gateway knows the caller of a route. */
void cfn_route_auth(struct json properties, const struct plan_route *route);

#endif
