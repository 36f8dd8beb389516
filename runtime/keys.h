/*
 * keys.h - from the bound leaves of a key (attributes, or parts of a template) to what DynamoDB is
 * told of its attributes.
 */
#ifndef LS_KEYS_H
#define LS_KEYS_H

#include "bind.h"

/*
 * The value of a key attribute: that of its own row, or composed of its parts' rows. NULL ptr when
 * a row is missing or from the body. LS_BAD_KEY or LS_BAD_PARAMETER, by where it came from, for a
 * part that its template cannot hold.
 */
enum ls_status ls_key_value(struct ls_context *context, const struct ls_request *request,
                            const struct ls_attribute *attribute,
                            const struct ls_bindings *bindings, struct ls_str *value);

/*
 * Do the rows leave the key value to an item of theirs? Those of equality alone are asked, and all
 * of them: of a template the parts that are bound are compared, wherever in it they stand, and
 * then a value that is not of its form does not match. Errors as ls_key_value.
 */
enum ls_status ls_key_matches(struct ls_context *context, const struct ls_request *request,
                              const struct ls_attribute *attribute,
                              const struct ls_bindings *bindings, struct ls_str value,
                              bool *matches);

/*
 * What a list's rows say of one key attribute. Of a template the parts that are equal make a
 * prefix, and the next one may have a range; strings order a part and what follows it together, so
 * this range may enclose a little more than the part's own, which `exact` then adds as a filter:
 * parts are stored as attributes, and an index has to project them.
 */
struct ls_key_condition {
    enum ls_match match;     /* EQUALS, PREFIX, BETWEEN, AFTER or BEFORE */
    struct ls_str low, high; /* key values, as in struct ls_bound; both NULL ptr: no condition */
    const struct ls_bound *exact; /* the part's row; NULL: the condition says it all */
};
enum ls_status ls_key_condition(struct ls_context *context, const struct ls_request *request,
                                const struct ls_attribute *attribute,
                                const struct ls_bindings *bindings,
                                struct ls_key_condition *condition);

#endif
