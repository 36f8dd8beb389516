/*
 * cfn.h - what the parts of the CloudFormation template share: one file a group of resources.
 *
 * Logical ids never change once a stack was deployed with them: another id is another resource.
 * Those of tables and routes come from the plan; a table's ends in "Table", a route's begins with
 * "Route", so that none of these can be one of them.
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

/* A resource with its type; its properties are returned. */
struct json cfn_resource(struct json resources, const char *logical_id, const char *type);

/*
 * The tags Name and Environment and the spec's own. Most resources take a list; those of API
 * Gateway take a map. `resource` gives the name SERVICE-RESOURCE-ENVIRONMENT.
 */
void cfn_tags(struct json properties, const struct plan *plan, const struct plan_value *name);
struct plan_value cfn_name(struct mem_arena *arena, const struct plan *plan, const char *resource);
void cfn_tag_map(struct json properties, const struct plan *plan, const char *resource);

/* ---- Groups of resources ---- */

void cfn_tables(struct json resources, const struct plan *plan);
/* What a table's physical identity depends on: when it changes, so does the table's name. */
void cfn_table_identity(struct json parent, const struct plan_table *table);
void cfn_log_group(struct json resources, const struct plan *plan);
void cfn_role(struct json resources, const struct plan *plan);
void cfn_function(struct json resources, const struct plan *plan); /* with version and alias */
void cfn_api(struct json resources, const struct plan *plan);

#endif
