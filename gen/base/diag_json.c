/*
 * diag_json.c - diagnostics for editors: an array of objects with the members id, severity, file,
 * line, column, endLine, endColumn, message, hint (where there is one) and notes.
 */
#include "base/diag_list.h"

static void put_string(struct text_buf *out, struct text text)
{
    text_putc(out, '"');
    for (size_t size; text.len != 0; text.ptr += size, text.len -= size) {
        uint32_t c = text_char(text, &size);
        if (c == TEXT_BAD_CHAR)
            text_put(out, "\\ufffd");
        else if (c == '"' || c == '\\')
            text_printf(out, "\\%c", (int)c);
        else if (c < 0x20 || c == 0x7f)
            text_printf(out, "\\u%04x", (unsigned)c);
        else
            text_add(out, text.ptr, size);
    }
    text_putc(out, '"');
}

/* The end is the first character behind the range, so an empty range ends where it starts. */
static void put_place(struct text_buf *out, const struct source *source, struct range at)
{
    struct position start = source_position(source, at.start);
    struct position end = source_position(source, at.end > at.start ? at.end : at.start);

    text_put(out, "\"file\":");
    put_string(out, text_of(source->path));
    text_printf(out, ",\"line\":%zu,\"column\":%zu,\"endLine\":%zu,\"endColumn\":%zu", start.line,
                start.byte_column, end.line, end.byte_column);
}

static void put_diag(struct text_buf *out, const struct source *source, const struct diag *diag)
{
    text_printf(out, "{\"id\":\"%s\",\"severity\":\"%s\",", diag_name(diag->id),
                diag_severity(diag->id) == DIAG_ERROR ? "error" : "warning");
    put_place(out, source, diag->at);
    text_put(out, ",\"message\":");
    put_string(out, diag->message);
    if (diag->hint.len != 0) {
        text_put(out, ",\"hint\":");
        put_string(out, diag->hint);
    }
    text_put(out, ",\"notes\":[");
    for (const struct note *note = diag->notes; note != NULL; note = note->next) {
        text_put(out, note == diag->notes ? "{" : ",{");
        put_place(out, source, note->at);
        text_put(out, ",\"message\":");
        put_string(out, note->message);
        text_putc(out, '}');
    }
    text_put(out, "]}");
}

void diag_render_json(const struct diags *list, struct diag *const *sorted, struct text_buf *out)
{
    text_putc(out, '[');
    for (size_t i = 0; i < list->kept_count; i++) {
        text_put(out, i == 0 ? "\n" : ",\n");
        put_diag(out, list->source, sorted[i]);
    }
    text_put(out, list->kept_count == 0 ? "]\n" : "\n]\n");
}
