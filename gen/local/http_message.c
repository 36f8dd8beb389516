/*
 * http_message.c - look into a request, add to an answer.
 */
#include "local/http_message.h"

#include "base.h"

struct ls_str http_header(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (ls_str_equal_nocase(request->headers[i].name, ls_str_of(name)))
            return request->headers[i].value;
    return (struct ls_str){NULL, 0};
}

static size_t path_length(struct ls_str target)
{
    const char *mark = memchr(target.ptr, '?', target.len);

    return mark != NULL ? (size_t)(mark - target.ptr) : target.len;
}

struct ls_str http_path(struct ls_str target)
{
    return ls_str(target.ptr, path_length(target));
}

struct ls_str http_query(struct ls_str target)
{
    size_t skip = path_length(target);

    if (skip < target.len)
        skip++;
    return ls_str(target.ptr + skip, target.len - skip);
}

bool http_add_field(struct http_answer *answer, struct ls_str name, struct ls_str value)
{
    if (answer->field_count == HTTP_ANSWER_FIELDS)
        return false;
    answer->fields[answer->field_count++] = (struct http_field){name, value};
    return true;
}
