/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_letters_attributes[] = {
    {.name = "box", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "letter", .type = LS_TYPE_STRING, .max_len = 1024},
    {.name = "sender", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_letters_indexes[] = {
    {
        .name = "by_sender",
        .physical_name = "by_sender",
        .key = (const struct ls_attribute *const[]){&ls_letters_attributes[2] /* sender */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_attribute ls_people_attributes[] = {
    {.name = "person", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
    {.name = "city", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_people_indexes[] = {
    {
        .name = "by_city",
        .physical_name = "by_city",
        .key = (const struct ls_attribute *const[]){&ls_people_attributes[1] /* city */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_LETTERS] = {
        .name = "letters",
        .variable = "LOCKSTEP_TABLE_LETTERS",
        .attributes = ls_letters_attributes,
        .key_count = 2,
        .attribute_count = 3,
        .index_count = 1,
        .indexes = ls_letters_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
    [LS_TABLE_PEOPLE] = {
        .name = "people",
        .variable = "LOCKSTEP_TABLE_PEOPLE",
        .attributes = ls_people_attributes,
        .key_count = 1,
        .attribute_count = 2,
        .index_count = 1,
        .indexes = ls_people_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /boxes/{box}/letters",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"box"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[0] /* box */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "box"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /boxes/{box}/letters/{letter}",
        .key_length = 33,
        .parameter_count = 2,
        .parameters = (const char *const[]){"box", "letter"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[0] /* box */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "box"},
            },
            {
                .attribute = &ls_letters_attributes[1] /* letter */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "letter"},
            },
        },
    },
    {
        .key = "POST /boxes/{box}/letters",
        .key_length = 25,
        .parameter_count = 1,
        .parameters = (const char *const[]){"box"},
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[0] /* box */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "box"},
            },
            {
                .attribute = &ls_letters_attributes[1] /* letter */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "letter"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /boxes/{box}/letters/{letter}",
        .key_length = 33,
        .parameter_count = 2,
        .parameters = (const char *const[]){"box", "letter"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[0] /* box */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "box"},
            },
            {
                .attribute = &ls_letters_attributes[1] /* letter */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "letter"},
            },
        },
    },
    {
        .key = "DELETE /boxes/{box}/letters/{letter}",
        .key_length = 36,
        .parameter_count = 2,
        .parameters = (const char *const[]){"box", "letter"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[0] /* box */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "box"},
            },
            {
                .attribute = &ls_letters_attributes[1] /* letter */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "letter"},
            },
        },
    },
    {
        .key = "GET /senders/{sender}/letters",
        .key_length = 29,
        .parameter_count = 1,
        .parameters = (const char *const[]){"sender"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .index = &ls_letters_indexes[0] /* by_sender */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[2] /* sender */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "sender"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /people/{person}",
        .key_length = 20,
        .parameter_count = 1,
        .parameters = (const char *const[]){"person"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_PEOPLE],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_people_attributes[0] /* person */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "person"},
            },
        },
    },
    {
        .key = "GET /cities/{city}/people",
        .key_length = 25,
        .parameter_count = 1,
        .parameters = (const char *const[]){"city"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_PEOPLE],
        .index = &ls_people_indexes[0] /* by_city */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_people_attributes[1] /* city */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "city"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 8, 7, 0, 6, 0, 5, 0, 0, 0, 0, 2, 0, 4, 1, 3};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 3};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /boxes */
    [1] = {
        .parameter_child = 2,
    },
    /* /boxes/{} */
    [2] = {
        .has_literals = true,
    },
    /* /boxes/{}/letters */
    [3] = {
        .routes = {[LS_METHOD_GET] = 1, [LS_METHOD_POST] = 3},
        .parameter_child = 4,
    },
    /* /boxes/{}/letters/{} */
    [4] = {
        .routes = {[LS_METHOD_GET] = 2, [LS_METHOD_PUT] = 4, [LS_METHOD_DELETE] = 5},
    },
    /* /senders */
    [5] = {
        .parameter_child = 6,
    },
    /* /senders/{} */
    [6] = {
        .has_literals = true,
    },
    /* /senders/{}/letters */
    [7] = {
        .routes = {[LS_METHOD_GET] = 6},
    },
    /* /people */
    [8] = {
        .parameter_child = 9,
    },
    /* /people/{} */
    [9] = {
        .routes = {[LS_METHOD_GET] = 7},
    },
    /* /cities */
    [10] = {
        .parameter_child = 11,
    },
    /* /cities/{} */
    [11] = {
        .has_literals = true,
    },
    /* /cities/{}/people */
    [12] = {
        .routes = {[LS_METHOD_GET] = 8},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[16] = {
    [1] = {.segment = "people", .length = 6, .parent = 11, .child = 12},
    [2] = {.segment = "cities", .length = 6, .parent = 0, .child = 10},
    [9] = {.segment = "letters", .length = 7, .parent = 2, .child = 3},
    [10] = {.segment = "boxes", .length = 5, .parent = 0, .child = 1},
    [11] = {.segment = "senders", .length = 7, .parent = 0, .child = 5},
    [14] = {.segment = "letters", .length = 7, .parent = 6, .child = 7},
    [15] = {.segment = "people", .length = 6, .parent = 0, .child = 8},
};

static const struct ls_cors ls_cors = {
    .origins = (const char *const[]){"http://localhost:8080"},
    .origin_count = 1,
    .credentials = false,
    .methods = "GET,POST,PUT,DELETE",
    .headers = "Content-Type,Authorization",
    .max_age = "86400",
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "post",
    .contract = "9a05443b4ee34f19e983afb1dffe17824ec0f04b12393029c9596714103fad9c",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 2,
    .route_count = 8,
    .keys = {
        .seed = UINT64_C(0x3),
        .mask = 15,
        .displacement_mask = 3,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 13,
        .mask = 15,
        .edges = ls_path_edges,
        .default_route = 0,
    },
    .cors = &ls_cors,
};
