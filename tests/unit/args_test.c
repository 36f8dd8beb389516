/*
 * gen/args: what a command line means.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "args.h"

#define WORDS_MAX 12

static struct mem_arena *arena;

static void setup(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void teardown(void)
{
    mem_arena_free(arena);
}

TestSuite(args, .init = setup, .fini = teardown);

/* Parses "lockstep" and the words, which single blanks separate. */
static bool parse(const char *words, struct args *args, const char **problem)
{
    static char copy[256];
    char *argv[WORDS_MAX + 2] = {"lockstep"}, *word = copy;
    int argc = 1;

    snprintf(copy, sizeof(copy), "%s", words);
    while (word != NULL && *word != '\0') {
        cr_assert_lt(argc, WORDS_MAX + 1);
        argv[argc++] = word;
        word = strchr(word, ' ');
        if (word != NULL)
            *word++ = '\0';
    }
    *problem = NULL;
    return args_parse(arena, argc, argv, args, problem);
}

Test(args, defaults_are_those_of_the_project)
{
    struct args args;
    const char *problem;

    cr_assert(parse("generate", &args, &problem), "%s", problem);
    cr_expect_eq(args.command, ARGS_GENERATE);
    cr_expect_str_eq(args.spec, "spec/spec.yaml");
    cr_expect_str_eq(args.folder, "out");
    cr_expect_not(args.check);
    cr_expect_eq(args.format, ARGS_FORMAT_TEXT);
    cr_expect_eq(args.colour, ARGS_COLOUR_AUTO);
}

Test(args, options_stand_anywhere_and_in_both_forms)
{
    static const char *const same[] = {
        "generate a.yaml -o dir --check --format json --color never",
        "generate --color=never --format=json -odir --check a.yaml",
        "generate -o dir --check --format=json --color never -- a.yaml",
    };

    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        struct args args;
        const char *problem;

        cr_assert(parse(same[i], &args, &problem), "%s: %s", same[i], problem);
        cr_expect_str_eq(args.spec, "a.yaml", "%s", same[i]);
        cr_expect_str_eq(args.folder, "dir", "%s", same[i]);
        cr_expect(args.check, "%s", same[i]);
        cr_expect_eq(args.format, ARGS_FORMAT_JSON, "%s", same[i]);
        cr_expect_eq(args.colour, ARGS_COLOUR_NEVER, "%s", same[i]);
    }
}

Test(args, words_that_are_no_options)
{
    struct args args;
    const char *problem;

    cr_assert(parse("check -", &args, &problem), "%s", problem);
    cr_expect_str_eq(args.spec, "-");
    cr_assert(parse("check -- --odd.yaml", &args, &problem), "%s", problem);
    cr_expect_str_eq(args.spec, "--odd.yaml");
}

Test(args, every_command_is_known)
{
    static const struct {
        const char *word;
        enum args_command command;
    } rows[] = {
        {"generate", ARGS_GENERATE}, {"check", ARGS_CHECK},
        {"schema", ARGS_SCHEMA},     {"reference", ARGS_REFERENCE},
        {"contract", ARGS_CONTRACT}, {"architecture", ARGS_ARCHITECTURE},
        {"run", ARGS_RUN},           {"help", ARGS_HELP},
        {"--help", ARGS_HELP},       {"-h", ARGS_HELP},
        {"version", ARGS_VERSION},   {"--version", ARGS_VERSION},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct args args;
        const char *problem;

        cr_assert(parse(rows[i].word, &args, &problem), "%s: %s", rows[i].word, problem);
        cr_expect_eq(args.command, rows[i].command, "%s", rows[i].word);
    }
}

Test(args, run_gets_all_that_follows_it)
{
    struct args args;
    const char *problem;

    cr_assert(parse("run --port 3000 --format nonsense", &args, &problem), "%s", problem);
    cr_expect_eq(args.command, ARGS_RUN);
    cr_expect_eq(args.rest, 1);
}

Test(args, help_is_of_a_command_or_of_all)
{
    struct args args;
    const char *problem;

    cr_assert(parse("help", &args, &problem), "%s", problem);
    cr_expect_eq(args.topic, ARGS_COMMAND_COUNT);
    cr_assert(parse("help check", &args, &problem), "%s", problem);
    cr_expect_eq(args.topic, ARGS_CHECK);
    cr_assert(parse("generate --check --help", &args, &problem), "%s", problem);
    cr_expect_eq(args.command, ARGS_HELP);
    cr_expect_eq(args.topic, ARGS_GENERATE);
}

Test(args, what_makes_no_sense_is_said)
{
    static const struct {
        const char *words, *problem;
    } rows[] = {
        {"", "a command is missing; `lockstep help` lists them"},
        {"genrate", "unknown command `genrate`; did you mean `generate`?"},
        {"deploy", "unknown command `deploy`; `lockstep help` lists them"},
        {"help chek", "unknown command `chek`; did you mean `check`?"},
        {"check a b", "`b` is one argument too many; usage: lockstep check [SPEC]"},
        {"schema a", "`a` is one argument too many; usage: lockstep schema"},
        {"check -o out",
         "`lockstep check` has no option `-o`; `lockstep help check` lists what it takes"},
        {"generate --chekc", "`lockstep generate` has no option `--chekc`; `lockstep help "
                             "generate` lists what it takes"},
        {"generate --checks", "`lockstep generate` has no option `--checks`; `lockstep help "
                              "generate` lists what it takes"},
        {"generate -o", "-o needs a value: DIR"},
        {"generate --format", "--format needs a value: text|json"},
        {"generate --format=", "--format needs a value: text|json"},
        {"generate --format xml", "`xml` is no value of --format; it takes text|json"},
        {"generate --format tex", "`tex` is no value of --format; it takes text|json"},
        {"generate --color=auto|never",
         "`auto|never` is no value of --color; it takes auto|always|never"},
        {"generate --check=yes", "--check takes no value"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct args args;
        const char *problem;

        cr_expect_not(parse(rows[i].words, &args, &problem), "%s", rows[i].words);
        cr_expect_str_eq(problem, rows[i].problem);
    }
}

Test(args, help_names_every_command_and_every_option)
{
    static const char *const options[] = {"-o DIR", "--check", "--format text|json",
                                          "--color auto|always|never"};
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    args_help(&out, ARGS_COMMAND_COUNT);
    cr_expect(strstr(out.ptr, "\n  generate ") != NULL, "%s", out.ptr);
    cr_expect(strstr(out.ptr, "\n  architecture ") != NULL, "%s", out.ptr);

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    args_help(&out, ARGS_GENERATE);
    cr_expect(strncmp(out.ptr, "Usage: lockstep generate [SPEC] [OPTIONS]\n", 42) == 0);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        cr_expect(strstr(out.ptr, options[i]) != NULL, "%s", options[i]);
}
