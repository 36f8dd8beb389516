/*
 * templates.h - the template of a derived attribute, cut at its parts: "room#{room}#{sent}".
 */
#ifndef LOCKSTEP_TEMPLATES_H
#define LOCKSTEP_TEMPLATES_H

#include "abi.h"
#include "base/diag.h"
#include "read/schema.h"

struct template_part {
    struct text name;
    struct range at; /* with its braces */
};

struct template_text {
    struct template_part parts[LS_MAX_PARTS];
    size_t part_count;
    struct text literals[LS_MAX_PARTS + 1]; /* before each part, and behind the last */
};

/*
 * False for what is no template: no part, parts that nothing separates, a part named twice, more
 * than LS_MAX_PARTS, braces that do not match, a character that a literal cannot have. Each fault
 * becomes a diagnostic at its place; `diags` NULL: none does. What could be read is in `out` even
 * so: whoever names the parts is not to be told of them as well. The texts are slices of what is
 * written.
 */
bool template_read(struct diags *diags, const struct spec_text *written, struct template_text *out);

#endif
