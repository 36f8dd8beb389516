/*
 * table_names.c - physical names, and what they are in each environment.
 *
 * DynamoDB: 3 to 255 of [a-zA-Z0-9_.-], one in an account and region. Two environments often share
 * an account, so a name that is the same in both is a trap.
 */
#include "model/table_names.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"

#define NAME_MIN 3
#define NAME_MAX 255

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
}

static void check_characters(struct planner *planner, const struct spec_text *name,
                             struct pieces pieces)
{
    for (size_t i = 0; i < pieces.count; i++) {
        struct text literal = pieces.items[i].text;
        bool good = pieces.items[i].kind != PIECE_PSEUDO || !text_is(literal, "AWS::StackId");

        for (size_t j = 0; pieces.items[i].kind == PIECE_LITERAL && j < literal.len; j++)
            good = good && is_name_char(literal.ptr[j]);
        if (good)
            continue;
        diag_hint(diag_add(planner->diags, DIAG_table_name_syntax, name->at,
                           "`%s` has a character that no table's name has", name->value.ptr),
                  "DynamoDB takes letters, digits and `_.-`");
        return;
    }
}

static void check_length(struct planner *planner, const struct spec_text *name,
                         struct pieces pieces)
{
    SPEC_EACH(const struct spec_environment, environment, &planner->spec->environments)
    {
        size_t least = pieces_least(pieces, environment->name.value);

        if (least <= NAME_MAX && (least >= NAME_MIN || pieces_have(pieces, PIECE_PSEUDO)))
            continue;
        diag_hint(diag_add(planner->diags, DIAG_table_name_length, name->at,
                           "in the environment `%s` this name has %zu characters; DynamoDB takes "
                           "%d to %d",
                           environment->name.value.ptr, least, NAME_MIN, NAME_MAX),
                  "make it %s, or leave it out: CloudFormation makes one",
                  least < NAME_MIN ? "longer" : "shorter");
        return;
    }
}

/* Is the name another one in each stack? */
static bool is_apart(struct pieces pieces)
{
    if (pieces_have(pieces, PIECE_ENVIRONMENT))
        return true;
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.items[i].kind == PIECE_PSEUDO && text_is(pieces.items[i].text, "AWS::StackName"))
            return true;
    }
    return false;
}

static void check_name(struct planner *planner, const struct spec_text *name, struct pieces pieces)
{
    struct diag *diag;

    check_characters(planner, name, pieces);
    check_length(planner, name, pieces);
    if (planner->spec->environments.count < 2 || is_apart(pieces))
        return;
    diag = diag_add(planner->diags, DIAG_name_without_environment, name->at,
                    "this name is the same in every environment, so two of them cannot share "
                    "an account and region");
    diag_hint(diag, "put ${env} in: `name: \"%s-${env}\"`", name->value.ptr);
}

/* ---- The same name twice ---- */

struct named {
    struct text name; /* in one environment */
    const struct spec_text *at;
};

static int by_name(const void *left, const void *right)
{
    const struct named *a = left, *b = right;
    int order = text_compare(a->name, b->name);

    return order != 0 ? order
                      : (a->at->at.start > b->at->at.start) - (a->at->at.start < b->at->at.start);
}

static bool check_clashes(struct planner *planner, struct named *named, size_t count,
                          struct text environment)
{
    bool clash = false;

    qsort(named, count, sizeof(named[0]), by_name);
    for (size_t i = 1; i < count; i++) {
        struct diag *diag;

        if (!text_equal(named[i - 1].name, named[i].name))
            continue;
        diag = diag_add(planner->diags, DIAG_physical_name_clash, named[i].at->at,
                        "in the environment `%s` two tables are named `%s`", environment.ptr,
                        named[i].name.ptr);
        diag_note(diag, named[i - 1].at->at, "the other one is here");
        diag_hint(diag, "give one of them another name");
        clash = true;
    }
    return clash;
}

/* A name of the spec's, checked; or that of a table outside of the stack, which is as it is. */
static bool add_name(struct planner *planner, struct plan_table *table, struct pieces *pieces,
                     struct named *named)
{
    const struct spec_text *written = &table->spec->physical_name;
    const struct existing_table *existing =
        &planner->texts.existing_tables[table - planner->tables];

    if (table->is_existing) {
        written = &table->spec->existing;
        if (existing->name.broken)
            return false;
        check_characters(planner, written, existing->name);
        check_length(planner, written, existing->name);
        /* The same name in another account is another table. */
        *pieces = text_starts(written->value, "arn:") ? existing->arn : existing->name;
    } else {
        if (!written->set)
            return false;
        *pieces = interpolate(&planner->texts, written, INTERPOLATE_NAME);
        if (pieces->broken)
            return false; /* what remains of it would be judged, not what was meant */
        check_name(planner, written, *pieces);
        table->physical_name = pieces_value(planner->arena, *pieces);
    }
    named->at = written;
    return true;
}

void plan_table_names(struct planner *planner)
{
    struct named *named = mem_array(planner->arena, planner->table_count, sizeof(*named));
    struct pieces *pieces = mem_array(planner->arena, planner->table_count, sizeof(*pieces));
    size_t count = 0;

    for (size_t i = 0; i < planner->table_count; i++)
        count += add_name(planner, &planner->tables[i], &pieces[count], &named[count]);
    if (count < 2)
        return;
    SPEC_EACH(const struct spec_environment, environment, &planner->spec->environments)
    {
        struct named *here = mem_array(planner->arena, count, sizeof(*here));

        for (size_t i = 0; i < count; i++)
            here[i] = (struct named){
                pieces_in(planner->arena, pieces[i], environment->name.value),
                named[i].at,
            };
        if (check_clashes(planner, here, count, environment->name.value))
            return;
    }
}
