/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_template ls_posts_templates[] = {
    {
        .part_count = 3,
        .parts = (const uint8_t[]){4 /* org */, 6 /* forum */, 7 /* thread */},
        .literals = (const char *const[]){"", "#", "/", "!"},
    },
    {
        .part_count = 2,
        .parts = (const uint8_t[]){8 /* posted */, 9 /* post */},
        .literals = (const char *const[]){"post#", "#", ""},
    },
    {
        .part_count = 2,
        .parts = (const uint8_t[]){4 /* org */, 10 /* author */},
        .literals = (const char *const[]){"", "\\", ""},
    },
    {
        .part_count = 2,
        .parts = (const uint8_t[]){11 /* state */, 8 /* posted */},
        .literals = (const char *const[]){"", "#", ""},
    },
};

static const struct ls_attribute ls_posts_attributes[] = {
    {
        .name = "thread_key",
        .type = LS_TYPE_STRING,
        .max_len = 2048,
        .template = &ls_posts_templates[0],
    },
    {
        .name = "post_key",
        .type = LS_TYPE_STRING,
        .max_len = 1024,
        .template = &ls_posts_templates[1],
    },
    {
        .name = "author_key",
        .type = LS_TYPE_STRING,
        .max_len = 2048,
        .template = &ls_posts_templates[2],
    },
    {.name = "day", .type = LS_TYPE_STRING, .format = LS_FORMAT_TIMESTAMP, .max_len = 2048},
    {.name = "org", .type = LS_TYPE_STRING, .max_len = 2048},
    {
        .name = "state_key",
        .type = LS_TYPE_STRING,
        .max_len = 1024,
        .template = &ls_posts_templates[3],
    },
    {.name = "forum", .type = LS_TYPE_STRING, .max_len = 2048},
    {
        .name = "thread",
        .type = LS_TYPE_STRING,
        .generate = LS_GENERATE_RANDOM,
        .generate_length = 12,
        .max_len = 2048,
    },
    {
        .name = "posted",
        .type = LS_TYPE_STRING,
        .format = LS_FORMAT_TIMESTAMP,
        .generate = LS_GENERATE_NOW,
        .max_len = 1024,
    },
    {.name = "post", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID4, .max_len = 1024},
    {.name = "author", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "state", .type = LS_TYPE_STRING, .max_len = 1024},
};

static const struct ls_index ls_posts_indexes[] = {
    {
        .name = "by_author",
        .physical_name = "by_author",
        .key = (const struct ls_attribute *const[]){
            &ls_posts_attributes[2] /* author_key */, &ls_posts_attributes[5] /* state_key */,
        },
        .partition_count = 1,
        .sort_count = 1,
    },
    {
        .name = "by_time",
        .physical_name = "by_time",
        .key = (const struct ls_attribute *const[]){
            &ls_posts_attributes[4] /* org */, &ls_posts_attributes[3] /* day */,
            &ls_posts_attributes[1] /* post_key */,
        },
        .partition_count = 2,
        .sort_count = 1,
    },
};

static const struct ls_attribute ls_members_attributes[] = {
    {.name = "account", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "joined", .type = LS_TYPE_NUMBER, .generate = LS_GENERATE_NOW, .max_len = 1024},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_POSTS] = {
        .name = "posts",
        .variable = "LOCKSTEP_TABLE_POSTS",
        .attributes = ls_posts_attributes,
        .key_count = 2,
        .attribute_count = 12,
        .index_count = 2,
        .indexes = ls_posts_indexes,
    },
    [LS_TABLE_MEMBERS] = {
        .name = "members",
        .variable = "LOCKSTEP_TABLE_MEMBERS",
        .attributes = ls_members_attributes,
        .key_count = 2,
        .attribute_count = 2,
        .created = "created_at",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "POST /forums/{forum}/threads",
        .key_length = 28,
        .parameter_count = 1,
        .parameters = (const char *const[]){"forum"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 5,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "posted"},
            },
            {
                .attribute = &ls_posts_attributes[9] /* post */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "post"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "POST /forums/{forum}/threads/{thread}",
        .key_length = 37,
        .parameter_count = 2,
        .parameters = (const char *const[]){"forum", "thread"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 5,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "posted"},
            },
            {
                .attribute = &ls_posts_attributes[9] /* post */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "post"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
        .set_count = 1,
        .set = (const struct ls_assignment[]){
            {
                .name = "author",
                .attribute = &ls_posts_attributes[10] /* author */,
                .source = {.kind = LS_SOURCE_CLAIM, .name = "sub"},
            },
        },
    },
    {
        .key = "GET /forums/{forum}/threads/{thread}",
        .key_length = 36,
        .parameter_count = 2,
        .parameters = (const char *const[]){"forum", "thread"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 4,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
                .high = {.kind = LS_SOURCE_QUERY, .name = "to"},
            },
        },
        .flags = LS_ROUTE_DESCENDING,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /forums/{forum}/threads/{thread}/{posted}/{post}",
        .key_length = 52,
        .parameter_count = 4,
        .parameters = (const char *const[]){"forum", "thread", "posted", "post"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 5,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "posted"},
            },
            {
                .attribute = &ls_posts_attributes[9] /* post */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "post"},
            },
        },
    },
    {
        .key = "PUT /forums/{forum}/threads/{thread}/{posted}/{post}",
        .key_length = 52,
        .parameter_count = 4,
        .parameters = (const char *const[]){"forum", "thread", "posted", "post"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 5,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "posted"},
            },
            {
                .attribute = &ls_posts_attributes[9] /* post */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "post"},
            },
        },
    },
    {
        .key = "DELETE /forums/{forum}/threads/{thread}/{posted}/{post}",
        .key_length = 55,
        .parameter_count = 4,
        .parameters = (const char *const[]){"forum", "thread", "posted", "post"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 5,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "posted"},
            },
            {
                .attribute = &ls_posts_attributes[9] /* post */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "post"},
            },
        },
    },
    {
        .key = "GET /me/posts",
        .key_length = 13,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .index = &ls_posts_indexes[0] /* by_author */,
        .binding_count = 3,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[10] /* author */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "sub"},
            },
            {
                .attribute = &ls_posts_attributes[11] /* state */,
                .match = LS_MATCH_PREFIX,
                .low = {.kind = LS_SOURCE_QUERY, .name = "state"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /drafts",
        .key_length = 11,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .index = &ls_posts_indexes[0] /* by_author */,
        .binding_count = 4,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[10] /* author */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "sub"},
            },
            {
                .attribute = &ls_posts_attributes[11] /* state */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CONST, .name = "draft"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_AFTER,
                .low = {.kind = LS_SOURCE_QUERY, .name = "after"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /support/{org}/{forum}/{thread}",
        .key_length = 35,
        .parameter_count = 3,
        .parameters = (const char *const[]){"org", "forum", "thread"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .binding_count = 4,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "org"},
            },
            {
                .attribute = &ls_posts_attributes[6] /* forum */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "forum"},
            },
            {
                .attribute = &ls_posts_attributes[7] /* thread */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "thread"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_BEFORE,
                .high = {.kind = LS_SOURCE_HEADER, .name = "x-before"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /days/{day}",
        .key_length = 15,
        .parameter_count = 1,
        .parameters = (const char *const[]){"day"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_POSTS],
        .index = &ls_posts_indexes[1] /* by_time */,
        .binding_count = 3,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_posts_attributes[4] /* org */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CLAIM, .name = "custom:org"},
            },
            {
                .attribute = &ls_posts_attributes[3] /* day */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "day"},
            },
            {
                .attribute = &ls_posts_attributes[8] /* posted */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /members",
        .key_length = 12,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_IAM_ACCOUNT_ID},
            },
            {
                .attribute = &ls_members_attributes[1] /* joined */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "POST /members",
        .key_length = 13,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_MEMBERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_members_attributes[0] /* account */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_IAM_ACCOUNT_ID},
            },
            {
                .attribute = &ls_members_attributes[1] /* joined */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "joined"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
        .set_count = 1,
        .set = (const struct ls_assignment[]){
            {.name = "who", .source = {.kind = LS_SOURCE_IAM_USER_ARN}},
        },
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    0, 0, 0, 0, 0, 0, 9, 10, 5, 0, 0, 12, 4, 11, 8, 1, 0, 0, 0, 0, 0, 3, 0, 6, 0, 0, 0, 0, 7, 2, 0,
    0,
};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 1, 0, 0, 1, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /forums */
    [1] = {
        .parameter_child = 2,
    },
    /* /forums/{} */
    [2] = {
        .has_literals = true,
    },
    /* /forums/{}/threads */
    [3] = {
        .routes = {[LS_METHOD_POST] = 1},
        .parameter_child = 4,
    },
    /* /forums/{}/threads/{} */
    [4] = {
        .routes = {[LS_METHOD_GET] = 3, [LS_METHOD_POST] = 2},
        .parameter_child = 5,
    },
    /* /forums/{}/threads/{}/{} */
    [5] = {
        .parameter_child = 6,
    },
    /* /forums/{}/threads/{}/{}/{} */
    [6] = {
        .routes = {[LS_METHOD_GET] = 4, [LS_METHOD_PUT] = 5, [LS_METHOD_DELETE] = 6},
    },
    /* /me */
    [7] = {
        .has_literals = true,
    },
    /* /me/posts */
    [8] = {
        .routes = {[LS_METHOD_GET] = 7},
    },
    /* /drafts */
    [9] = {
        .routes = {[LS_METHOD_GET] = 8},
    },
    /* /support */
    [10] = {
        .parameter_child = 11,
    },
    /* /support/{} */
    [11] = {
        .parameter_child = 12,
    },
    /* /support/{}/{} */
    [12] = {
        .parameter_child = 13,
    },
    /* /support/{}/{}/{} */
    [13] = {
        .routes = {[LS_METHOD_GET] = 9},
    },
    /* /days */
    [14] = {
        .parameter_child = 15,
    },
    /* /days/{} */
    [15] = {
        .routes = {[LS_METHOD_GET] = 10},
    },
    /* /members */
    [16] = {
        .routes = {[LS_METHOD_GET] = 11, [LS_METHOD_POST] = 12},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [1] = {.segment = "forums", .length = 6, .parent = 0, .child = 1},
    [4] = {.segment = "support", .length = 7, .parent = 0, .child = 10},
    [5] = {.segment = "posts", .length = 5, .parent = 7, .child = 8},
    [8] = {.segment = "drafts", .length = 6, .parent = 0, .child = 9},
    [9] = {.segment = "members", .length = 7, .parent = 0, .child = 16},
    [10] = {.segment = "threads", .length = 7, .parent = 2, .child = 3},
    [11] = {.segment = "me", .length = 2, .parent = 0, .child = 7},
    [12] = {.segment = "days", .length = 4, .parent = 0, .child = 14},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "forum",
    .contract = "7e7139ca7ba0332ae5a61c10cd49e7e018bc46df93525b75165e587c231378c2",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 2,
    .route_count = 12,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 31,
        .displacement_mask = 7,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 17,
        .mask = 15,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
