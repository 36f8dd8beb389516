/*
 * pieces.c - what the pieces of a text become: the template's value, the text in one environment,
 * a length.
 */
#include "model/interpolate.h"

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
static struct text target(struct mem_arena *arena, const struct piece *piece)
{
    if (piece->kind == PIECE_ENVIRONMENT)
        return TEXT(PLAN_ENVIRONMENT);
    if (piece->kind != PIECE_RESOURCE)
        return text_copy(arena, piece->text.ptr, piece->text.len);
    if (piece->attribute == NULL)
        return text_of(piece->logical_id);
    return text_format(arena, "%s.%s", piece->logical_id, piece->attribute);
}

static bool is_plain(struct pieces pieces)
{
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.items[i].kind != PIECE_LITERAL)
            return false;
    }
    return true;
}

struct plan_value pieces_value(struct mem_arena *arena, struct pieces pieces)
{
    struct plan_value value = {.is_sub = !is_plain(pieces)};
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.items[i];

        if (piece->kind != PIECE_LITERAL)
            text_printf(&buf, "${%s}", target(arena, piece).ptr);
        else if (value.is_sub)
            add_escaped(&buf, piece->text);
        else
            text_add(&buf, piece->text.ptr, piece->text.len);
    }
    value.text = text_view(&buf);
    if (pieces.count == 1 && pieces.items[0].kind == PIECE_RESOURCE) {
        value.ref = pieces.items[0].logical_id;
        value.attribute = pieces.items[0].attribute;
    } else if (pieces.count == 1 && value.is_sub) {
        value.ref = target(arena, &pieces.items[0]).ptr;
    }
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
        else if (piece->kind == PIECE_LITERAL)
            text_add(&buf, piece->text.ptr, piece->text.len);
        else
            text_printf(&buf, "${%s}", target(arena, piece).ptr);
    }
    return text_view(&buf);
}

size_t pieces_least(struct pieces pieces, struct text environment)
{
    size_t sum = 0;

    for (size_t i = 0; i < pieces.count; i++) {
        const struct piece *piece = &pieces.items[i];

        if (piece->kind == PIECE_LITERAL)
            sum += piece->text.len;
        else
            sum += piece->kind == PIECE_ENVIRONMENT ? environment.len : piece->least;
    }
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
