/*
 * args.c - the table of commands and options, and the parser that reads it.
 */
#include "args.h"

#include <string.h>

#include "read/schema.h"

#define SPEC_DEFAULT   "spec/spec.yaml"
#define FOLDER_DEFAULT "out"

enum option_id { OPTION_FOLDER, OPTION_CHECK, OPTION_FORMAT, OPTION_COLOUR, OPTION_COUNT };

static const struct option {
    const char *name;
    const char *value; /* what help calls its argument; NULL: it takes none */
    const char *help;
} options[OPTION_COUNT] = {
    [OPTION_FOLDER] = {"-o", "DIR", "the folder for the files; default: " FOLDER_DEFAULT},
    [OPTION_CHECK] = {"--check", NULL, "write nothing; list the files that are stale, exit with 1"},
    [OPTION_FORMAT] = {"--format", "text|json", "form of diagnostics; default: text"},
    [OPTION_COLOUR] = {"--color", "auto|always|never",
                       "colours in diagnostics; auto: on a terminal, unless NO_COLOR is set"},
};

#define TAKES(option)    (1u << OPTION_##option)
#define TAKES_DIAGNOSTIC (TAKES(FORMAT) | TAKES(COLOUR))

static const struct command {
    const char *name;
    const char *operand; /* "[SPEC]", "[COMMAND]" or NULL */
    unsigned takes;
    const char *summary;
    const char *details; /* more lines of help; NULL: none */
} commands[ARGS_COMMAND_COUNT] = {
    [ARGS_GENERATE] =
        {"generate", "[SPEC]", TAKES(FOLDER) | TAKES(CHECK) | TAKES_DIAGNOSTIC,
         "write template, dispatch table and editor schema",
         "Writes only the files that differ, all of them or none, and says how many."},
    [ARGS_CHECK] = {"check", "[SPEC]", TAKES_DIAGNOSTIC, "report what is wrong with a spec", NULL},
    [ARGS_RUN] = {"run", "[OPTIONS]", 0, "serve the API on this machine",
                  "`lockstep run --help` lists its options."},
    [ARGS_SCHEMA] = {"schema", NULL, 0, "print the JSON Schema of the language", NULL},
    [ARGS_REFERENCE] = {"reference", NULL, 0, "print the reference page of the language", NULL},
    [ARGS_CONTRACT] = {"contract", "[SPEC]", TAKES_DIAGNOSTIC,
                       "print the digest of what code and stack share", NULL},
    [ARGS_ARCHITECTURE] = {"architecture", "[SPEC]", TAKES_DIAGNOSTIC,
                           "print the function's processor, x86_64 or arm64", NULL},
    [ARGS_HELP] = {"help", "[COMMAND]", 0, "print help", NULL},
    [ARGS_VERSION] = {"version", NULL, 0, "print the version", NULL},
};

/* ---- Help ---- */

static void help_overview(struct text_buf *out)
{
    text_put(out, "Usage: lockstep COMMAND [SPEC] [OPTIONS]\n\n"
                  "Makes the CloudFormation template and the route table of a serverless HTTP "
                  "service out of one\nspec.\n\n");
    for (size_t i = 0; i < ARGS_COMMAND_COUNT; i++)
        text_printf(out, "  %-14s %s\n", commands[i].name, commands[i].summary);
    text_put(out, "\nSPEC is " SPEC_DEFAULT " unless given; `-` is standard input.\n"
                  "Exit status: 0 fine; 1 the spec has errors, or files are stale; 2 usage or "
                  "input and output.\n"
                  "`lockstep help COMMAND` lists a command's options.\n");
}

void args_help(struct text_buf *out, enum args_command topic)
{
    const struct command *command = &commands[topic];

    if (topic == ARGS_COMMAND_COUNT) {
        help_overview(out);
        return;
    }
    text_printf(
        out, "Usage: lockstep %s%s%s%s\n\n", command->name, command->operand != NULL ? " " : "",
        command->operand != NULL ? command->operand : "", command->takes != 0 ? " [OPTIONS]" : "");
    text_printf(out, "  %s\n", command->summary);
    if (command->details != NULL)
        text_printf(out, "\n%s\n", command->details);
    if (command->takes != 0)
        text_putc(out, '\n');
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *option = &options[i];
        struct text head;

        if ((command->takes & 1u << i) == 0)
            continue;
        head = text_format(out->arena, "%s%s%s", option->name, option->value != NULL ? " " : "",
                           option->value != NULL ? option->value : "");
        text_printf(out, "  %-27s %s\n", head.ptr, option->help);
    }
    if ((command->takes & TAKES(FORMAT)) != 0)
        text_put(out,
                 "\nDiagnostics go to standard error. As JSON they are an array of objects with "
                 "id, severity,\nfile, line, column, endLine, endColumn, message, notes and, "
                 "where there is one, hint. Lines\nand columns count from 1.\n");
}

/* ---- Parsing ---- */

struct parser {
    struct mem_arena *arena;
    int argc, next; /* next: the argument that was not looked at yet */
    char **argv;
    const char *operand; /* NULL: none so far */
    const char **problem;
};

static enum args_command find_command(const char *name)
{
    enum args_command i = 0;

    while (i < ARGS_COMMAND_COUNT && strcmp(commands[i].name, name) != 0)
        i++;
    return i;
}

static bool unknown_command(struct parser *p, const char *name)
{
    const char *names[ARGS_COMMAND_COUNT], *near;

    for (size_t i = 0; i < ARGS_COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    near = near_name(text_of(name), names, ARGS_COMMAND_COUNT);
    if (near != NULL)
        *p->problem =
            text_format(p->arena, "unknown command `%s`; did you mean `%s`?", name, near).ptr;
    else
        *p->problem =
            text_format(p->arena, "unknown command `%s`; `lockstep help` lists them", name).ptr;
    return false;
}

/* "--check", "--format=json", "-oout": is the argument this option? *value: what it carries. */
static bool is_option(const struct option *option, const char *argument, const char **value)
{
    size_t len = strlen(option->name);
    bool is_long = option->name[1] == '-';

    *value = NULL;
    if (strncmp(argument, option->name, len) != 0)
        return false;
    if (argument[len] == '\0')
        return true;
    if (is_long && argument[len] != '=')
        return false;
    *value = argument + len + is_long;
    return true;
}

static bool choose(struct parser *p, const struct option *option, const char *value, int *choice)
{
    const char *word = option->value;

    for (*choice = 0;; (*choice)++) {
        size_t len = strcspn(word, "|");

        if (strlen(value) == len && strncmp(value, word, len) == 0)
            return true;
        if (word[len] == '\0')
            break;
        word += len + 1;
    }
    *p->problem = text_format(p->arena, "`%s` is no value of %s; it takes %s", value, option->name,
                              option->value)
                      .ptr;
    return false;
}

static bool set_option(struct parser *p, enum option_id id, const char *value, struct args *args)
{
    const struct option *option = &options[id];
    int choice;

    if (option->value == NULL && value != NULL) {
        *p->problem = text_format(p->arena, "%s takes no value", option->name).ptr;
        return false;
    }
    if (option->value != NULL && value == NULL && p->next < p->argc)
        value = p->argv[p->next++];
    if (option->value != NULL && (value == NULL || *value == '\0')) {
        *p->problem =
            text_format(p->arena, "%s needs a value: %s", option->name, option->value).ptr;
        return false;
    }
    switch (id) {
    case OPTION_FOLDER:
        args->folder = value;
        return true;
    case OPTION_CHECK:
        args->check = true;
        return true;
    case OPTION_FORMAT:
        if (!choose(p, option, value, &choice))
            return false;
        args->format = (enum args_format)choice;
        return true;
    case OPTION_COLOUR:
        if (!choose(p, option, value, &choice))
            return false;
        args->colour = (enum args_colour)choice;
        return true;
    case OPTION_COUNT:
        break;
    }
    return false;
}

static bool parse_option(struct parser *p, const char *argument, struct args *args)
{
    const struct command *command = &commands[args->command];

    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        const char *value;

        if ((command->takes & 1u << id) != 0 && is_option(&options[id], argument, &value))
            return set_option(p, id, value, args);
    }
    *p->problem = text_format(p->arena,
                              "`lockstep %s` has no option `%s`; `lockstep help %s` lists what it "
                              "takes",
                              command->name, argument, command->name)
                      .ptr;
    return false;
}

static bool parse_operand(struct parser *p, const char *argument, const struct args *args)
{
    const struct command *command = &commands[args->command];

    if (command->operand != NULL && p->operand == NULL) {
        p->operand = argument;
        return true;
    }
    *p->problem = text_format(p->arena, "`%s` is one argument too many; usage: lockstep %s%s%s",
                              argument, command->name, command->operand != NULL ? " " : "",
                              command->operand != NULL ? command->operand : "")
                      .ptr;
    return false;
}

static bool use_operand(struct parser *p, struct args *args)
{
    if (p->operand == NULL)
        return true;
    if (args->command != ARGS_HELP) {
        args->spec = p->operand;
        return true;
    }
    args->topic = find_command(p->operand);
    return args->topic != ARGS_COMMAND_COUNT || unknown_command(p, p->operand);
}

static bool parse_rest(struct parser *p, struct args *args)
{
    bool operands_only = false;

    while (p->next < p->argc) {
        const char *argument = p->argv[p->next++];
        bool is_operand = operands_only || argument[0] != '-' || argument[1] == '\0';

        if (!is_operand && strcmp(argument, "--") == 0) {
            operands_only = true;
        } else if (!is_operand &&
                   (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)) {
            args->topic = args->command;
            args->command = ARGS_HELP;
            return true;
        } else if (!(is_operand ? parse_operand(p, argument, args)
                                : parse_option(p, argument, args))) {
            return false;
        }
    }
    return use_operand(p, args);
}

bool args_parse(struct mem_arena *arena, int argc, char **argv, struct args *args,
                const char **problem)
{
    struct parser p = {.arena = arena, .argc = argc, .next = 2, .argv = argv, .problem = problem};
    const char *name = argc > 1 ? argv[1] : NULL;

    *args =
        (struct args){.spec = SPEC_DEFAULT, .folder = FOLDER_DEFAULT, .topic = ARGS_COMMAND_COUNT};
    if (name == NULL) {
        *problem = "a command is missing; `lockstep help` lists them";
        return false;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    else if (strcmp(name, "--version") == 0)
        name = "version";
    args->command = find_command(name);
    if (args->command == ARGS_COMMAND_COUNT)
        return unknown_command(&p, name);
    if (args->command == ARGS_RUN) {
        args->rest = 1;
        return true;
    }
    return parse_rest(&p, args);
}
