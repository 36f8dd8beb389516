/*
 * main.c - the command `lockstep`: runs what args.c understood, prints, and sets the exit status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "local/local.h"
#include "output.h"

#define VERSION "0.1.0"

enum exit_status { EXIT_FINE, EXIT_SPEC, EXIT_USAGE };

struct run {
    struct mem_arena *arena; /* of what is read, printed and written; gen has one of its own */
    int argc;
    char **argv;
    struct args args;
    struct gen gen;
};

/* ---- Printing ---- */

static int complain(const char *problem)
{
    fprintf(stderr, "lockstep: %s\n", problem);
    return EXIT_USAGE;
}

/* A full disk shows here, not in a truncated file. */
static int print(struct text text)
{
    if (fwrite(text.ptr, 1, text.len, stdout) != text.len || fflush(stdout) != 0)
        return complain("cannot write to standard output");
    return EXIT_FINE;
}

static enum diag_format diagnostics_format(const struct args *args)
{
    const char *no_colour = getenv("NO_COLOR");
    bool colour = args->colour == ARGS_COLOUR_ALWAYS;

    if (args->format == ARGS_FORMAT_JSON)
        return DIAG_JSON;
    if (args->colour == ARGS_COLOUR_AUTO)
        colour = isatty(STDERR_FILENO) == 1 && (no_colour == NULL || *no_colour == '\0');
    return colour ? DIAG_TEXT_COLOUR : DIAG_TEXT;
}

static void print_diagnostics(struct run *run)
{
    struct text_buf out;

    text_buf_init(&out, run->arena, TEXT_BUF_MAX);
    diags_render(run->gen.diags, diagnostics_format(&run->args), &out);
    fwrite(out.ptr, 1, out.len, stderr);
}

/* ---- Commands on a spec that has no errors ---- */

static int write_files(struct run *run)
{
    const struct gen *gen = &run->gen;
    const char *folder = run->args.folder, *problem;
    size_t changed;
    int status;

    if (!output_write(run->arena, folder, gen->files, gen->file_count, &changed, &problem))
        return complain(problem);
    if (changed == 0)
        return print(text_format(run->arena, "%s: nothing changed\n", folder));
    status = print(text_format(run->arena, "%s: %zu file%s changed\n", folder, changed,
                               changed == 1 ? "" : "s"));
    if (status != EXIT_FINE || !emit_template_is_compact(gen->files[EMITTER_TEMPLATE].bytes))
        return status;
    return print(text_format(run->arena,
                             "%s/%s is on one line: indented it would pass CloudFormation's %u "
                             "bytes\n",
                             folder, gen->files[EMITTER_TEMPLATE].name, EMIT_TEMPLATE_BODY_MAX));
}

static int list_stale(struct run *run)
{
    struct text_buf stale;
    size_t count;
    int status;

    text_buf_init(&stale, run->arena, TEXT_BUF_MAX);
    count = output_stale(run->arena, run->args.folder, run->gen.files, run->gen.file_count, &stale);
    if (count == 0)
        return EXIT_FINE;
    status = print(text_view(&stale));
    fprintf(stderr, "lockstep: stale in `%s`; run `lockstep generate`\n", run->args.folder);
    return status != EXIT_FINE ? status : EXIT_SPEC;
}

static int generate(struct run *run)
{
    return run->args.check ? list_stale(run) : write_files(run);
}

static int check(struct run *run)
{
    (void)run; /* the diagnostics are out already */
    return EXIT_FINE;
}

static int contract(struct run *run)
{
    return print(text_format(run->arena, "%s\n", run->gen.plan->contract));
}

static int architecture(struct run *run)
{
    int value = run->gen.plan->spec->function.architecture.value;

    return print(text_format(run->arena, "%s\n", spec_architecture_values[value].aws));
}

/* ---- Commands without a spec ---- */

static int schema(struct run *run)
{
    struct text_buf out;

    text_buf_init(&out, run->arena, TEXT_BUF_MAX);
    emit_schema(run->arena, NULL, &out);
    return print(text_view(&out));
}

static int reference(struct run *run)
{
    struct text_buf out;

    text_buf_init(&out, run->arena, TEXT_BUF_MAX);
    emit_reference(run->arena, NULL, &out);
    return print(text_view(&out));
}

static int help(struct run *run)
{
    struct text_buf out;

    text_buf_init(&out, run->arena, TEXT_BUF_MAX);
    args_help(&out, run->args.topic);
    return print(text_view(&out));
}

static int version(struct run *run)
{
    (void)run;
    return print(TEXT("lockstep " VERSION "\n"));
}

static int serve(struct run *run)
{
    return local_main(run->argc - run->args.rest, run->argv + run->args.rest);
}

/* ---- Running ---- */

enum reads { NO_SPEC, A_SPEC, A_SPEC_FOR_ONE_WORD };

static const struct {
    int (*run)(struct run *run);
    enum reads reads;
} commands[ARGS_COMMAND_COUNT] = {
    [ARGS_GENERATE] = {generate, A_SPEC},
    [ARGS_CHECK] = {check, A_SPEC},
    [ARGS_RUN] = {serve, NO_SPEC},
    [ARGS_SCHEMA] = {schema, NO_SPEC},
    [ARGS_REFERENCE] = {reference, NO_SPEC},
    [ARGS_CONTRACT] = {contract, A_SPEC_FOR_ONE_WORD},
    [ARGS_ARCHITECTURE] = {architecture, A_SPEC_FOR_ONE_WORD},
    [ARGS_HELP] = {help, NO_SPEC},
    [ARGS_VERSION] = {version, NO_SPEC},
};

/*
 * Reads the spec, generates in memory, prints what is wrong, then does the command's own part. A
 * script that asks for one word does not want the warnings: `generate` prints them.
 */
static int run_with_spec(struct run *run)
{
    enum args_command command = run->args.command;
    bool is_stdin = strcmp(run->args.spec, "-") == 0;
    const char *problem;
    struct text text;
    enum gen_status status;

    if (!output_read(run->arena, run->args.spec, &text, &problem))
        return complain(problem);
    status = gen_run(&run->gen, is_stdin ? "<stdin>" : run->args.spec, text, 0);
    if (status == GEN_NO_MEMORY)
        mem_short(run->arena);
    /* gen_run's own guard is gone; rendering may still allocate in its arena. */
    if (setjmp(*mem_guard(run->gen.arena)) != 0)
        mem_short(run->arena);
    if (status != GEN_OK || commands[command].reads == A_SPEC)
        print_diagnostics(run);
    return status == GEN_OK ? commands[command].run(run) : EXIT_SPEC;
}

/* Where memory that runs short comes out. */
static int run_guarded(struct run *run)
{
    const char *problem;

    if (run->arena == NULL || setjmp(*mem_guard(run->arena)) != 0)
        return complain("not enough memory");
    if (!args_parse(run->arena, run->argc, run->argv, &run->args, &problem))
        return complain(problem);
    if (commands[run->args.command].reads != NO_SPEC)
        return run_with_spec(run);
    return commands[run->args.command].run(run);
}

int main(int argc, char **argv)
{
    struct run run = {.arena = mem_arena_new(), .argc = argc, .argv = argv};
    int status = run_guarded(&run);

    gen_release(&run.gen);
    mem_arena_free(run.arena);
    return status;
}
