/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_posts_attributes[] = {
    {.name = "slug", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_attribute ls_comments_attributes[] = {
    {.name = "slug", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "comment_id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 1024},
};

static const struct ls_attribute ls_counters_attributes[] = {
    {
        .name = "name",
        .type = LS_TYPE_STRING,
        .generate = LS_GENERATE_RANDOM,
        .generate_length = 7,
        .max_len = 2048,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_POSTS] = {
        .name = "posts",
        .variable = "LOCKSTEP_TABLE_POSTS",
        .attributes = ls_posts_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
    [LS_TABLE_COMMENTS] = {
        .name = "comments",
        .variable = "LOCKSTEP_TABLE_COMMENTS",
        .attributes = ls_comments_attributes,
        .key_count = 2,
        .attribute_count = 2,
        .created = "createdAt",
        .updated = "updatedAt",
    },
    [LS_TABLE_COUNTERS] = {
        .name = "counters",
        .variable = "LOCKSTEP_TABLE_COUNTERS",
        .attributes = ls_counters_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /posts",
        .key_length = 10,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /posts/{slug}",
        .key_length = 17,
        .parameter_count = 1,
        .parameters = (const char *const[]){"slug"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
        },
    },
    {
        .key = "POST /posts",
        .key_length = 11,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "slug"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /posts/{slug}",
        .key_length = 17,
        .parameter_count = 1,
        .parameters = (const char *const[]){"slug"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
        },
    },
    {
        .key = "DELETE /posts/{slug}",
        .key_length = 20,
        .parameter_count = 1,
        .parameters = (const char *const[]){"slug"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
        },
    },
    {
        .key = "GET /posts/{slug}/comments",
        .key_length = 26,
        .parameter_count = 1,
        .parameters = (const char *const[]){"slug"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_COMMENTS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_comments_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "POST /posts/{slug}/comments",
        .key_length = 27,
        .parameter_count = 1,
        .parameters = (const char *const[]){"slug"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_COMMENTS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_comments_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
            {
                .attribute = &ls_comments_attributes[1] /* comment_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "comment_id"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "DELETE /posts/{slug}/comments/{comment_id}",
        .key_length = 42,
        .parameter_count = 2,
        .parameters = (const char *const[]){"slug", "comment_id"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_COMMENTS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_comments_attributes[0] /* slug */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "slug"},
            },
            {
                .attribute = &ls_comments_attributes[1] /* comment_id */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "comment_id"},
            },
        },
    },
    {
        .key = "GET /counters",
        .key_length = 13,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_COUNTERS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "POST /counters",
        .key_length = 14,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_COUNTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_counters_attributes[0] /* name */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "name"},
            },
        },
        .if_exists = LS_IF_EXISTS_KEEP,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    0, 9, 0, 0, 0, 0, 2, 0, 0, 0, 0, 10, 8, 3, 0, 0, 0, 0, 0, 1, 0, 6, 7, 0, 5, 0, 0, 0, 4, 0, 0, 0,
};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0, 0, 0, 1, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /posts */
    [1] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3},
        .parameter_child = 2,
    },
    /* /posts/{} */
    [2] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
        .has_literals = true,
    },
    /* /posts/{}/comments */
    [3] = {
        .routes = {[LS_METHOD_GET] = 6, [LS_METHOD_POST] = 7},
        .parameter_child = 4,
    },
    /* /posts/{}/comments/{} */
    [4] = {
        .routes = {[LS_METHOD_DELETE] = 8},
    },
    /* /counters */
    [5] = {
        .routes = {[LS_METHOD_GET] = 9, [LS_METHOD_POST] = 10},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[8] = {
    [4] = {.segment = "posts", .length = 5, .parent = 0, .child = 1},
    [5] = {.segment = "comments", .length = 8, .parent = 2, .child = 3},
    [6] = {.segment = "counters", .length = 8, .parent = 0, .child = 5},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "blog",
    .contract = "6b859950a00436e14497a979f45462f3b319207ca39754070d2adc455ae78418",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 3,
    .route_count = 10,
    .keys = {
        .seed = UINT64_C(0x2),
        .mask = 31,
        .displacement_mask = 7,
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
