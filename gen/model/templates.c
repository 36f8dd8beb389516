/*
 * templates.c - reads templates.
 *
 * A literal has the characters of ASCII from the blank to `}`, and no brace. What is above, `~`, is
 * greater than all of them: a list that reads up to a prefix relies on that.
 */
#include "model/templates.h"

#include "model/check_text.h"

#define LITERAL_MIN 0x20
#define LITERAL_MAX 0x7d

#define STRING_OF(number_) #number_
#define STRING(macro_)     STRING_OF(macro_)

struct template_reader {
    struct diags *diags; /* NULL: say nothing */
    const struct spec_text *written;
    struct template_text *out;
    bool good;
    bool full;     /* there are more parts than fit, which has been told */
    size_t nested; /* braces within parts, whose ends are told with their beginnings */
};

static struct range place(const struct template_reader *reader, struct text where)
{
    return text_part(reader->written, (size_t)(where.ptr - reader->written->value.ptr), where.len);
}

static void fault(struct template_reader *reader, enum diag_id id, struct text where,
                  const char *what, const char *hint)
{
    reader->good = false;
    if (reader->diags != NULL)
        diag_hint(diag_add(reader->diags, id, place(reader, where), "%s", what), "%s", hint);
}

/* ---- Literals ---- */

static void check_literal(struct template_reader *reader, struct text literal)
{
    for (size_t size; literal.len > 0; literal = text_skip(literal, size)) {
        uint32_t c = text_char(literal, &size);

        if (c == '}' && reader->nested > 0) {
            reader->nested--;
        } else if (c == '}') {
            fault(reader, DIAG_template_syntax, text_head(literal, size),
                  "this brace closes nothing",
                  "a part is `{NAME}`; a brace that is none cannot stand in a template");
        } else if (c < LITERAL_MIN || c > LITERAL_MAX) {
            fault(reader, DIAG_template_syntax, text_head(literal, size),
                  "a template cannot hold this character",
                  "between the parts are letters, digits and signs of ASCII, but not `~`");
        }
    }
}

static void add_literal(struct template_reader *reader, struct text literal)
{
    struct template_text *out = reader->out;

    check_literal(reader, literal);
    out->literals[out->part_count] = literal;
    if (literal.len > 0 && literal.ptr[literal.len - 1] == '$' &&
        literal.ptr + literal.len < reader->written->value.ptr + reader->written->value.len)
        fault(reader, DIAG_template_syntax, (struct text){literal.ptr + literal.len - 1, 2},
              "`${…}` is put in when the stack is deployed, and a template when a request comes",
              "write `{NAME}` for a part; no `$` can stand in front of it");
}

/* ---- Parts ---- */

static struct text trimmed(struct text name)
{
    while (name.len > 0 && name.ptr[0] == ' ')
        name = text_skip(name, 1);
    while (name.len > 0 && name.ptr[name.len - 1] == ' ')
        name.len--;
    return name;
}

/* Is it there already? Then there is a diagnostic. */
static bool is_twice(struct template_reader *reader, struct text whole, struct text name)
{
    const struct template_text *out = reader->out;
    struct diag *diag;
    size_t i = 0;

    while (i < out->part_count && !text_equal(out->parts[i].name, name))
        i++;
    if (i == out->part_count)
        return false;
    reader->good = false;
    if (reader->diags == NULL)
        return true;
    diag = diag_add(reader->diags, DIAG_duplicate_part, place(reader, whole),
                    "`%.*s` stands in this template twice", TEXT_ARG(name));
    diag_note(diag, out->parts[i].at, "the first time is here");
    diag_hint(diag, "name it once");
    return true;
}

/* `whole` is the part with its braces. */
static void add_part(struct template_reader *reader, struct text whole, struct text inside)
{
    struct template_text *out = reader->out;
    struct text name = trimmed(inside);

    if (name.len == 0) {
        fault(reader, DIAG_template_syntax, whole, "this part has no name",
              "write `{NAME}`, such as `{room}`");
        return;
    }
    if (name.len < inside.len)
        fault(reader, DIAG_template_syntax, whole, "there is a blank in these braces",
              "write `{room}`, without blanks");
    if (out->part_count == LS_MAX_PARTS) {
        if (!reader->full)
            fault(reader, DIAG_too_many_parts, whole,
                  "this is one part more than a template can have",
                  "a template has at most " STRING(LS_MAX_PARTS) " parts");
        reader->full = true;
        return;
    }
    if (out->part_count > 0 && out->literals[out->part_count].len == 0)
        fault(reader, DIAG_adjacent_parts, whole, "nothing separates this part from the one before",
              "put a text between them that no value holds: `{room}#{sent}`");
    if (!is_twice(reader, whole, name))
        out->parts[out->part_count++] = (struct template_part){name, place(reader, whole)};
}

/* From a `{`; how many bytes of it are read. */
static size_t braces(struct template_reader *reader, struct text rest)
{
    for (size_t i = 1; i < rest.len; i++) {
        if (rest.ptr[i] == '}') {
            add_part(reader, text_head(rest, i + 1), (struct text){rest.ptr + 1, i - 1});
            return i + 1;
        }
        if (rest.ptr[i] == '{') {
            fault(reader, DIAG_template_syntax, text_head(rest, i + 1),
                  "there is a brace within this part",
                  "a part is `{NAME}`; a brace that is none cannot stand in a template");
            reader->nested++;
            return i;
        }
    }
    fault(reader, DIAG_template_syntax, rest, "this brace does not close", "a part is `{NAME}`");
    if (rest.len > 1)
        add_part(reader, rest, text_skip(rest, 1));
    return rest.len;
}

bool template_read(struct diags *diags, const struct spec_text *written, struct template_text *out)
{
    struct template_reader reader = {diags, written, out, .good = true};
    struct text rest = written->value;

    *out = (struct template_text){.part_count = 0};
    for (;;) {
        size_t open = text_find(rest, '{');

        add_literal(&reader, text_head(rest, open));
        rest = text_skip(rest, open);
        if (rest.len == 0)
            break;
        rest = text_skip(rest, braces(&reader, rest));
    }
    if (reader.good && out->part_count == 0)
        fault(&reader, DIAG_template_without_part, written->value, "this template has no part",
              "write `\"room#{room}\"`, in quotes: without them YAML ends the text at a ` #`");
    return reader.good;
}
