/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_readings_attributes[] = {
    {.name = "device_id", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "ts", .type = LS_TYPE_NUMBER, .max_len = 1024},
    {.name = "kind", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "region", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "serial", .type = LS_TYPE_BINARY, .max_len = 1024},
};

static const struct ls_index ls_readings_indexes[] = {
    {
        .name = "by_region",
        .physical_name = "readings-by-region",
        .key = (const struct ls_attribute *const[]){
            &ls_readings_attributes[3] /* region */, &ls_readings_attributes[2] /* kind */,
            &ls_readings_attributes[1] /* ts */, &ls_readings_attributes[4] /* serial */,
        },
        .partition_count = 2,
        .sort_count = 2,
    },
    {
        .name = "by_serial",
        .physical_name = "by_serial",
        .key = (const struct ls_attribute *const[]){
            &ls_readings_attributes[0] /* device_id */, &ls_readings_attributes[4] /* serial */,
        },
        .partition_count = 1,
        .sort_count = 1,
        .local = true,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_READINGS] = {
        .name = "readings",
        .variable = "LOCKSTEP_TABLE_READINGS",
        .attributes = ls_readings_attributes,
        .key_count = 2,
        .attribute_count = 5,
        .index_count = 2,
        .indexes = ls_readings_indexes,
        .created = "seen_at",
        .updated = "changed_at",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /devices/{device_id}/readings",
        .key_length = 33,
        .parameter_count = 1,
        .parameters = (const char *const[]){"device_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
                .high = {.kind = LS_SOURCE_QUERY, .name = "to"},
            },
        },
        .flags = LS_ROUTE_DESCENDING,
        .page_size = 25,
        .max_page_size = 50,
    },
    {
        .key = "GET /devices/{device_id}/later",
        .key_length = 30,
        .parameter_count = 1,
        .parameters = (const char *const[]){"device_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_AFTER,
                .low = {.kind = LS_SOURCE_QUERY, .name = "since"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /devices/{device_id}/earlier",
        .key_length = 32,
        .parameter_count = 1,
        .parameters = (const char *const[]){"device_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_BEFORE,
                .high = {.kind = LS_SOURCE_CONST, .name = "1700000000"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /devices/{device_id}/serials",
        .key_length = 32,
        .parameter_count = 1,
        .parameters = (const char *const[]){"device_id"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_READINGS],
        .index = &ls_readings_indexes[1] /* by_serial */,
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[4] /* serial */,
                .match = LS_MATCH_PREFIX,
                .low = {.kind = LS_SOURCE_QUERY, .name = "serial"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /regions/{region}/{kind}",
        .key_length = 28,
        .parameter_count = 2,
        .parameters = (const char *const[]){"region", "kind"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_READINGS],
        .index = &ls_readings_indexes[0] /* by_region */,
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[3] /* region */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "region"},
            },
            {
                .attribute = &ls_readings_attributes[2] /* kind */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "kind"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /devices/{device_id}/readings/{ts}",
        .key_length = 38,
        .parameter_count = 2,
        .parameters = (const char *const[]){"device_id", "ts"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "ts"},
            },
        },
    },
    {
        .key = "PUT /devices/{device_id}/readings/{ts}",
        .key_length = 38,
        .parameter_count = 2,
        .parameters = (const char *const[]){"device_id", "ts"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "ts"},
            },
        },
        .flags = LS_ROUTE_UPSERT,
    },
    {
        .key = "DELETE /devices/{device_id}/readings/{ts}",
        .key_length = 41,
        .parameter_count = 2,
        .parameters = (const char *const[]){"device_id", "ts"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "ts"},
            },
        },
        .flags = LS_ROUTE_MUST_EXIST,
    },
    {
        .key = "POST /devices/{device_id}/readings",
        .key_length = 34,
        .parameter_count = 1,
        .parameters = (const char *const[]){"device_id"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_READINGS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_readings_attributes[0] /* device_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "device_id"},
            },
            {
                .attribute = &ls_readings_attributes[1] /* ts */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CONST, .name = "1"},
            },
        },
        .if_exists = LS_IF_EXISTS_REPLACE,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    5, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 7, 0, 0, 0, 6, 9, 2, 0, 0, 0, 1, 0, 8,
};
static const uint16_t ls_key_displacements[] = {0, 1, 1, 0, 0, 2, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /devices */
    [1] = {
        .parameter_child = 2,
    },
    /* /devices/{} */
    [2] = {
        .has_literals = true,
    },
    /* /devices/{}/readings */
    [3] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 9},
        .parameter_child = 10,
    },
    /* /devices/{}/later */
    [4] = {
        .routes = {[LS_METHOD_GET] = 2},
    },
    /* /devices/{}/earlier */
    [5] = {
        .routes = {[LS_METHOD_GET] = 3},
    },
    /* /devices/{}/serials */
    [6] = {
        .routes = {[LS_METHOD_GET] = 4},
    },
    /* /regions */
    [7] = {
        .parameter_child = 8,
    },
    /* /regions/{} */
    [8] = {
        .parameter_child = 9,
    },
    /* /regions/{}/{} */
    [9] = {
        .routes = {[LS_METHOD_GET] = 5},
    },
    /* /devices/{}/readings/{} */
    [10] = {
        .routes = {[LS_METHOD_GET] = 6, [LS_METHOD_PUT] = 7, [LS_METHOD_DELETE] = 8},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [0] = {.segment = "serials", .length = 7, .parent = 2, .child = 6},
    [3] = {.segment = "devices", .length = 7, .parent = 0, .child = 1},
    [4] = {.segment = "later", .length = 5, .parent = 2, .child = 4},
    [10] = {.segment = "regions", .length = 7, .parent = 0, .child = 7},
    [11] = {.segment = "readings", .length = 8, .parent = 2, .child = 3},
    [15] = {.segment = "earlier", .length = 7, .parent = 2, .child = 5},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "fleet",
    .contract = "1f7a713f18c8fc6fc223c13e771f64e21a91f6f80ee2a0923cc6bad124236406",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 9,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 31,
        .displacement_mask = 7,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 11,
        .mask = 15,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
