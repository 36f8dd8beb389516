/*
 * idempotency.c - a request's record: its key, its write, its answer again.
 */
#include "idempotency.h"

#include <stdio.h>
#include <string.h>

#include "call.h"
#include "decimal.h"
#include "etag.h"
#include "generate.h"
#include "response.h"

#define HEADER_NAME "Idempotency-Key"
#define ANSWER      "answer" /* the record's attribute beside partition and ttl */
#define LOOK_UP_MAX 16384    /* bytes of a GetItem: a table's name and an attribute's */

/* ---- what identifies a request ---- */

#define HASHED_MAX (6 + 2 * LS_MAX_BINDINGS + LS_MAX_FILTERS)

/* Values one after another, each behind its length: "3:abc", and "-" for one that is absent. */
struct hashed {
    struct ls_str parts[2 * HASHED_MAX];
    char lengths[HASHED_MAX][24];
    size_t count;
};

static void add_value(struct hashed *hashed, struct ls_str value)
{
    char *length = hashed->lengths[hashed->count];

    if (value.ptr == NULL)
        snprintf(length, sizeof(hashed->lengths[0]), "-");
    else
        snprintf(length, sizeof(hashed->lengths[0]), "%zu:", value.len);
    hashed->parts[2 * hashed->count] = ls_str_of(length);
    hashed->parts[2 * hashed->count + 1] = value.ptr == NULL ? LS_STR("") : value;
    hashed->count++;
}

static void write_hash(const struct hashed *hashed, char out[2 * LS_SHA256_LEN])
{
    unsigned char digest[LS_SHA256_LEN];

    ls_sha256_parts(hashed->parts, 2 * hashed->count, digest);
    ls_hex(digest, sizeof(digest), out);
}

/* A caller without a name of its own is all that its authorizer says of it. */
static void add_caller(struct hashed *hashed, const struct ls_event *event, struct ls_arena *arena)
{
    struct ls_str sub = ls_event_claim(event, arena, "sub");
    struct ls_str arn = ls_event_iam(event, arena, "userArn");
    bool is_unnamed = sub.ptr == NULL && arn.ptr == NULL && event->authorizer.len > 0;

    add_value(hashed, sub);
    add_value(hashed, arn);
    add_value(hashed, is_unnamed ? event->authorizer : ls_str(NULL, 0));
}

/* What `set` takes from the caller: the same body makes another item for another caller. */
static enum ls_status add_set(struct hashed *hashed, struct ls_context *context,
                              const struct ls_request *request)
{
    const struct ls_route *route = request->route;
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < route->set_count; i++) {
        const struct ls_source *source = &route->set[i].source;
        struct ls_str value;

        if (source->kind != LS_SOURCE_CLAIM && source->kind != LS_SOURCE_IAM_USER_ARN &&
            source->kind != LS_SOURCE_IAM_ACCOUNT_ID)
            continue;
        status = ls_bind_source(context, request, route->set[i].attribute, source, false, &value);
        if (status == LS_OK)
            add_value(hashed, value);
    }
    return status;
}

static enum ls_status identify(struct ls_record *record, const struct ls_request *request,
                               const struct ls_bindings *bindings, struct ls_str key)
{
    const struct ls_event *event = request->event;
    struct ls_context *context = record->context;
    struct hashed of_key = {.count = 0}, of_request = {.count = 0};
    enum ls_status status;

    add_value(&of_key, ls_str_of(context->service->name));
    add_value(&of_key, ls_str_of(request->route->key));
    add_caller(&of_key, event, context->arena);
    add_value(&of_key, key);
    for (size_t i = 0; i < bindings->count; i++) {
        add_value(&of_key, bindings->rows[i].low);
        add_value(&of_key, bindings->rows[i].high);
    }
    status = add_set(&of_key, context, request);
    if (status != LS_OK)
        return status;
    write_hash(&of_key, record->partition);
    add_value(&of_request, event->path);
    add_value(&of_request, event->query);
    add_value(&of_request, event->body);
    write_hash(&of_request, record->request);
    return LS_OK;
}

static bool is_key(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x21 || text.ptr[i] > 0x7E)
            return false;
    }
    return text.len > 0 && text.len <= LS_IDEMPOTENCY_KEY_MAX;
}

enum ls_status ls_record_read(struct ls_context *context, const struct ls_request *request,
                              const struct ls_bindings *bindings, struct ls_record *record)
{
    const struct ls_idempotency *rule = request->route->idempotency;
    struct ls_str key;
    enum ls_status status;

    *record = (struct ls_record){.context = context};
    if (rule == NULL)
        return LS_OK;
    status = ls_header_read(context, request, "idempotency-key", &key);
    if (status != LS_OK)
        return status;
    if (key.ptr == NULL && !rule->required)
        return LS_OK;
    if (key.ptr == NULL)
        return ls_event_bad_parameter(&context->error, context->arena, HEADER_NAME, "is required");
    if (!is_key(key))
        return ls_event_bad_parameter(&context->error, context->arena, HEADER_NAME,
                                      "must have 1 to 255 visible ASCII characters");
    record->rule = rule;
    return identify(record, request, bindings, key);
}

/* ---- writing the record ---- */

static void write_name(struct ls_buf *out, const char *name)
{
    ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(name));
    ls_buf_char(out, ':');
}

static void write_answer(const struct ls_record *record, const struct ls_response *response,
                         struct ls_str version, struct ls_buf *out)
{
    ls_buf_text(out, "{\"M\":{\"request\":{\"S\":\"");
    ls_buf_add(out, record->request, sizeof(record->request));
    ls_buf_text(out, "\"},\"status\":{\"N\":\"");
    ls_buf_int(out, response->http_status);
    /* The response's body is in the form of a JSON string's inside already. */
    ls_buf_text(out, "\"},\"body\":{\"S\":\"");
    ls_buf_str(out, ls_buf_view(&response->body));
    ls_buf_text(out, "\"}");
    if (version.ptr != NULL) {
        ls_buf_text(out, ",\"version\":{\"N\":\"");
        ls_buf_str(out, version);
        ls_buf_text(out, "\"}");
    }
    ls_buf_text(out, "}}");
}

/* All that follows the table's name; a record that has expired gives way. */
static void write_put(struct ls_record *record, const struct ls_response *response,
                      struct ls_str version)
{
    const struct ls_clock *clock = record->context->clock;
    const struct ls_table *table = record->rule->table;
    const char *partition = table->attributes[0].name;
    struct ls_buf *out = record->context->work;

    record->now_s = clock->now_ms(clock->self) / 1000;
    ls_buf_text(out, ",\"Item\":{");
    write_name(out, partition);
    ls_buf_text(out, "{\"S\":\"");
    ls_buf_add(out, record->partition, sizeof(record->partition));
    ls_buf_text(out, "\"},");
    write_name(out, table->ttl);
    ls_buf_text(out, "{\"N\":\"");
    ls_buf_int(out, record->now_s + record->rule->ttl_s);
    ls_buf_text(out, "\"},\"" ANSWER "\":");
    write_answer(record, response, version, out);
    ls_buf_text(out, "},\"ConditionExpression\":\"attribute_not_exists(#pk) OR #ttl<=:now_s\","
                     "\"ExpressionAttributeNames\":{\"#pk\":");
    ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(partition));
    ls_buf_text(out, ",\"#ttl\":");
    ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(table->ttl));
    ls_buf_text(out, "},\"ExpressionAttributeValues\":{\":now_s\":{\"N\":\"");
    ls_buf_int(out, record->now_s);
    ls_buf_text(out, "\"}}");
}

static void write_table(const struct ls_record *record, const struct ls_table *table,
                        struct ls_buf *out)
{
    const struct ls_context *context = record->context;

    ls_buf_text(out, "{\"TableName\":");
    ls_json_write_string(out, LS_JSON_PLAIN,
                         context->table_names[table - context->service->tables]);
}

void ls_record_begin(const struct ls_record *record, const struct ls_table *table)
{
    ls_buf_reset(record->context->work);
    ls_buf_text(record->context->work, "{\"TransactItems\":[{\"Put\":");
    write_table(record, table, record->context->work);
}

/*
 * With a token of its own the transaction is carried out once, however often a lost reply has it
 * sent (DynamoDB remembers the token for ten minutes).
 */
static enum ls_status write_token(const struct ls_record *record)
{
    static const struct ls_attribute token = {.name = "", .generate = LS_GENERATE_UUID4};
    struct ls_context *context = record->context;
    struct ls_str value;
    enum ls_status status = ls_generate(&token, 0, context->arena, &value, &context->error);

    if (status == LS_OK) {
        ls_buf_text(context->work, "}}],\"ClientRequestToken\":\"");
        ls_buf_str(context->work, value);
        ls_buf_text(context->work, "\"}");
    }
    return status;
}

enum ls_status ls_record_send(struct ls_record *record, const struct ls_response *response,
                              struct ls_str version, struct ls_str *reply)
{
    struct ls_context *context = record->context;
    enum ls_status status;

    ls_buf_text(context->work, "}},{\"Put\":");
    write_table(record, record->rule->table, context->work);
    write_put(record, response, version);
    status = write_token(record);
    if (status != LS_OK)
        return status;
    status = ls_buf_status(context->work);
    if (status != LS_OK)
        return ls_fail(&context->error, status, NULL, "no room for the request to DynamoDB");
    context->calls++;
    status = ls_dynamodb_call(context->db, LS_STR("TransactWriteItems"), ls_buf_view(context->work),
                              context->deadline_ms, reply, &context->error);
    if (status == LS_NOT_SUPPORTED)
        return ls_fail(&context->error, status,
                       "The database has no transactions, which " HEADER_NAME " needs",
                       "the database knows no TransactWriteItems; DynamoDB does");
    return status;
}

enum ls_status ls_record_store(struct ls_record *record, const struct ls_response *response,
                               struct ls_str version)
{
    struct ls_str reply;

    ls_call_begin(record->context, record->rule->table, NULL);
    write_put(record, response, version);
    return ls_call_send(record->context, LS_DDB_PUT_ITEM, &reply);
}

/* ---- its answer again ---- */

static enum ls_status bad_record(const struct ls_record *record)
{
    return ls_fail(&record->context->error, LS_BAD_REPLY, NULL,
                   "an item of table %s is no record of a request", record->rule->table->name);
}

/* The inside of {"S":"…"}, still escaped; NULL ptr when `name` is no such member of the map. */
static struct ls_str raw_string(struct ls_str map, const char *name)
{
    struct ls_str value, text, raw;
    struct ls_json json;
    bool escaped;

    if (!ls_json_find(map, name, &value) || !ls_json_find(value, "S", &text))
        return ls_str(NULL, 0);
    json = ls_json_of(text);
    return ls_json_read_string(&json, &raw, &escaped) ? raw : ls_str(NULL, 0);
}

/* What is past its time, and not deleted yet, is no record. */
static bool is_live(const struct ls_record *record, struct ls_str item)
{
    struct ls_str until = ls_typed_number(item, record->rule->table->ttl);

    return until.ptr != NULL && ls_decimal_compare_whole(until, record->now_s) > 0;
}

static enum ls_status answer_again(const struct ls_record *record, struct ls_str item,
                                   struct ls_response *response)
{
    struct ls_str attribute, map, request, status, body;
    bool is_created;

    if (!ls_json_find(item, ANSWER, &attribute) || !ls_json_find(attribute, "M", &map))
        return bad_record(record);
    request = raw_string(map, "request");
    status = ls_typed_number(map, "status");
    body = raw_string(map, "body");
    is_created = ls_str_equal(status, LS_STR("201"));
    if (request.ptr == NULL || body.ptr == NULL ||
        (!is_created && !ls_str_equal(status, LS_STR("200"))))
        return bad_record(record);
    if (!ls_str_equal(request, ls_str(record->request, sizeof(record->request))))
        return ls_fail(&record->context->error, LS_KEY_REUSED, NULL, NULL);
    ls_response_reset(response);
    ls_response_begin(response, is_created ? 201 : 200, LS_CONTENT_TYPE_JSON);
    ls_buf_str(&response->body, body);
    ls_etag_set(response, ls_typed_number(map, "version"));
    ls_response_set(response, "idempotent-replayed", LS_STR("true"));
    return ls_response_end(response);
}

/* context->work holds the item still, which may be needed for another attempt. */
static enum ls_status read_record(const struct ls_record *record, struct ls_str *reply)
{
    struct ls_context *context = record->context;
    struct ls_buf body;
    enum ls_status status;

    ls_buf_init(&body, LOOK_UP_MAX);
    write_table(record, record->rule->table, &body);
    ls_buf_text(&body, ",\"Key\":{");
    write_name(&body, record->rule->table->attributes[0].name);
    ls_buf_text(&body, "{\"S\":\"");
    ls_buf_add(&body, record->partition, sizeof(record->partition));
    ls_buf_text(&body, "\"}},\"ConsistentRead\":true}");
    status = ls_buf_status(&body);
    if (status == LS_OK)
        status = ls_call_raw(context, LS_STR("GetItem"), ls_buf_view(&body), reply);
    else
        ls_fail(&context->error, status, NULL, "no room for the request to DynamoDB");
    ls_buf_release(&body);
    return status;
}

enum ls_status ls_record_replay(const struct ls_record *record, struct ls_response *response,
                                bool *found)
{
    struct ls_str reply, item;
    enum ls_status status = read_record(record, &reply);

    *found = false;
    if (status != LS_OK || !ls_json_find(reply, "Item", &item) || !is_live(record, item))
        return status;
    *found = true;
    return answer_again(record, item, response);
}
