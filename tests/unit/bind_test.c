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
    static const struct ls_attribute key[] = {
        {.name = "p", .max_len = 2048}, {.name = "b", .type = LS_TYPE_BINARY, .max_len = 1024}};
    static const struct ls_table table = {.attributes = key, .attribute_count = 2, .key_count = 2};
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

/* ---- timestamps ---- */

static const char tenant[] = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t1\"}}}";
static const char blue[] = "{\"room\":\"blue\"}";

Test(bind, times_are_utc_wherever_they_stand)
{
    cr_assert_eq(BIND(.route_key = "GET /rooms/{room}/messages/{sent}", .authorizer = tenant,
                      .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T03:04:05+02:00\"}"),
                 LS_OK);
    cr_assert_eq(bindings.count, (size_t)3);
    EXPECT_STR(bindings.rows[0].low, "t1");
    EXPECT_STR(bindings.rows[1].low, "blue");
    EXPECT_STR(bindings.rows[2].low, "2026-01-02T01:04:05.000Z");
    cr_assert_eq(BIND(.route_key = "GET /rooms/{room}/messages", .authorizer = tenant,
                      .parameters = blue,
                      .query = "from=2026-01-02T03:04:05%2B02:00&to=2026-01-02T01:04:05.0001Z"),
                 LS_OK);
    EXPECT_STR(bindings.rows[2].low, "2026-01-02T01:04:05.000Z");
    EXPECT_STR(bindings.rows[2].high, "2026-01-02T01:04:05.000Z");
}

Test(bind, a_plus_in_a_query_is_a_blank)
{
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages", .authorizer = tenant,
                        .parameters = blue, .query = "from=2026-01-02T03:04:05+02:00"),
                   LS_BAD_PARAMETER,
                   "Bad parameter: from has a blank where its offset begins: the + of an offset is "
                   "written %2B in a query");
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages", .authorizer = tenant,
                        .parameters = blue, .query = "from=yesterday"),
                   LS_BAD_PARAMETER,
                   "Bad parameter: from is not a time as RFC 3339 writes it, such as "
                   "2026-01-02T03:04:05Z");
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages", .authorizer = tenant,
                        .parameters = blue, .query = "from="),
                   LS_BAD_PARAMETER, "Bad parameter: from is empty");
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages", .authorizer = tenant,
                        .parameters = blue,
                        .query = "from=2026-01-02T03:04:05Z&to=2026-01-02T03:04:05%2B00:01"),
                   LS_BAD_PARAMETER, "Bad parameter: from is greater than the other end");
}

/* It is an ID all the same, but one that can be told what is wrong with it. */
Test(bind, a_bad_time_in_a_path_is_told)
{
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages/{sent}", .authorizer = tenant,
                        .parameters = "{\"room\":\"blue\",\"sent\":\"2026-02-30T03:04:05Z\"}"),
                   LS_BAD_KEY, "Bad parameter: sent is not a time that exists");
    expect_refused(BIND(.route_key = "GET /rooms/{room}/messages/{sent}", .authorizer = tenant,
                        .parameters = blue),
                   LS_BAD_KEY, NULL);
}

Test(bind, the_beginning_of_a_time_is_taken_as_it_is)
{
    static const struct ls_attribute key[] = {
        {.name = "p", .max_len = 2048},
        {.name = "at", .format = LS_FORMAT_TIMESTAMP, .max_len = 1024}};
    static const struct ls_table table = {.attributes = key, .attribute_count = 2, .key_count = 2};
    static const struct ls_binding prefix = {
        .attribute = &key[1],
        .match = LS_MATCH_PREFIX,
        .low = {.kind = LS_SOURCE_QUERY, .name = "month"},
    };
    static const struct ls_route route = {
        .action = LS_ACTION_LIST, .table = &table, .bindings = &prefix, .binding_count = 1};
    struct ls_event event;
    struct ls_request request = {.event = &event, .route = &route, .arena = &fixture.arena};
    char *text = fixture_event(&(const struct fixture_request){.query = "month=2026-01"});

    cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
    cr_assert_eq(ls_bind(&fixture.context, &request, &bindings), LS_OK);
    EXPECT_STR(bindings.rows[0].low, "2026-01");
    cr_expect_eq(bindings.rows[0].attribute, &key[1]);
}

/* ---- parts ---- */

/* tenant is a part of the partition, room and sent are parts of the sort attribute. */
Test(bind, a_part_of_the_partition_is_required_and_one_of_the_sort_attribute_not)
{
    expect_refused(BIND(.route_key = "GET /messages"), LS_FORBIDDEN, NULL);
    cr_assert_eq(BIND(.route_key = "GET /messages", .authorizer = tenant), LS_OK);
    cr_assert_eq(bindings.count, (size_t)3);
    EXPECT_STR(bindings.rows[0].low, "t1");
    cr_expect_null(bindings.rows[1].low.ptr);
    cr_expect_null(bindings.rows[2].low.ptr);
}

Test(bind, a_part_of_the_partition_is_required_in_a_query_too)
{
    static const char *const literals[] = {"t#", ""};
    static const uint8_t parts[] = {1};
    static const struct ls_template template = {1, parts, literals};
    static const struct ls_attribute attributes[] = {
        {.name = "pk", .max_len = 2048, .template = &template}, {.name = "t", .max_len = 2048}};
    static const struct ls_attribute *const index_key[] = {&attributes[0]};
    static const struct ls_index index = {.key = index_key, .partition_count = 1};
    static const struct ls_table table = {
        .attributes = attributes, .attribute_count = 2, .key_count = 1};
    static const struct ls_binding binding = {.attribute = &attributes[1],
                                              .low = {.kind = LS_SOURCE_QUERY, .name = "t"}};
    struct ls_route route = {
        .action = LS_ACTION_LIST, .table = &table, .bindings = &binding, .binding_count = 1};
    struct ls_event event;
    struct ls_request request = {.event = &event, .route = &route, .arena = &fixture.arena};
    char *text = fixture_event(&(const struct fixture_request){.query = "x=1"});

    cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
    expect_refused(ls_bind(&fixture.context, &request, &bindings), LS_BAD_PARAMETER,
                   "Bad parameter: t is required");
    route.index = &index;
    expect_refused(ls_bind(&fixture.context, &request, &bindings), LS_BAD_PARAMETER,
                   "Bad parameter: t is required");
}

/* ---- one source ---- */

static enum ls_status bind_source(const struct ls_attribute *attribute, struct ls_source source,
                                  bool optional, const char *query, struct ls_str *value)
{
    static struct ls_event event;
    struct ls_request request = {.event = &event, .arena = &fixture.arena};
    char *text = fixture_event(&(const struct fixture_request){
        .query = query, .headers = "{\"x-a\":\"1.50\"}", .authorizer = tenant});

    cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    return ls_bind_source(&fixture.context, &request, attribute, &source, optional, value);
}

Test(bind, a_source_without_an_attribute_is_any_string)
{
    static const struct ls_attribute number = {.name = "n", .type = LS_TYPE_NUMBER, .max_len = 9};
    static const struct ls_attribute text = {.name = "s", .max_len = 3};
    const struct ls_source query = {LS_SOURCE_QUERY, "q"};
    struct ls_str value;

    cr_assert_eq(bind_source(NULL, query, true, "q=1.50", &value), LS_OK);
    EXPECT_STR(value, "1.50");
    cr_assert_eq(bind_source(NULL, query, true, "q=", &value), LS_OK);
    cr_expect_not_null(value.ptr);
    cr_expect_eq(value.len, (size_t)0);
    cr_assert_eq(bind_source(&number, query, true, "q=1.50", &value), LS_OK);
    EXPECT_STR(value, "1.5");
    cr_assert_eq(
        bind_source(&number, (struct ls_source){LS_SOURCE_HEADER, "x-a"}, true, "", &value), LS_OK);
    EXPECT_STR(value, "1.5");
    cr_assert_eq(
        bind_source(NULL, (struct ls_source){LS_SOURCE_TYPED, "{\"BOOL\":true}"}, true, "", &value),
        LS_OK);
    EXPECT_STR(value, "{\"BOOL\":true}");
    expect_refused(bind_source(&text, query, true, "q=1.50", &value), LS_BAD_PARAMETER,
                   "Bad parameter: q is too long for a key");
}

Test(bind, only_an_absent_query_value_is_optional)
{
    const struct ls_source query = {LS_SOURCE_QUERY, "q"};
    struct ls_str value;

    cr_assert_eq(bind_source(NULL, query, true, "p=1", &value), LS_OK);
    cr_expect_null(value.ptr);
    expect_refused(bind_source(NULL, query, false, "p=1", &value), LS_BAD_PARAMETER,
                   "Bad parameter: q is required");
    expect_refused(bind_source(NULL, (struct ls_source){LS_SOURCE_HEADER, "x-b"}, true, "", &value),
                   LS_BAD_PARAMETER, "Bad parameter: x-b is required");
    expect_refused(bind_source(NULL, (struct ls_source){LS_SOURCE_CLAIM, "sub"}, true, "", &value),
                   LS_FORBIDDEN, NULL);
    expect_refused(
        bind_source(NULL, (struct ls_source){LS_SOURCE_IAM_USER_ARN, NULL}, true, "", &value),
        LS_FORBIDDEN, NULL);
}

Test(bind, a_bad_constant_is_no_clients_fault)
{
    static const struct ls_attribute at = {
        .name = "at", .format = LS_FORMAT_TIMESTAMP, .max_len = 24};
    struct ls_str value;

    cr_assert_eq(bind_source(&at, (struct ls_source){LS_SOURCE_CONST, "2026-01-02T03:04:05Z"},
                             false, "", &value),
                 LS_OK);
    EXPECT_STR(value, "2026-01-02T03:04:05.000Z");
    expect_refused(bind_source(&at, (struct ls_source){LS_SOURCE_CONST, "soon"}, false, "", &value),
                   LS_INTERNAL, NULL);
}
