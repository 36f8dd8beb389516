/*
 * writes_service.c - the data of writes_service.h.
 */
#include "writes_service.h"

#include "base/mem.h"
#include "fixture.h"
#include "model/dispatch.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { CHAT, NOTES, SESSIONS, COUNTERS, ORDERS, CODES, GRID, REQUESTS, TABLES };

static const struct ls_str table_names[TABLES] = {
    [CHAT] = {"chat-dev", 8},          [NOTES] = {"notes-dev", 9},
    [SESSIONS] = {"sessions-dev", 12}, [COUNTERS] = {"counters-dev", 12},
    [ORDERS] = {"orders-dev", 10},     [CODES] = {"codes-dev", 9},
    [GRID] = {"grid-dev", 8},          [REQUESTS] = {"requests-dev", 12},
};

/* ---- tables ---- */

#define PARTITION .max_len = 2048
#define SORT      .max_len = 1024

/* "{…}" in the comments: what a spec would say. */
#define TEMPLATE(name_, parts_, literals_)                                                         \
    static const struct ls_template name_ = {                                                      \
        .part_count = COUNT(parts_), .parts = (parts_), .literals = (literals_)}

enum { ROOM, SK, SENT, TOPIC, STATUS, PRIO, LEVEL, TOPIC_PK, STATUS_SK, SENT_SK };

static const uint8_t sk_parts[] = {SENT};
static const char *const sk_literals[] = {"msg#", ""};
TEMPLATE(chat_sk, sk_parts, sk_literals); /* "msg#{sent}" */
static const uint8_t topic_parts[] = {TOPIC, ROOM};
static const char *const topic_literals[] = {"", "#", ""};
TEMPLATE(chat_topic, topic_parts, topic_literals); /* "{topic}#{room}" */
static const uint8_t status_parts[] = {STATUS, PRIO};
static const char *const status_literals[] = {"s:", "|", "."};
TEMPLATE(chat_status, status_parts, status_literals); /* "s:{status}|{prio}." */
static const uint8_t sent_parts[] = {ROOM, SENT};
static const char *const sent_literals[] = {"", "!", ""};
TEMPLATE(chat_sent, sent_parts, sent_literals); /* "{room}!{sent}" */

static const struct ls_attribute chat_attributes[] = {
    [ROOM] = {.name = "room", PARTITION},
    [SK] = {.name = "sk", .template = &chat_sk, SORT},
    [SENT] = {.name = "sent", .format = LS_FORMAT_TIMESTAMP, .generate = LS_GENERATE_NOW, SORT},
    [TOPIC] = {.name = "topic", PARTITION},
    [STATUS] = {.name = "status", SORT},
    [PRIO] = {.name = "prio", SORT},
    [LEVEL] = {.name = "level", .type = LS_TYPE_NUMBER, SORT},
    [TOPIC_PK] = {.name = "topic_pk", .template = &chat_topic, PARTITION},
    [STATUS_SK] = {.name = "status_sk", .template = &chat_status, SORT},
    [SENT_SK] = {.name = "sent_sk", .template = &chat_sent, SORT},
};

static const uint8_t counter_parts[] = {1, 2};
static const char *const counter_literals[] = {"u#", "#", ""};
TEMPLATE(counter_pk, counter_parts, counter_literals); /* "u#{user}#{day}" */
static const uint8_t day_parts[] = {2, 4};
static const char *const day_literals[] = {"", "#", ""};
TEMPLATE(counter_day, day_parts, day_literals); /* "{day}#{kind}" */

static const struct ls_attribute counter_attributes[] = {
    {.name = "pk", .template = &counter_pk, PARTITION},
    {.name = "user", PARTITION},
    {.name = "day", PARTITION},
    {.name = "day_pk", .template = &counter_day, PARTITION},
    {.name = "kind", PARTITION},
};

static const uint8_t row_parts[] = {2}, column_parts[] = {3, 2};
static const char *const row_literals[] = {"r#", ""}, *const column_literals[] = {"", "#", ""};
TEMPLATE(grid_row, row_parts, row_literals);          /* "r#{row}" */
TEMPLATE(grid_column, column_parts, column_literals); /* "{column}#{row}" */

static const struct ls_attribute grid_attributes[] = {
    {.name = "pk", .template = &grid_row, PARTITION},
    {.name = "sk", .template = &grid_column, SORT},
    {.name = "row", SORT},
    {.name = "column", .generate = LS_GENERATE_RANDOM, .generate_length = 3, SORT},
};

static const struct ls_attribute note_attributes[] = {
    {.name = "id", .generate = LS_GENERATE_UUID7, PARTITION},
    {.name = "rank", .type = LS_TYPE_NUMBER, SORT},
};
static const struct ls_attribute session_attributes[] = {
    {.name = "token", .generate = LS_GENERATE_RANDOM, .generate_length = 4, PARTITION},
};
static const struct ls_attribute order_attributes[] = {
    {.name = "id", .generate = LS_GENERATE_UUID7, PARTITION},
};
static const struct ls_attribute code_attributes[] = {
    {.name = "code", .generate = LS_GENERATE_RANDOM, .generate_length = 4, PARTITION},
};
static const struct ls_attribute request_attributes[] = {{.name = "key", PARTITION}};

#define ATTRIBUTES(rows_, key_count_)                                                              \
    .attributes = (rows_), .attribute_count = COUNT(rows_), .key_count = (key_count_)

static const struct ls_table tables[TABLES] = {
    [CHAT] = {.name = "chat", ATTRIBUTES(chat_attributes, 2)},
    [NOTES] = {.name = "notes",
               ATTRIBUTES(note_attributes, 1),
               .created = "createdAt",
               .updated = "updatedAt",
               .version = "rev"},
    [SESSIONS] = {.name = "sessions",
                  ATTRIBUTES(session_attributes, 1),
                  .version = "v",
                  .ttl = "expires",
                  .ttl_after_days = 2,
                  .hide_expired = true},
    [COUNTERS] = {.name = "counters",
                  ATTRIBUTES(counter_attributes, 1),
                  .created = "since",
                  .ttl = "gone",
                  .ttl_after_days = 7},
    [ORDERS] = {.name = "orders", ATTRIBUTES(order_attributes, 1), .version = "v"},
    [CODES] = {.name = "codes", ATTRIBUTES(code_attributes, 1), .ttl = "old"},
    [GRID] = {.name = "grid", ATTRIBUTES(grid_attributes, 2)},
    [REQUESTS] = {.name = "requests", ATTRIBUTES(request_attributes, 1), .ttl = "until"},
};

/* ---- routes ---- */

#define EQUALS(attribute_, kind_, name_)                                                           \
    {                                                                                              \
        .attribute = (attribute_), .match = LS_MATCH_EQUALS, .low = { LS_SOURCE_##kind_, (name_) } \
    }

static const struct ls_binding message_of_path[] = {EQUALS(&chat_attributes[ROOM], PATH, "room"),
                                                    EQUALS(&chat_attributes[SENT], PATH, "sent")};
static const struct ls_binding message_of_body[] = {EQUALS(&chat_attributes[ROOM], PATH, "room"),
                                                    EQUALS(&chat_attributes[SENT], BODY, "sent")};
static const struct ls_binding message_of_at[] = {EQUALS(&chat_attributes[ROOM], BODY, "sent"),
                                                  EQUALS(&chat_attributes[SENT], BODY, "sent")};
static const struct ls_binding counter_of_path[] = {EQUALS(&counter_attributes[1], PATH, "user"),
                                                    EQUALS(&counter_attributes[2], PATH, "day")};
static const struct ls_binding note_of_path[] = {EQUALS(&note_attributes[0], PATH, "id")};
static const struct ls_binding session_of_path[] = {EQUALS(&session_attributes[0], PATH, "token")};
static const struct ls_binding order_of_path[] = {EQUALS(&order_attributes[0], PATH, "id")};
static const struct ls_binding code_of_path[] = {EQUALS(&code_attributes[0], PATH, "code")};

static const struct ls_assignment note_set[] = {
    {.name = "owner", .source = {LS_SOURCE_CLAIM, "sub"}},
    {.name = "open", .source = {LS_SOURCE_TYPED, "{\"BOOL\":true}"}},
    {.name = "kind", .source = {LS_SOURCE_TYPED, "{\"S\":\"caf\\u00e9\"}"}},
    {.name = "rank", .attribute = &note_attributes[1], .source = {LS_SOURCE_QUERY, "rank"}},
};
static const struct ls_assignment message_set[] = {
    {.name = "prio", .attribute = &chat_attributes[PRIO], .source = {LS_SOURCE_CONST, "high"}},
};
static const struct ls_assignment owned_set[] = {
    {.name = "owner", .source = {LS_SOURCE_CLAIM, "owner"}},
    {.name = "trace", .source = {LS_SOURCE_CONST, "none"}},
};
static const struct ls_addition counter_add[] = {{"hits", "1"}, {"score", "-0.5"}};

static const struct ls_idempotency once = {.table = &tables[REQUESTS], .ttl_s = 86400};
static const struct ls_idempotency always_once = {
    .table = &tables[REQUESTS], .ttl_s = 60, .required = true};

static const char *const message_parameters[] = {"room", "sent"};
static const char *const counter_parameters[] = {"user", "day"};
static const char *const id_parameter[] = {"id"};
static const char *const token_parameter[] = {"token"};
static const char *const code_parameter[] = {"code"};

#define KEY(text_)          .key = (text_), .key_length = sizeof(text_) - 1
#define ON(table_, action_) .table = &tables[table_], .action = LS_ACTION_##action_
#define BIND(rows_)         .bindings = (rows_), .binding_count = COUNT(rows_)
#define PATH_OF(names_)     .parameters = (names_), .parameter_count = COUNT(names_)
#define SET(rows_)          .set = (rows_), .set_count = COUNT(rows_)
#define ADD(rows_)          .add = (rows_), .add_count = COUNT(rows_)

static const struct ls_route routes[] = {
    {KEY("POST /rooms/{room}"), ON(CHAT, CREATE), BIND(message_of_body),
     .parameters = message_parameters, .parameter_count = 1},
    {KEY("POST /rooms"), ON(CHAT, CREATE), BIND(message_of_at), SET(message_set)},
    {KEY("PUT /rooms/{room}/{sent}"), ON(CHAT, UPDATE), BIND(message_of_path),
     PATH_OF(message_parameters), .flags = LS_ROUTE_NULL_REMOVES},
    {KEY("PUT /high/{room}/{sent}"), ON(CHAT, UPDATE), BIND(message_of_path),
     PATH_OF(message_parameters), SET(message_set)},
    {KEY("PATCH /rooms/{room}/{sent}"), ON(CHAT, UPDATE), BIND(message_of_path),
     PATH_OF(message_parameters), .flags = LS_ROUTE_UPSERT},
    {KEY("POST /grid"), ON(GRID, CREATE)},
    {KEY("PUT /counters/{user}/{day}"), ON(COUNTERS, UPDATE), BIND(counter_of_path),
     PATH_OF(counter_parameters), .flags = LS_ROUTE_UPSERT | LS_ROUTE_NULL_REMOVES,
     ADD(counter_add)},
    {KEY("DELETE /counters/{user}/{day}"), ON(COUNTERS, DELETE), BIND(counter_of_path),
     PATH_OF(counter_parameters)},
    {KEY("POST /notes"), ON(NOTES, CREATE), SET(note_set)},
    {KEY("PUT /notes/{id}"), ON(NOTES, UPDATE), BIND(note_of_path), PATH_OF(id_parameter)},
    {KEY("PATCH /notes/{id}"), ON(NOTES, UPDATE), BIND(note_of_path), PATH_OF(id_parameter),
     .flags = LS_ROUTE_UPSERT},
    {KEY("PUT /mine/{id}"), ON(NOTES, UPDATE), BIND(note_of_path), PATH_OF(id_parameter),
     SET(note_set), .flags = LS_ROUTE_IF_MATCH_REQUIRED | LS_ROUTE_NULL_REMOVES},
    {KEY("DELETE /notes/{id}"), ON(NOTES, DELETE), BIND(note_of_path), PATH_OF(id_parameter)},
    {KEY("DELETE /mine/{id}"), ON(NOTES, DELETE), BIND(note_of_path), PATH_OF(id_parameter),
     .flags = LS_ROUTE_IF_MATCH_REQUIRED},
    {KEY("PUT /kept/{id}"), ON(NOTES, CREATE), BIND(note_of_path), PATH_OF(id_parameter),
     .if_exists = LS_IF_EXISTS_KEEP},
    {KEY("POST /sessions"), ON(SESSIONS, CREATE)},
    {KEY("POST /sessions/{token}"), ON(SESSIONS, CREATE), BIND(session_of_path),
     PATH_OF(token_parameter)},
    {KEY("PUT /sessions/{token}"), ON(SESSIONS, UPDATE), BIND(session_of_path),
     PATH_OF(token_parameter)},
    {KEY("DELETE /sessions/{token}"), ON(SESSIONS, DELETE), BIND(session_of_path),
     PATH_OF(token_parameter)},
    {KEY("DELETE /present/{token}"), ON(SESSIONS, DELETE), BIND(session_of_path),
     PATH_OF(token_parameter), .flags = LS_ROUTE_MUST_EXIST},
    {KEY("POST /orders"), ON(ORDERS, CREATE), .idempotency = &once},
    {KEY("POST /orders/{id}"), ON(ORDERS, CREATE), BIND(order_of_path), PATH_OF(id_parameter),
     .idempotency = &always_once},
    {KEY("POST /owned"), ON(ORDERS, CREATE), SET(owned_set), .idempotency = &once},
    {KEY("POST /kept/{id}"), ON(ORDERS, CREATE), BIND(order_of_path), PATH_OF(id_parameter),
     .if_exists = LS_IF_EXISTS_KEEP, .idempotency = &once},
    {KEY("POST /codes"), ON(CODES, CREATE), .idempotency = &once},
    {KEY("POST /codes/{code}"), ON(CODES, CREATE), BIND(code_of_path), PATH_OF(code_parameter),
     .if_exists = LS_IF_EXISTS_REPLACE, .idempotency = &once},
};

/* ---- the service ---- */

static struct mem_arena *arena;
static struct ls_service service;

void writes_init(void)
{
    fixture_init();
    service = (struct ls_service){
        .abi = LS_ABI,
        .name = "writes",
        .tables = tables,
        .table_count = TABLES,
        .routes = routes,
        .route_count = COUNT(routes),
    };
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    cr_assert(dispatch_build(arena, &service));
    fixture.context.service = &service;
    fixture.context.table_names = table_names;
}

void writes_release(void)
{
    mem_arena_free(arena);
    fixture_release();
}
