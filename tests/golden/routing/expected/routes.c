/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

/* These only make the linker name the line of the spec whose handler is missing. */
#line 17 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_17_fallback = fallback;
#line 16 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_16_files = files;
#line 8 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_8_home = home;
#line 12 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_12_latest = latest;
#line 15 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_15_options = options;
#line 14 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_14_part = part;
#line 22 "routes.c"

static const struct ls_attribute ls_items_attributes[] = {
    {.name = "id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_ITEMS] = {
        .name = "items",
        .variable = "LOCKSTEP_TABLE_ITEMS",
        .attributes = ls_items_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /",
        .key_length = 5,
        .action = LS_ACTION_HANDLER,
        .handler = home,
    },
    {
        .key = "HEAD /",
        .key_length = 6,
        .action = LS_ACTION_HANDLER,
        .handler = home,
    },
    {
        .key = "GET /items",
        .key_length = 10,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ITEMS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /items/{id}",
        .key_length = 15,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_ITEMS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_items_attributes[0] /* id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "id"},
            },
        },
    },
    {
        .key = "GET /items/latest",
        .key_length = 17,
        .action = LS_ACTION_HANDLER,
        .handler = latest,
    },
    {
        .key = "PATCH /items/{id}",
        .key_length = 17,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_ITEMS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_items_attributes[0] /* id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "id"},
            },
        },
    },
    {
        .key = "ANY /items/{id}/parts/{part}",
        .key_length = 28,
        .parameter_count = 2,
        .parameters = (const char *const[]){"id", "part"},
        .action = LS_ACTION_HANDLER,
        .handler = part,
    },
    {
        .key = "OPTIONS /items",
        .key_length = 14,
        .action = LS_ACTION_HANDLER,
        .handler = options,
    },
    {
        .key = "GET /files/{path+}",
        .key_length = 18,
        .parameter_count = 1,
        .parameters = (const char *const[]){"path"},
        .action = LS_ACTION_HANDLER,
        .handler = files,
    },
    {
        .key = "ANY /{proxy+}",
        .key_length = 13,
        .parameter_count = 1,
        .parameters = (const char *const[]){"proxy"},
        .action = LS_ACTION_HANDLER,
        .handler = fallback,
    },
    {
        .key = "$default",
        .key_length = 8,
        .action = LS_ACTION_HANDLER,
        .handler = fallback,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    4, 0, 0, 0, 0, 1, 0, 0, 10, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 11, 5, 7, 0, 9, 0, 0, 0, 6,
    0,
};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0, 0, 0, 2, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_HEAD] = 2},
        .greedy = {[LS_METHOD_ANY] = 10},
        .has_literals = true,
    },
    /* /items */
    [1] = {
        .routes = {[LS_METHOD_GET] = 3, [LS_METHOD_OPTIONS] = 8},
        .has_literals = true,
        .parameter_child = 2,
    },
    /* /items/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 4, [LS_METHOD_PATCH] = 6},
        .has_literals = true,
    },
    /* /items/latest */
    [3] = {
        .routes = {[LS_METHOD_GET] = 5},
    },
    /* /items/{}/parts */
    [4] = {
        .parameter_child = 5,
    },
    /* /items/{}/parts/{} */
    [5] = {
        .routes = {[LS_METHOD_ANY] = 7},
    },
    /* /files */
    [6] = {
        .greedy = {[LS_METHOD_GET] = 9},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[8] = {
    [1] = {.segment = "items", .length = 5, .parent = 0, .child = 1},
    [3] = {.segment = "latest", .length = 6, .parent = 1, .child = 3},
    [5] = {.segment = "files", .length = 5, .parent = 0, .child = 6},
    [6] = {.segment = "parts", .length = 5, .parent = 2, .child = 4},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "router",
    .contract = "1bdac154dec707c5d69fbb3490f238f23a27007d7e8019be7ff4e473829ed159",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 11,
    .keys = {
        .seed = UINT64_C(0x2),
        .mask = 31,
        .displacement_mask = 7,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 7,
        .mask = 7,
        .edges = ls_path_edges,
        .default_route = 11,
    },
};
