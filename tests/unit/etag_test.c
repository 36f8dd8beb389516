/*
 * If-Match as RFC 9110 has it, and the version that an item's tag is made of.
 */
#include "etag.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"

static const struct ls_table table = {.name = "t", .version = "v"};
static const struct ls_table unversioned = {.name = "t"};
static const struct ls_route optional = {.key = "PUT /t", .table = &table};
static const struct ls_route required = {
    .key = "PUT /t", .table = &table, .flags = LS_ROUTE_IF_MATCH_REQUIRED};
static const struct ls_route without = {.key = "PUT /t", .table = &unversioned};

static struct ls_arena arena;
static struct ls_context context;
static struct ls_if_match match;

static void setup(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
    context = (struct ls_context){.arena = &arena};
}

static void teardown(void)
{
    ls_arena_release(&arena);
}

TestSuite(etag, .init = setup, .fini = teardown);

/* `headers`: JSON. */
static enum ls_status read_headers(const struct ls_route *route, const char *headers)
{
    const struct ls_event event = {.headers = ls_str_of(headers)};
    const struct ls_request request = {.event = &event, .route = route};

    context.error = (struct ls_error){.status = LS_OK};
    return ls_if_match_read(&context, &request, &match);
}

/* The header's value as it stands in JSON, without the quotes around it. */
static enum ls_status read_value(const char *value)
{
    char headers[2048];

    snprintf(headers, sizeof(headers), "{\"host\":\"x\",\"if-match\":\"%s\"}", value);
    return read_headers(&optional, headers);
}

/* The versions, each with a blank behind it. */
static const char *versions(void)
{
    static char text[512];
    int len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < match.count; i++)
        len += snprintf(text + len, sizeof(text) - (size_t)len, "%.*s ", (int)match.versions[i].len,
                        match.versions[i].ptr);
    return text;
}

Test(etag, numbers_in_strong_tags_are_versions)
{
    static const struct {
        const char *value, *versions;
    } rows[] = {
        {"\\\"1\\\"", "1 "},
        {"\\\"12345678901234567890\\\"", "12345678901234567890 "},
        {"\\\"1\\\",\\\"2\\\"", "1 2 "},
        {"\\\"1\\\" , \\t\\\"2\\\"\\t,\\\"3\\\"", "1 2 3 "},
        {" \\t\\\"1\\\" ", "1 "},
        {",,\\\"1\\\",, \\\"2\\\" ,", "1 2 "},
        {"\\\"-1\\\",\\\"0\\\",\\\"1.5\\\"", "-1 0 1.5 "},
        {"W/\\\"1\\\",\\\"2\\\"", "2 "},
        {"W/\\\"1\\\"", ""},
        /* Opaque: another text is another tag, whatever number it may spell. */
        {"\\\"01\\\",\\\"1.0\\\",\\\"+1\\\",\\\"1e0\\\",\\\" 1\\\"", NULL},
        {"\\\"01\\\",\\\"1.0\\\",\\\"+1\\\",\\\"1e0\\\",\\\"-0\\\"", ""},
        {"\\\"\\\"", ""},
        {"\\\"a,b\\\",\\\"3\\\"", "3 "},
        {"\\\",\\\"", ""},
        {"\\\"*\\\"", ""},
        {"\\\"W/\\\",\\\"4\\\"", "4 "},
        {"\\\"!#$%&'()+-./:;<=>?@[]^_`{|}~\\u00e9\\\"", ""},
        {"\\\"\\\\\\\",\\\"5\\\"", "5 "}, /* a backslash escapes nothing */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        enum ls_status status = read_value(rows[i].value);

        if (rows[i].versions == NULL) {
            cr_expect_eq(status, LS_BAD_PARAMETER, "%s", rows[i].value);
            continue;
        }
        cr_expect_eq(status, LS_OK, "%s", rows[i].value);
        cr_expect(match.given && !match.any, "%s", rows[i].value);
        cr_expect_str_eq(versions(), rows[i].versions, "%s: %s", rows[i].value, versions());
    }
}

Test(etag, a_star_is_any_version)
{
    static const char *const stars[] = {"*", " * ", "\\t*"};

    for (size_t i = 0; i < sizeof(stars) / sizeof(stars[0]); i++) {
        cr_expect_eq(read_value(stars[i]), LS_OK, "%s", stars[i]);
        cr_expect(match.given && match.any && match.count == 0, "%s", stars[i]);
    }
}

#define NO_LIST  "Bad parameter: If-Match is not a list of entity tags, \"1\", or *"
#define NO_COMMA "Bad parameter: If-Match has no comma between two entity tags"
#define EMPTY    "Bad parameter: If-Match is empty"

Test(etag, bad_syntax_is_refused)
{
    static const struct {
        const char *value, *message;
    } rows[] = {
        {"1", NO_LIST},
        {"\\\"1", NO_LIST},
        {"\\\"", NO_LIST},
        {"1\\\"", NO_LIST},
        {"'1'", NO_LIST},
        {"w/\\\"1\\\"", NO_LIST},
        {"W\\\"1\\\"", NO_LIST},
        {"W/1", NO_LIST},
        {"W/ \\\"1\\\"", NO_LIST},
        {"W/", NO_LIST},
        {"W", NO_LIST},
        {"*,\\\"1\\\"", NO_LIST},
        {"\\\"1\\\",*", NO_LIST},
        {"**", NO_LIST},
        {"\\\"1 2\\\"", NO_LIST},
        {"\\\"1\\u007f\\\"", NO_LIST},
        {"\\\"1\\t\\\"", NO_LIST},
        {"\\\"1\\\";\\\"2\\\"", NO_COMMA},
        {"\\\"1\\\" \\\"2\\\"", NO_COMMA},
        {"\\\"1\\\"2", NO_COMMA},
        {"", EMPTY},
        {" ", EMPTY},
        {",", EMPTY},
        {" , ,", EMPTY},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_expect_eq(read_value(rows[i].value), LS_BAD_PARAMETER, "%s", rows[i].value);
        cr_assert_not_null(context.error.message);
        cr_expect_str_eq(context.error.message, rows[i].message, "%s: %s", rows[i].value,
                         context.error.message);
    }
}

Test(etag, sixteen_tags_are_enough)
{
    char value[512];
    int len = 0;

    for (int i = 1; i <= 16; i++)
        len += snprintf(value + len, sizeof(value) - (size_t)len, "%s\\\"%d\\\"", i == 1 ? "" : ",",
                        i);
    cr_expect_eq(read_value(value), LS_OK);
    cr_expect_str_eq(versions(), "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 ");
    snprintf(value + len, sizeof(value) - (size_t)len, ",W/\\\"x\\\"");
    cr_expect_eq(read_value(value), LS_BAD_PARAMETER);
    cr_expect_str_eq(context.error.message, "Bad parameter: If-Match has more than 16 entity tags");
}

Test(etag, an_absent_header_is_refused_where_it_is_required)
{
    cr_expect_eq(read_headers(&optional, "{}"), LS_OK);
    cr_expect_not(match.given);
    cr_expect_eq(read_headers(&optional, ""), LS_OK);
    cr_expect_not(match.given);
    cr_expect_eq(read_headers(&required, "{}"), LS_NEEDS_IF_MATCH);
    cr_expect_eq(read_headers(&required, "{\"if-match\":\"\\\"1\\\"\"}"), LS_OK);
    cr_expect(match.given);
    cr_expect_eq(read_headers(&without, "{\"if-match\":\"nonsense\"}"), LS_OK);
    cr_expect_not(match.given);
}

Test(etag, the_version_of_an_item_is_a_number)
{
    static const struct {
        const char *item, *version;
    } rows[] = {
        {"{\"v\":{\"N\":\"7\"}}", "7"},
        {"{\"a\":{\"M\":{\"v\":{\"N\":\"1\"}}},\"\\u0076\":{\"N\":\"12\"}}", "12"},
        {"{\"a\":{\"M\":{\"v\":{\"N\":\"1\"}}}}", NULL},
        {"{\"v\":{\"S\":\"7\"}}", NULL},
        {"{\"v\":{\"N\":7}}", NULL},
        {"{\"v\":{\"N\":\"x\"}}", NULL},
        {"{\"v\":{\"N\":\"\"}}", NULL},
        {"{\"v\":{\"N\":\"\\u0037\"}}", NULL},
        {"{\"v\":7}", NULL},
        {"{}", NULL},
        {"[]", NULL},
        {"", NULL},
        {"{\"v\":{\"N\":\"7\"", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_str version = ls_typed_number(guarded(ls_str_of(rows[i].item)), "v");

        if (rows[i].version == NULL)
            cr_expect_null(version.ptr, "%s", rows[i].item);
        else
            EXPECT_STR(version, rows[i].version);
    }
}

Test(etag, a_tag_is_the_version_in_quotes)
{
    struct ls_response response;
    struct ls_str too_long = {"", 171};

    ls_response_init(&response, &arena);
    ls_etag_set(&response, ls_str(NULL, 0));
    cr_expect_eq(response.headers.len, (size_t)0);
    ls_etag_set(&response, too_long);
    cr_expect_eq(response.headers.len, (size_t)0);
    ls_etag_set(&response, LS_STR("42"));
    EXPECT_STR(ls_buf_view(&response.headers), ",\"etag\":\"\\\"42\\\"\"");
    ls_response_release(&response);
}
