/*
 * Key conditions: which leaves take part, and what DynamoDB is told of them.
 */
#include "query.h"

#include <string.h>

#include "fixture.h"

#include "expect.h"

TestSuite(query, .init = fixture_init, .fini = fixture_release);

static struct ls_query query;

/* The request's key condition with its names and values, in fixture.work. */
static enum ls_status build(const struct fixture_request *from)
{
    static struct ls_event event;
    struct ls_request request = {
        .event = &event,
        .route = items_route(from->route_key),
        .clock = fixture.context.clock,
        .arena = &fixture.arena,
    };
    struct ls_placeholders placeholders;
    struct ls_bindings bindings;
    char *text = fixture_event(from);
    enum ls_status status;

    cr_assert_not_null(request.route);
    cr_assert_eq(ls_event_parse(text, strlen(text), &event, NULL), LS_OK);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    cr_assert_eq(ls_bind(&fixture.context, &request, &bindings), LS_OK, "%s",
                 fixture.context.error.message);
    ls_buf_reset(&fixture.work);
    ls_placeholders_begin(&placeholders);
    status = ls_query_condition(&fixture.context, &request, &bindings, &placeholders, &query);
    return status != LS_OK ? status : ls_placeholders_end(&placeholders, &fixture.work, NULL);
}

#define BUILD(...) build(&(const struct fixture_request){__VA_ARGS__})

#define NAMES  ",\"ExpressionAttributeNames\":"
#define VALUES ",\"ExpressionAttributeValues\":"

static void expect_built(enum ls_status status, const char *expression, const char *maps)
{
    static const char before[] = ",\"KeyConditionExpression\":\"";
    struct ls_str built = ls_buf_view(&fixture.work);
    size_t from = strlen(before), len = strlen(expression);

    cr_assert_eq(status, LS_OK, "%s", fixture.context.error.detail);
    cr_assert_gt(built.len, from + len);
    EXPECT_STR(ls_str(built.ptr, from), before);
    EXPECT_STR(ls_str(built.ptr + from, len), expression);
    cr_assert_eq(built.ptr[from + len], '"', "%.*s", (int)built.len, built.ptr);
    EXPECT_STR(ls_str(built.ptr + from + len + 1, built.len - from - len - 1), maps);
}

static const char device[] = "{\"device\":\"d\"}";
static const char of_acme[] = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"acme\"}}}";

Test(query, each_range_has_its_operator)
{
    static const char list[] = "GET /devices/{device}/readings";

    expect_built(BUILD(.route_key = list, .parameters = device), "#0=:0",
                 NAMES "{\"#0\":\"device\"}" VALUES "{\":0\":{\"S\":\"d\"}}");
    cr_expect_null(query.exact);
    expect_built(BUILD(.route_key = list, .parameters = device, .query = "from=1"),
                 "#0=:0 AND #1>=:1",
                 NAMES "{\"#0\":\"device\",\"#1\":\"ts\"}" VALUES
                       "{\":0\":{\"S\":\"d\"},\":1\":{\"N\":\"1\"}}");
    expect_built(BUILD(.route_key = list, .parameters = device, .query = "to=2"),
                 "#0=:0 AND #1<=:1",
                 NAMES "{\"#0\":\"device\",\"#1\":\"ts\"}" VALUES
                       "{\":0\":{\"S\":\"d\"},\":1\":{\"N\":\"2\"}}");
    expect_built(BUILD(.route_key = list, .parameters = device, .query = "from=1&to=2"),
                 "#0=:0 AND #1 BETWEEN :1 AND :2",
                 NAMES "{\"#0\":\"device\",\"#1\":\"ts\"}" VALUES
                       "{\":0\":{\"S\":\"d\"},\":1\":{\"N\":\"1\"},\":2\":{\"N\":\"2\"}}");
    expect_built(BUILD(.route_key = "GET /devices/{device}/latest", .parameters = device,
                       .query = "after=1"),
                 "#0=:0 AND #1>:1",
                 NAMES "{\"#0\":\"device\",\"#1\":\"ts\"}" VALUES
                       "{\":0\":{\"S\":\"d\"},\":1\":{\"N\":\"1\"}}");
    expect_built(BUILD(.route_key = "GET /kinds", .query = "kind=k&before=1"), "#0=:0 AND #1<:1",
                 NAMES "{\"#0\":\"kind\",\"#1\":\"ts\"}" VALUES
                       "{\":0\":{\"S\":\"k\"},\":1\":{\"N\":\"1\"}}");
}

Test(query, an_index_of_several_attributes_is_bound_from_the_left)
{
    static const char list[] = "GET /sites/{country}";
    static const char norway[] = "{\"country\":\"NO\"}";

    expect_built(BUILD(.route_key = list, .parameters = norway), "#0=:0 AND #1=:1",
                 NAMES "{\"#0\":\"country\",\"#1\":\"city\"}" VALUES
                       "{\":0\":{\"S\":\"NO\"},\":1\":{\"S\":\"Oslo\"}}");
    expect_built(BUILD(.route_key = list, .parameters = norway, .query = "level=2&room=b"),
                 "#0=:0 AND #1=:1 AND #2=:2 AND begins_with(#3,:3)",
                 NAMES
                 "{\"#0\":\"country\",\"#1\":\"city\",\"#2\":\"level\",\"#3\":\"room\"}" VALUES
                 "{\":0\":{\"S\":\"NO\"},\":1\":{\"S\":\"Oslo\"},\":2\":{\"N\":\"2\"},"
                 "\":3\":{\"S\":\"b\"}}");
    cr_expect_eq(BUILD(.route_key = list, .parameters = norway, .query = "room=b"),
                 LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: level is required with the values given");
}

/* ---- derived keys ---- */

Test(query, parts_become_the_derived_attributes)
{
    static const char list[] = "GET /rooms/{room}/messages", blue[] = "{\"room\":\"blue\"}";

    expect_built(BUILD(.route_key = list, .authorizer = of_acme, .parameters = blue),
                 "#0=:0 AND begins_with(#1,:1)",
                 NAMES "{\"#0\":\"pk\",\"#1\":\"sk\"}" VALUES
                       "{\":0\":{\"S\":\"t#acme\"},\":1\":{\"S\":\"room#blue#\"}}");
    expect_built(BUILD(.route_key = list, .authorizer = of_acme, .parameters = blue,
                       .query = "from=2026-01-02T03:04:05Z"),
                 "#0=:0 AND #1 BETWEEN :1 AND :2",
                 NAMES "{\"#0\":\"pk\",\"#1\":\"sk\"}" VALUES "{\":0\":{\"S\":\"t#acme\"},"
                       "\":1\":{\"S\":\"room#blue#2026-01-02T03:04:05.000Z\"},"
                       "\":2\":{\"S\":\"room#blue$\"}}");
    cr_expect_null(query.exact);
}

Test(query, a_gap_between_parts_is_named)
{
    expect_built(BUILD(.route_key = "GET /messages", .authorizer = of_acme),
                 "#0=:0 AND begins_with(#1,:1)",
                 NAMES "{\"#0\":\"pk\",\"#1\":\"sk\"}" VALUES
                       "{\":0\":{\"S\":\"t#acme\"},\":1\":{\"S\":\"room#\"}}");
    cr_expect_eq(BUILD(.route_key = "GET /messages", .authorizer = of_acme,
                       .query = "after=2026-01-02T03:04:05Z"),
                 LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: room is required with the values given");
}

Test(query, says_what_a_filter_has_to_add)
{
    expect_built(BUILD(.route_key = "GET /rooms", .authorizer = of_acme, .query = "from=b&to=d"),
                 "#0=:0 AND #1 BETWEEN :1 AND :2",
                 NAMES "{\"#0\":\"pk\",\"#1\":\"sk\"}" VALUES
                       "{\":0\":{\"S\":\"t#acme\"},\":1\":{\"S\":\"room#b\"},"
                       "\":2\":{\"S\":\"room#d$\"}}");
    cr_assert_not_null(query.exact);
    cr_expect_str_eq(query.exact->attribute->name, "room");
    cr_expect_eq(query.exact->match, LS_MATCH_BETWEEN);
    EXPECT_STR(query.exact->high, "d");
    expect_built(BUILD(.route_key = "GET /rooms/like", .authorizer = of_acme, .query = "room=b"),
                 "#0=:0 AND begins_with(#1,:1)",
                 NAMES "{\"#0\":\"pk\",\"#1\":\"sk\"}" VALUES
                       "{\":0\":{\"S\":\"t#acme\"},\":1\":{\"S\":\"room#b\"}}");
    cr_expect_null(query.exact);
}

Test(query, an_index_has_derived_attributes_too)
{
    static const char list[] = "GET /authors/{author}/messages", kim[] = "{\"author\":\"kim\"}";

    expect_built(BUILD(.route_key = list, .authorizer = of_acme, .parameters = kim),
                 "#0=:0 AND #1=:1",
                 NAMES "{\"#0\":\"tenant\",\"#1\":\"author\"}" VALUES
                       "{\":0\":{\"S\":\"acme\"},\":1\":{\"S\":\"kim\"}}");
    expect_built(BUILD(.route_key = list, .authorizer = of_acme, .parameters = kim,
                       .query = "status=open&before=2026-01-02T03:04:05Z"),
                 "#0=:0 AND #1=:1 AND #2 BETWEEN :2 AND :3",
                 NAMES "{\"#0\":\"tenant\",\"#1\":\"author\",\"#2\":\"stage\"}" VALUES
                       "{\":0\":{\"S\":\"acme\"},\":1\":{\"S\":\"kim\"},\":2\":{\"S\":\"open|\"},"
                       "\":3\":{\"S\":\"open|2026-01-02T03:04:05.000Z\"}}");
    /* The bound is the time itself, and BETWEEN takes it in. */
    cr_assert_not_null(query.exact);
    cr_expect_str_eq(query.exact->attribute->name, "sent");
}

/* One range, and DynamoDB wants it on the last attribute that is named. */
Test(query, only_the_first_open_attribute_has_its_prefix)
{
    static const char *const first[] = {"x#", ""}, *const second[] = {"y#", ""};
    static const uint8_t first_part[] = {3}, second_part[] = {4};
    static const struct ls_template templates[] = {{1, first_part, first},
                                                   {1, second_part, second}};
    static const struct ls_attribute attributes[] = {
        {.name = "pk", .max_len = 9},
        {.name = "d1", .max_len = 9, .template = &templates[0]},
        {.name = "d2", .max_len = 9, .template = &templates[1]},
        {.name = "a", .max_len = 9},
        {.name = "b", .max_len = 9},
    };
    static const struct ls_attribute *const key[] = {&attributes[0], &attributes[1],
                                                     &attributes[2]};
    static const struct ls_index index = {.key = key, .partition_count = 1, .sort_count = 2};
    static const struct ls_table table = {
        .attributes = attributes, .attribute_count = 5, .key_count = 1};
    static const struct ls_route route = {.table = &table, .index = &index};
    const struct ls_request request = {.route = &route};
    struct ls_placeholders placeholders;
    const struct ls_bindings bindings = {
        .rows = {{.attribute = &attributes[0], .match = LS_MATCH_EQUALS, .low = LS_STR("p")}},
        .count = 1,
    };

    ls_placeholders_begin(&placeholders);
    cr_expect_eq(ls_query_condition(&fixture.context, &request, &bindings, &placeholders, &query),
                 LS_OK);
    EXPECT_STR(ls_buf_view(&fixture.work),
               ",\"KeyConditionExpression\":\"#0=:0 AND begins_with(#1,:1)\"");
    cr_expect_eq(query.count, (size_t)2);
}

Test(query, what_a_template_cannot_hold_is_the_clients)
{
    cr_expect_eq(BUILD(.route_key = "GET /rooms/{room}/messages", .authorizer = of_acme,
                       .parameters = "{\"room\":\"b#1\"}"),
                 LS_BAD_KEY);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: room contains \"#\", which ends it in the key");
    cr_expect_eq(BUILD(.route_key = "GET /rooms/like", .authorizer = of_acme, .query = "room=b%23"),
                 LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: room contains \"#\", which ends it in the key");
}

/* Only a mistake of the generator: it must not become a list that is too long. */
Test(query, nothing_comes_after_a_range)
{
    const struct ls_route *route = items_route("GET /sites/{country}");
    const struct ls_request request = {.route = route};
    struct ls_placeholders placeholders;
    struct ls_bindings bindings = {.count = 4};

    for (size_t i = 0; i < 4; i++)
        bindings.rows[i] = (struct ls_bound){.attribute = route->bindings[i].attribute,
                                             .match = LS_MATCH_EQUALS,
                                             .low = LS_STR("1")};
    bindings.rows[2].match = LS_MATCH_AFTER;
    ls_placeholders_begin(&placeholders);
    cr_expect_eq(ls_query_condition(&fixture.context, &request, &bindings, &placeholders, &query),
                 LS_INTERNAL);
    cr_expect_str_eq(fixture.context.error.detail, "room comes after the range of level");
}
