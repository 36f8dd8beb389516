/*
 * reading.c - the front end in one call.
 */
#include "reading.h"

#include <string.h>

void reading_start(struct reading *reading, struct text text)
{
    *reading = (struct reading){.arena = mem_arena_new()};
    cr_assert_not_null(reading->arena);
    source_init(&reading->source, reading->arena, "spec.yaml", text);
    reading->diags = diags_new(reading->arena, &reading->source);
}

void reading_yaml(struct reading *reading, struct text text)
{
    reading_start(reading, text);
    reading->root = yaml_read(reading->arena, &reading->source, reading->diags);
}

void reading_spec(struct reading *reading, const char *text)
{
    reading_yaml(reading, text_of(text));
    if (reading->root != NULL)
        decode_record(reading->arena, reading->diags, &spec_record, reading->root, &reading->spec);
}

void reading_end(struct reading *reading)
{
    mem_arena_free(reading->arena);
}

static struct text render(struct reading *reading, enum diag_format format)
{
    struct text_buf out;

    text_buf_init(&out, reading->arena, TEXT_BUF_MAX);
    diags_render(reading->diags, format, &out);
    return text_view(&out);
}

const char *reading_report(struct reading *reading)
{
    return render(reading, DIAG_TEXT).ptr;
}

const char *reading_ids(struct reading *reading)
{
    static const char mark[] = "{\"id\":\"";
    struct text json = render(reading, DIAG_JSON);
    struct text_buf ids;

    text_buf_init(&ids, reading->arena, TEXT_BUF_MAX);
    for (const char *p = json.ptr; (p = strstr(p, mark)) != NULL;) {
        p += strlen(mark);
        text_printf(&ids, "%s%.*s", ids.len == 0 ? "" : " ", (int)strcspn(p, "\""), p);
    }
    return text_view(&ids).ptr;
}
