/*
 * A handler's keys and items where the spec derives keys of parts: either is given, both are sent.
 */
#include <string.h>

#include "expect.h"
#include "fixture.h"

static void init(void)
{
    fixture_init();
    fixture.context.route = items_route("POST /items/{id}/reserve");
    fixture.context.deadline_ms = FIXTURE_NOW_MS + 10000;
}

TestSuite(handler_key, .init = init, .fini = fixture_release);

#define SENT "{\"S\":\"2026-01-02T03:04:05.000Z\"}"
#define SK   "{\"S\":\"room#blue#2026-01-02T03:04:05.000Z\"}"

/* LS_OK, or the failure of the key. */
static int get(const char *key)
{
    struct ls_str item;
    int status;

    fixture_reply(200, "{}");
    status = ls_table_get(&fixture.context, TABLE_MESSAGES, ls_str_of(key), &item);
    return status == LS_NOT_FOUND ? LS_OK : status;
}

static int put(const char *item)
{
    fixture_reply(200, "{}");
    return ls_table_put(&fixture.context, TABLE_MESSAGES, ls_str_of(item), NULL);
}

Test(handler_key, is_composed_of_parts_or_given_whole)
{
    static const char request[] = "{\"TableName\":\"tap-messages-dev\",\"Key\":{\"pk\":{\"S\":"
                                  "\"t#acme\"},\"sk\":" SK "}}";

    cr_expect_eq(
        get("{\"tenant\":\"acme\",\"room\":\"blue\",\"sent\":\"2026-01-02T04:04:05+01:00\"}"),
        LS_OK);
    EXPECT_CALL(0, "GetItem", request);
    cr_expect_eq(get("{\"pk\":\"t#acme\",\"sk\":\"room#blue#2026-01-02T03:04:05.000Z\"}"), LS_OK);
    EXPECT_CALL(1, "GetItem", request);
    cr_expect_eq(get("{\"pk\":\"t#acme\",\"tenant\":\"acme\",\"room\":\"blue\","
                     "\"sent\":\"2026-01-02T03:04:05Z\"}"),
                 LS_OK);
    EXPECT_CALL(2, "GetItem", request);
}

static void expect_bad_key(const char *key, const char *detail)
{
    cr_expect_eq(get(key), LS_BAD_KEY, "%s", key);
    cr_expect_str_eq(fixture.context.error.detail, detail);
}

Test(handler_key, that_is_not_of_its_template_is_refused)
{
    expect_bad_key("{}", "key attribute pk is not there, nor are all its parts");
    expect_bad_key("{\"tenant\":\"acme\",\"room\":\"blue\"}",
                   "key attribute sk is not there, nor are all its parts");
    expect_bad_key("{\"pk\":\"acme\",\"sk\":\"room#blue#x\"}",
                   "key attribute pk is not of the form of its template");
    expect_bad_key("{\"pk\":\"t#acme\",\"sk\":\"room#blue\"}",
                   "key attribute sk is not of the form of its template");
    expect_bad_key("{\"pk\":\"t#acme\",\"tenant\":\"evil\",\"sk\":\"room#blue#x\"}",
                   "key attribute pk is not made of the parts that are given with it");
    expect_bad_key("{\"tenant\":7,\"sk\":\"room#blue#x\"}", "key attribute tenant is not a string");
    cr_expect_eq(get("{\"tenant\":\"acme\",\"room\":\"b#\",\"sent\":\"2026-01-02T03:04:05Z\"}"),
                 LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: room contains \"#\", which ends it in the key");
    EXPECT_CALLS(0);
}

Test(handler_key, of_an_item_follows_from_its_parts)
{
    cr_expect_eq(put("{\"text\":\"hi\",\"tenant\":\"acme\",\"room\":\"blue\","
                     "\"sent\":\"2026-01-02T03:04:05Z\"}"),
                 LS_OK);
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-messages-dev\",\"Item\":{\"text\":{\"S\":\"hi\"},\"tenant\":"
                "{\"S\":\"acme\"},\"room\":{\"S\":\"blue\"},\"sent\":" SENT
                ",\"pk\":{\"S\":\"t#acme\"},\"sk\":" SK "}}");
    /* With a status the item is in the index as well. */
    cr_expect_eq(put("{\"status\":\"open\",\"tenant\":\"acme\",\"room\":\"blue\","
                     "\"sent\":\"2026-01-02T03:04:05Z\"}"),
                 LS_OK);
    EXPECT_CALL(1, "PutItem",
                "{\"TableName\":\"tap-messages-dev\",\"Item\":{\"status\":{\"S\":\"open\"},"
                "\"tenant\":{\"S\":\"acme\"},\"room\":{\"S\":\"blue\"},\"sent\":" SENT
                ",\"pk\":{\"S\":\"t#acme\"},\"sk\":" SK
                ",\"stage\":{\"S\":\"open|2026-01-02T03:04:05.000Z\"}}}");
}

Test(handler_key, of_an_item_gives_the_parts_too)
{
    cr_expect_eq(put("{\"pk\":\"t#acme\",\"sk\":\"room#blue#2026-01-02T03:04:05.000Z\"}"), LS_OK);
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-messages-dev\",\"Item\":{\"pk\":{\"S\":\"t#acme\"},\"sk\":" SK
                ",\"tenant\":{\"S\":\"acme\"},\"room\":{\"S\":\"blue\"},\"sent\":" SENT "}}");
    cr_expect_eq(put("{\"pk\":\"t#acme\",\"sk\":\"room#blue#x\",\"room\":\"red\"}"), LS_BAD_KEY);
    cr_expect_str_eq(fixture.context.error.detail,
                     "key attribute sk is not made of the parts that are given with it");
    cr_expect_eq(put("{\"pk\":\"t#acme\",\"room\":\"red\"}"), LS_BAD_KEY);
    cr_expect_eq(put("{}"), LS_BAD_KEY);
    EXPECT_CALLS(1);
}
