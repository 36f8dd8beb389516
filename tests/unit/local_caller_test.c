/*
 * The file of --caller.
 */
#include "local/caller.h"

#include "expect.h"

static struct caller caller;

static const char *read_caller(const char *json)
{
    return caller_read(guarded(ls_str_of(json)), &caller);
}

Test(local_caller, a_context_of_either_kind)
{
    cr_expect_null(read_caller("{\"lambda\":{\"user\":\"ada\",\"n\":[1,{}]}}"));
    EXPECT_STR(caller.lambda, "{\"user\":\"ada\",\"n\":[1,{}]}");
    cr_expect_eq(caller.iam.len, 0);
    cr_expect_null(read_caller(" {\n \"iam\" : { \"userArn\": \"arn\" }\n}\n"));
    EXPECT_STR(caller.iam, "{ \"userArn\": \"arn\" }");
    cr_expect_eq(caller.lambda.len, 0);
    cr_expect_null(read_caller("{\"iam\":{},\"lambda\":{}}"));
    EXPECT_STR(caller.iam, "{}");
    EXPECT_STR(caller.lambda, "{}");
}

Test(local_caller, what_is_no_caller)
{
    static const char no_object[] = "is no JSON object";
    static const char other[] =
        "has a member that is neither `lambda` nor `iam`, or one of them twice";
    static const struct {
        const char *json, *problem;
    } rows[] = {
        {"", no_object},
        {" ", no_object},
        {"[]", no_object},
        {"{\"lambda\":{}", no_object},
        {"{\"lambda\":{}}}", no_object},
        {"{'lambda':{}}", no_object},
        {"{}", "has neither `lambda` nor `iam`"},
        {"{\"lambda\":[]}", "has a `lambda` or `iam` that is no object"},
        {"{\"iam\":\"x\"}", "has a `lambda` or `iam` that is no object"},
        {"{\"jwt\":{}}", other},
        {"{\"lambda\":{},\"user\":1}", other},
        {"{\"lambda\":{},\"lambda\":{}}", other},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = read_caller(rows[i].json);

        cr_assert_not_null(problem, "%s", rows[i].json);
        cr_expect_str_eq(problem, rows[i].problem, "%s: %s", rows[i].json, problem);
    }
}

Test(local_caller, its_size_is_bounded)
{
    static char json[CALLER_MAX + 2];
    static const char start[] = "{\"lambda\":{}";

    memset(json, ' ', sizeof(json));
    memcpy(json, start, sizeof(start) - 1);
    json[CALLER_MAX - 1] = '}';
    cr_expect_null(caller_read(ls_str(json, CALLER_MAX), &caller));
    cr_expect_str_eq(caller_read(ls_str(json, CALLER_MAX + 1), &caller), "is larger than 64 KB");
}
