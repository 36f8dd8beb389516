/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_orders_attributes[] = {
    {.name = "order_id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
    {.name = "cashier", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_orders_indexes[] = {
    {
        .name = "by_cashier",
        .physical_name = "by_cashier",
        .key = (const struct ls_attribute *const[]){&ls_orders_attributes[1] /* cashier */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_attribute ls_keys_attributes[] = {
    {.name = "key", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_attribute ls_totals_attributes[] = {
    {.name = "day", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_ORDERS] = {
        .name = "orders",
        .variable = "LOCKSTEP_TABLE_ORDERS",
        .attributes = ls_orders_attributes,
        .key_count = 1,
        .attribute_count = 2,
        .index_count = 1,
        .indexes = ls_orders_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
        .version = "version",
        .ttl = "expires",
        .ttl_after_days = 400,
    },
    [LS_TABLE_KEYS] = {
        .name = "keys",
        .variable = "LOCKSTEP_TABLE_KEYS",
        .attributes = ls_keys_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .ttl = "until",
        .hide_expired = true,
    },
    [LS_TABLE_TOTALS] = {
        .name = "totals",
        .variable = "LOCKSTEP_TABLE_TOTALS",
        .attributes = ls_totals_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "POST /orders",
        .key_length = 12,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "order_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
        .set_count = 5,
        .set = (const struct ls_assignment[]){
            {
                .name = "cashier",
                .attribute = &ls_orders_attributes[1] /* cashier */,
                .source = {.kind = LS_SOURCE_CLAIM, .name = "sub"},
            },
            {.name = "channel", .source = {.kind = LS_SOURCE_HEADER, .name = "x-channel"}},
            {.name = "state", .source = {.kind = LS_SOURCE_TYPED, .name = "{\"S\":\"open\"}"}},
            {.name = "priority", .source = {.kind = LS_SOURCE_TYPED, .name = "{\"N\":\"3\"}"}},
            {.name = "gift", .source = {.kind = LS_SOURCE_TYPED, .name = "{\"BOOL\":false}"}},
        },
        .idempotency = &(const struct ls_idempotency){
            .table = &ls_tables[LS_TABLE_KEYS],
            .ttl_s = 3600,
            .required = true,
        },
    },
    {
        .key = "POST /orders/import",
        .key_length = 19,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "order_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
        .idempotency = &(const struct ls_idempotency){
            .table = &ls_tables[LS_TABLE_KEYS],
            .ttl_s = 86400,
        },
    },
    {
        .key = "GET /orders/{order_id}",
        .key_length = 22,
        .parameter_count = 1,
        .parameters = (const char *const[]){"order_id"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "order_id"},
            },
        },
    },
    {
        .key = "GET /cashiers/{cashier}/orders",
        .key_length = 30,
        .parameter_count = 1,
        .parameters = (const char *const[]){"cashier"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .index = &ls_orders_indexes[0] /* by_cashier */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[1] /* cashier */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "cashier"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "PUT /orders/{order_id}",
        .key_length = 22,
        .parameter_count = 1,
        .parameters = (const char *const[]){"order_id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "order_id"},
            },
        },
        .flags = LS_ROUTE_NULL_REMOVES | LS_ROUTE_IF_MATCH_REQUIRED,
        .set_count = 1,
        .set = (const struct ls_assignment[]){
            {.name = "changed_by", .source = {.kind = LS_SOURCE_CLAIM, .name = "sub"}},
        },
        .add_count = 2,
        .add = (const struct ls_addition[]){
            {.name = "changes", .number = "1"},
            {.name = "credit", .number = "-2.50"},
        },
    },
    {
        .key = "PATCH /orders/{order_id}",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"order_id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "order_id"},
            },
        },
        .flags = LS_ROUTE_UPSERT,
    },
    {
        .key = "DELETE /orders/{order_id}",
        .key_length = 25,
        .parameter_count = 1,
        .parameters = (const char *const[]){"order_id"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_ORDERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_orders_attributes[0] /* order_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "order_id"},
            },
        },
        .flags = LS_ROUTE_MUST_EXIST | LS_ROUTE_IF_MATCH_REQUIRED,
    },
    {
        .key = "POST /days",
        .key_length = 10,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_TOTALS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_totals_attributes[0] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "day"},
            },
        },
        .if_exists = LS_IF_EXISTS_KEEP,
    },
    {
        .key = "PUT /days/{day}",
        .key_length = 15,
        .parameter_count = 1,
        .parameters = (const char *const[]){"day"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_TOTALS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_totals_attributes[0] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "day"},
            },
        },
        .if_exists = LS_IF_EXISTS_REPLACE,
    },
    {
        .key = "POST /days/{day}/sales",
        .key_length = 22,
        .parameter_count = 1,
        .parameters = (const char *const[]){"day"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_TOTALS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_totals_attributes[0] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "day"},
            },
        },
        .flags = LS_ROUTE_UPSERT,
        .add_count = 1,
        .add = (const struct ls_addition[]){
            {.name = "sales", .number = "1"},
        },
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    0, 0, 0, 0, 2, 6, 0, 0, 0, 7, 3, 0, 0, 0, 0, 8, 0, 0, 1, 10, 9, 0, 5, 0, 0, 4, 0, 0, 0, 0, 0, 0,
};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0, 0, 0, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /orders */
    [1] = {
        .routes = {[LS_METHOD_POST] = 1},
        .has_literals = true,
        .parameter_child = 3,
    },
    /* /orders/import */
    [2] = {
        .routes = {[LS_METHOD_POST] = 2},
    },
    /* /orders/{} */
    [3] = {
        .routes = {
            [LS_METHOD_GET] = 3, [LS_METHOD_PUT] = 5, [LS_METHOD_PATCH] = 6, [LS_METHOD_DELETE] = 7,
        },
    },
    /* /cashiers */
    [4] = {
        .parameter_child = 5,
    },
    /* /cashiers/{} */
    [5] = {
        .has_literals = true,
    },
    /* /cashiers/{}/orders */
    [6] = {
        .routes = {[LS_METHOD_GET] = 4},
    },
    /* /days */
    [7] = {
        .routes = {[LS_METHOD_POST] = 8},
        .parameter_child = 8,
    },
    /* /days/{} */
    [8] = {
        .routes = {[LS_METHOD_PUT] = 9},
        .has_literals = true,
    },
    /* /days/{}/sales */
    [9] = {
        .routes = {[LS_METHOD_POST] = 10},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [6] = {.segment = "import", .length = 6, .parent = 1, .child = 2},
    [7] = {.segment = "cashiers", .length = 8, .parent = 0, .child = 4},
    [9] = {.segment = "sales", .length = 5, .parent = 8, .child = 9},
    [12] = {.segment = "days", .length = 4, .parent = 0, .child = 7},
    [13] = {.segment = "orders", .length = 6, .parent = 5, .child = 6},
    [14] = {.segment = "orders", .length = 6, .parent = 0, .child = 1},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "till",
    .contract = "e42a7732fc449c9c04144887ddab9516f132269844427a553bcdeb32aedc09b5",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 3,
    .route_count = 10,
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
};
