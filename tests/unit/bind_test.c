/*
 * Bindings: each place a value can come from, each type, and what a client reads when it is wrong.
 */
#include "bind.h"

#include <string.h>

#include "fixture.h"

#include "expect.h"

TestSuite(bind, .init = fixture_init, .fini = fixture_release);

static struct ls_bindings bindings;

/* Binds for the route as if API Gateway had matched it. */
static enum ls_status bind(const struct fixture_request *from)
{
    static struct ls_event event;
    struct ls_request request = {
        .event = &event,
        .route = items_route(from->route_key),
        .clock = fixture.context.clock,
        .arena = &fixture.arena,
    };
    char *text = fixture_event(from);

    cr_assert_not_null(request.route);
    cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    return ls_bind(&fixture.context, &request, &bindings);
}

#define BIND(...) bind(&(const struct fixture_request){__VA_ARGS__})

/* Refused with this status and message; NULL: the status's own. */
static void expect_refused(enum ls_status status, enum ls_status wanted, const char *message)
{
    const char *actual = fixture.context.error.message;

    cr_expect_eq(status, wanted, "%s", ls_status_name(status));
    cr_expect_eq(fixture.context.error.status, wanted);
    if (message == NULL)
        cr_expect_null(actual, "%s", actual);
    else
        cr_expect_str_eq(actual, message);
}

Test(bind, takes_path_parameters)
{
    cr_assert_eq(BIND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a/b \\u00e9\"}"),
                 LS_OK);
    cr_assert_eq(bindings.count, (size_t)1);
    EXPECT_STR(bindings.rows[0].low, "a/b \xC3\xA9");
    cr_expect_eq(ls_bind_row(&bindings, &(struct ls_attribute){.name = "id"}), &bindings.rows[0]);
    cr_expect_null(ls_bind_row(&bindings, &(struct ls_attribute){.name = "ID"}));
}

Test(bind, says_that_an_id_is_required_for_a_bad_path_key)
{
    expect_refused(BIND(.route_key = "GET /items/{id}"), LS_BAD_KEY, NULL);
    expect_refused(BIND(.route_key = "GET /items/{id}", .parameters = "{}"), LS_BAD_KEY, NULL);
    expect_refused(BIND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"\"}"), LS_BAD_KEY,
                   NULL);
    expect_refused(BIND(.route_key = "GET /devices/{device}/readings/{ts}",
                        .parameters = "{\"device\":\"d\",\"ts\":\"soon\"}"),
                   LS_BAD_KEY, NULL);
    cr_expect_str_eq(ls_status_text(LS_BAD_KEY), "ID parameter required");
}

Test(bind, knows_the_limits_of_a_key)
{
    char parameters[4096] = "{\"id\":\"", *end = parameters + strlen(parameters);

    memset(end, 'x', LS_PARTITION_MAX);
    memcpy(end + LS_PARTITION_MAX, "\"}", 3);
    cr_expect_eq(BIND(.route_key = "GET /items/{id}", .parameters = parameters), LS_OK);
    memcpy(end + LS_PARTITION_MAX, "x\"}", 4);
    expect_refused(BIND(.route_key = "GET /items/{id}", .parameters = parameters), LS_BAD_KEY,
                   NULL);
}

Test(bind, allows_a_sort_key_half_of_that)
{
    char query[1200] = "level=1&room=";

    memset(query + 13, 'x', LS_SORT_MAX);
    cr_expect_eq(BIND(.route_key = "GET /sites/{country}", .parameters = "{\"country\":\"NO\"}",
                      .query = query),
                 LS_OK);
    query[13 + LS_SORT_MAX] = 'x';
    expect_refused(BIND(.route_key = "GET /sites/{country}", .parameters = "{\"country\":\"NO\"}",
                        .query = query),
                   LS_BAD_PARAMETER, "Bad parameter: room is too long for a key");
}

Test(bind, numbers_have_one_text)
{
    cr_assert_eq(BIND(.route_key = "GET /devices/{device}/readings/{ts}",
                      .parameters = "{\"device\":\"d\",\"ts\":\"-1.50E1\"}"),
                 LS_OK);
    EXPECT_STR(bindings.rows[0].low, "d");
    EXPECT_STR(bindings.rows[1].low, "-15");
}

Test(bind, bytes_are_padded_standard_base64)
{
    cr_assert_eq(BIND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"-_8\"}",
                      .headers = "{\"x-seq\":\"7\"}"),
                 LS_OK);
    EXPECT_STR(bindings.rows[0].low, "+/8=");
    EXPECT_STR(bindings.rows[1].low, "7");
    expect_refused(BIND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"a\"}"),
                   LS_BAD_KEY, NULL);
    expect_refused(BIND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"====\"}"),
                   LS_BAD_KEY, NULL);
    expect_refused(BIND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"-_8=\"}"),
                   LS_BAD_PARAMETER, "Bad parameter: x-seq is required");
    expect_refused(BIND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"-_8=\"}",
                        .headers = "{\"x-seq\":\"7a\"}"),
                   LS_BAD_PARAMETER, "Bad parameter: x-seq is not a number that DynamoDB can hold");
}

Test(bind, an_absent_query_value_is_no_bound_of_a_sort_attribute)
{
    static const char device[] = "{\"device\":\"d\"}";

    cr_assert_eq(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device), LS_OK);
    cr_assert_eq(bindings.count, (size_t)2);
    cr_expect_null(bindings.rows[1].low.ptr);
    cr_expect_null(bindings.rows[1].high.ptr);
    cr_assert_eq(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device,
                      .query = "to=1e1"),
                 LS_OK);
    cr_expect_null(bindings.rows[1].low.ptr);
    EXPECT_STR(bindings.rows[1].high, "10");
    expect_refused(
        BIND(.route_key = "GET /devices/{device}/readings", .parameters = device, .query = "from="),
        LS_BAD_PARAMETER, "Bad parameter: from is not a number that DynamoDB can hold");
    expect_refused(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device,
                        .query = "to=1&to=2"),
                   LS_BAD_PARAMETER, "Bad parameter: to is given more than once");
}

Test(bind, but_a_partition_is_required)
{
    expect_refused(BIND(.route_key = "GET /kinds"), LS_BAD_PARAMETER,
                   "Bad parameter: kind is required");
    expect_refused(BIND(.route_key = "GET /kinds", .query = "kind="), LS_BAD_PARAMETER,
                   "Bad parameter: kind is empty");
    cr_expect_eq(BIND(.route_key = "GET /kinds", .query = "kind=k&before=5"), LS_OK);
    cr_expect_null(bindings.rows[1].low.ptr);
    EXPECT_STR(bindings.rows[1].high, "5");
}

Test(bind, a_range_has_two_ends_in_order)
{
    static const char device[] = "{\"device\":\"d\"}";

    cr_expect_eq(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device,
                      .query = "from=9&to=10"),
                 LS_OK);
    cr_expect_eq(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device,
                      .query = "from=9&to=9.0"),
                 LS_OK);
    expect_refused(BIND(.route_key = "GET /devices/{device}/readings", .parameters = device,
                        .query = "from=10&to=9"),
                   LS_BAD_PARAMETER, "Bad parameter: from is greater than the other end");
}

/* In base64 '/' (0x2F) sorts before 'A' (0x41), although it stands for the greatest bits. */
Test(bind, a_range_of_bytes_goes_by_the_bytes)
{
    static const struct ls_attribute key[] = {{.name = "p"}, {.name = "b", .type = LS_TYPE_BINARY}};
    static const struct ls_table table = {.key = key, .key_count = 2};
    static const struct ls_binding range = {
        .attribute = &key[1],
        .match = LS_MATCH_BETWEEN,
        .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
        .high = {.kind = LS_SOURCE_QUERY, .name = "to"},
    };
    static const struct ls_route route = {
        .action = LS_ACTION_LIST, .table = &table, .bindings = &range, .binding_count = 1};
    static const struct {
        const char *query;
        enum ls_status status;
    } rows[] = {
        {"from=AA&to=_w", LS_OK},  {"from=_w&to=AA", LS_BAD_PARAMETER},  {"from=_w&to=_w==", LS_OK},
        {"from=AA&to=AAA", LS_OK}, {"from=AAA&to=AA", LS_BAD_PARAMETER}, {"from=_w", LS_OK},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_event event;
        struct ls_request request = {.event = &event, .route = &route, .arena = &fixture.arena};
        char *text = fixture_event(&(const struct fixture_request){.query = rows[i].query});

        cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
        cr_expect_eq(ls_bind(&fixture.context, &request, &bindings), rows[i].status, "%s",
                     rows[i].query);
        if (rows[i].status != LS_OK)
            cr_expect_str_eq(fixture.context.error.message,
                             "Bad parameter: from is greater than the other end");
    }
}

Test(bind, takes_claims_and_forbids_without)
{
    cr_assert_eq(BIND(.route_key = "GET /notes",
                      .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t1\"}}}"),
                 LS_OK);
    EXPECT_STR(bindings.rows[0].low, "t1");
    expect_refused(BIND(.route_key = "GET /notes"), LS_FORBIDDEN, NULL);
    expect_refused(
        BIND(.route_key = "GET /notes", .authorizer = "{\"jwt\":{\"claims\":{\"tenant\":\"t1\"}}}"),
        LS_FORBIDDEN, NULL);
    expect_refused(BIND(.route_key = "GET /notes",
                        .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"\"}}}"),
                   LS_FORBIDDEN, NULL);
    /* What a client sends elsewhere does not count. */
    expect_refused(BIND(.route_key = "GET /notes", .query = "custom:tenant=t1&tenant=t1",
                        .headers = "{\"custom:tenant\":\"t1\"}",
                        .parameters = "{\"custom:tenant\":\"t1\"}"),
                   LS_FORBIDDEN, NULL);
}

Test(bind, takes_the_caller_whom_iam_knows)
{
    static const char caller[] = "{\"iam\":{\"userArn\":\"arn:aws:iam::12:user/a\",\"accountId\":"
                                 "\"12\"}}";

    cr_assert_eq(BIND(.route_key = "GET /arn/notes", .authorizer = caller), LS_OK);
    EXPECT_STR(bindings.rows[0].low, "arn:aws:iam::12:user/a");
    cr_assert_eq(BIND(.route_key = "GET /account/notes", .authorizer = caller), LS_OK);
    EXPECT_STR(bindings.rows[0].low, "12");
    expect_refused(BIND(.route_key = "GET /arn/notes"), LS_FORBIDDEN, NULL);
}

Test(bind, leaves_the_body_to_create_and_takes_constants)
{
    cr_assert_eq(BIND(.route_key = "POST /items"), LS_OK);
    cr_assert_eq(bindings.count, (size_t)1);
    cr_expect(bindings.rows[0].from_body);
    cr_expect_null(bindings.rows[0].low.ptr);
    cr_assert_eq(BIND(.route_key = "GET /sites/{country}", .parameters = "{\"country\":\"NO\"}"),
                 LS_OK);
    EXPECT_STR(bindings.rows[1].low, "Oslo");
}

static enum ls_status from_json(enum ls_attribute_type type, const char *json, struct ls_str *value,
                                const char **problem)
{
    const struct ls_attribute attribute = {.name = "a", .type = type};
    struct ls_json reader = ls_json_of(guarded(ls_str_of(json)));

    *problem = "";
    return ls_bind_json(&attribute, LS_SORT_MAX, &reader, &fixture.arena, value, problem);
}

static void expect_json(enum ls_attribute_type type, const char *json, const char *wanted)
{
    const char *problem;
    struct ls_str value = {NULL, 0};

    cr_assert_eq(from_json(type, json, &value, &problem), LS_OK, "%s: %s", json, problem);
    EXPECT_STR(value, wanted);
}

static void expect_problem(enum ls_attribute_type type, const char *json, const char *wanted)
{
    const char *problem;
    struct ls_str value;

    cr_assert_eq(from_json(type, json, &value, &problem), LS_BAD_VALUE, "%s", json);
    cr_expect_str_eq(problem, wanted, "%s: %s", json, problem);
}

Test(bind, json_values_have_the_declared_type)
{
    const char *problem;
    struct ls_str value;

    expect_json(LS_TYPE_STRING, "\"\\u00e9\\\"\"", "\xC3\xA9\"");
    expect_json(LS_TYPE_NUMBER, "1.50", "1.5");
    expect_json(LS_TYPE_BINARY, "\"_w\"", "/w==");
    expect_problem(LS_TYPE_STRING, "7", "is not a string");
    expect_problem(LS_TYPE_STRING, "null", "is not a string");
    expect_problem(LS_TYPE_STRING, "{\"a\":[]}", "is not a string");
    expect_problem(LS_TYPE_STRING, "\"\"", "is empty");
    expect_problem(LS_TYPE_NUMBER, "\"7\"", "is not a number");
    expect_problem(LS_TYPE_NUMBER, "1e126", "is not a number that DynamoDB can hold");
    expect_problem(LS_TYPE_BINARY, "\"*\"", "is not base64");
    expect_problem(LS_TYPE_BINARY, "\"\"", "is empty");
    cr_expect_eq(from_json(LS_TYPE_STRING, "{\"a\":", &value, &problem), LS_BAD_JSON);
    cr_expect_eq(from_json(LS_TYPE_STRING, "\"a", &value, &problem), LS_BAD_JSON);
    cr_expect_eq(from_json(LS_TYPE_NUMBER, "1.", &value, &problem), LS_BAD_JSON);
}

/* 1,368 characters of base64 are 1,026 bytes: two over the limit of a sort key. */
Test(bind, the_limit_of_bytes_counts_bytes)
{
    char json[1400] = "\"";
    const char *problem;
    struct ls_str value;

    memset(json + 1, 'A', 1364);
    memcpy(json + 1365, "\"", 2);
    cr_expect_eq(from_json(LS_TYPE_BINARY, json, &value, &problem), LS_OK);
    memset(json + 1365, 'A', 4);
    memcpy(json + 1369, "\"", 2);
    expect_problem(LS_TYPE_BINARY, json, "is too long for a key");
}

static void expect_declared(unsigned table, const char *name, size_t max_len)
{
    size_t found_max = 0;
    const struct ls_attribute *found =
        ls_bind_declared(&fixture.context.service->tables[table], ls_str_of(name), &found_max);

    cr_expect_eq(found != NULL, max_len > 0, "%s", name);
    cr_expect_eq(found_max, max_len, "%s", name);
}

Test(bind, finds_the_keys_of_table_and_indexes)
{
    expect_declared(TABLE_ITEMS, "id", LS_PARTITION_MAX);
    expect_declared(TABLE_ITEMS, "name", 0);
    expect_declared(TABLE_READINGS, "device", LS_PARTITION_MAX);
    expect_declared(TABLE_READINGS, "ts", LS_SORT_MAX);
    expect_declared(TABLE_READINGS, "city", LS_PARTITION_MAX);
    /* The partition of one index and a sort attribute of another. */
    expect_declared(TABLE_READINGS, "room", LS_SORT_MAX);
}

Test(bind, writes_typed_values_and_members)
{
    const struct ls_attribute s = {.name = "q\"", .type = LS_TYPE_STRING};
    const struct ls_attribute n = {.name = "n", .type = LS_TYPE_NUMBER};
    const struct ls_attribute b = {.name = "b", .type = LS_TYPE_BINARY};
    struct ls_buf *out = &fixture.work;

    ls_bind_write_typed(out, &s, LS_STR("a\"b"));
    ls_bind_write_typed(out, &n, LS_STR("1.5"));
    ls_bind_write_typed(out, &b, LS_STR("+/8="));
    EXPECT_STR(ls_buf_view(out), "{\"S\":\"a\\\"b\"}{\"N\":\"1.5\"}{\"B\":\"+/8=\"}");
    ls_buf_reset(out);
    ls_bind_write_member(out, LS_JSON_PLAIN, &s, LS_STR("a\"b"));
    ls_bind_write_member(out, LS_JSON_PLAIN, &n, LS_STR("1.5"));
    ls_bind_write_member(out, LS_JSON_IN_STRING, &b, LS_STR("+/8="));
    EXPECT_STR(ls_buf_view(out), "\"q\\\"\":\"a\\\"b\"\"n\":1.5\\\"b\\\":\\\"+/8=\\\"");
}
