/*
 * options.c - read the arguments, say what is wrong with them.
 */
#include "local/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "local/pool.h"

static const char help[] =
    "usage: lockstep run [option...]\n"
    "\n"
    "Serves the API of a template on this machine: an HTTP API in front of the bootstrap that a\n"
    "deployment ships, and a local DynamoDB with the template's tables.\n"
    "\n"
    "  --template FILE    out/template.json\n"
    "  --bootstrap FILE   build/bootstrap\n"
    "  --env NAME         the stack's environment; default: the template's\n"
    "  --host ADDRESS     127.0.0.1\n"
    "  --port NUMBER      3000; 0: any free one\n"
    "  --concurrency N    bootstraps at once, 1 to 64; default 2\n"
    "  --dynamodb URL     a DynamoDB that runs already, http://127.0.0.1:8000\n"
    "  --dynalite CLI.js  else dynalite, started from here;\n"
    "                     default build/npm/dynalite/node_modules/dynalite/cli.js\n"
    "  --data DIR         where dynalite keeps the items; default build/dynalite-data\n"
    "  --caller FILE      who calls the routes with a Lambda authorizer or IAM, which cannot run\n"
    "                     here: JSON, the function's requestContext.authorizer, for example\n"
    "                     {\"lambda\": {\"user\": \"ada\"}} or {\"iam\": {\"userArn\": "
    "\"arn:…\"}};\n"
    "                     without it they answer 403\n"
    "  --quiet            no line a request\n"
    "\n"
    "Routes with a JWT authorizer take tokens: issuer, audience, times and scopes are checked, "
    "the\n"
    "signature is not. A token for a try needs none, BASE64URL(header).BASE64URL(claims). with "
    "its\n"
    "two dots.\n";

static bool parse_number(const char *name, const char *text, unsigned long min, unsigned long max,
                         unsigned *number)
{
    char *end;
    unsigned long value;

    errno = 0;
    value = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value < min ||
        value > max) {
        fprintf(stderr, "lockstep run: --%s wants a number from %lu to %lu, not `%s`\n", name, min,
                max, text);
        return false;
    }
    *number = (unsigned)value;
    return true;
}

enum option_key {
    KEY_HELP = 'h',
    KEY_TEMPLATE = 256,
    KEY_BOOTSTRAP,
    KEY_ENV,
    KEY_HOST,
    KEY_PORT,
    KEY_CONCURRENCY,
    KEY_DYNAMODB,
    KEY_DYNALITE,
    KEY_DATA,
    KEY_CALLER,
    KEY_QUIET
};

static bool take(struct options *options, int key, const char *value)
{
    switch (key) {
    case KEY_TEMPLATE:
        options->template = value;
        return true;
    case KEY_BOOTSTRAP:
        options->bootstrap = value;
        return true;
    case KEY_ENV:
        options->environment = value;
        return true;
    case KEY_HOST:
        options->host = value;
        return true;
    case KEY_PORT:
        return parse_number("port", value, 0, 65535, &options->port);
    case KEY_CONCURRENCY:
        return parse_number("concurrency", value, 1, POOL_MAX_PROCESSES, &options->concurrency);
    case KEY_DYNAMODB:
        options->dynamodb = value;
        return true;
    case KEY_DYNALITE:
        options->dynalite = value;
        return true;
    case KEY_DATA:
        options->data = value;
        return true;
    case KEY_CALLER:
        options->caller = value;
        return true;
    case KEY_QUIET:
        options->quiet = true;
        return true;
    default: /* getopt has said what is wrong */
        fprintf(stderr, "lockstep run: `lockstep run --help` lists the options\n");
        return false;
    }
}

enum options_result options_parse(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"help", no_argument, NULL, KEY_HELP},
        {"template", required_argument, NULL, KEY_TEMPLATE},
        {"bootstrap", required_argument, NULL, KEY_BOOTSTRAP},
        {"env", required_argument, NULL, KEY_ENV},
        {"host", required_argument, NULL, KEY_HOST},
        {"port", required_argument, NULL, KEY_PORT},
        {"concurrency", required_argument, NULL, KEY_CONCURRENCY},
        {"dynamodb", required_argument, NULL, KEY_DYNAMODB},
        {"dynalite", required_argument, NULL, KEY_DYNALITE},
        {"data", required_argument, NULL, KEY_DATA},
        {"caller", required_argument, NULL, KEY_CALLER},
        {"quiet", no_argument, NULL, KEY_QUIET},
        {NULL, 0, NULL, 0},
    };
    int key;

    *options = (struct options){
        .template = "out/template.json",
        .bootstrap = "build/bootstrap",
        .host = "127.0.0.1",
        .port = 3000,
        .concurrency = 2,
        .dynalite = "build/npm/dynalite/node_modules/dynalite/cli.js",
        .data = "build/dynalite-data",
    };
    optind = 0; /* the command's own arguments were read with getopt already, perhaps */
    while ((key = getopt_long(argc, argv, "h", known, NULL)) != -1) {
        if (key == KEY_HELP) {
            fputs(help, stdout);
            return OPTIONS_HELP;
        }
        if (!take(options, key, optarg))
            return OPTIONS_WRONG;
    }
    if (optind < argc) {
        fprintf(stderr,
                "lockstep run: `%s` is one argument too many; the service comes from "
                "--template\n",
                argv[optind]);
        return OPTIONS_WRONG;
    }
    return OPTIONS_RUN;
}
