/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

/* These only make the linker name the line of the spec whose handler is missing. */
#line 59 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_59_checkout = checkout;
#line 12 "routes.c"

static const struct ls_attribute ls_users_attributes[] = {
    {.name = "user_id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID4, .max_len = 2048},
};

static const struct ls_attribute ls_orders_attributes[] = {
    {.name = "user_id", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "placed", .type = LS_TYPE_NUMBER, .generate = LS_GENERATE_NOW, .max_len = 1024},
    {.name = "state", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "total", .type = LS_TYPE_NUMBER, .max_len = 1024},
};

static const struct ls_index ls_orders_indexes[] = {
    {
        .name = "by_state",
        .physical_name = "by_state",
        .key = (const struct ls_attribute *const[]){
            &ls_orders_attributes[2] /* state */, &ls_orders_attributes[1] /* placed */,
        },
        .partition_count = 1,
        .sort_count = 1,
    },
    {
        .name = "by_total",
        .physical_name = "by_total",
        .key = (const struct ls_attribute *const[]){
            &ls_orders_attributes[0] /* user_id */, &ls_orders_attributes[3] /* total */,
        },
        .partition_count = 1,
        .sort_count = 1,
        .local = true,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_USERS] = {
        .name = "users",
        .variable = "LOCKSTEP_TABLE_USERS",
        .attributes = ls_users_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "born",
        .updated = "updatedAt",
        .ttl = "expires",
        .hide_expired = true,
    },
    [LS_TABLE_ORDERS] = {
        .name = "orders",
        .variable = "LOCKSTEP_TABLE_ORDERS",
        .attributes = ls_orders_attributes,
        .key_count = 2,
        .attribute_count = 4,
        .index_count = 2,
        .indexes = ls_orders_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /users",
        .key_length = 10,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_USERS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /users/{user_id}",
        .key_length = 20,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_USERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_users_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
        },
    },
    {
        .key = "POST /users",
        .key_length = 11,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_USERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_users_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "user_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /users/{user_id}",
        .key_length = 20,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_USERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_users_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
        },
    },
    {
        .key = "DELETE /users/{user_id}",
        .key_length = 23,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_USERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_users_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
        },
    },
    {
        .key = "GET /users/{user_id}/orders",
        .key_length = 27,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /users/{user_id}/orders/{placed}",
        .key_length = 36,
        .parameter_count = 2,
        .parameters = (const char *const[]){"user_id", "placed"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
            {
                .attribute = &ls_orders_attributes[1] /* placed */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "placed"},
            },
        },
    },
    {
        .key = "POST /users/{user_id}/orders",
        .key_length = 28,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
            {
                .attribute = &ls_orders_attributes[1] /* placed */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "placed"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /users/{user_id}/orders/{placed}",
        .key_length = 36,
        .parameter_count = 2,
        .parameters = (const char *const[]){"user_id", "placed"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
            {
                .attribute = &ls_orders_attributes[1] /* placed */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "placed"},
            },
        },
    },
    {
        .key = "DELETE /users/{user_id}/orders/{placed}",
        .key_length = 39,
        .parameter_count = 2,
        .parameters = (const char *const[]){"user_id", "placed"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
            {
                .attribute = &ls_orders_attributes[1] /* placed */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "placed"},
            },
        },
    },
    {
        .key = "GET /states/{state}/orders",
        .key_length = 26,
        .parameter_count = 1,
        .parameters = (const char *const[]){"state"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .index = &ls_orders_indexes[0] /* by_state */,
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[2] /* state */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "state"},
            },
            {
                .attribute = &ls_orders_attributes[1] /* placed */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
            },
        },
        .flags = LS_ROUTE_DESCENDING,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /users/{user_id}/totals",
        .key_length = 27,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .index = &ls_orders_indexes[1] /* by_total */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* user_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "user_id"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "POST /users/{user_id}/checkout",
        .key_length = 30,
        .parameter_count = 1,
        .parameters = (const char *const[]){"user_id"},
        .action = LS_ACTION_HANDLER,
        .handler = checkout,
        .grant_count = 3,
        .grants = (const struct ls_grant[]){
            {
                .table = &ls_tables[LS_TABLE_USERS],
                .operations = 1u << LS_DDB_GET_ITEM | 1u << LS_DDB_CONDITION_CHECK_ITEM,
            },
            {
                .table = &ls_tables[LS_TABLE_ORDERS],
                .operations =
                    1u << LS_DDB_QUERY | 1u << LS_DDB_SCAN | 1u << LS_DDB_PUT_ITEM |
                    1u << LS_DDB_UPDATE_ITEM | 1u << LS_DDB_DELETE_ITEM |
                    1u << LS_DDB_BATCH_WRITE_ITEM,
            },
            {
                .table = &ls_tables[LS_TABLE_ORDERS],
                .index = &ls_orders_indexes[0] /* by_state */,
                .operations = 1u << LS_DDB_QUERY,
            },
        },
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    1, 6, 0, 5, 0, 0, 0, 0, 11, 0, 12, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 13, 3, 4, 8, 9,
    10,
};
static const uint16_t ls_key_displacements[] = {1, 0, 0, 2, 0, 2, 5, 1};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /users */
    [1] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3},
        .parameter_child = 2,
    },
    /* /users/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
        .has_literals = true,
    },
    /* /users/{}/orders */
    [3] = {
        .routes = {[LS_METHOD_GET] = 6, [LS_METHOD_POST] = 8},
        .parameter_child = 4,
    },
    /* /users/{}/orders/{} */
    [4] = {
        .routes = {[LS_METHOD_GET] = 7, [LS_METHOD_PUT] = 9, [LS_METHOD_DELETE] = 10},
    },
    /* /states */
    [5] = {
        .parameter_child = 6,
    },
    /* /states/{} */
    [6] = {
        .has_literals = true,
    },
    /* /states/{}/orders */
    [7] = {
        .routes = {[LS_METHOD_GET] = 11},
    },
    /* /users/{}/totals */
    [8] = {
        .routes = {[LS_METHOD_GET] = 12},
    },
    /* /users/{}/checkout */
    [9] = {
        .routes = {[LS_METHOD_POST] = 13},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [7] = {.segment = "totals", .length = 6, .parent = 2, .child = 8},
    [8] = {.segment = "orders", .length = 6, .parent = 2, .child = 3},
    [10] = {.segment = "users", .length = 5, .parent = 0, .child = 1},
    [12] = {.segment = "checkout", .length = 8, .parent = 2, .child = 9},
    [14] = {.segment = "states", .length = 6, .parent = 0, .child = 5},
    [15] = {.segment = "orders", .length = 6, .parent = 6, .child = 7},
};

static const struct ls_cors ls_cors = {
    .origins = (const char *const[]){"*"},
    .origin_count = 1,
    .credentials = false,
    .methods = "GET,POST,PUT,DELETE",
    .headers = "Content-Type,Authorization",
    .max_age = "86400",
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "everything",
    .contract = "b3970453704346c546aff792dadf20584e93f8e2b818667bc0c601921214770f",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 2,
    .route_count = 13,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 31,
        .displacement_mask = 7,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 10,
        .mask = 15,
        .edges = ls_path_edges,
        .default_route = 0,
    },
    .cors = &ls_cors,
};
