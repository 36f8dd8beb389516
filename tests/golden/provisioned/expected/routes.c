/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_entries_attributes[] = {
    {.name = "account", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "entry", .type = LS_TYPE_STRING, .max_len = 1024},
    {.name = "day", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "owner", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_entries_indexes[] = {
    {
        .name = "by_day",
        .physical_name = "by_day",
        .key = (const struct ls_attribute *const[]){&ls_entries_attributes[2] /* day */},
        .partition_count = 1,
        .sort_count = 0,
    },
    {
        .name = "by_owner",
        .physical_name = "by_owner",
        .key = (const struct ls_attribute *const[]){&ls_entries_attributes[3] /* owner */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_ENTRIES] = {
        .name = "entries",
        .variable = "LOCKSTEP_TABLE_ENTRIES",
        .attributes = ls_entries_attributes,
        .key_count = 2,
        .attribute_count = 4,
        .index_count = 2,
        .indexes = ls_entries_indexes,
        .ttl = "expires",
        .hide_expired = true,
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /accounts/{account}/entries",
        .key_length = 31,
        .parameter_count = 1,
        .parameters = (const char *const[]){"account"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "account"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /accounts/{account}/entries/{entry}",
        .key_length = 39,
        .parameter_count = 2,
        .parameters = (const char *const[]){"account", "entry"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "account"},
            },
            {
                .attribute = &ls_entries_attributes[1] /* entry */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "entry"},
            },
        },
    },
    {
        .key = "POST /accounts/{account}/entries",
        .key_length = 32,
        .parameter_count = 1,
        .parameters = (const char *const[]){"account"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "account"},
            },
            {
                .attribute = &ls_entries_attributes[1] /* entry */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "entry"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /accounts/{account}/entries/{entry}",
        .key_length = 39,
        .parameter_count = 2,
        .parameters = (const char *const[]){"account", "entry"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "account"},
            },
            {
                .attribute = &ls_entries_attributes[1] /* entry */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "entry"},
            },
        },
    },
    {
        .key = "DELETE /accounts/{account}/entries/{entry}",
        .key_length = 42,
        .parameter_count = 2,
        .parameters = (const char *const[]){"account", "entry"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "account"},
            },
            {
                .attribute = &ls_entries_attributes[1] /* entry */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "entry"},
            },
        },
    },
    {
        .key = "GET /days/{day}",
        .key_length = 15,
        .parameter_count = 1,
        .parameters = (const char *const[]){"day"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .index = &ls_entries_indexes[0] /* by_day */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[2] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "day"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /owners/{owner}",
        .key_length = 19,
        .parameter_count = 1,
        .parameters = (const char *const[]){"owner"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ENTRIES],
        .index = &ls_entries_indexes[1] /* by_owner */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_entries_attributes[3] /* owner */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "owner"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 0, 0, 1, 7, 4, 3, 6, 0, 2, 0, 0, 0, 0, 0, 5};
static const uint16_t ls_key_displacements[] = {3, 0, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /accounts */
    [1] = {
        .parameter_child = 2,
    },
    /* /accounts/{} */
    [2] = {
        .has_literals = true,
    },
    /* /accounts/{}/entries */
    [3] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3},
        .parameter_child = 4,
    },
    /* /accounts/{}/entries/{} */
    [4] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
    },
    /* /days */
    [5] = {
        .parameter_child = 6,
    },
    /* /days/{} */
    [6] = {
        .routes = {[LS_METHOD_GET] = 6},
    },
    /* /owners */
    [7] = {
        .parameter_child = 8,
    },
    /* /owners/{} */
    [8] = {
        .routes = {[LS_METHOD_GET] = 7},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[8] = {
    [2] = {.segment = "accounts", .length = 8, .parent = 0, .child = 1},
    [3] = {.segment = "owners", .length = 6, .parent = 0, .child = 7},
    [4] = {.segment = "days", .length = 4, .parent = 0, .child = 5},
    [6] = {.segment = "entries", .length = 7, .parent = 2, .child = 3},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "ledger",
    .contract = "d23edd948a36c9edd48c2e789e477288bc93b8fb339c6224629c0c7e145f6972",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 7,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 15,
        .displacement_mask = 3,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 9,
        .mask = 7,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
