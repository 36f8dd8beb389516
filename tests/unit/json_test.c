/*
 * The JSON reader and writer.
 */
#include "json.h"

#include <string.h>

#include "expect.h"

static bool accepts(struct ls_str text)
{
    struct ls_json json = ls_json_of(guarded(text));
    struct ls_str value;

    return ls_json_skip(&json, &value) && ls_json_at_end(&json);
}

Test(json, accepts_what_rfc_8259_accepts)
{
    static const char *const good[] = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "10",
        "-1.5",
        "0.0",
        "1e5",
        "1E+5",
        "1.25e-10",
        "123456789012345678901234567890",
        "1e999999999999999999999",
        "\"\"",
        "\"tea\"",
        "\" \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\uD83D\\uDE00 \"",
        "\"\x7F\"",
        "\"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\"",
        "[]",
        "{}",
        " [ ] ",
        "\t{\r\n} ",
        "[1,\"a\",null,[],{}]",
        "{\"a\":1,\"b\":[true,false],\"\":{\"c\":{}}}",
        "{ \"a\" : 1 , \"a\" : 2 }", /* repeated names are syntax's business nowhere */
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        cr_expect(accepts(ls_str_of(good[i])), "%s", good[i]);
}

Test(json, refuses_everything_else)
{
    static const char *const bad[] = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "undefined",
        "01",
        "-01",
        "+1",
        "-",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "0x10",
        "1 2",
        "1_000",
        "'a'",
        "\"",
        "\"a",
        "\"a\\",
        "\"a\\\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\uD800\"",
        "\"\\uD800x\"",
        "\"\\uD800\\n\"",
        "\"\\uD800\\uD800\"",
        "\"\\uD800\\u0041\"",
        "\"\\uDC00\"",
        "\"\\uDE00\\uD83D\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\x1F\"",
        "\"\x80\"",
        "\"\xC3\"",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\xF4\x90\x80\x80\"",
        "\"long enough for a word \xFF\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "[1}",
        "]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{\"a\" 1}",
        "{\"a\",1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "{}}",
        "[] []",
        "// comment\n1",
        "1 /* comment */",
        "\xEF\xBB\xBF{}", /* a byte order mark */
        "\f1",
        "\xC2\xA0null", /* a no-break space is not white space */
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(accepts(ls_str_of(bad[i])), "row %zu: %s", i, bad[i]);
    cr_expect_not(accepts(LS_STR("\"a\0b\"")), "a NUL in a string");
    cr_expect_not(accepts(LS_STR("1\0")), "a NUL after the value");
    cr_expect_not(accepts(ls_str(NULL, 0)));
}

/* Every byte at every place of a word that the eight-byte loop looks at. */
Test(json, each_byte_of_a_string_is_looked_at)
{
    for (size_t len = 1; len < 20; len++) {
        for (size_t at = 0; at < len; at++) {
            for (unsigned c = 0; c < 256; c++) {
                char text[24];
                bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';

                memset(text, 'x', sizeof(text));
                text[0] = '"';
                text[len + 1] = '"';
                text[at + 1] = (char)c;
                cr_assert_eq(accepts(ls_str(text, len + 2)), plain, "byte %u at %zu of %zu", c, at,
                             len);
            }
        }
    }
}

static bool accepts_nested(unsigned depth, char open, char close)
{
    char text[8 * LS_JSON_MAX_DEPTH];
    size_t len = 0;

    for (unsigned i = 0; i < depth; i++) {
        text[len++] = open;
        if (open == '{' && i + 1 < depth) {
            memcpy(text + len, "\"\":", 3);
            len += 3;
        }
    }
    for (unsigned i = 0; i < depth; i++)
        text[len++] = close;
    return accepts(ls_str(text, len));
}

Test(json, depth_is_bounded)
{
    cr_expect(accepts_nested(LS_JSON_MAX_DEPTH, '[', ']'));
    cr_expect_not(accepts_nested(LS_JSON_MAX_DEPTH + 1, '[', ']'));
    cr_expect(accepts_nested(LS_JSON_MAX_DEPTH, '{', '}'));
    cr_expect_not(accepts_nested(LS_JSON_MAX_DEPTH + 1, '{', '}'));
}

Test(json, skip_gives_the_bytes_of_the_value)
{
    struct ls_json json = ls_json_of(LS_STR("  {\"a\":[1,{\"b\":\"}\"}]} , 2"));
    struct ls_str value;

    cr_expect(ls_json_skip(&json, &value));
    EXPECT_STR(value, "{\"a\":[1,{\"b\":\"}\"}]}");
    cr_expect_not(ls_json_at_end(&json));
}

Test(json, peek_tells_the_kind_and_takes_white_space_only)
{
    static const struct {
        const char *text;
        enum ls_json_kind kind;
    } rows[] = {
        {"null", LS_JSON_NULL},  {"false", LS_JSON_FALSE}, {" true", LS_JSON_TRUE},
        {"-1", LS_JSON_NUMBER},  {"0", LS_JSON_NUMBER},    {"9", LS_JSON_NUMBER},
        {"\"", LS_JSON_STRING},  {"[", LS_JSON_ARRAY},     {"\n{", LS_JSON_OBJECT},
        {"", LS_JSON_INVALID},   {"  ", LS_JSON_INVALID},  {"}", LS_JSON_INVALID},
        {"+1", LS_JSON_INVALID}, {"N", LS_JSON_INVALID},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_json json = ls_json_of(ls_str_of(rows[i].text));

        cr_expect_eq(ls_json_peek(&json), rows[i].kind, "%s", rows[i].text);
        cr_expect_eq(ls_json_peek(&json), rows[i].kind, "%s, again", rows[i].text);
    }
}

Test(json, a_walk_through_containers)
{
    struct ls_json json =
        ls_json_of(LS_STR("{\"n\": 12 ,\"l\\u0041\":[true, \"x\\ty\"],\"e\":{}}"));
    bool first, inner, escaped;
    struct ls_str key, text;

    cr_assert(ls_json_enter(&json, &first));
    cr_assert_eq(ls_json_next_member(&json, &first, &key, &escaped), 1);
    EXPECT_STR(key, "n");
    cr_expect_not(escaped);
    cr_assert(ls_json_read_number(&json, &text));
    EXPECT_STR(text, "12");

    cr_assert_eq(ls_json_next_member(&json, &first, &key, &escaped), 1);
    EXPECT_STR(key, "l\\u0041");
    cr_expect(escaped);
    cr_assert(ls_json_enter(&json, &inner));
    cr_assert_eq(ls_json_next_element(&json, &inner), 1);
    cr_assert(ls_json_read_literal(&json));
    cr_assert_eq(ls_json_next_element(&json, &inner), 1);
    cr_assert(ls_json_read_string(&json, &text, &escaped));
    EXPECT_STR(text, "x\\ty");
    cr_assert_eq(ls_json_next_element(&json, &inner), 0);

    cr_assert_eq(ls_json_next_member(&json, &first, &key, &escaped), 1);
    cr_assert(ls_json_enter(&json, &inner));
    cr_assert_eq(ls_json_next_member(&json, &inner, &key, &escaped), 0);
    cr_assert_eq(ls_json_next_member(&json, &first, &key, &escaped), 0);
    cr_expect(ls_json_at_end(&json));
}

Test(json, next_tells_what_is_no_container)
{
    static const char *const bad[] = {"[,", "[1,]", "[1 2]", "[1}", "[1", "[}"};
    static const char *const bad_objects[] = {"{,", "{\"a\"}", "{1:1}", "{]", "{\"a\" 1}", "{"};
    struct ls_str slice;
    bool first, escaped;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct ls_json json = ls_json_of(guarded(ls_str_of(bad[i])));
        int next;

        cr_assert(ls_json_enter(&json, &first));
        while ((next = ls_json_next_element(&json, &first)) > 0)
            cr_assert(ls_json_read_number(&json, &slice), "%s", bad[i]);
        cr_expect_eq(next, -1, "%s", bad[i]);
        json = ls_json_of(guarded(ls_str_of(bad_objects[i])));
        cr_assert(ls_json_enter(&json, &first));
        cr_expect_eq(ls_json_next_member(&json, &first, &slice, &escaped), -1);
    }
}

Test(json, a_reader_of_the_wrong_kind_refuses)
{
    struct ls_json json = ls_json_of(LS_STR("[1]"));
    struct ls_str text;
    bool escaped;

    cr_expect_not(ls_json_read_string(&json, &text, &escaped));
    cr_expect_not(ls_json_read_number(&json, &text));
    cr_expect_not(ls_json_read_literal(&json));
    cr_expect(ls_json_skip(&json, &text), "nothing was taken by the refusals");
}

static const struct {
    const char *raw, *text;
} escapes[] = {
    {"plain", "plain"},
    {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
    {"\\u0041\\u007f\\u0080\\u07FF\\u0800\\uFfFf", "A\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF"},
    {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
    {"\\uD800\\uDC00\\uDBFF\\uDFFF", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"},
    {"a\\u0041\\ud83d\\ude00b\xC3\xA9", "aA\xF0\x9F\x98\x80"
                                        "b\xC3\xA9"},
    {"\\\\u0041", "\\u0041"},
    {"", ""},
};

Test(json, unescape)
{
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
        struct ls_str raw = guarded(ls_str_of(escapes[i].raw));
        char out[64];
        size_t len = ls_json_unescape(raw, out);

        EXPECT_STR(ls_str(out, len), escapes[i].text);
        cr_expect_eq(ls_json_unescaped_length(raw), strlen(escapes[i].text), "%s", escapes[i].raw);
        memcpy(out, raw.ptr, raw.len);
        len = ls_json_unescape(ls_str(out, raw.len), out);
        EXPECT_STR(ls_str(out, len), escapes[i].text);
    }
}

Test(json, find)
{
    struct ls_str object =
        LS_STR(" {\"a\":{\"b\":1},\"b\":[2],\"\\u0063\":3,\"caf\\u00e9\":4,\"c\":5}");
    struct ls_str value;

    cr_expect(ls_json_find(object, "b", &value));
    EXPECT_STR(value, "[2]");
    cr_expect(ls_json_find(object, "c", &value));
    EXPECT_STR(value, "3"); /* the first */
    cr_expect(ls_json_find(object, "caf\xC3\xA9", &value));
    EXPECT_STR(value, "4");
    cr_expect_not(ls_json_find(object, "caf", &value));
    cr_expect_not(ls_json_find(object, "cafe", &value));
    cr_expect_not(ls_json_find(object, "caf\xC3\xA9s", &value));
    cr_expect_not(ls_json_find(object, "", &value));
    cr_expect_not(ls_json_find(LS_STR("[1]"), "a", &value));
    cr_expect_not(ls_json_find(LS_STR("{\"a\":}"), "a", &value));
    cr_expect_not(ls_json_find(LS_STR(""), "a", &value));
}

Test(json, write_string)
{
    static const struct {
        const char *text, *plain, *in_string;
    } rows[] = {
        {"", "\"\"", "\\\"\\\""},
        {"tea, plain and longer", "\"tea, plain and longer\"", "\\\"tea, plain and longer\\\""},
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\"", "\\\"a\\\\\\\"b\\\\\\\\c/d\\\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"", "\\\"\\\\b\\\\f\\\\n\\\\r\\\\t\\\""},
        {"\x01\x1F\x7F", "\"\\u0001\\u001f\x7F\"", "\\\"\\\\u0001\\\\u001f\x7F\\\""},
        {"\xC3\xA9\xF0\x9F\x98\x80", "\"\xC3\xA9\xF0\x9F\x98\x80\"",
         "\\\"\xC3\xA9\xF0\x9F\x98\x80\\\""},
        {"a\xFFz\xC3", "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"", "\\\"a\xEF\xBF\xBDz\xEF\xBF\xBD\\\""},
    };
    struct ls_buf buf;

    ls_buf_init(&buf, 1000);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ls_buf_reset(&buf);
        ls_json_write_string(&buf, LS_JSON_PLAIN, guarded(ls_str_of(rows[i].text)));
        EXPECT_STR(ls_buf_view(&buf), rows[i].plain);
        ls_buf_reset(&buf);
        ls_json_write_string(&buf, LS_JSON_IN_STRING, guarded(ls_str_of(rows[i].text)));
        EXPECT_STR(ls_buf_view(&buf), rows[i].in_string);
    }
    ls_buf_reset(&buf);
    ls_json_write_string(&buf, LS_JSON_PLAIN, LS_STR("a\0b"));
    EXPECT_STR(ls_buf_view(&buf), "\"a\\u0000b\"");
    ls_buf_release(&buf);
}

Test(json, write_raw)
{
    struct ls_str json = LS_STR("{\"a\":\t\"x\\n\xC3\xA9\",\r\n\"b\":1}");
    struct ls_buf buf;

    ls_buf_init(&buf, 1000);
    ls_json_write_raw(&buf, LS_JSON_PLAIN, json);
    cr_expect(ls_str_equal(ls_buf_view(&buf), json));
    ls_buf_reset(&buf);
    ls_json_write_raw(&buf, LS_JSON_IN_STRING, guarded(json));
    EXPECT_STR(ls_buf_view(&buf), "{\\\"a\\\":\\t\\\"x\\\\n\xC3\xA9\\\",\\r\\n\\\"b\\\":1}");
    ls_buf_release(&buf);
}

/* Writing in a string, then reading that string, is writing plainly. */
Test(json, the_two_forms_agree_on_every_byte)
{
    for (unsigned c = 0; c < 256; c++) {
        char text[] = {'a', (char)c, 'b'}, decoded[64];
        struct ls_buf plain, quoted;
        struct ls_json json;
        struct ls_str raw;
        bool escaped;

        ls_buf_init(&plain, 100);
        ls_buf_init(&quoted, 100);
        ls_json_write_string(&plain, LS_JSON_PLAIN, ls_str(text, 3));
        ls_buf_char(&quoted, '"');
        ls_json_write_string(&quoted, LS_JSON_IN_STRING, ls_str(text, 3));
        ls_buf_char(&quoted, '"');
        json = ls_json_of(ls_buf_view(&quoted));
        cr_assert(ls_json_read_string(&json, &raw, &escaped), "byte %u", c);
        cr_assert(ls_json_at_end(&json));
        cr_expect(
            ls_str_equal(ls_buf_view(&plain), ls_str(decoded, ls_json_unescape(raw, decoded))));
        ls_buf_release(&plain);
        ls_buf_release(&quoted);
    }
}

Test(json, a_writer_that_runs_out_of_room_says_so)
{
    struct ls_buf buf;

    ls_buf_init(&buf, 5);
    ls_json_write_string(&buf, LS_JSON_PLAIN, LS_STR("abcd"));
    cr_expect_eq(ls_buf_status(&buf), LS_TOO_LARGE);
    ls_buf_release(&buf);
}
