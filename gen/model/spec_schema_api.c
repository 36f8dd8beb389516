/*
 * spec_schema_api.c - the field table of the HTTP API: CORS and authorizers. Limits are AWS's.
 */
#include "model/spec_schema.h"

/* ---- cors --------------------------------------------------------------------------------- */

static const struct text_rule origin_rule = {
    .what = "an origin",
    .pattern = "^(\\*|[^:/A-Z ]+://[^/A-Z ]+)$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "\"*\", \"https://*\", \"http://*\", or a scheme and a host: https://example.com",
};
static const struct text_rule method_rule = {
    .what = "an HTTP method",
    .pattern = "^(\\*|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "an HTTP method, or \"*\" for all",
};
static const struct text_rule header_rule = {
    .what = "a header name",
    .pattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "a header name, or \"*\" for all",
};

static const struct type origin_type = {.shape = TYPE_TEXT, .rule = &origin_rule};
static const struct type method_type = {.shape = TYPE_TEXT, .rule = &method_rule};
static const struct type header_type = {.shape = TYPE_TEXT, .rule = &header_rule};

static const struct type origins_type = {
    .shape = TYPE_LIST,
    .what = "a list of origins",
    .element = &origin_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
};
static const struct type methods_type = {
    .shape = TYPE_LIST,
    .what = "a list of HTTP methods",
    .element = &method_type,
    .element_size = sizeof(struct spec_text),
};
static const struct type headers_type = {
    .shape = TYPE_LIST,
    .what = "a list of header names",
    .element = &header_type,
    .element_size = sizeof(struct spec_text),
};
static const struct type max_age_type = {.shape = TYPE_INT, .min = -1, .max = 86400};

static const struct field cors_fields[] = {
    {.key = "origins",
     .doc = "Origins whose pages may call the API.",
     .type = &origins_type,
     IN(cors, origins),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "origins: [\"https://example.com\"]",
     .aws = "AllowOrigins"},
    {.key = "methods",
     .doc = "Methods that those pages may use; by default those of the routes.",
     .type = &methods_type,
     IN(cors, methods),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "methods: [GET, POST]",
     .aws = "AllowMethods"},
    {.key = "headers",
     .doc = "Request headers that those pages may send.",
     .type = &headers_type,
     IN(cors, headers),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "[Content-Type, Authorization]",
     .example = "headers: [Content-Type, Authorization]",
     .aws = "AllowHeaders"},
    {.key = "expose_headers",
     .doc = "Response headers that those pages may read.",
     .type = &headers_type,
     IN(cors, expose_headers),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "expose_headers: [ETag]",
     .aws = "ExposeHeaders"},
    {.key = "max_age_s",
     .doc = "Seconds for which a browser may keep the answer to a preflight; -1 for not at all.",
     .type = &max_age_type,
     IN(cors, max_age_s),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "86400",
     .aws = "MaxAge"},
    {.key = "credentials",
     .doc = "Whether those pages may send cookies; not together with the origin \"*\".",
     .type = &spec_bool_type,
     IN(cors, credentials),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "false",
     .aws = "AllowCredentials"},
};
static const struct record cors_record = {
    .name = "cors",
    .doc = "Which web pages may call the API. Without it, none of another origin.",
    RECORD(spec_cors, cors_fields),
};
static const struct type cors_type = {.shape = TYPE_RECORD, .record = &cors_record};

/* ---- authorizers -------------------------------------------------------------------------- */

static const struct enum_value authorizer_values[] = {
    {"jwt", "JWT", AUTHORIZER_JWT,
     "The gateway checks a token's signature, issuer, audience and time by itself."},
    {"lambda", "REQUEST", AUTHORIZER_LAMBDA, "A Lambda function of your own decides."},
    {0},
};
static const struct text_rule issuer_rule = {
    .what = "an issuer",
    .pattern = "^https://.+$",
    .substitutes = true,
    .hint = "the `iss` of its tokens: https://login.example.com/",
};
static const struct text_rule audience_rule = {
    .what = "an audience", .min_bytes = 1, .substitutes = true};
static const struct text_rule function_arn_rule = {
    .what = "an ARN of a function",
    .pattern = "^arn:[^:]+:lambda:.+$",
    .substitutes = true,
    .hint = "arn:aws:lambda:eu-central-1:123456789012:function:NAME",
};
static const struct text_rule identity_rule = {
    .what = "a place of the caller's identity",
    .pattern = "^(header|query|context)\\.[a-zA-Z0-9_.-]+$",
    .hint = "header.NAME, query.NAME, or context.NAME such as context.routeKey",
};
/* "iam" and "none" among them. */
static const struct text_rule auth_rule = {
    .what = "an authorizer",
    .pattern = "^[a-z][a-z0-9_]{0,39}$",
    .hint = "the name of one of api.authorizers, iam or none",
};

static const struct type authorizer_type_type = {
    .shape = TYPE_ENUM, .values = authorizer_values, .value_count = 2};
static const struct type issuer_type = {.shape = TYPE_TEXT, .rule = &issuer_rule};
static const struct type one_audience_type = {.shape = TYPE_TEXT, .rule = &audience_rule};
static const struct type audience_type = {
    .shape = TYPE_LIST,
    .what = "a list of audiences",
    .element = &one_audience_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .max_count = 50,
};
static const struct type function_arn_type = {.shape = TYPE_TEXT, .rule = &function_arn_rule};
static const struct type one_identity_type = {.shape = TYPE_TEXT, .rule = &identity_rule};
static const struct type identity_type = {
    .shape = TYPE_LIST,
    .what = "a list of places such as header.authorization",
    .element = &one_identity_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
};
static const struct type authorizer_ttl_type = {.shape = TYPE_INT, .min = 0, .max = 3600};
const struct type spec_auth_type = {.shape = TYPE_TEXT, .rule = &auth_rule};

static const struct field authorizer_fields[] = {
    {.key = "type",
     .doc = "Who decides: the gateway by a token, or a function.",
     .type = &authorizer_type_type,
     IN(authorizer, type),
     .constant = "routes rely on what it knows of the caller",
     .flags = FIELD_REQUIRED,
     .example = "type: jwt",
     .aws = "AuthorizerType"},
    {.key = "issuer",
     .doc = "jwt: the `iss` of its tokens, exactly, and where the gateway finds the keys.",
     .type = &issuer_type,
     IN(authorizer, issuer),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "issuer: https://login.example.com/",
     .aws = "Issuer"},
    {.key = "audience",
     .doc = "jwt: a token is for one of these, by its `aud` or its `client_id`.",
     .type = &audience_type,
     IN(authorizer, audience),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "audience: [notes-web]",
     .aws = "Audience"},
    {.key = "arn",
     .doc = "lambda: the ARN of the function; the stack lets API Gateway invoke it. It answers in "
            "the simple form of payload format 2.0, and what it puts in `context` are the claims.",
     .type = &function_arn_type,
     IN(authorizer, arn),
     .constant = SPEC_HOLDS_ENV,
     .example = "arn: arn:aws:lambda:eu-central-1:123456789012:function:auth",
     .aws = "AuthorizerUri"},
    {.key = "identity",
     .doc = "lambda: what of a request says who calls; a request without it is refused.",
     .type = &identity_type,
     IN(authorizer, identity),
     .constant = "clients rely on it",
     .default_text = "[header.authorization]",
     .example = "identity: [header.authorization]",
     .aws = "IdentitySource"},
    {.key = "ttl_s",
     .doc = "lambda: seconds for which its decision holds for the same identity; 0 for not at all.",
     .type = &authorizer_ttl_type,
     IN(authorizer, ttl_s),
     .constant = "it goes with `identity`",
     .default_text = "300",
     .aws = "AuthorizerResultTtlInSeconds"},
    LATER("handler", "lambda: a C function of your own that decides."),
};
static const struct record authorizer_record = {
    .name = "authorizer",
    .doc = "Who may call: `type: jwt` with `issuer` and `audience`, or `type: lambda` with `arn`. "
           "What it knows of the caller are the claims, `claim.NAME` in the spec.",
    RECORD(spec_authorizer, authorizer_fields),
};
static const struct type authorizer_type = {.shape = TYPE_RECORD, .record = &authorizer_record};
static const struct type authorizers_type = {
    .shape = TYPE_MAP,
    .what = "a map of authorizers by name",
    .element = &authorizer_type,
    .element_size = sizeof(struct spec_authorizer),
    .key_rule = &spec_name_rule,
};

/* ---- api ---------------------------------------------------------------------------------- */

static const struct field api_fields[] = {
    {.key = "cors",
     .doc = "Cross-origin resource sharing, answered by the gateway itself.",
     .type = &cors_type,
     IN(api, cors),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "cors: { origins: [\"https://example.com\"] }",
     .aws = "CorsConfiguration"},
    {.key = "authorizers",
     .doc = "Authorizers by name.",
     .type = &authorizers_type,
     IN(api, authorizers),
     .example = "authorizers: { users: { type: jwt, issuer: https://login.example.com/, audience: "
                "[web] } }"},
    {.key = "auth",
     .doc = "The authorizer of routes that name none: its name, iam, or none. It must be written "
            "as soon as there is an authorizer, so that no route is open by mistake; without any, "
            "it is none.",
     .type = &spec_auth_type,
     IN(api, auth),
     .constant = "who may call a route is said once",
     .example = "auth: users"},
    LATER("enabled", "false: no HTTP API, the function URL only."),
    LATER("throttle", "Rate and burst of routes that name none."),
    LATER("timeout_s", "Timeout of routes that name none."),
    LATER("access_logs", "A log line for each request to the gateway."),
    LATER("domain", "A domain name of one's own."),
    LATER("default_endpoint", "Whether the execute-api address answers."),
    LATER("stage", "Name of the stage."),
    LATER("stage_variables", "Variables of the stage."),
    LATER("ip_address_type", "IPv4, or IPv4 and IPv6."),
};
static const struct record api_record = {
    .name = "api",
    .doc = "The HTTP API in front of the function.",
    RECORD(spec_api, api_fields),
};
const struct type spec_api_type = {.shape = TYPE_RECORD, .record = &api_record};
