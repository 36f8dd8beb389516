/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_plain_attributes[] = {
    {.name = "id", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_template ls_times_templates[] = {
    {
        .part_count = 2,
        .parts = (const uint8_t[]){2 /* at */, 3 /* by */},
        .literals = (const char *const[]){"", "#", ""},
    },
};

static const struct ls_attribute ls_times_attributes[] = {
    {.name = "day", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "moment", .type = LS_TYPE_STRING, .max_len = 1024, .template = &ls_times_templates[0]},
    {
        .name = "at",
        .type = LS_TYPE_STRING,
        .format = LS_FORMAT_TIMESTAMP,
        .generate = LS_GENERATE_NOW,
        .max_len = 1024,
    },
    {.name = "by", .type = LS_TYPE_STRING, .max_len = 1024},
};

static const struct ls_attribute ls_codes_attributes[] = {
    {.name = "code", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID4, .max_len = 2048},
    {.name = "number", .type = LS_TYPE_NUMBER, .generate = LS_GENERATE_NOW, .max_len = 1024},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_PLAIN] = {
        .name = "plain",
        .variable = "LOCKSTEP_TABLE_PLAIN",
        .attributes = ls_plain_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
        .version = "revision",
    },
    [LS_TABLE_TIMES] = {
        .name = "times",
        .variable = "LOCKSTEP_TABLE_TIMES",
        .attributes = ls_times_attributes,
        .key_count = 2,
        .attribute_count = 4,
        .created = "createdAt",
        .updated = "updatedAt",
    },
    [LS_TABLE_CODES] = {
        .name = "codes",
        .variable = "LOCKSTEP_TABLE_CODES",
        .attributes = ls_codes_attributes,
        .key_count = 2,
        .attribute_count = 2,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "POST /plain",
        .key_length = 11,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_PLAIN],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_plain_attributes[0] /* id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /plain/{id}",
        .key_length = 15,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_PLAIN],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_plain_attributes[0] /* id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "id"},
            },
        },
    },
    {
        .key = "GET /times/{day}",
        .key_length = 16,
        .parameter_count = 1,
        .parameters = (const char *const[]){"day"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_TIMES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_times_attributes[0] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "day"},
            },
            {
                .attribute = &ls_times_attributes[2] /* at */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "at"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /codes/{code}/{number}",
        .key_length = 26,
        .parameter_count = 2,
        .parameters = (const char *const[]){"code", "number"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_CODES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_codes_attributes[0] /* code */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "code"},
            },
            {
                .attribute = &ls_codes_attributes[1] /* number */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "number"},
            },
        },
    },
    {
        .key = "POST /codes",
        .key_length = 11,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_CODES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_codes_attributes[0] /* code */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "code"},
            },
            {
                .attribute = &ls_codes_attributes[1] /* number */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "number"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 2, 5, 0, 0};
static const uint16_t ls_key_displacements[] = {0, 1, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /plain */
    [1] = {
        .routes = {[LS_METHOD_POST] = 1},
        .parameter_child = 2,
    },
    /* /plain/{} */
    [2] = {
        .routes = {[LS_METHOD_PUT] = 2},
    },
    /* /times */
    [3] = {
        .parameter_child = 4,
    },
    /* /times/{} */
    [4] = {
        .routes = {[LS_METHOD_GET] = 3},
    },
    /* /codes */
    [5] = {
        .routes = {[LS_METHOD_POST] = 5},
        .parameter_child = 6,
    },
    /* /codes/{} */
    [6] = {
        .parameter_child = 7,
    },
    /* /codes/{}/{} */
    [7] = {
        .routes = {[LS_METHOD_GET] = 4},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[8] = {
    [1] = {.segment = "times", .length = 5, .parent = 0, .child = 3},
    [2] = {.segment = "codes", .length = 5, .parent = 0, .child = 5},
    [4] = {.segment = "plain", .length = 5, .parent = 0, .child = 1},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "words",
    .contract = "a0a195206cd2bdc5ec4f70d3ce845d1592348f4ad807434327173af6b0e0e076",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 3,
    .route_count = 5,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 15,
        .displacement_mask = 3,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 8,
        .mask = 7,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
