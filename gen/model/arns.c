/*
 * arns.c - takes ARNs apart.
 */
#include "model/arns.h"

#include <string.h>

#include "model/check_text.h"

#define ACCOUNT_DIGITS 12
#define REFERENCE      '?'

static struct text outline(struct mem_arena *arena, struct pieces pieces)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.items[i].kind == PIECE_LITERAL)
            text_add(&buf, pieces.items[i].text.ptr, pieces.items[i].text.len);
        else
            text_putc(&buf, REFERENCE);
    }
    return text_view(&buf);
}

/* Takes what is in front of the next colon; false when there is none. */
static bool field(struct text *rest, struct text *out)
{
    size_t colon = text_find(*rest, ':');

    if (colon == rest->len)
        return false;
    *out = text_head(*rest, colon);
    *rest = text_skip(*rest, colon + 1);
    return true;
}

bool arn_read(struct mem_arena *arena, struct pieces pieces, struct arn *out)
{
    struct text rest = outline(arena, pieces), arn, partition;

    if (!field(&rest, &arn) || !text_is(arn, "arn") || !field(&rest, &partition) ||
        !field(&rest, &out->service) || !field(&rest, &out->region) || !field(&rest, &out->account))
        return false;
    out->resource = rest;
    return true;
}

bool arn_has_account(const struct arn *arn)
{
    if (text_find(arn->account, REFERENCE) < arn->account.len)
        return true;
    for (size_t i = 0; i < arn->account.len; i++) {
        if (arn->account.ptr[i] < '0' || arn->account.ptr[i] > '9')
            return false;
    }
    return arn->account.len == ACCOUNT_DIGITS;
}

/* The resource behind "table/", of an ARN that names region and account. */
static bool behind_table(const struct arn *arn, struct text *rest)
{
    if (!text_is(arn->service, "dynamodb") || arn->region.len == 0 || !arn_has_account(arn) ||
        !text_starts(arn->resource, "table/"))
        return false;
    *rest = text_skip(arn->resource, strlen("table/"));
    return true;
}

bool arn_is_table(const struct arn *arn)
{
    struct text name;

    return behind_table(arn, &name) && name.len > 0 && text_find(name, '/') == name.len;
}

bool arn_is_stream(const struct arn *arn)
{
    struct text rest;
    size_t slash;

    if (!behind_table(arn, &rest))
        return false;
    slash = text_find(rest, '/');
    rest = text_skip(rest, slash);
    return slash > 0 && text_starts(rest, "/stream/") && rest.len > strlen("/stream/");
}

bool arn_is_kms_key(const struct arn *arn)
{
    return text_is(arn->service, "kms") && arn->region.len > 0 && arn_has_account(arn) &&
           text_starts(arn->resource, "key/") && arn->resource.len > strlen("key/");
}
