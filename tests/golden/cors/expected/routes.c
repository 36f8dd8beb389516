/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

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
        .key = "POST /items",
        .key_length = 11,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_ITEMS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_items_attributes[0] /* id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /items/{id}",
        .key_length = 15,
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
        .key = "DELETE /items/{id}",
        .key_length = 18,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_DELETE,
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
        .key = "OPTIONS /items",
        .key_length = 14,
        .action = LS_ACTION_PREFLIGHT,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 0, 6, 4, 0, 0, 5, 0, 0, 0, 0, 3, 1, 2, 0, 0};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /items */
    [1] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3, [LS_METHOD_OPTIONS] = 6},
        .parameter_child = 2,
    },
    /* /items/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[2] = {
    [1] = {.segment = "items", .length = 5, .parent = 0, .child = 1},
};

static const struct ls_cors ls_cors = {
    .origins = (const char *const[]){"https://example.com", "https://www.example.com"},
    .origin_count = 2,
    .credentials = true,
    .methods = "GET,POST,PUT,DELETE,OPTIONS",
    .headers = "Content-Type,Authorization,X-Request-Id",
    .expose_headers = "ETag,Retry-After",
    .max_age = "600",
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "tap",
    .contract = "0f6b18f24a4285898482d0d6b37d7d38852502c18629e38ab1fa12669453bb16",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 6,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 15,
        .displacement_mask = 3,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 3,
        .mask = 1,
        .edges = ls_path_edges,
        .default_route = 0,
    },
    .cors = &ls_cors,
};
