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
#define TABLE_NAME_MIN 3
#define TABLE_ARN_MIN  49 /* arn:aws:dynamodb:us-east-1:123456789012:table/abc */
#define STREAM_ARN_MIN 80 /* …/stream/2026-01-02T03:04:05.678 */
#define KEY_ARN_MIN    75 /* arn:aws:kms:us-east-1:123456789012:key/, and a UUID */
#define API_URL_MIN    54 /* https://abcdefghij.execute-api.us-east-1.amazonaws.com */

/* What the language has and this version has not, by the first word. */
static const char *const later[] = {"param", "queue", "topic", "secret", "ssm", "function"};

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
                        "${table.NAME.arn}, ${kms.NAME.arn} and ${api.url}; ${!x} is a literal "
                        "${x}");
}

static void not_yet(struct cutter *cutter, struct text whole)
{
    diag_hint(fault(cutter, DIAG_reference_later, whole, "is not supported yet"),
              "it belongs to the spec language, but this version of lockstep does not carry it "
              "out; remove it");
}

/* ---- Tables and keys ---- */

static void add_pieces(struct cutter *cutter, struct pieces pieces)
{
    for (size_t i = 0; i < pieces.count; i++)
        add_piece(cutter, pieces.items[i]);
}

static bool is_circle_of_policy(struct cutter *cutter, struct text whole)
{
    if (cutter->use != INTERPOLATE_TABLE_POLICY)
        return false;
    diag_hint(
        fault(cutter, DIAG_reference_place, whole,
              "cannot stand in a table's policy, which CloudFormation needs to make the table"),
        "`\"*\"` stands for the table itself and its indexes");
    return true;
}

static void stream_reference(struct cutter *cutter, struct text whole, size_t table)
{
    const struct spec_table *spec = cutter->with->tables[table].spec;
    const struct existing_table *existing = &cutter->with->existing_tables[table];

    if (existing->stream_arn.count > 0)
        add_pieces(cutter, existing->stream_arn);
    else if (spec->existing.set)
        diag_hint(fault(cutter, DIAG_unknown_reference, whole, "refers to no stream that is known"),
                  "write the table's `stream_arn`, beside `existing`");
    else if (!spec->stream.set)
        diag_hint(fault(cutter, DIAG_unknown_reference, whole, "refers to no stream"),
                  "give the table one: `stream: new_and_old_images`");
    else
        add_piece(cutter, (struct piece){
                              .kind = PIECE_RESOURCE,
                              .logical_id = cutter->with->tables[table].logical_id,
                              .attribute = "StreamArn",
                              .is_arn = true,
                              .least = STREAM_ARN_MIN,
                          });
}

static void add_table(struct cutter *cutter, struct text whole, size_t table, struct text part)
{
    const struct existing_table *existing = &cutter->with->existing_tables[table];
    const char *logical_id = cutter->with->tables[table].logical_id;
    bool is_name = text_is(part, ".name");

    cutter->with->tables_used[table] = true;
    if (!cutter->with->tables[table].is_existing && is_circle_of_policy(cutter, whole))
        return;
    if (text_is(part, ".stream_arn"))
        stream_reference(cutter, whole, table);
    else if (cutter->with->tables[table].is_existing)
        add_pieces(cutter, is_name ? existing->name : existing->arn);
    else if (is_name)
        add_piece(cutter, (struct piece){.kind = PIECE_RESOURCE,
                                         .logical_id = logical_id,
                                         .least = TABLE_NAME_MIN});
    else
        add_piece(cutter, (struct piece){.kind = PIECE_RESOURCE,
                                         .logical_id = logical_id,
                                         .attribute = "Arn",
                                         .is_arn = true,
                                         .least = TABLE_ARN_MIN});
}

static void table_reference(struct cutter *cutter, struct text whole, struct text name)
{
    const struct spec *spec = cutter->with->spec;
    const struct spec_table *tables = spec->tables.items;
    const char **names = mem_array(cutter->with->arena, spec->tables.count, sizeof(*names));
    struct text rest = text_skip(name, strlen("table."));
    struct text table = text_head(rest, text_find(rest, '.'));
    struct text part = text_skip(rest, table.len);

    if (!text_is(part, ".name") && !text_is(part, ".arn") && !text_is(part, ".stream_arn")) {
        diag_hint(fault(cutter, DIAG_unknown_reference, whole, "refers to nothing"),
                  "a table has `.name`, `.arn` and `.stream_arn`");
        return;
    }
    for (size_t i = 0; i < spec->tables.count; i++) {
        names[i] = tables[i].name.value.ptr;
        if (!text_equal(tables[i].name.value, table))
            continue;
        add_table(cutter, whole, i, part);
        return;
    }
    if (is_unread(spec->tables.at, spec->tables.set))
        return;
    hint_names(cutter->with->arena,
               fault(cutter, DIAG_unknown_reference, whole, "refers to no table of this spec"),
               table, names, spec->tables.count);
}

static void key_reference(struct cutter *cutter, struct text whole, struct text name)
{
    const struct spec_list *list = &cutter->with->spec->kms_keys;
    const struct spec_kms_key *keys = list->items;
    const char **names = mem_array(cutter->with->arena, list->count, sizeof(*names));
    struct text rest = text_skip(name, strlen("kms."));
    struct text key = text_head(rest, text_find(rest, '.'));

    if (!text_is(text_skip(rest, key.len), ".arn")) {
        diag_hint(fault(cutter, DIAG_unknown_reference, whole, "refers to nothing"),
                  "a key has `.arn`");
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        names[i] = keys[i].name.value.ptr;
        if (!text_equal(keys[i].name.value, key))
            continue;
        cutter->with->kms_keys_used[i] = true;
        if (keys[i].existing.set)
            add_pieces(cutter, cutter->with->existing_keys[i]);
        else
            add_piece(cutter, (struct piece){.kind = PIECE_RESOURCE,
                                             .logical_id = cutter->with->kms_keys[i].logical_id,
                                             .attribute = "Arn",
                                             .is_arn = true,
                                             .least = KEY_ARN_MIN});
        return;
    }
    if (is_unread(list->at, list->set))
        return;
    hint_names(cutter->with->arena,
               fault(cutter, DIAG_unknown_reference, whole, "refers to no KMS key of this spec"),
               key, names, list->count);
}

/* ---- The other references ---- */

static bool is_later(struct text name)
{
    struct text word = text_head(name, text_find(name, '.'));

    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        if (text_is(word, later[i]))
            return word.len < name.len;
    }
    return false;
}

static bool pseudo_reference(struct cutter *cutter, struct text name)
{
    for (size_t i = 0; i < PSEUDO_COUNT; i++) {
        if (!text_is(name, pseudos[i].name))
            continue;
        add_piece(cutter, (struct piece){.kind = PIECE_PSEUDO,
                                         .text = name,
                                         .is_arn = text_is(name, "AWS::StackId"),
                                         .least = pseudos[i].least});
        return true;
    }
    return false;
}

/* A reference to a resource of the stack, where that would make it depend on itself. */
static bool is_circle(struct cutter *cutter, struct text whole, struct text name)
{
    if (cutter->use != INTERPOLATE_NAME ||
        !(text_starts(name, "table.") || text_starts(name, "kms.") || text_is(name, "api.url")))
        return false;
    diag_hint(fault(cutter, DIAG_reference_place, whole,
                    "cannot stand in a name or tag, which the resource itself bears"),
              "${env} and ${AWS::…} can");
    return true;
}

static void iam_variable(struct cutter *cutter, struct text whole)
{
    if (cutter->use == INTERPOLATE_POLICY || cutter->use == INTERPOLATE_TABLE_POLICY)
        add_literal(cutter, whole);
    else
        diag_hint(fault(cutter, DIAG_reference_place, whole, "is a variable of IAM"),
                  "it works in iam.statements only; ${!aws:…} is the text itself");
}

static void reference(struct cutter *cutter, struct text whole, struct text name)
{
    if (text_is(name, "env"))
        add_piece(cutter, (struct piece){.kind = PIECE_ENVIRONMENT});
    else if (pseudo_reference(cutter, name) || is_circle(cutter, whole, name))
        return;
    else if (text_starts(name, "table."))
        table_reference(cutter, whole, name);
    else if (text_starts(name, "kms."))
        key_reference(cutter, whole, name);
    else if (text_is(name, "api.url"))
        add_piece(cutter, (struct piece){.kind = PIECE_RESOURCE,
                                         .logical_id = PLAN_API,
                                         .attribute = "ApiEndpoint",
                                         .least = API_URL_MIN});
    else if (text_starts(name, "aws:"))
        iam_variable(cutter, whole);
    else if (is_later(name))
        not_yet(cutter, whole);
    else
        unknown(cutter, whole, name);
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
