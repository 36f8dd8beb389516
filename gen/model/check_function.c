/*
 * check_function.c - rules for the function, its environment variables and its logs.
 */
#include "model/check.h"
#include "model/check_text.h"
#include "model/reserved.h"

#define GATEWAY_TIMEOUT_S 30 /* after which the gateway gives a request up */
#define LOG_FORMAT_TEXT   1  /* of spec_log_format_values */

/* What a user may set; everything else of that prefix comes with the template. */
static bool is_runtime_setting(struct text name)
{
    return text_is(name, "LOCKSTEP_PRECONNECT") || text_is(name, "LOCKSTEP_CA_FILE");
}

static void check_variable(struct diags *diags, const struct spec_text *name)
{
    struct diag *diag;

    if (reserved_for_lambda(name->value)) {
        diag = diag_add(diags, DIAG_reserved_variable, name->at, "`%s` is set by Lambda",
                        name->value.ptr);
        diag_hint(diag, "give it another name");
    } else if (text_starts(name->value, "LOCKSTEP_") && !is_runtime_setting(name->value)) {
        diag = diag_add(diags, DIAG_reserved_variable, name->at, "`%s` is kept for Lockstep",
                        name->value.ptr);
        diag_hint(diag, "`LOCKSTEP_TABLE_NAME` and its like are set for you; yours to set are "
                        "LOCKSTEP_PRECONNECT (off) and LOCKSTEP_CA_FILE");
    }
}

void check_function(struct diags *diags, const struct spec *spec)
{
    const struct spec_function *function = &spec->function;
    const struct spec_logs *logs = &spec->logs;

    SPEC_EACH(const struct spec_pair, variable, &function->environment)
    check_variable(diags, &variable->name);
    if (function->timeout_s.set && function->timeout_s.value > GATEWAY_TIMEOUT_S &&
        spec->routes.count > 0)
        diag_hint(diag_add(diags, DIAG_timeout_over_gateway, function->timeout_s.at,
                           "API Gateway waits %d s for an answer, so the function needs no more",
                           GATEWAY_TIMEOUT_S),
                  "write 30 or less");
    if (logs->format.value == LOG_FORMAT_TEXT && logs->level.set)
        diag_hint(diag_add(diags, DIAG_level_without_json, logs->level.at,
                           "Lambda filters by level only where the format is json"),
                  "leave `level` out, or write `format: json`");
}
