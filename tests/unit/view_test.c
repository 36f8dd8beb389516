/*
 * What of an item get and list show, and what they ask DynamoDB for.
 */
#include "view.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "varied.h"

TestSuite(view, .init = fixture_init, .fini = fixture_release);

#define TENANT_A  "{\"jwt\":{\"claims\":{\"custom:tenant\":\"a\"}}}"
#define GET_ITEM  "GET /items/{id}"
#define GET_ROOM  "GET /rooms/{room}/messages/{sent}"
#define LIST_ROOM "GET /rooms/{room}/messages"
#define LIST_BY   "GET /authors/{author}/messages"
#define ITEM_CALL "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}"
#define DERIVED   "\"pk\":{\"S\":\"t#a\"},\"sk\":{\"S\":\"room#blue#2026-01-02T03:04:05.000Z\"}"
#define PARTS                                                                                      \
    "\"tenant\":{\"S\":\"a\"},\"room\":{\"S\":\"blue\"},"                                          \
    "\"sent\":{\"S\":\"2026-01-02T03:04:05.000Z\"}"
#define PARTS_SEEN "\"tenant\":\"a\",\"room\":\"blue\",\"sent\":\"2026-01-02T03:04:05.000Z\""

static int get_message(void)
{
    return SEND(.route_key = GET_ROOM, .authorizer = TENANT_A,
                .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T03:04:05Z\"}");
}

static int get_item(const char *query)
{
    return SEND(.route_key = GET_ITEM, .parameters = "{\"id\":\"a\"}", .query = query);
}

/* The route with these fields; `flags` are added. */
static void vary_fields(const char *key, const char *const *fields, size_t count, uint32_t flags)
{
    struct ls_route route = *items_route(key);

    route.fields = fields;
    route.field_count = (uint8_t)count;
    route.flags |= flags;
    vary(&route);
}

/* ---- derived attributes ---- */

Test(view, shows_the_parts_and_not_what_is_derived)
{
    fixture_reply(200, "{\"Item\":{" DERIVED "," PARTS ",\"stage\":{\"S\":\"new|2026\"},"
                       "\"status\":{\"S\":\"new\"},\"text\":{\"S\":\"hi\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{" PARTS_SEEN ",\"status\":\"new\",\"text\":\"hi\"}");
}

Test(view, restores_parts_that_the_item_does_not_hold)
{
    fixture_reply(200, "{\"Item\":{" DERIVED ",\"text\":{\"S\":\"hi\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{\"text\":\"hi\"," PARTS_SEEN "}");
    /* One that is there is not written twice, and it is believed. */
    fixture_reply(200, "{\"Item\":{\"room\":{\"S\":\"red\"}," DERIVED "}}");
    get_message();
    EXPECT_ANSWER(200, "{\"room\":\"red\",\"tenant\":\"a\","
                       "\"sent\":\"2026-01-02T03:04:05.000Z\"}");
    fixture_reply(200, "{\"Item\":{" DERIVED ",\"room\":{\"NULL\":true}}}");
    get_message();
    EXPECT_ANSWER(200, "{\"room\":null,\"tenant\":\"a\","
                       "\"sent\":\"2026-01-02T03:04:05.000Z\"}");
    /* Two templates have the part "sent": it is written once. */
    fixture_reply(200, "{\"Item\":{" DERIVED ",\"stage\":{\"S\":\"new|2026\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{" PARTS_SEEN ",\"status\":\"new\"}");
}

Test(view, restores_what_a_part_may_hold)
{
    fixture_reply(200, "{\"Item\":{\"pk\":{\"S\":\"t#q\\\"\\u00e9\\n#\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{\"tenant\":\"q\\\"\xC3\xA9\\n#\"}");
}

Test(view, restores_nothing_from_another_form)
{
    static const char *const others[] = {
        "{\"Item\":{\"pk\":{\"S\":\"u#a\"},\"n\":{\"N\":\"1\"}}}",
        "{\"Item\":{\"pk\":{\"S\":\"t#\"},\"n\":{\"N\":\"1\"}}}",
        "{\"Item\":{\"pk\":{\"N\":\"7\"},\"n\":{\"N\":\"1\"}}}",
        "{\"Item\":{\"pk\":{\"B\":\"t#a\"},\"n\":{\"N\":\"1\"}}}",
        "{\"Item\":{\"sk\":{\"S\":\"room#blue\"},\"n\":{\"N\":\"1\"}}}",
        "{\"Item\":{\"sk\":{\"S\":\"\"},\"n\":{\"N\":\"1\"}}}",
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        fixture_reply(200, others[i]);
        get_message();
        EXPECT_ANSWER(200, "{\"n\":1}");
    }
    fixture_reply(200, "{\"Item\":{\"sk\":{\"S\":\"x\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{}");
}

Test(view, knows_a_name_however_it_is_escaped)
{
    fixture_reply(200, "{\"Item\":{\"\\u0070k\":{\"S\":\"t#a\"},\"tenan\\u0074\":{\"S\":\"b\"},"
                       "\"q\\\"\\\\\":{\"S\":\"x\"}}}");
    get_message();
    EXPECT_ANSWER(200, "{\"tenan\\u0074\":\"b\",\"q\\\"\\\\\":\"x\"}");
}

Test(view, lists_items_likewise)
{
    fixture_reply(200, "{\"Items\":[{" DERIVED "," PARTS "},{" DERIVED "}]}");
    SEND(.route_key = LIST_ROOM, .parameters = "{\"room\":\"blue\"}", .authorizer = TENANT_A);
    EXPECT_ANSWER(200, "{\"items\":[{" PARTS_SEEN "},{" PARTS_SEEN "}],\"count\":2}");
}

/* ---- fields ---- */

static const char *const name_and_size[] = {"name", "size"};

Test(view, shows_the_fields_of_the_route)
{
    vary_fields(GET_ITEM, name_and_size, 2, 0);
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"},\"size\":{\"M\":{\"id\":{\"N\":\"1\"}}},"
                       "\"Name\":{\"S\":\"x\"},\"nam\":{\"S\":\"x\"},\"name\":{\"S\":\"n\"}}}");
    get_item("fields=id");
    EXPECT_ANSWER(200, "{\"size\":{\"id\":1},\"name\":\"n\"}");
    EXPECT_CALL(0, "GetItem",
                ITEM_CALL ",\"ProjectionExpression\":\"#0,#1,#2\",\"ExpressionAttributeNames\":"
                          "{\"#0\":\"name\",\"#1\":\"size\",\"#2\":\"id\"}}");
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"}}}");
    get_item("");
    EXPECT_ANSWER(200, "{}");
}

Test(view, lets_the_client_choose_among_them)
{
    vary_fields(GET_ITEM, name_and_size, 2, LS_ROUTE_CLIENT_FIELDS);
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"},\"size\":{\"N\":\"1\"}}}");
    get_item("fields=size");
    EXPECT_ANSWER(200, "{\"size\":1}");
    EXPECT_CALL(0, "GetItem",
                ITEM_CALL ",\"ProjectionExpression\":\"#0,#1\",\"ExpressionAttributeNames\":"
                          "{\"#0\":\"size\",\"#1\":\"id\"}}");
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"},\"name\":{\"S\":\"n\"},"
                       "\"size\":{\"N\":\"1\"}}}");
    get_item("");
    EXPECT_ANSWER(200, "{\"name\":\"n\",\"size\":1}");
    get_item("fields=name,id");
    EXPECT_ERROR(400, "Bad parameter: fields has a name that is not among those of this route");
    EXPECT_CALLS(2);
}

Test(view, lets_the_client_choose_among_all)
{
    vary_fields(GET_ITEM, NULL, 0, LS_ROUTE_CLIENT_FIELDS);
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"},\"caf\xC3\xA9 \\\"x\\\"\":{\"N\":\"1\"},"
                       "\"other\":{\"N\":\"2\"}}}");
    get_item("fields=caf%C3%A9+%22x%22%2Cid");
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"caf\xC3\xA9 \\\"x\\\"\":1}");
    EXPECT_CALL(0, "GetItem",
                ITEM_CALL ",\"ProjectionExpression\":\"#0,#1\",\"ExpressionAttributeNames\":"
                          "{\"#0\":\"caf\xC3\xA9 \\\"x\\\"\",\"#1\":\"id\"}}");
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"}}}");
    get_item("");
    EXPECT_CALL(1, "GetItem", ITEM_CALL "}");
}

/* "fields=" and this many names of `len` characters, each another. */
static const char *many_names(size_t count, size_t len)
{
    static char query[128 * 1024];
    size_t at = (size_t)snprintf(query, sizeof(query), "fields=");

    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(query + at, sizeof(query) - at, "%s%0*zu", i == 0 ? "" : ",",
                               (int)len, i);
    return query;
}

Test(view, refuses_fields_that_are_none)
{
    static const struct {
        const char *query, *problem;
    } rows[] = {
        {"fields=", "has an empty name"},
        {"fields=a,", "has an empty name"},
        {"fields=,a", "has an empty name"},
        {"fields=a,,b", "has an empty name"},
        {"fields=a,b,a", "has a name twice"},
        {"fields=a,%61", "has a name twice"},
        {"fields=a&fields=b", "is given more than once"},
        {"fields=%FF", "is not percent-encoded UTF-8"},
    };
    char wanted[128];

    vary_fields(GET_ITEM, NULL, 0, LS_ROUTE_CLIENT_FIELDS);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        get_item(rows[i].query);
        snprintf(wanted, sizeof(wanted),
                 "{\"error\":\"Bad parameter: fields %s\",\"requestId\":\"req-1\"}",
                 rows[i].problem);
        EXPECT_ANSWER(400, wanted);
    }
    get_item(many_names(101, 3));
    EXPECT_ERROR(400, "Bad parameter: fields has more than 100 names");
    get_item(many_names(1, 256));
    EXPECT_ERROR(400, "Bad parameter: fields has a name of more than 255 bytes");
    EXPECT_CALLS(0);
    fixture_reply(200, "{\"Item\":{}}");
    cr_expect_eq(get_item(many_names(100, 255)), 200);
    cr_expect_not_null(strstr(fixture.database.requests[0].body, ",#99,#100\","));
}

Test(view, takes_no_fields_from_a_client_who_has_no_choice)
{
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"}}}");
    get_item("fields=,");
    EXPECT_ANSWER(200, "{\"id\":\"a\"}");
    EXPECT_CALL(0, "GetItem", ITEM_CALL "}");
}

/* ---- what the runtime needs for itself ---- */

Test(view, asks_for_version_and_ttl_and_shows_neither)
{
    static const char *const fields[] = {"user", "id"};

    vary_fields("GET /sessions/{id}", fields, 2, 0);
    fixture_reply(200, "{\"Item\":{\"expires\":{\"N\":\"1769904000\"},\"rev\":{\"N\":\"12\"},"
                       "\"user\":{\"S\":\"u\"},\"id\":{\"S\":\"a\"}}}");
    SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"user\":\"u\",\"id\":\"a\"}");
    cr_expect_str_eq(fixture_header("etag"), "\"12\"");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-sessions-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"
                "\"ProjectionExpression\":\"#0,#1,#2,#3\",\"ExpressionAttributeNames\":{\"#0\":"
                "\"user\",\"#1\":\"id\",\"#2\":\"rev\",\"#3\":\"expires\"}}");
    /* What is no number is no version, even unseen. */
    fixture_reply(200, "{\"Item\":{\"rev\":{\"N\":\"1,W/\"},\"id\":{\"S\":\"a\"}}}");
    SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"id\":\"a\"}");
    cr_expect_null(fixture_header("etag"));
    fixture_reply(200, "{\"Item\":{\"user\":{\"S\":\"u\"},\"expires\":{\"N\":\"1\"}}}");
    SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ERROR(404, "Item not found");
}

/* A list hides by its filter, and gives no entity tag. */
Test(view, asks_for_neither_in_a_list)
{
    static const char *const fields[] = {"user"};

    vary_fields("GET /sessions", fields, 1, 0);
    fixture_reply(200, "{\"Items\":[{\"user\":{\"S\":\"u\"},\"id\":{\"S\":\"a\"}}]}");
    SEND(.route_key = "GET /sessions");
    EXPECT_ANSWER(200, "{\"items\":[{\"user\":\"u\"}],\"count\":1}");
    EXPECT_CALL(0, "Scan",
                "{\"TableName\":\"tap-sessions-dev\",\"Limit\":100,\"FilterExpression\":"
                "\"NOT #0<=:0\",\"ProjectionExpression\":\"#1,#2\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"expires\",\"#1\":\"user\",\"#2\":\"id\"},"
                "\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1769903999\"}}}");
}

/*
 * DynamoDB filters by no key of the index that it queries. The clock stands at 1769903999: the
 * first page has expired as a whole, so that the next one is read, and of that the second item.
 */
Test(view, hides_what_has_expired_where_the_ttl_is_a_key_of_the_index)
{
    static const struct ls_attribute expires = {.name = "expires", .type = LS_TYPE_NUMBER};
    static const struct ls_attribute *const key[] = {&expires};
    static const struct ls_index by_expiry = {
        .name = "by_expiry", .physical_name = "by_expiry", .key = key, .partition_count = 1};
    static const char *const fields[] = {"n"};
    struct ls_route route = *items_route("GET /sessions");

    route.index = &by_expiry;
    route.fields = fields;
    route.field_count = 1;
    vary(&route);
    fixture_reply(
        200, "{\"Items\":[{\"id\":{\"S\":\"a\"},\"expires\":{\"N\":\"1769903999\"}}],"
             "\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"},\"expires\":{\"N\":\"1769903999\"}}}");
    fixture_reply(200,
                  "{\"Items\":["
                  "{\"id\":{\"S\":\"b\"},\"expires\":{\"N\":\"1769904000\"},\"n\":{\"N\":\"1\"}},"
                  "{\"id\":{\"S\":\"c\"},\"expires\":{\"N\":\"0\"},\"n\":{\"N\":\"2\"}},"
                  "{\"id\":{\"S\":\"d\"},\"expires\":{\"N\":\"9E9\"},\"n\":{\"N\":\"3\"}}]}");
    SEND(.route_key = "GET /sessions");
    EXPECT_ANSWER(200, "{\"items\":[{\"n\":1},{\"n\":3}],\"count\":2}");
    EXPECT_CALL(0, "Scan",
                "{\"TableName\":\"tap-sessions-dev\",\"IndexName\":\"by_expiry\",\"Limit\":100,"
                "\"ProjectionExpression\":\"#0,#1,#2\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"n\",\"#1\":\"id\",\"#2\":\"expires\"}}");
    EXPECT_CALLS(2);
}

/* The keys of table and index: where a page is cut, the last item is the position. */
Test(view, asks_for_the_keys_of_table_and_index)
{
    static const char *const fields[] = {"text", "author", "room"};

    vary_fields(LIST_BY, fields, 3, 0);
    fixture_reply(200, "{\"Items\":[{\"text\":{\"S\":\"hi\"},\"author\":{\"S\":\"me\"}," DERIVED
                       ",\"tenant\":{\"S\":\"a\"},\"stage\":{\"S\":\"new|2026\"}}]}");
    SEND(.route_key = LIST_BY, .parameters = "{\"author\":\"me\"}", .authorizer = TENANT_A);
    EXPECT_ANSWER(200, "{\"items\":[{\"text\":\"hi\",\"author\":\"me\",\"room\":\"blue\"}],"
                       "\"count\":1}");
    EXPECT_CALL(
        0, "Query",
        "{\"TableName\":\"tap-messages-dev\",\"IndexName\":\"by-author\",\"Limit\":100,"
        "\"KeyConditionExpression\":\"#0=:0 AND #1=:1\",\"ProjectionExpression\":"
        "\"#2,#1,#3,#4,#5,#0,#6\",\"ExpressionAttributeNames\":{\"#0\":\"tenant\",\"#1\":"
        "\"author\",\"#2\":\"text\",\"#3\":\"room\",\"#4\":\"pk\",\"#5\":\"sk\",\"#6\":\"stage\"},"
        "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"a\"},\":1\":{\"S\":\"me\"}}}");
}

/* ---- one item by itself ---- */

static enum ls_status view_item(const char *item, enum ls_json_form form, size_t max,
                                struct ls_buf *out)
{
    struct ls_json json = ls_json_of(guarded(ls_str_of(item)));
    struct ls_event event = {.query = {"", 0}};
    struct ls_request request = {.event = &event, .route = items_route("GET /sessions/{id}")};
    struct ls_seen seen;
    struct ls_view view;
    enum ls_status status;

    ls_buf_init(out, max);
    ls_buf_text(out, "[");
    cr_assert_eq(ls_view_begin(&fixture.context, &request, &view), LS_OK);
    status = ls_view_item(&fixture.context, &view, &json, form, out, &seen);
    if (status == LS_OK)
        cr_expect(ls_json_at_end(&json));
    return status;
}

Test(view, writes_both_forms)
{
    static const char item[] = "{\"\\u00e9\\\"\":{\"L\":[{\"S\":\"\\\\\"}]},\"rev\":{\"N\":\"1\"}}";
    struct ls_buf out;

    cr_expect_eq(view_item(item, LS_JSON_PLAIN, 1024, &out), LS_OK);
    EXPECT_STR(ls_buf_view(&out), "[{\"\\u00e9\\\"\":[\"\\\\\"],\"rev\":1}");
    ls_buf_release(&out);
    cr_expect_eq(view_item(item, LS_JSON_IN_STRING, 1024, &out), LS_OK);
    EXPECT_STR(ls_buf_view(&out), "[{\\\"\\\\u00e9\\\\\\\"\\\":[\\\"\\\\\\\\\\\"],\\\"rev\\\":1}");
    ls_buf_release(&out);
}

Test(view, leaves_nothing_of_an_item_that_fails)
{
    static const char *const bad[] = {
        "[]",
        "{\"id\":{\"S\":\"a\"}",
        "{\"id\":{\"S\":\"a\"},}",
        "{\"id\":{\"S\":\"a\"},\"b\":{\"X\":\"a\"}}",
        "{\"id\":{\"S\":\"a\"},\"b\":1}",
        "{\"rev\":{\"N\":\"a\"}}",
        "{\"id\" {\"S\":\"a\"}}",
    };
    struct ls_buf out;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_expect_eq(view_item(bad[i], LS_JSON_PLAIN, 1024, &out), LS_BAD_REPLY, "%s", bad[i]);
        EXPECT_STR(ls_buf_view(&out), "[");
        ls_buf_release(&out);
    }
    cr_expect_eq(
        view_item("{\"expires\":{\"N\":\"1\"},\"id\":{\"S\":\"a\"}}", LS_JSON_PLAIN, 1024, &out),
        LS_OK);
    EXPECT_STR(ls_buf_view(&out), "[");
    ls_buf_release(&out);
}

/* An attribute may be part of a key, and the version: it is both then. */
Test(view, knows_an_attribute_that_is_two_things)
{
    struct ls_json json =
        ls_json_of(LS_STR("{\"stage\":{\"S\":\"8|9\"},\"status\":{\"N\":\"8\"}}"));
    struct ls_event event = {.query = {"", 0}};
    struct ls_route route = *items_route(GET_ROOM);
    struct ls_request request = {.event = &event, .route = &route};
    struct ls_table table = *route.table;
    struct ls_seen seen;
    struct ls_view view;
    struct ls_buf out;

    table.version = "status";
    route.table = &table;
    ls_buf_init(&out, 1024);
    cr_assert_eq(ls_view_begin(&fixture.context, &request, &view), LS_OK);
    cr_expect_eq(ls_view_item(&fixture.context, &view, &json, LS_JSON_PLAIN, &out, &seen), LS_OK);
    EXPECT_STR(ls_buf_view(&out), "{\"status\":8,\"sent\":\"9\"}");
    EXPECT_STR(seen.version, "8");
    ls_buf_release(&out);
}

/* However little room there is, it is not passed, and that is said. */
Test(view, fits_or_says_that_it_does_not)
{
    static const char item[] = "{\"id\":{\"S\":\"a\"},\"rev\":{\"N\":\"1\"},\"e\":{\"M\":{}}}";
    static const char plain[] = "[{\"id\":\"a\",\"rev\":1,\"e\":{}}";
    struct ls_buf out;

    for (size_t max = 1; max < sizeof(plain) + 16; max++) {
        enum ls_status status = view_item(item, LS_JSON_PLAIN, max, &out);

        cr_expect(status == LS_OK || status == LS_TOO_LARGE);
        cr_expect(status == LS_TOO_LARGE || max >= sizeof(plain) - 1, "%zu", max);
        cr_expect(status == LS_OK || max < sizeof(plain) + 8, "%zu", max);
        EXPECT_STR(ls_buf_view(&out), status == LS_OK ? plain : "[");
        ls_buf_release(&out);
    }
}
