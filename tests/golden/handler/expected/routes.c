/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

/* These only make the linker name the line of the spec whose handler is missing. */
#line 18 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_18_hello = hello;
#line 14 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_14_reserve_item = reserve_item;
#line 14 "routes.c"

static const struct ls_attribute ls_items_attributes[] = {
    {.name = "id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
    {.name = "owner", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_items_indexes[] = {
    {
        .name = "by_owner",
        .physical_name = "by_owner",
        .key = (const struct ls_attribute *const[]){&ls_items_attributes[1] /* owner */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_ITEMS] = {
        .name = "items",
        .variable = "LOCKSTEP_TABLE_ITEMS",
        .attributes = ls_items_attributes,
        .key_count = 1,
        .attribute_count = 2,
        .index_count = 1,
        .indexes = ls_items_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
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
        .key = "POST /items/{id}/reserve",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_HANDLER,
        .handler = reserve_item,
        .grant_count = 2,
        .grants = (const struct ls_grant[]){
            {
                .table = &ls_tables[LS_TABLE_ITEMS],
                .operations =
                    1u << LS_DDB_GET_ITEM | 1u << LS_DDB_UPDATE_ITEM | 1u << LS_DDB_BATCH_GET_ITEM,
            },
            {
                .table = &ls_tables[LS_TABLE_ITEMS],
                .index = &ls_items_indexes[0] /* by_owner */,
                .operations = 1u << LS_DDB_QUERY | 1u << LS_DDB_SCAN,
            },
        },
    },
    {
        .key = "ANY /hello",
        .key_length = 10,
        .action = LS_ACTION_HANDLER,
        .handler = hello,
    },
    {
        .key = "GET /bye",
        .key_length = 8,
        .action = LS_ACTION_HANDLER,
        .handler = hello,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 2, 0, 3, 4, 1, 0, 0};
static const uint16_t ls_key_displacements[] = {0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /items */
    [1] = {
        .parameter_child = 2,
    },
    /* /items/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 1},
        .has_literals = true,
    },
    /* /items/{}/reserve */
    [3] = {
        .routes = {[LS_METHOD_POST] = 2},
    },
    /* /hello */
    [4] = {
        .routes = {[LS_METHOD_ANY] = 3},
    },
    /* /bye */
    [5] = {
        .routes = {[LS_METHOD_GET] = 4},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[8] = {
    [1] = {.segment = "items", .length = 5, .parent = 0, .child = 1},
    [5] = {.segment = "reserve", .length = 7, .parent = 2, .child = 3},
    [6] = {.segment = "hello", .length = 5, .parent = 0, .child = 4},
    [7] = {.segment = "bye", .length = 3, .parent = 0, .child = 5},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "shop",
    .contract = "6bffa4d60b0c23cdd908b268d11aa6a49056a4c6da5ac107217e1a9f070d9061",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 4,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 7,
        .displacement_mask = 1,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 6,
        .mask = 7,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
