/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_books_attributes[] = {
    {.name = "shelf", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "number", .type = LS_TYPE_NUMBER, .max_len = 1024},
    {.name = "cover", .type = LS_TYPE_BINARY, .max_len = 2048},
};

static const struct ls_index ls_books_indexes[] = {
    {
        .name = "by_cover",
        .physical_name = "by_cover",
        .key = (const struct ls_attribute *const[]){&ls_books_attributes[2] /* cover */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_BOOKS] = {
        .name = "books",
        .variable = "LOCKSTEP_TABLE_BOOKS",
        .attributes = ls_books_attributes,
        .key_count = 2,
        .attribute_count = 3,
        .index_count = 1,
        .indexes = ls_books_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /shelves/{shelf}/books",
        .key_length = 26,
        .parameter_count = 1,
        .parameters = (const char *const[]){"shelf"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_BOOKS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_books_attributes[0] /* shelf */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "shelf"},
            },
        },
        .flags = LS_ROUTE_DESCENDING | LS_ROUTE_CONSISTENT | LS_ROUTE_CLIENT_FIELDS,
        .page_size = 10,
        .max_page_size = 20,
        .filter_count = 13,
        .filters = (const struct ls_filter[]){
            {
                .name = "title",
                .match = LS_MATCH_PREFIX,
                .low = {.kind = LS_SOURCE_QUERY, .name = "title"},
            },
            {
                .name = "author",
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_QUERY, .name = "author"},
            },
            {
                .name = "pages",
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "min"},
                .high = {.kind = LS_SOURCE_QUERY, .name = "max"},
            },
            {
                .name = "price",
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_TYPED, .name = "{\"N\":\"1.50\"}"},
                .high = {.kind = LS_SOURCE_QUERY, .name = "price"},
            },
            {
                .name = "year",
                .match = LS_MATCH_AFTER,
                .low = {.kind = LS_SOURCE_QUERY, .name = "after"},
            },
            {
                .name = "weight",
                .match = LS_MATCH_BEFORE,
                .high = {.kind = LS_SOURCE_TYPED, .name = "{\"N\":\"900\"}"},
            },
            {
                .name = "tags",
                .match = LS_MATCH_CONTAINS,
                .low = {.kind = LS_SOURCE_QUERY, .name = "tag"},
            },
            {.name = "lost", .match = LS_MATCH_ABSENT},
            {.name = "isbn", .match = LS_MATCH_EXISTS},
            {
                .name = "language",
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_TYPED, .name = "{\"S\":\"de\"}"},
            },
            {
                .name = "signed",
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_TYPED, .name = "{\"BOOL\":true}"},
            },
            {
                .name = "edition",
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_TYPED, .name = "{\"N\":\"2\"}"},
            },
            {
                .name = "cover",
                .attribute = &ls_books_attributes[2] /* cover */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_QUERY, .name = "cover"},
            },
        },
        .field_count = 12,
        .fields = (const char *const[]){
            "shelf", "number", "title", "author", "pages", "price", "year", "weight", "tags",
            "isbn", "language", "signed",
        },
    },
    {
        .key = "GET /books",
        .key_length = 10,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_BOOKS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
        .filter_count = 1,
        .filters = (const struct ls_filter[]){
            {
                .name = "title",
                .match = LS_MATCH_CONTAINS,
                .low = {.kind = LS_SOURCE_TYPED, .name = "{\"S\":\"%\"}"},
            },
        },
    },
    {
        .key = "GET /covers",
        .key_length = 11,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_BOOKS],
        .index = &ls_books_indexes[0] /* by_cover */,
        .flags = LS_ROUTE_SCAN | LS_ROUTE_CLIENT_FIELDS,
        .page_size = 100,
        .max_page_size = 1000,
        .field_count = 1,
        .fields = (const char *const[]){"title"},
    },
    {
        .key = "GET /plain",
        .key_length = 10,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_BOOKS],
        .index = &ls_books_indexes[0] /* by_cover */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_books_attributes[2] /* cover */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_CONST, .name = "AAEC"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /shelves/{shelf}/books/{number}",
        .key_length = 35,
        .parameter_count = 2,
        .parameters = (const char *const[]){"shelf", "number"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_BOOKS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_books_attributes[0] /* shelf */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "shelf"},
            },
            {
                .attribute = &ls_books_attributes[1] /* number */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "number"},
            },
        },
        .flags = LS_ROUTE_CONSISTENT | LS_ROUTE_CLIENT_FIELDS,
        .field_count = 2,
        .fields = (const char *const[]){"title", "a \"quoted\" name"},
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 0, 1, 2, 0, 0, 5, 0, 0, 0, 3, 0, 4, 0, 0, 0};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /shelves */
    [1] = {
        .parameter_child = 2,
    },
    /* /shelves/{} */
    [2] = {
        .has_literals = true,
    },
    /* /shelves/{}/books */
    [3] = {
        .routes = {[LS_METHOD_GET] = 1},
        .parameter_child = 7,
    },
    /* /books */
    [4] = {
        .routes = {[LS_METHOD_GET] = 2},
    },
    /* /covers */
    [5] = {
        .routes = {[LS_METHOD_GET] = 3},
    },
    /* /plain */
    [6] = {
        .routes = {[LS_METHOD_GET] = 4},
    },
    /* /shelves/{}/books/{} */
    [7] = {
        .routes = {[LS_METHOD_GET] = 5},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [1] = {.segment = "covers", .length = 6, .parent = 0, .child = 5},
    [2] = {.segment = "books", .length = 5, .parent = 0, .child = 4},
    [10] = {.segment = "shelves", .length = 7, .parent = 0, .child = 1},
    [11] = {.segment = "books", .length = 5, .parent = 2, .child = 3},
    [12] = {.segment = "plain", .length = 5, .parent = 0, .child = 6},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "shelf",
    .contract = "487728367242412732ce6a5a23143f4823071d9ff3d4e5c1d2b7fd70b4a27b00",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 5,
    .keys = {
        .seed = UINT64_C(0x2),
        .mask = 15,
        .displacement_mask = 3,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 8,
        .mask = 15,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
