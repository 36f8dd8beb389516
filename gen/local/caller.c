/*
 * caller.c - reads the caller's file.
 */
#include "local/caller.h"

#include "json.h"

const char *caller_read(struct ls_str text, struct caller *caller)
{
    struct ls_json json = ls_json_of(text);
    struct ls_str whole, name, value;
    bool first, escaped;

    *caller = (struct caller){{NULL, 0}, {NULL, 0}};
    if (text.len > CALLER_MAX)
        return "is larger than 64 KB";
    if (text.len == 0 || !ls_json_skip(&json, &whole) || !ls_json_at_end(&json) ||
        whole.ptr[0] != '{')
        return "is no JSON object";
    json = ls_json_of(whole);
    ls_json_enter(&json, &first);
    while (ls_json_next_member(&json, &first, &name, &escaped) == 1) {
        struct ls_str *member = ls_str_equal_text(name, "lambda") ? &caller->lambda
                                : ls_str_equal_text(name, "iam")  ? &caller->iam
                                                                  : NULL;

        ls_json_skip(&json, &value);
        if (member == NULL || member->len > 0)
            return "has a member that is neither `lambda` nor `iam`, or one of them twice";
        if (value.ptr[0] != '{')
            return "has a `lambda` or `iam` that is no object";
        *member = value;
    }
    if (caller->lambda.len == 0 && caller->iam.len == 0)
        return "has neither `lambda` nor `iam`";
    return NULL;
}
