/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_members_attributes[] = {
    {.name = "member_id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_MEMBERS] = {
        .name = "members",
        .variable = "LOCKSTEP_TABLE_MEMBERS",
        .attributes = ls_members_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /members",
        .key_length = 12,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /members/{member_id}",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"member_id"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* member_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "member_id"},
            },
        },
    },
    {
        .key = "POST /members",
        .key_length = 13,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* member_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "member_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /members/{member_id}",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"member_id"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* member_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "member_id"},
            },
        },
        .set_count = 1,
        .set = (const struct ls_assignment[]){
            {.name = "by", .source = {.kind = LS_SOURCE_CLAIM, .name = "partner"}},
        },
    },
    {
        .key = "DELETE /members/{member_id}",
        .key_length = 27,
        .parameter_count = 1,
        .parameters = (const char *const[]){"member_id"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* member_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "member_id"},
            },
        },
    },
    {
        .key = "POST /machines",
        .key_length = 14,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* member_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "member_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "OPTIONS /{proxy+}",
        .key_length = 17,
        .parameter_count = 1,
        .parameters = (const char *const[]){"proxy"},
        .action = LS_ACTION_PREFLIGHT,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 4, 7, 0, 0, 0, 0, 0, 0, 0, 5, 3, 2, 1, 0, 6};
static const uint16_t ls_key_displacements[] = {2, 0, 0, 1};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .greedy = {[LS_METHOD_OPTIONS] = 7},
        .has_literals = true,
    },
    /* /members */
    [1] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3},
        .parameter_child = 2,
    },
    /* /members/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
    },
    /* /machines */
    [3] = {
        .routes = {[LS_METHOD_POST] = 6},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[4] = {
    [1] = {.segment = "members", .length = 7, .parent = 0, .child = 1},
    [2] = {.segment = "machines", .length = 8, .parent = 0, .child = 3},
};

static const struct ls_cors ls_cors = {
    .origins = (const char *const[]){"https://club.example.com"},
    .origin_count = 1,
    .credentials = false,
    .methods = "GET,POST,PUT,DELETE,OPTIONS",
    .headers = "Content-Type,Authorization",
    .max_age = "86400",
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "club",
    .contract = "3a9679b365a6440e277ce8d2121418c7076c5edd8eb2251b407115728ada9cb4",
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
        .node_count = 4,
        .mask = 3,
        .edges = ls_path_edges,
        .default_route = 0,
    },
    .cors = &ls_cors,
};
