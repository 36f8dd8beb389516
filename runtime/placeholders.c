/*
 * placeholders.c - names and values on their way into ExpressionAttributeNames and …Values.
 */
#include "placeholders.h"

void ls_placeholders_begin(struct ls_placeholders *placeholders)
{
    placeholders->name_count = 0;
    placeholders->value_count = 0;
    placeholders->overflow = false;
}

static void write_placeholder(struct ls_buf *out, char sign, size_t number)
{
    ls_buf_char(out, sign);
    ls_buf_int(out, (int64_t)number);
}

void ls_placeholders_name(struct ls_placeholders *placeholders, struct ls_buf *out,
                          struct ls_str name)
{
    size_t i = 0;

    while (i < placeholders->name_count && !ls_str_equal(placeholders->names[i], name))
        i++;
    if (i == LS_PLACEHOLDER_NAMES) {
        placeholders->overflow = true;
        return;
    }
    if (i == placeholders->name_count)
        placeholders->names[placeholders->name_count++] = name;
    write_placeholder(out, '#', i);
}

void ls_placeholders_value(struct ls_placeholders *placeholders, struct ls_buf *out,
                           const struct ls_attribute *attribute, struct ls_str value)
{
    if (placeholders->value_count == LS_PLACEHOLDER_VALUES) {
        placeholders->overflow = true;
        return;
    }
    write_placeholder(out, ':', placeholders->value_count);
    placeholders->values[placeholders->value_count++] =
        (struct ls_placeholder_value){.attribute = attribute, .value = value};
}

void ls_placeholders_typed(struct ls_placeholders *placeholders, struct ls_buf *out,
                           struct ls_str typed)
{
    ls_placeholders_value(placeholders, out, NULL, typed);
}

/* `{"#3":` or `,":3":` */
static void begin_row(struct ls_buf *out, char sign, size_t number)
{
    ls_buf_char(out, number == 0 ? '{' : ',');
    ls_buf_char(out, '"');
    write_placeholder(out, sign, number);
    ls_buf_str(out, LS_STR("\":"));
}

enum ls_status ls_placeholders_end(const struct ls_placeholders *placeholders, struct ls_buf *out,
                                   struct ls_error *error)
{
    if (placeholders->overflow)
        return ls_fail(error, LS_INTERNAL, NULL, "more placeholders than there is room for");
    if (placeholders->name_count > 0)
        ls_buf_str(out, LS_STR(",\"ExpressionAttributeNames\":"));
    for (size_t i = 0; i < placeholders->name_count; i++) {
        begin_row(out, '#', i);
        ls_json_write_string(out, LS_JSON_PLAIN, placeholders->names[i]);
    }
    if (placeholders->name_count > 0)
        ls_buf_char(out, '}');
    if (placeholders->value_count > 0)
        ls_buf_str(out, LS_STR(",\"ExpressionAttributeValues\":"));
    for (size_t i = 0; i < placeholders->value_count; i++) {
        const struct ls_placeholder_value *value = &placeholders->values[i];

        begin_row(out, ':', i);
        if (value->attribute == NULL)
            ls_buf_str(out, value->value);
        else
            ls_bind_write_typed(out, value->attribute, value->value);
    }
    if (placeholders->value_count > 0)
        ls_buf_char(out, '}');
    return LS_OK;
}
