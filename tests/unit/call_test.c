/*
 * The key of a DynamoDB call.
 */
#include "call.h"

#include "fixture.h"

#include "expect.h"

TestSuite(call, .init = fixture_init, .fini = fixture_release);

static enum ls_status add_key(const char *route, const char *const *values, size_t count)
{
    const struct ls_request request = {.route = items_route(route)};
    struct ls_bindings bindings = {.count = count};

    for (size_t i = 0; i < count; i++)
        bindings.rows[i] = (struct ls_bound){.attribute = request.route->bindings[i].attribute,
                                             .match = LS_MATCH_EQUALS,
                                             .low = ls_str_of(values[i])};
    ls_buf_reset(&fixture.work);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    return ls_call_key(&fixture.context, &request, &bindings);
}

#define VALUES(...) ((const char *const[]){__VA_ARGS__})

Test(call, has_the_tables_key)
{
    cr_assert_eq(add_key("GET /devices/{device}/readings/{ts}", VALUES("d\"1", "7"), 2), LS_OK);
    EXPECT_STR(ls_buf_view(&fixture.work),
               ",\"Key\":{\"device\":{\"S\":\"d\\\"1\"},\"ts\":{\"N\":\"7\"}}");
    cr_assert_eq(add_key("GET /rooms/{room}/messages/{sent}", VALUES("acme", "blue", "x"), 3),
                 LS_OK);
    EXPECT_STR(ls_buf_view(&fixture.work),
               ",\"Key\":{\"pk\":{\"S\":\"t#acme\"},\"sk\":{\"S\":\"room#blue#x\"}}");
}

Test(call, has_no_key_that_cannot_be)
{
    cr_expect_eq(add_key("GET /rooms/{room}/messages/{sent}", VALUES("acme", "b#e", "x"), 3),
                 LS_BAD_KEY);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: room contains \"#\", which ends it in the key");
    cr_expect_eq(add_key("GET /rooms/{room}/messages/{sent}", VALUES("acme", "blue"), 2),
                 LS_INTERNAL);
    cr_expect_str_eq(fixture.context.error.detail, "sk is not bound");
}
