/*
 * existing_tables.c - what a table outside of the stack is called: by its name, in the stack's own
 * account and region, or by its ARN, which DynamoDB takes in place of a name and which can be of
 * another account.
 */
#include "model/existing_tables.h"

#include <string.h>

#include "model/arns.h"
#include "model/check_text.h"

#define TABLE_RESOURCE ":table/"

static struct pieces one_of(struct planner *planner, size_t count, struct piece **items)
{
    *items = mem_array(planner->arena, count, sizeof(**items));
    return (struct pieces){*items, count, false};
}

static struct piece literal(struct text text)
{
    return (struct piece){.kind = PIECE_LITERAL, .text = text};
}

static struct piece pseudo(const char *name, size_t least)
{
    return (struct piece){.kind = PIECE_PSEUDO, .text = text_of(name), .least = least};
}

/* The ARN of the stack's own account and region. */
static struct pieces arn_of_name(struct planner *planner, struct pieces name)
{
    struct piece *items;
    struct pieces arn = one_of(planner, 7 + name.count, &items);

    items[0] = literal(TEXT("arn:"));
    items[1] = pseudo("AWS::Partition", strlen("aws"));
    items[2] = literal(TEXT(":dynamodb:"));
    items[3] = pseudo("AWS::Region", strlen("us-east-1"));
    items[4] = literal(TEXT(":"));
    items[5] = pseudo("AWS::AccountId", strlen("123456789012"));
    items[6] = literal(TEXT(TABLE_RESOURCE));
    for (size_t i = 0; i < name.count; i++)
        items[7 + i] = name.items[i];
    return arn;
}

/* What is behind ":table/". */
static struct pieces name_of_arn(struct planner *planner, struct pieces arn)
{
    for (size_t i = 0; i < arn.count; i++) {
        struct text text = arn.items[i].text;
        const char *found =
            arn.items[i].kind != PIECE_LITERAL
                ? NULL
                : memmem(text.ptr, text.len, TABLE_RESOURCE, strlen(TABLE_RESOURCE));
        struct piece *items;
        struct pieces name;
        size_t count = 0;

        if (found == NULL)
            continue;
        name = one_of(planner, arn.count - i, &items);
        text = text_skip(text, (size_t)(found - text.ptr) + strlen(TABLE_RESOURCE));
        if (text.len > 0)
            items[count++] = literal(text);
        while (++i < arn.count)
            items[count++] = arn.items[i];
        name.count = count;
        return name;
    }
    return arn;
}

static bool check_arn(struct planner *planner, const struct spec_text *text, struct pieces pieces)
{
    struct arn arn;

    if (arn_read(planner->arena, pieces, &arn) && arn_is_table(&arn))
        return true;
    diag_hint(diag_add(planner->diags, DIAG_bad_arn, text->at, "`%s` is no ARN of a table",
                       text->value.ptr),
              "write arn:aws:dynamodb:REGION:ACCOUNT:table/NAME, or the name alone");
    return false;
}

static void read_stream(struct planner *planner, const struct spec_text *text,
                        struct existing_table *out)
{
    struct pieces pieces = interpolate(&planner->texts, text, INTERPOLATE_NAME);
    struct arn arn;

    if (pieces.broken)
        return;
    if (arn_read(planner->arena, pieces, &arn) && arn_is_stream(&arn))
        out->stream_arn = pieces;
    else
        diag_hint(diag_add(planner->diags, DIAG_bad_arn, text->at, "`%s` is no ARN of a stream",
                           text->value.ptr),
                  "write arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/TIME");
}

static void read_table(struct planner *planner, struct plan_table *plan, struct existing_table *out)
{
    const struct spec_text *text = &plan->spec->existing;
    struct pieces pieces = interpolate(&planner->texts, text, INTERPOLATE_NAME);
    bool is_arn = text_starts(text->value, "arn:");

    plan->is_existing = true;
    if (is_arn && !pieces.broken && !check_arn(planner, text, pieces))
        pieces.broken = true;
    out->name = is_arn ? name_of_arn(planner, pieces) : pieces;
    out->name.broken = pieces.broken;
    out->arn = is_arn ? pieces : arn_of_name(planner, pieces);
    plan->name = pieces_value(planner->arena, pieces);
    plan->physical_name = pieces_value(planner->arena, out->name);
    plan->arn = pieces_value(planner->arena, out->arn);
    if (plan->spec->stream_arn.set)
        read_stream(planner, &plan->spec->stream_arn, out);
    plan->stream_arn = pieces_value(planner->arena, out->stream_arn);
}

void plan_existing_tables(struct planner *planner)
{
    struct existing_table *existing =
        mem_array(planner->arena, planner->table_count, sizeof(*existing));

    for (size_t i = 0; i < planner->table_count; i++) {
        if (planner->tables[i].spec->existing.set)
            read_table(planner, &planner->tables[i], &existing[i]);
    }
    planner->texts.existing_tables = existing;
}
