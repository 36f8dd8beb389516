/*
 * gen/model/variants: which environments share a plan, and what is said of mistakes that only some
 * of them have.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "base/diag.h"
#include "planned.h"

#define SERVICE SPEC_HEAD SPEC_ITEMS SPEC_CRUD

static void expect_environments(const struct plan *plan, const char *names)
{
    char found[200] = "";

    for (size_t i = 0; i < plan->environment_count; i++)
        snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s%s", i == 0 ? "" : " ",
                 plan->environments[i].ptr);
    cr_expect_str_eq(found, names);
}

Test(variants, environments_without_overlays_share_one_plan)
{
    static const struct {
        const char *environments, *names;
    } cases[] = {
        {"", "dev prod"},
        {"environments: [a, b, c]\n", "a b c"},
        {"environments: a\n", "a"},
        {"environments: { b: , a: {} }\n", "b a"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct planned planned;
        char spec[1000];

        snprintf(spec, sizeof(spec), "%s%s", SERVICE, cases[i].environments);
        planned_good(&planned, spec);
        expect_environments(planned.plan, cases[i].names);
        cr_expect_null(planned.plan->next);
        planned_release(&planned);
    }
}

Test(variants, each_overlay_has_a_plan_of_its_own)
{
    struct planned planned;
    const struct plan *plan;

    planned_good(&planned, SERVICE "environments:\n"
                                   "  a: { function: { memory_mb: 512 } }\n"
                                   "  b: {}\n"
                                   "  c: { function: { memory_mb: 1024 } }\n"
                                   "  d:\n"
                                   "  e: { function: { memory_mb: 1024 } }\n");
    plan = planned.plan; /* the first environment's, though most have none of their own */
    expect_environments(plan, "a");
    cr_expect_eq(plan->spec->function.memory_mb.value, 512);
    plan = plan->next;
    expect_environments(plan, "b d");
    cr_expect_eq(plan->spec->function.memory_mb.value, 256);
    plan = plan->next;
    expect_environments(plan, "c");
    cr_expect_eq(plan->spec->function.memory_mb.value, 1024);
    plan = plan->next;
    expect_environments(plan, "e");
    cr_expect_null(plan->next);
    for (plan = planned.plan; plan != NULL; plan = plan->next) {
        cr_expect_eq(plan->spec->environments.count, 5); /* each knows all */
        cr_expect_str_eq(plan->contract, planned.plan->contract);
    }
    planned_release(&planned);
}

static void expect_says(const char *spec, const char *says)
{
    struct planned planned;

    planned_make(&planned, spec);
    cr_expect_null(planned.plan);
    cr_expect_str_eq(planned_says(&planned), says, "%s", planned_says(&planned));
    planned_release(&planned);
}

Test(variants, a_mistake_of_all_is_said_once)
{
    expect_says(SPEC_HEAD SPEC_ITEMS "environments:\n"
                                     "  a: { function: { memory_mb: 512 } }\n"
                                     "  b: {}\n"
                                     "tags: { Name: x }\n"
                                     "routes: { GET /x: list itmes }\n",
                "spec.yaml:9:9: error: every resource has the tag `Name` already [reserved_tag]\n"
                "    9 | tags: { Name: x }\n"
                "      |         ^~~~\n"
                "      hint: leave it out: Name is SERVICE-RESOURCE-ENVIRONMENT\n"
                "spec.yaml:10:24: error: there is no table `itmes` [unknown_table]\n"
                "   10 | routes: { GET /x: list itmes }\n"
                "      |                        ^~~~~\n"
                "      hint: did you mean `items`?\n");
}

#define LEVEL_ERROR                                                                                \
    "error: Lambda filters by level only where the format is json [level_without_json]\n"
#define LEVEL_HINT "      hint: leave `level` out, or write `format: json`\n"

/* `level` is fine with JSON, and only some environments have none. */
Test(variants, a_mistake_of_some_says_of_which)
{
    expect_says(SERVICE "logs: { level: warn }\n"
                        "environments:\n"
                        "  a: {}\n"
                        "  b: { logs: { format: text } }\n"
                        "  c: { logs: { retention_days: 3, format: text } }\n",
                "spec.yaml:8:16: " LEVEL_ERROR "    8 | logs: { level: warn }\n"
                "      |                ^~~~\n" LEVEL_HINT
                "spec.yaml:11:3: note: so it is in the environment `b`\n"
                "   11 |   b: { logs: { format: text } }\n"
                "      |   ^\n"
                "spec.yaml:12:3: note: so it is in the environment `c`\n"
                "   12 |   c: { logs: { retention_days: 3, format: text } }\n"
                "      |   ^\n");
    expect_says(SERVICE "logs: { level: warn, format: text }\n"
                        "environments:\n"
                        "  a: { logs: { format: json } }\n"
                        "  b:\n"
                        "  c: {}\n",
                "spec.yaml:8:16: " LEVEL_ERROR "    8 | logs: { level: warn, format: text }\n"
                "      |                ^~~~\n" LEVEL_HINT
                "spec.yaml:11:3: note: so it is in the environments `b`, `c`\n"
                "   11 |   b:\n"
                "      |   ^\n");
}

/* What stands in an overlay is so there and nowhere else. */
Test(variants, a_mistake_in_an_overlay_needs_no_word_about_it)
{
    expect_says(SERVICE "environments:\n"
                        "  a: {}\n"
                        "  b: { logs: { format: text, level: warn } }\n"
                        "  c: { logs: { level: 5 } }\n",
                "spec.yaml:10:37: " LEVEL_ERROR
                "   10 |   b: { logs: { format: text, level: warn } }\n"
                "      |                                     ^~~~\n" LEVEL_HINT
                "spec.yaml:11:23: error: `level` must be a word, not `5` [wrong_type]\n"
                "   11 |   c: { logs: { level: 5 } }\n"
                "      |                       ^\n"
                "      hint: write `trace`, `debug`, `info`, `warn`, `error` or `fatal`\n");
    expect_says(SERVICE "environments:\n"
                        "  a: {}\n"
                        "  b:\n"
                        "    logs:\n"
                        "      format: text\n"
                        "      level: warn\n",
                "spec.yaml:13:14: " LEVEL_ERROR "   13 |       level: warn\n"
                "      |              ^~~~\n" LEVEL_HINT);
}

static void expect_ids(const char *spec, const char *const *ids, size_t count)
{
    struct planned planned;
    const char *says;

    planned_make(&planned, spec);
    says = planned_says(&planned);
    cr_expect_null(planned.plan);
    cr_expect_eq(diags_errors(planned.diags), count, "%s", says);
    for (size_t i = 0; i < count; i++) {
        char id[60];

        snprintf(id, sizeof(id), "[%s]\n", ids[i]);
        says = strstr(says, id);
        cr_assert_not_null(says, "%s is not where it should be:\n%s", ids[i],
                           planned_says(&planned));
    }
    planned_release(&planned);
}

Test(variants, mistakes_of_all_overlays_are_found_in_one_run)
{
    static const char *const ids[] = {"overlay_unknown", "out_of_range", "overlay_compiled_in",
                                      "unknown_value"};

    expect_ids(SERVICE "environments:\n"
                       "  a: { tables: { itmes: {} }, function: { memory_mb: 1 } }\n"
                       "  b: { function: { architecture: arm64 } }\n"
                       "  c: { logs: { level: loud } }\n",
               ids, 4);
}

/* Without any environment that can be read, the rest is checked all the same. */
Test(variants, environments_that_are_wrong_hide_nothing)
{
    static const char *const wrong[] = {"wrong_type", "reserved_tag"};
    static const char *const none[] = {"too_few", "reserved_tag"};

    expect_ids(SERVICE "environments: 5\ntags: { Name: x }\n", wrong, 2);
    expect_ids(SERVICE "environments: []\ntags: { Name: x }\n", none, 2);
}

/* The document has to be right without its overlays, too: an editor sees no other. */
Test(variants, an_overlay_does_not_mend_the_document)
{
    static const char *const ids[] = {"out_of_range"};

    expect_ids(SERVICE "function: { memory_mb: 1 }\n"
                       "environments: { a: { function: { memory_mb: 128 } } }\n",
               ids, 1);
}

/* But what it says is checked only where it holds. */
Test(variants, what_every_overlay_replaces_holds_nowhere)
{
    struct planned planned;

    planned_good(&planned, SERVICE "logs: { level: warn, format: text }\n"
                                   "environments:\n"
                                   "  a: { logs: { format: json } }\n"
                                   "  b: { logs: { format: json } }\n");
    expect_environments(planned.plan, "a");
    expect_environments(planned.plan->next, "b");
    planned_release(&planned);
}
