/*
 * interpolate.c - cuts a text at its ${…}.
 */
#include "model/interpolate.h"

#include <string.h>

#include "model/check_text.h"

/* The fewest bytes that a reference can become, as in us-east-1. */
static const struct {
    const char *name;
    size_t least;
} pseudos[] = {
    {"AWS::AccountId", 12}, {"AWS::Partition", 3}, {"AWS::Region", 9},
    {"AWS::StackId", 90},   {"AWS::StackName", 1}, {"AWS::URLSuffix", 13},
};

#define PSEUDO_COUNT   (sizeof(pseudos) / sizeof(pseudos[0]))
#define TABLE_ARN_MIN  49 /* arn:aws:dynamodb:us-east-1:123456789012:table/abc */
#define TABLE_NAME_MIN 3
#define API_URL_MIN    54 /* https://abcdefghij.execute-api.us-east-1.amazonaws.com */

/* What the language has and this version has not, by the first word. */
static const char *const later[] = {"param", "queue", "topic", "secret", "ssm", "kms", "function"};

struct cutter {
    const struct interpolation *with;
    const struct spec_text *text;
    enum interpolate_use use;
    struct piece *pieces;
    size_t count, cap;
    bool broken;
};

static void add_piece(struct cutter *cutter, struct piece piece)
{
    cutter->pieces = mem_grow(cutter->with->arena, cutter->pieces, &cutter->cap, cutter->count + 1,
                              sizeof(piece));
    cutter->pieces[cutter->count++] = piece;
}

static void add_literal(struct cutter *cutter, struct text text)
{
    if (text.len > 0)
        add_piece(cutter, (struct piece){.kind = PIECE_LITERAL, .text = text});
}

static struct diag *fault(struct cutter *cutter, enum diag_id id, struct text reference,
                          const char *what)
{
    size_t offset = (size_t)(reference.ptr - cutter->text->value.ptr);

    cutter->broken = true;
    return diag_add(cutter->with->diags, id, text_part(cutter->text, offset, reference.len),
                    "`%.*s` %s", TEXT_ARG(reference), what);
}

static void unknown(struct cutter *cutter, struct text whole, struct text name)
{
    static const char *const names[] = {
        "env",          "AWS::AccountId", "AWS::Partition", "AWS::Region",
        "AWS::StackId", "AWS::StackName", "AWS::URLSuffix", "api.url",
    };
    struct diag *diag = fault(cutter, DIAG_unknown_reference, whole, "refers to nothing");
    const char *near = near_name(name, names, sizeof(names) / sizeof(names[0]));

    if (text_is(name, "Environment") || text_is(name, "environment"))
        near = "env";
    if (near != NULL)
        diag_hint(diag, "did you mean `${%s}`?", near);
    else
        diag_hint(diag, "there are ${env}, ${AWS::Region} and the like, ${table.NAME.name}, "
                        "${table.NAME.arn} and ${api.url}; ${!x} is a literal ${x}");
}

static void not_yet(struct cutter *cutter, struct text whole)
{
    diag_hint(fault(cutter, DIAG_reference_later, whole, "is not supported yet"),
              "it belongs to the spec language, but this version of lockstep does not carry it "
              "out; remove it");
}

static void table_reference(struct cutter *cutter, struct text whole, struct text name)
{
    const struct spec *spec = cutter->with->spec;
    const struct spec_table *tables = spec->tables.items;
    const char **names = mem_array(cutter->with->arena, spec->tables.count, sizeof(*names));
    struct text rest = text_skip(name, strlen("table."));
    struct text table = text_head(rest, text_find(rest, '.'));
    struct text part = text_skip(rest, table.len);

    if (text_is(part, ".stream_arn")) {
        not_yet(cutter, whole);
        return;
    }
    if (!text_is(part, ".name") && !text_is(part, ".arn")) {
        diag_hint(fault(cutter, DIAG_unknown_reference, whole, "refers to nothing"),
                  "a table has `.name` and `.arn`");
        return;
    }
    for (size_t i = 0; i < spec->tables.count; i++) {
        names[i] = tables[i].name.value.ptr;
        if (!text_equal(tables[i].name.value, table))
            continue;
        cutter->with->tables_used[i] = true;
        add_piece(cutter,
                  (struct piece){
                      .kind = part.len == strlen(".arn") ? PIECE_TABLE_ARN : PIECE_TABLE_NAME,
                      .table = i,
                  });
        return;
    }
    if (is_unread(spec->tables.at, spec->tables.set))
        return;
    hint_names(cutter->with->arena,
               fault(cutter, DIAG_unknown_reference, whole, "refers to no table of this spec"),
               table, names, spec->tables.count);
}

static bool is_later(struct text name)
{
    struct text word = text_head(name, text_find(name, '.'));

    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        if (text_is(word, later[i]))
            return word.len < name.len;
    }
    return false;
}

static bool is_pseudo(struct text name)
{
    for (size_t i = 0; i < PSEUDO_COUNT; i++) {
        if (text_is(name, pseudos[i].name))
            return true;
    }
    return false;
}

/* A reference to a resource of the stack, where that would make it depend on itself. */
static bool is_circle(struct cutter *cutter, struct text whole, struct text name)
{
    if (cutter->use != INTERPOLATE_NAME ||
        !(text_starts(name, "table.") || text_is(name, "api.url")))
        return false;
    diag_hint(fault(cutter, DIAG_reference_place, whole,
                    "cannot stand in a name or tag, which the resource itself bears"),
              "${env} and ${AWS::…} can");
    return true;
}

static void reference(struct cutter *cutter, struct text whole, struct text name)
{
    if (text_is(name, "env")) {
        add_piece(cutter, (struct piece){.kind = PIECE_ENVIRONMENT});
    } else if (is_pseudo(name)) {
        add_piece(cutter, (struct piece){.kind = PIECE_PSEUDO, .text = name});
    } else if (is_circle(cutter, whole, name)) {
        return;
    } else if (text_starts(name, "table.")) {
        table_reference(cutter, whole, name);
    } else if (text_is(name, "api.url")) {
        add_piece(cutter, (struct piece){.kind = PIECE_API_URL});
    } else if (text_starts(name, "aws:")) {
        if (cutter->use == INTERPOLATE_POLICY)
            add_literal(cutter, whole);
        else
            diag_hint(fault(cutter, DIAG_reference_place, whole, "is a variable of IAM"),
                      "it works in iam.statements only; ${!aws:…} is the text itself");
    } else if (is_later(name)) {
        not_yet(cutter, whole);
    } else {
        unknown(cutter, whole, name);
    }
}

/* From a "${": what is there, and how many bytes it took. */
static size_t braces(struct cutter *cutter, struct text rest)
{
    size_t close = text_find(rest, '}');
    struct text whole = text_head(rest, close + (close < rest.len));
    struct text name;

    if (close == rest.len) {
        diag_hint(fault(cutter, DIAG_reference_syntax, whole, "has no closing brace"),
                  "write `${name}`, or `${!name}` for the text itself");
        return rest.len;
    }
    name = (struct text){whole.ptr + 2, whole.len - 3};
    if (cutter->use == INTERPOLATE_CONSTANT) {
        diag_hint(fault(cutter, DIAG_reference_place, whole, "cannot stand here"),
                  "this text is the same in every environment");
    } else if (name.len > 0 && name.ptr[0] == '!') {
        struct text literal =
            text_format(cutter->with->arena, "${%.*s}", (int)name.len - 1, name.ptr + 1);

        add_literal(cutter, literal);
    } else if (name.len == 0) {
        diag_hint(fault(cutter, DIAG_reference_syntax, whole, "names nothing"),
                  "write `${env}` or another name");
    } else {
        reference(cutter, whole, name);
    }
    return whole.len;
}

struct pieces interpolate(const struct interpolation *with, const struct spec_text *text,
                          enum interpolate_use use)
{
    struct cutter cutter = {.with = with, .text = text, .use = use};
    struct text value = text->value;
    size_t literal = 0, i = 0;

    while (i < value.len) {
        if (value.ptr[i] != '$' || i + 1 >= value.len || value.ptr[i + 1] != '{') {
            i++;
            continue;
        }
        add_literal(&cutter, (struct text){value.ptr + literal, i - literal});
        i += braces(&cutter, text_skip(value, i));
        literal = i;
    }
    add_literal(&cutter, (struct text){value.ptr + literal, value.len - literal});
    return (struct pieces){cutter.pieces, cutter.count, cutter.broken};
}

/* ---- What pieces become ---- */

/* Fn::Sub takes ${!x} as the literal ${x}. */
static void add_escaped(struct text_buf *buf, struct text literal)
{
    for (size_t i = 0; i < literal.len; i++) {
        text_putc(buf, literal.ptr[i]);
        if (literal.ptr[i] == '{' && i > 0 && literal.ptr[i - 1] == '$')
            text_putc(buf, '!');
    }
}

/* What Fn::Sub has between the braces. */
static struct text target(struct mem_arena *arena, const struct piece *piece,
                          const char *const *logical_ids)
{
    switch (piece->kind) {
    case PIECE_ENVIRONMENT:
        return TEXT(PLAN_ENVIRONMENT);
    case PIECE_TABLE_NAME:
        return text_of(logical_ids[piece->table]);
    case PIECE_TABLE_ARN:
        return text_format(arena, "%s.Arn", logical_ids[piece->table]);
    case PIECE_API_URL:
        return TEXT(PLAN_API ".ApiEndpoint");
    case PIECE_PSEUDO:
    case PIECE_LITERAL:
        break;
    }
    return text_copy(arena, piece->text.ptr, piece->text.len);
}

static bool is_plain(struct pieces pieces)
{
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.items[i].kind != PIECE_LITERAL)
            return false;
    }
    return true;
}

struct plan_value pieces_value(struct mem_arena *arena, struct pieces pieces,
                               const char *const *logical_ids)
{
    struct plan_value value = {.is_sub = !is_plain(pieces)};
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.items[i];

        if (piece->kind != PIECE_LITERAL)
            text_printf(&buf, "${%s}", target(arena, piece, logical_ids).ptr);
        else if (value.is_sub)
            add_escaped(&buf, piece->text);
        else
            text_add(&buf, piece->text.ptr, piece->text.len);
    }
    value.text = text_view(&buf);
    if (pieces.count == 1 && value.is_sub && pieces.items[0].kind != PIECE_TABLE_ARN &&
        pieces.items[0].kind != PIECE_API_URL)
        value.ref = target(arena, &pieces.items[0], logical_ids).ptr;
    return value;
}

struct text pieces_in(struct mem_arena *arena, struct pieces pieces, struct text environment)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.items[i];

        if (piece->kind == PIECE_ENVIRONMENT)
            text_add(&buf, environment.ptr, environment.len);
        else if (piece->kind == PIECE_PSEUDO)
            text_printf(&buf, "${%.*s}", TEXT_ARG(piece->text));
        else
            text_add(&buf, piece->text.ptr, piece->text.len);
    }
    return text_view(&buf);
}

static size_t least_of(const struct piece *piece, struct text environment)
{
    switch (piece->kind) {
    case PIECE_ENVIRONMENT:
        return environment.len;
    case PIECE_TABLE_NAME:
        return TABLE_NAME_MIN;
    case PIECE_TABLE_ARN:
        return TABLE_ARN_MIN;
    case PIECE_API_URL:
        return API_URL_MIN;
    case PIECE_PSEUDO:
        for (size_t i = 0; i < PSEUDO_COUNT; i++) {
            if (text_is(piece->text, pseudos[i].name))
                return pseudos[i].least;
        }
        break;
    case PIECE_LITERAL:
        break;
    }
    return piece->text.len;
}

size_t pieces_least(struct pieces pieces, struct text environment)
{
    size_t sum = 0;

    for (size_t i = 0; i < pieces.count; i++)
        sum += least_of(&pieces.items[i], environment);
    return sum;
}

bool pieces_have(struct pieces pieces, enum piece_kind kind)
{
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.items[i].kind == kind)
            return true;
    }
    return false;
}
