/*
 * Log lines: what is in them, and that nothing in a value can end or forge one.
 */
#include "log.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"

static int64_t fixed_now(void *self)
{
    (void)self;
    return 1709210096789;
}

static const struct ls_clock fixed_clock = {.now_ms = fixed_now};

struct fixture {
    struct ls_log log;
    int read_end;
    char text[32 * 1024];
};

static struct fixture *make(const char *format, const char *level)
{
    static struct fixture fixture;
    int ends[2];

    cr_assert_eq(pipe2(ends, O_NONBLOCK), 0);
    fixture.read_end = ends[0];
    ls_log_init(&fixture.log, ends[1], &fixed_clock, format, level);
    return &fixture;
}

/* Everything written so far, NUL-terminated. */
static const char *written(struct fixture *f)
{
    size_t len = 0;
    ssize_t got;

    while ((got = read(f->read_end, f->text + len, sizeof(f->text) - 1 - len)) > 0)
        len += (size_t)got;
    f->text[len] = '\0';
    return f->text;
}

static void drop(struct fixture *f)
{
    close(f->read_end);
    close(f->log.fd);
    ls_log_release(&f->log);
}

Test(log, json_line)
{
    struct fixture *f = make("JSON", "INFO");
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("path", LS_STR("/a\"b\n")),
        LS_FIELD_INT("ms", -12),
        LS_FIELD_TEXT("empty", LS_STR("")),
    };

    ls_log_write(&f->log, LS_LOG_INFO, "served", fields, 3);
    cr_expect_str_eq(written(f),
                     "{\"timestamp\":\"2024-02-29T12:34:56.789Z\",\"level\":\"INFO\","
                     "\"message\":\"served\",\"path\":\"/a\\\"b\\n\",\"ms\":-12,\"empty\":\"\"}\n");
    f->log.request_id = LS_STR("8476a536-e9f4");
    ls_log_write(&f->log, LS_LOG_ERROR, "lost", NULL, 0);
    cr_expect_str_eq(written(f), "{\"timestamp\":\"2024-02-29T12:34:56.789Z\",\"level\":\"ERROR\","
                                 "\"message\":\"lost\",\"requestId\":\"8476a536-e9f4\"}\n");
    drop(f);
}

Test(log, text_line)
{
    struct fixture *f = make("Text", NULL);
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("path", LS_STR("/items")),
        LS_FIELD_TEXT("agent", LS_STR("a b=\"c\"\r\n")),
        LS_FIELD_TEXT("empty", LS_STR("")),
        LS_FIELD_TEXT("tea", LS_STR("th\xC3\xA9")),
        LS_FIELD_TEXT("two", LS_STR("two words")),
        LS_FIELD_TEXT("forged", LS_STR("x\nlevel")),
        LS_FIELD_INT("status", 200),
    };

    f->log.request_id = LS_STR("8476a536");
    ls_log_write(&f->log, LS_LOG_WARN, "slow call", fields, sizeof(fields) / sizeof(fields[0]));
    cr_expect_str_eq(written(f), "2024-02-29T12:34:56.789Z WARN 8476a536 slow call path=/items "
                                 "agent=\"a b=\\\"c\\\"\\r\\n\" empty=\"\" tea=\"th\xC3\xA9\" "
                                 "two=\"two words\" forged=\"x\\nlevel\" status=200\n");
    f->log.request_id = LS_STR("");
    ls_log_write(&f->log, LS_LOG_INFO, "two\nlines", NULL, 0);
    cr_expect_str_eq(written(f), "2024-02-29T12:34:56.789Z INFO \"two\\nlines\"\n");
    drop(f);
}

Test(log, level_of_the_environment)
{
    static const struct {
        const char *level;
        enum ls_log_level lowest;
    } rows[] = {
        {"TRACE", LS_LOG_TRACE}, {"DEBUG", LS_LOG_DEBUG}, {"INFO", LS_LOG_INFO},
        {"warn", LS_LOG_WARN},   {"Error", LS_LOG_ERROR}, {"FATAL", LS_LOG_FATAL},
        {NULL, LS_LOG_INFO},     {"", LS_LOG_INFO},       {"verbose", LS_LOG_INFO},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct fixture *f = make(NULL, rows[i].level);

        for (int level = LS_LOG_TRACE; level <= LS_LOG_FATAL; level++) {
            bool wanted = level >= (int)rows[i].lowest;

            cr_expect_eq(ls_log_wants(&f->log, (enum ls_log_level)level), wanted);
            ls_log_write(&f->log, (enum ls_log_level)level, "x", NULL, 0);
            cr_expect_eq(written(f)[0] != '\0', wanted, "row %zu, level %d", i, level);
        }
        drop(f);
    }
}

/* cJSON is the independent reader here. */
static cJSON *parsed(struct fixture *f)
{
    const char *text = written(f);
    size_t len = strlen(text);
    cJSON *json;

    cr_assert_gt(len, 0);
    cr_expect_leq(len, 16 * 1024);
    cr_expect_eq(strchr(text, '\n'), text + len - 1, "one line end, at the end");
    cr_expect(ls_utf8_valid(ls_str(text, len)));
    json = cJSON_ParseWithLength(text, len);
    cr_assert_not_null(json, "%s", text);
    return json;
}

Test(log, values_are_cut_at_1_kb_between_characters)
{
    struct fixture *f = make("JSON", NULL);
    char plain[2000], accents[2000];
    struct ls_log_field fields[2];
    cJSON *json;

    memset(plain, 'x', sizeof(plain));
    for (size_t i = 0; i < sizeof(accents); i++)
        accents[i] = i % 3 == 0 ? '\xE2' : i % 3 == 1 ? '\x82' : '\xAC'; /* 3 bytes: 341 of them */
    fields[0] = LS_FIELD_TEXT("plain", ls_str(plain, sizeof(plain)));
    fields[1] = LS_FIELD_TEXT("accents", ls_str(accents, sizeof(accents)));
    ls_log_write(&f->log, LS_LOG_INFO, "long", fields, 2);
    json = parsed(f);
    cr_expect_eq(strlen(cJSON_GetObjectItem(json, "plain")->valuestring), 1024);
    cr_expect_eq(strlen(cJSON_GetObjectItem(json, "accents")->valuestring), 1023);
    cJSON_Delete(json);
    drop(f);
}

Test(log, bytes_that_are_not_utf8_are_replaced)
{
    struct fixture *f = make("JSON", NULL);
    const struct ls_log_field fields[] = {LS_FIELD_TEXT("raw", LS_STR("a\xFF\xC3(\xED\xA0\x80z"))};
    cJSON *json;

    ls_log_write(&f->log, LS_LOG_INFO, "odd", fields, 1);
    json = parsed(f);
    cr_expect_str_eq(cJSON_GetObjectItem(json, "raw")->valuestring,
                     "a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz");
    cJSON_Delete(json);
    drop(f);
}

Test(log, a_line_is_capped_and_stays_one_object)
{
    struct fixture *f = make("JSON", NULL);
    struct ls_log_field fields[8];
    char controls[1024];
    cJSON *json;

    memset(controls, '\x01', sizeof(controls)); /* six bytes each once escaped */
    for (size_t i = 0; i < 7; i++)
        fields[i] = LS_FIELD_TEXT("controls", ls_str(controls, sizeof(controls)));
    fields[7] = LS_FIELD_INT("last", 7);
    ls_log_write(&f->log, LS_LOG_INFO, "wide", fields, 8);
    json = parsed(f);
    cr_expect_eq(cJSON_GetObjectItem(json, "truncated")->valueint, 1);
    cr_expect_eq(cJSON_GetObjectItem(json, "last")->valueint, 7);
    cJSON_Delete(json);
    ls_log_write(&f->log, LS_LOG_INFO, "next", NULL, 0);
    json = parsed(f);
    cr_expect_null(cJSON_GetObjectItem(json, "truncated"));
    cJSON_Delete(json);
    drop(f);
}

Test(log, the_longest_head_fits)
{
    struct fixture *f = make("JSON", NULL);
    char controls[2048];
    cJSON *json;

    memset(controls, '\x01', sizeof(controls) - 1);
    controls[sizeof(controls) - 1] = '\0';
    f->log.request_id = ls_str_of(controls);
    ls_log_write(&f->log, LS_LOG_FATAL, controls, NULL, 0);
    json = parsed(f);
    cr_expect_str_eq(cJSON_GetObjectItem(json, "level")->valuestring, "FATAL");
    cr_expect_not_null(cJSON_GetObjectItem(json, "requestId"));
    cJSON_Delete(json);
    drop(f);
}

Test(log, a_closed_descriptor_is_survived)
{
    struct ls_log log;

    ls_log_init(&log, -1, &fixed_clock, "JSON", NULL);
    ls_log_write(&log, LS_LOG_INFO, "nobody listens", NULL, 0);
    ls_log_release(&log);
    cr_expect_null(log.line.ptr);
}
