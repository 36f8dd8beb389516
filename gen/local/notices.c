/*
 * notices.c - words what a user has to know who compares this with AWS.
 */
#include "local/notices.h"

static size_t count_auth(const struct stack *stack, enum auth_kind kind)
{
    size_t count = 0;

    for (size_t i = 0; i < stack->routes.route_count; i++)
        count += stack->auth[i].kind == kind;
    return count;
}

static void tell_caller(struct text_buf *out, const char *kind, const char *member,
                        const char *example, struct ls_str caller)
{
    if (caller.len > 0)
        text_printf(out, "%s: every request comes from the caller's file, `%s`\n", kind, member);
    else
        text_printf(
            out,
            "%s: routes answer 403, since nobody is known here; say who calls with --caller "
            "FILE, {\"%s\":{%s}}\n",
            kind, member, example);
}

static void tell_auth(struct text_buf *out, const struct stack *stack, const struct notices *about)
{
    const struct caller *caller = about->caller;
    bool has_jwt = count_auth(stack, AUTH_JWT) > 0;
    bool has_lambda = count_auth(stack, AUTH_LAMBDA) > 0;
    bool has_iam = count_auth(stack, AUTH_IAM) > 0;

    if (has_jwt)
        text_put(out, "JWT: tokens are read and their claims checked, but no signature is "
                      "verified here\n");
    if (has_lambda)
        tell_caller(out, "Lambda authorizer", "lambda", "\"user\":\"ada\"", caller->lambda);
    if (has_iam)
        tell_caller(out, "IAM", "iam", "\"userArn\":\"arn:aws:iam::123456789012:user/ada\"",
                    caller->iam);
    if (about->is_public &&
        (has_jwt || (has_lambda && caller->lambda.len > 0) || (has_iam && caller->iam.len > 0)))
        text_put(out, "Others can reach this address, and nobody's identity is verified\n");
}

static void tell_transactions(struct text_buf *out, const struct stack *stack)
{
    for (size_t i = 0; i < stack->transaction_count; i++)
        text_printf(out, "%s%s",
                    i > 0 ? ", " : "dynalite has no transactions: with an Idempotency-Key ",
                    stack->transactions[i]);
    if (stack->transaction_count > 0)
        text_printf(out, " answer%s 501 here\n", stack->transaction_count == 1 ? "s" : "");
}

static void tell_expiry(struct text_buf *out, const struct stack *stack)
{
    size_t count = 0;

    for (size_t i = 0; i < stack->table_count; i++)
        if (stack->tables[i].expires)
            text_printf(out, "%s%s",
                        count++ > 0 ? ", "
                                    : "dynalite has no time to live, so expired items stay: ",
                        stack->tables[i].name);
    if (count > 0)
        text_putc(out, '\n');
}

static void tell_wide_indexes(struct text_buf *out, const struct stack *stack)
{
    for (size_t i = 0; i < stack->table_count; i++)
        for (size_t k = 0; k < stack->tables[i].wide_count; k++)
            text_printf(out,
                        "dynalite has no index with several partition or sort attributes: %s of %s "
                        "is not made, and a list over it fails\n",
                        stack->tables[i].wide[k], stack->tables[i].name);
}

void notices_write(struct text_buf *out, const struct stack *stack, const struct notices *about)
{
    tell_auth(out, stack, about);
    if (about->is_dynalite) {
        tell_transactions(out, stack);
        tell_expiry(out, stack);
        tell_wide_indexes(out, stack);
    }
    for (size_t i = 0; i < stack->foreign_table_count; i++)
        text_printf(out, "%s is no table of this stack (%s): it is not made here\n",
                    stack->foreign_tables[i].value, stack->foreign_tables[i].name);
}
