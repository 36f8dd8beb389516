/*
 * gen/gen: a spec's bytes in, diagnostics and files out.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "gen.h"

#define MINIMAL                                                                                    \
    "lockstep: 1\n"                                                                                \
    "service: tap\n"                                                                               \
    "tables: { items: { key: { partition: { id: string } } } }\n"                                  \
    "routes:\n"                                                                                    \
    "  /items: crud items\n"

static enum gen_status run(struct gen *gen, const char *path, const char *spec)
{
    return gen_run(gen, path, text_of(spec), 0);
}

Test(gen, a_good_spec_gives_every_file)
{
    static const char *const names[] = {"template.json", "routes.c", "routes.h",
                                        "spec.schema.json"};
    struct gen gen;

    cr_assert_eq(run(&gen, "spec.yaml", MINIMAL), GEN_OK);
    cr_expect_eq(diags_errors(gen.diags), 0);
    cr_expect_not_null(gen.plan);
    cr_assert_eq(gen.file_count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(gen.files[i].name, names[i]);
        cr_expect_eq(gen.files[i].bytes.ptr[gen.files[i].bytes.len - 1], '\n', "%s", names[i]);
    }
    gen_release(&gen);
}

Test(gen, errors_give_diagnostics_and_no_files)
{
    static const char *const bad[] = {
        "",
        "- a list\n",
        "lockstep: [\n",
        MINIMAL "bogus: 1\n",
        MINIMAL "  GET /items: list items\n", /* given twice */
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gen gen;

        cr_expect_eq(run(&gen, "spec.yaml", bad[i]), GEN_ERRORS, "%s", bad[i]);
        cr_expect_gt(diags_errors(gen.diags), 0, "%s", bad[i]);
        cr_expect_null(gen.plan);
        cr_expect_eq(gen.file_count, 0);
        gen_release(&gen);
    }
}

Test(gen, the_bytes_depend_on_the_spec_only)
{
    struct gen one, two;

    cr_assert_eq(run(&one, "/home/me/service/spec.yaml", MINIMAL), GEN_OK);
    cr_assert_eq(run(&two, "spec.yaml", MINIMAL), GEN_OK);
    for (size_t i = 0; i < one.file_count; i++) {
        cr_expect_str_eq(one.files[i].bytes.ptr, two.files[i].bytes.ptr);
        cr_expect(strstr(one.files[i].bytes.ptr, "/home/me") == NULL, "%s", one.files[i].name);
    }
    gen_release(&one);
    gen_release(&two);
}

Test(gen, the_text_is_copied)
{
    static char spec[] = MINIMAL;
    struct gen gen;

    cr_assert_eq(run(&gen, "spec.yaml", spec), GEN_OK);
    memset(spec, 'x', sizeof(spec));
    cr_expect(text_is(gen.plan->spec->service.value, "tap"));
    gen_release(&gen);
}

#define OVERLAY                                                                                    \
    "environments: { dev: {}, prod: { function: { memory_mb: 512 }, tables: { items: { class: "    \
    "infrequent_access } } } }\n"

/* One handler serves all environments; the template tells them apart. */
Test(gen, an_overlay_is_in_the_template_alone)
{
    struct gen plain, overlaid;

    cr_assert_eq(run(&plain, "spec.yaml", MINIMAL), GEN_OK);
    cr_assert_eq(run(&overlaid, "spec.yaml", MINIMAL OVERLAY), GEN_OK);
    cr_assert_not_null(overlaid.plan->next);
    for (size_t i = 0; i < plain.file_count; i++) {
        if (i == EMITTER_TEMPLATE)
            cr_expect_str_neq(plain.files[i].bytes.ptr, overlaid.files[i].bytes.ptr);
        else
            cr_expect_str_eq(plain.files[i].bytes.ptr, overlaid.files[i].bytes.ptr);
    }
    gen_release(&plain);
    gen_release(&overlaid);
}

Test(gen, a_mistake_in_any_environment_is_one_of_the_spec)
{
    struct gen gen;

    cr_expect_eq(run(&gen, "spec.yaml",
                     MINIMAL "environments: { dev: {}, prod: { logs: { format: text, level: warn } "
                             "} }\n"),
                 GEN_ERRORS);
    cr_expect_eq(diags_errors(gen.diags), 1);
    cr_expect_null(gen.plan);
    cr_expect_eq(gen.file_count, 0);
    gen_release(&gen);
}

/* Every allocation fails once: each time the run ends by itself, and the leak check is silent. */
Test(gen, short_memory_is_reported_whichever_allocation_fails)
{
    enum gen_status status = GEN_NO_MEMORY;
    size_t n;

    for (n = 1; status == GEN_NO_MEMORY; n++) {
        struct gen gen;

        status = gen_run(&gen, "spec.yaml", text_of(MINIMAL OVERLAY), n);
        if (status == GEN_NO_MEMORY) {
            cr_assert_null(gen.diags);
            cr_assert_null(gen.plan);
            cr_assert_eq(gen.file_count, 0);
        }
        gen_release(&gen);
    }
    cr_expect_eq(status, GEN_OK);
    cr_expect_gt(n, 500, "%zu allocations only", n);
}
