/*
 * Statuses and struct ls_error.
 */
#include "error.h"

#include <string.h>

#include "expect.h"

Test(error, every_status_has_a_name_a_code_and_a_public_text)
{
    for (int i = 0; i < LS_STATUS_COUNT; i++) {
        enum ls_status status = (enum ls_status)i;
        int http = ls_status_http(status);

        cr_expect_gt(strlen(ls_status_name(status)), 0);
        cr_expect_gt(strlen(ls_status_text(status)), 0);
        cr_expect(http == 200 || (http >= 400 && http <= 503), "%s", ls_status_name(status));
    }
}

Test(error, statuses_carry_what_the_design_says)
{
    cr_expect_str_eq(ls_status_name(LS_BAD_JSON), "BAD_JSON");
    cr_expect_eq(ls_status_http(LS_BAD_JSON), 400);
    cr_expect_eq(ls_status_http(LS_NOT_FOUND), 404);
    cr_expect_eq(ls_status_http(LS_TOO_LARGE), 413);
    cr_expect_eq(ls_status_http(LS_THROTTLED), 503);
    cr_expect_str_eq(ls_status_text(LS_BAD_KEY), "ID parameter required");
    cr_expect_str_eq(ls_status_text(LS_INTERNAL), "Internal server error");
    cr_expect_str_eq(ls_status_text((enum ls_status)9999), "Internal server error");
}

Test(error, fail_fills_the_error_and_returns_the_status)
{
    struct ls_error error = {.detail = "old"};

    cr_expect_eq(ls_fail(&error, LS_BAD_VALUE, "too many digits", "byte %d of \"%s\"", 7, "n"),
                 LS_BAD_VALUE);
    cr_expect_eq(error.status, LS_BAD_VALUE);
    cr_expect_str_eq(error.message, "too many digits");
    cr_expect_str_eq(error.detail, "byte 7 of \"n\"");
    cr_expect_eq(ls_fail(&error, LS_TIMEOUT, NULL, NULL), LS_TIMEOUT);
    cr_expect_null(error.message);
    cr_expect_str_eq(error.detail, "");
    cr_expect_eq(ls_fail(NULL, LS_NETWORK, NULL, "ignored %s", "text"), LS_NETWORK);
}

Test(error, a_long_detail_is_cut)
{
    struct ls_error error;

    ls_fail(&error, LS_REFUSED, NULL, "%0400d", 1);
    cr_expect_eq(strlen(error.detail), sizeof(error.detail) - 1);
}
