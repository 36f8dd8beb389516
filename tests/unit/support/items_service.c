/*
 * items_service.c - the data of items_service.h.
 */
#include "items_service.h"

#include <string.h>

#include "base/mem.h"
#include "model/dispatch.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct ls_str items_table_names[TABLE_COUNT] = {
    [TABLE_ITEMS] = {"tap-items-dev", 13},       [TABLE_READINGS] = {"tap-readings-dev", 16},
    [TABLE_LINKS] = {"tap-links-dev", 13},       [TABLE_BLOBS] = {"tap-blobs-dev", 13},
    [TABLE_NOTES] = {"tap-notes-dev", 13},       [TABLE_MESSAGES] = {"tap-messages-dev", 16},
    [TABLE_SESSIONS] = {"tap-sessions-dev", 16},
};

/* ---- tables ---- */

#define PARTITION .max_len = 2048
#define SORT      .max_len = 1024

static const struct ls_attribute item_key[] = {
    {.name = "id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, PARTITION},
};
/* Those of its indexes stand behind its own. */
static const struct ls_attribute reading_key[] = {
    {.name = "device", .type = LS_TYPE_STRING, PARTITION},
    {.name = "ts", .type = LS_TYPE_NUMBER, SORT},
    {.name = "kind", .type = LS_TYPE_STRING, PARTITION},
    {.name = "country", .type = LS_TYPE_STRING, PARTITION},
    {.name = "city", .type = LS_TYPE_STRING, PARTITION},
    {.name = "level", .type = LS_TYPE_NUMBER, SORT},
    {.name = "room", .type = LS_TYPE_STRING, SORT},
};
static const struct ls_attribute link_key[] = {
    {.name = "code",
     .type = LS_TYPE_STRING,
     .generate = LS_GENERATE_RANDOM,
     .generate_length = 4,
     PARTITION},
};
static const struct ls_attribute blob_key[] = {
    {.name = "hash", .type = LS_TYPE_BINARY, PARTITION},
    {.name = "seq", .type = LS_TYPE_NUMBER, .generate = LS_GENERATE_NOW, SORT},
};
static const struct ls_attribute note_key[] = {
    {.name = "tenant", .type = LS_TYPE_STRING, PARTITION},
    {.name = "note_id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, SORT},
};

enum { PK, SK, TENANT, ROOM, SENT, AUTHOR, STAGE, STATUS };

static const char *const tenant_literals[] = {"t#", ""};
static const uint8_t tenant_parts[] = {TENANT};
static const struct ls_template tenant_template = {1, tenant_parts, tenant_literals};
static const char *const sent_literals[] = {"room#", "#", ""};
static const uint8_t sent_parts[] = {ROOM, SENT};
static const struct ls_template sent_template = {2, sent_parts, sent_literals};
static const char *const stage_literals[] = {"", "|", ""};
static const uint8_t stage_parts[] = {STATUS, SENT};
static const struct ls_template stage_template = {2, stage_parts, stage_literals};

static const struct ls_attribute message_key[] = {
    [PK] = {.name = "pk", .template = &tenant_template, PARTITION},
    [SK] = {.name = "sk", .template = &sent_template, SORT},
    [TENANT] = {.name = "tenant", PARTITION},
    [ROOM] = {.name = "room", SORT},
    [SENT] = {.name = "sent", .format = LS_FORMAT_TIMESTAMP, .generate = LS_GENERATE_NOW, SORT},
    [AUTHOR] = {.name = "author", PARTITION},
    [STAGE] = {.name = "stage", .template = &stage_template, SORT},
    [STATUS] = {.name = "status", SORT},
};
static const struct ls_attribute session_key[] = {
    {.name = "id", .generate = LS_GENERATE_UUID4, PARTITION},
};

static const struct ls_attribute *const by_author_key[] = {
    &message_key[TENANT], &message_key[AUTHOR], &message_key[STAGE]};
static const struct ls_attribute *const by_kind_key[] = {&reading_key[2], &reading_key[1]};
static const struct ls_attribute *const by_room_key[] = {&reading_key[6]};
static const struct ls_attribute *const by_site_key[] = {&reading_key[3], &reading_key[4],
                                                         &reading_key[5], &reading_key[6]};

static const struct ls_index reading_indexes[] = {
    {.name = "by_kind",
     .physical_name = "by-kind",
     .key = by_kind_key,
     .partition_count = 1,
     .sort_count = 1},
    {.name = "by_room", .physical_name = "by-room", .key = by_room_key, .partition_count = 1},
    {.name = "by_site",
     .physical_name = "by-site",
     .key = by_site_key,
     .partition_count = 2,
     .sort_count = 2},
};

static const struct ls_index message_indexes[] = {
    {.name = "by_author",
     .physical_name = "by-author",
     .key = by_author_key,
     .partition_count = 2,
     .sort_count = 1},
};

static const struct ls_table tables[TABLE_COUNT] = {
    [TABLE_ITEMS] = {.name = "items",
                     .variable = "LOCKSTEP_TABLE_ITEMS",
                     .attributes = item_key,
                     .attribute_count = COUNT(item_key),
                     .key_count = 1,
                     .created = "createdAt",
                     .updated = "updatedAt"},
    [TABLE_READINGS] = {.name = "readings",
                        .variable = "LOCKSTEP_TABLE_READINGS",
                        .attributes = reading_key,
                        .attribute_count = COUNT(reading_key),
                        .key_count = 2,
                        .indexes = reading_indexes,
                        .index_count = COUNT(reading_indexes)},
    [TABLE_LINKS] = {.name = "links",
                     .variable = "LOCKSTEP_TABLE_LINKS",
                     .attributes = link_key,
                     .attribute_count = COUNT(link_key),
                     .key_count = 1},
    [TABLE_BLOBS] = {.name = "blobs",
                     .variable = "LOCKSTEP_TABLE_BLOBS",
                     .attributes = blob_key,
                     .attribute_count = COUNT(blob_key),
                     .key_count = 2,
                     .updated = "touched"},
    [TABLE_NOTES] = {.name = "notes",
                     .variable = "LOCKSTEP_TABLE_NOTES",
                     .attributes = note_key,
                     .attribute_count = COUNT(note_key),
                     .key_count = 2,
                     .created = "createdAt",
                     .updated = "updatedAt"},
    [TABLE_MESSAGES] = {.name = "messages",
                        .variable = "LOCKSTEP_TABLE_MESSAGES",
                        .attributes = message_key,
                        .attribute_count = COUNT(message_key),
                        .key_count = 2,
                        .indexes = message_indexes,
                        .index_count = COUNT(message_indexes)},
    [TABLE_SESSIONS] = {.name = "sessions",
                        .variable = "LOCKSTEP_TABLE_SESSIONS",
                        .attributes = session_key,
                        .attribute_count = COUNT(session_key),
                        .key_count = 1,
                        .version = "rev",
                        .ttl = "expires",
                        .ttl_after_days = 30,
                        .hide_expired = true},
};

/* ---- bindings ---- */

#define SOURCE(kind_, name_)                                                                       \
    {                                                                                              \
        .kind = LS_SOURCE_##kind_, .name = (name_)                                                 \
    }
#define EQUALS(attribute_, kind_, name_)                                                           \
    {                                                                                              \
        .attribute = (attribute_), .match = LS_MATCH_EQUALS, .low = SOURCE(kind_, name_)           \
    }

static const struct ls_binding id_of_path[] = {EQUALS(&item_key[0], PATH, "id")};
static const struct ls_binding id_of_body[] = {EQUALS(&item_key[0], BODY, "id")};
static const struct ls_binding code_of_slug[] = {EQUALS(&link_key[0], BODY, "slug")};
static const struct ls_binding reading_of_path[] = {EQUALS(&reading_key[0], PATH, "device"),
                                                    EQUALS(&reading_key[1], PATH, "ts")};
static const struct ls_binding reading_of_body[] = {EQUALS(&reading_key[0], PATH, "device"),
                                                    EQUALS(&reading_key[1], BODY, "ts")};
static const struct ls_binding reading_range[] = {
    EQUALS(&reading_key[0], PATH, "device"),
    {.attribute = &reading_key[1],
     .match = LS_MATCH_BETWEEN,
     .low = SOURCE(QUERY, "from"),
     .high = SOURCE(QUERY, "to")},
};
static const struct ls_binding reading_after[] = {
    EQUALS(&reading_key[0], PATH, "device"),
    {.attribute = &reading_key[1], .match = LS_MATCH_AFTER, .low = SOURCE(QUERY, "after")},
};
static const struct ls_binding kind_before[] = {
    EQUALS(&reading_key[2], QUERY, "kind"),
    {.attribute = &reading_key[1], .match = LS_MATCH_BEFORE, .high = SOURCE(QUERY, "before")},
};
static const struct ls_binding site_rooms[] = {
    EQUALS(&reading_key[3], PATH, "country"),
    EQUALS(&reading_key[4], CONST, "Oslo"),
    EQUALS(&reading_key[5], QUERY, "level"),
    {.attribute = &reading_key[6], .match = LS_MATCH_PREFIX, .low = SOURCE(QUERY, "room")},
};
static const struct ls_binding blob_of_path[] = {EQUALS(&blob_key[0], PATH, "hash"),
                                                 EQUALS(&blob_key[1], HEADER, "x-seq")};
static const struct ls_binding blob_of_body[] = {EQUALS(&blob_key[0], BODY, "hash"),
                                                 EQUALS(&blob_key[1], BODY, "seq")};
static const struct ls_binding own_notes[] = {EQUALS(&note_key[0], CLAIM, "custom:tenant")};
static const struct ls_binding own_note[] = {EQUALS(&note_key[0], CLAIM, "custom:tenant"),
                                             EQUALS(&note_key[1], BODY, "note_id")};
static const struct ls_binding arn_notes[] = {EQUALS(&note_key[0], IAM_USER_ARN, NULL)};
static const struct ls_binding account_notes[] = {EQUALS(&note_key[0], IAM_ACCOUNT_ID, NULL)};

static const struct ls_binding own_room_between[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    EQUALS(&message_key[ROOM], PATH, "room"),
    {.attribute = &message_key[SENT],
     .match = LS_MATCH_BETWEEN,
     .low = SOURCE(QUERY, "from"),
     .high = SOURCE(QUERY, "to")},
};
static const struct ls_binding own_room_from[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    EQUALS(&message_key[ROOM], QUERY, "room"),
    {.attribute = &message_key[SENT], .match = LS_MATCH_AFTER, .low = SOURCE(QUERY, "after")},
};
static const struct ls_binding own_rooms_between[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    {.attribute = &message_key[ROOM],
     .match = LS_MATCH_BETWEEN,
     .low = SOURCE(QUERY, "from"),
     .high = SOURCE(QUERY, "to")},
};
static const struct ls_binding own_rooms_prefix[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    {.attribute = &message_key[ROOM], .match = LS_MATCH_PREFIX, .low = SOURCE(QUERY, "room")},
};
static const struct ls_binding own_author[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    EQUALS(&message_key[AUTHOR], PATH, "author"),
    EQUALS(&message_key[STATUS], QUERY, "status"),
    {.attribute = &message_key[SENT], .match = LS_MATCH_BEFORE, .high = SOURCE(QUERY, "before")},
};
static const struct ls_binding message_of_path[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    EQUALS(&message_key[ROOM], PATH, "room"),
    EQUALS(&message_key[SENT], PATH, "sent"),
};
static const struct ls_binding message_of_body[] = {
    EQUALS(&message_key[TENANT], CLAIM, "custom:tenant"),
    EQUALS(&message_key[ROOM], PATH, "room"),
    EQUALS(&message_key[SENT], BODY, "sent"),
};
static const struct ls_binding session_of_path[] = {EQUALS(&session_key[0], PATH, "id")};
static const struct ls_binding session_of_body[] = {EQUALS(&session_key[0], BODY, "id")};

/* ---- routes ---- */

ls_handler *items_handler;

static int call_handler(struct ls_context *context, const struct ls_request *request,
                        struct ls_response *response)
{
    return items_handler(context, request, response);
}

#define BIT(operation_) (1u << LS_DDB_##operation_)

static const struct ls_grant grants[] = {
    {.table = &tables[TABLE_ITEMS],
     .operations = BIT(GET_ITEM) | BIT(PUT_ITEM) | BIT(UPDATE_ITEM) | BIT(DELETE_ITEM)},
    {.table = &tables[TABLE_READINGS], .operations = BIT(QUERY) | BIT(SCAN)},
    {.table = &tables[TABLE_READINGS], .index = &reading_indexes[0], .operations = BIT(QUERY)},
    {.table = &tables[TABLE_BLOBS], .operations = BIT(GET_ITEM) | BIT(PUT_ITEM)},
    {.table = &tables[TABLE_MESSAGES], .operations = BIT(GET_ITEM) | BIT(PUT_ITEM)},
};

static const char *const id_parameter[] = {"id"};
static const char *const reading_parameters[] = {"device", "ts"};
static const char *const country_parameter[] = {"country"};
static const char *const hash_parameter[] = {"hash"};
static const char *const path_parameter[] = {"path"};
static const char *const message_parameters[] = {"room", "sent"};
static const char *const author_parameter[] = {"author"};

#define KEY(text_)                 .key = (text_), .key_length = sizeof(text_) - 1
#define ON(table_, action_)        .table = &tables[TABLE_##table_], .action = LS_ACTION_##action_
#define BIND(rows_)                .bindings = (rows_), .binding_count = COUNT(rows_)
#define PARAMETERS(names_, count_) .parameters = (names_), .parameter_count = (count_)
#define PAGES                      .page_size = 100, .max_page_size = 1000
#define HANDLER                    .action = LS_ACTION_HANDLER, .handler = call_handler

static const struct ls_route routes[] = {
    {KEY("GET /items"), ON(ITEMS, LIST), PAGES, .flags = LS_ROUTE_SCAN},
    {KEY("GET /items/{id}"), ON(ITEMS, GET), BIND(id_of_path), PARAMETERS(id_parameter, 1)},
    {KEY("POST /items"), ON(ITEMS, CREATE), BIND(id_of_body)},
    {KEY("PUT /items/{id}"), ON(ITEMS, UPDATE), BIND(id_of_path), PARAMETERS(id_parameter, 1)},
    {KEY("PATCH /items/{id}"), ON(ITEMS, UPDATE), BIND(id_of_path), PARAMETERS(id_parameter, 1),
     .flags = LS_ROUTE_UPSERT},
    {KEY("DELETE /items/{id}"), ON(ITEMS, DELETE), BIND(id_of_path), PARAMETERS(id_parameter, 1)},
    {KEY("DELETE /present/{id}"), ON(ITEMS, DELETE), BIND(id_of_path), PARAMETERS(id_parameter, 1),
     .flags = LS_ROUTE_MUST_EXIST},
    {KEY("PUT /kept/{id}"), ON(ITEMS, CREATE), BIND(id_of_path), PARAMETERS(id_parameter, 1),
     .if_exists = LS_IF_EXISTS_KEEP},
    {KEY("PUT /replaced/{id}"), ON(ITEMS, CREATE), BIND(id_of_path), PARAMETERS(id_parameter, 1),
     .if_exists = LS_IF_EXISTS_REPLACE},
    {KEY("POST /replaced"), ON(ITEMS, CREATE), BIND(id_of_body), .if_exists = LS_IF_EXISTS_REPLACE},
    {KEY("OPTIONS /items"), .action = LS_ACTION_PREFLIGHT},
    {KEY("GET /devices/{device}/readings"), ON(READINGS, LIST), BIND(reading_range), PAGES,
     PARAMETERS(reading_parameters, 1)},
    {KEY("GET /devices/{device}/latest"), ON(READINGS, LIST), BIND(reading_after),
     PARAMETERS(reading_parameters, 1), .page_size = 1, .max_page_size = 1,
     .flags = LS_ROUTE_DESCENDING},
    {KEY("GET /kinds"), ON(READINGS, LIST), .index = &reading_indexes[0], BIND(kind_before), PAGES},
    {KEY("GET /sites/{country}"), ON(READINGS, LIST), .index = &reading_indexes[2],
     BIND(site_rooms), PAGES, PARAMETERS(country_parameter, 1)},
    {KEY("GET /devices/{device}/readings/{ts}"), ON(READINGS, GET), BIND(reading_of_path),
     PARAMETERS(reading_parameters, 2)},
    {KEY("POST /devices/{device}/readings"), ON(READINGS, CREATE), BIND(reading_of_body),
     PARAMETERS(reading_parameters, 1)},
    {KEY("PUT /devices/{device}/readings/{ts}"), ON(READINGS, UPDATE), BIND(reading_of_path),
     PARAMETERS(reading_parameters, 2)},
    {KEY("PATCH /devices/{device}/readings/{ts}"), ON(READINGS, UPDATE), BIND(reading_of_path),
     PARAMETERS(reading_parameters, 2), .flags = LS_ROUTE_UPSERT},
    {KEY("POST /links"), ON(LINKS, CREATE)},
    {KEY("PUT /links"), ON(LINKS, CREATE), BIND(code_of_slug)},
    {KEY("GET /blobs/{hash}"), ON(BLOBS, GET), BIND(blob_of_path), PARAMETERS(hash_parameter, 1)},
    {KEY("POST /blobs"), ON(BLOBS, CREATE), BIND(blob_of_body)},
    {KEY("GET /blobs"), ON(BLOBS, LIST), PAGES, .flags = LS_ROUTE_SCAN},
    {KEY("GET /notes"), ON(NOTES, LIST), BIND(own_notes), PAGES},
    {KEY("POST /notes"), ON(NOTES, CREATE), BIND(own_note)},
    {KEY("GET /arn/notes"), ON(NOTES, LIST), BIND(arn_notes), PAGES},
    {KEY("GET /account/notes"), ON(NOTES, LIST), BIND(account_notes), PAGES},
    {KEY("GET /rooms/{room}/messages"), ON(MESSAGES, LIST), BIND(own_room_between), PAGES,
     PARAMETERS(message_parameters, 1)},
    {KEY("GET /messages"), ON(MESSAGES, LIST), BIND(own_room_from), PAGES,
     .flags = LS_ROUTE_DESCENDING},
    {KEY("GET /rooms"), ON(MESSAGES, LIST), BIND(own_rooms_between), PAGES},
    {KEY("GET /rooms/like"), ON(MESSAGES, LIST), BIND(own_rooms_prefix), PAGES},
    {KEY("GET /authors/{author}/messages"), ON(MESSAGES, LIST), .index = &message_indexes[0],
     BIND(own_author), PAGES, PARAMETERS(author_parameter, 1)},
    {KEY("GET /rooms/{room}/messages/{sent}"), ON(MESSAGES, GET), BIND(message_of_path),
     PARAMETERS(message_parameters, 2)},
    {KEY("POST /rooms/{room}/messages"), ON(MESSAGES, CREATE), BIND(message_of_body),
     PARAMETERS(message_parameters, 1)},
    {KEY("PUT /rooms/{room}/messages/{sent}"), ON(MESSAGES, UPDATE), BIND(message_of_path),
     PARAMETERS(message_parameters, 2)},
    {KEY("PATCH /rooms/{room}/messages/{sent}"), ON(MESSAGES, UPDATE), BIND(message_of_path),
     PARAMETERS(message_parameters, 2), .flags = LS_ROUTE_UPSERT},
    {KEY("DELETE /rooms/{room}/messages/{sent}"), ON(MESSAGES, DELETE), BIND(message_of_path),
     PARAMETERS(message_parameters, 2)},
    {KEY("GET /sessions"), ON(SESSIONS, LIST), PAGES, .flags = LS_ROUTE_SCAN},
    {KEY("GET /sessions/{id}"), ON(SESSIONS, GET), BIND(session_of_path),
     PARAMETERS(id_parameter, 1)},
    {KEY("POST /sessions"), ON(SESSIONS, CREATE), BIND(session_of_body)},
    {KEY("PUT /sessions/{id}"), ON(SESSIONS, UPDATE), BIND(session_of_path),
     PARAMETERS(id_parameter, 1)},
    {KEY("DELETE /sessions/{id}"), ON(SESSIONS, DELETE), BIND(session_of_path),
     PARAMETERS(id_parameter, 1), .flags = LS_ROUTE_MUST_EXIST},
    {KEY("POST /items/{id}/reserve"), HANDLER, PARAMETERS(id_parameter, 1), .grants = grants,
     .grant_count = COUNT(grants)},
    {KEY("GET /files/{path+}"), HANDLER, PARAMETERS(path_parameter, 1)},
};

/* ---- the service ---- */

static const char *const origins[] = {"https://app.example", "http://*"};

static const struct ls_cors cors = {
    .origins = origins,
    .origin_count = COUNT(origins),
    .credentials = true,
    .methods = "GET,POST",
    .headers = "Content-Type",
    .expose_headers = "X-Total",
    .max_age = "600",
};

static struct {
    struct mem_arena *arena;
    struct ls_service service;
} built;

const struct ls_service *items_service(void)
{
    if (built.arena != NULL)
        return &built.service;
    built.arena = mem_arena_new();
    if (built.arena == NULL)
        return NULL;
    if (setjmp(*mem_guard(built.arena)) != 0)
        return NULL;
    built.service = (struct ls_service){
        .abi = LS_ABI,
        .name = "tap",
        .contract = "0000000000000000000000000000000000000000000000000000000000000000",
        .tables = tables,
        .table_count = TABLE_COUNT,
        .routes = routes,
        .route_count = COUNT(routes),
        .cors = &cors,
    };
    return dispatch_build(built.arena, &built.service) ? &built.service : NULL;
}

void items_service_release(void)
{
    mem_arena_free(built.arena);
    built.arena = NULL;
}

const struct ls_route *items_route(const char *key)
{
    for (size_t i = 0; i < COUNT(routes); i++) {
        if (strcmp(routes[i].key, key) == 0)
            return &routes[i];
    }
    return NULL;
}
