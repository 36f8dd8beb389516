/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

static const struct ls_attribute ls_letters_attributes[] = {
    {.name = "box", .type = LS_TYPE_STRING, .max_len = 1024},
    {.name = "letter", .type = LS_TYPE_STRING, .max_len = 1024},
    {.name = "country", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "month", .type = LS_TYPE_STRING, .max_len = 1024},
    {.name = "sender", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "size", .type = LS_TYPE_NUMBER, .max_len = 1024},
    {.name = "year", .type = LS_TYPE_STRING, .max_len = 1024},
};

static const struct ls_index ls_letters_indexes[] = {
    {
        .name = "by_sender",
        .physical_name = "by_sender",
        .key = (const struct ls_attribute *const[]){
            &ls_letters_attributes[4] /* sender */, &ls_letters_attributes[2] /* country */,
            &ls_letters_attributes[6] /* year */, &ls_letters_attributes[3] /* month */,
            &ls_letters_attributes[0] /* box */, &ls_letters_attributes[1] /* letter */,
        },
        .partition_count = 2,
        .sort_count = 4,
    },
    {
        .name = "by_size",
        .physical_name = "by_size",
        .key = (const struct ls_attribute *const[]){
            &ls_letters_attributes[0] /* box */, &ls_letters_attributes[5] /* size */,
        },
        .partition_count = 1,
        .sort_count = 1,
        .local = true,
    },
};

static const struct ls_attribute ls_stamps_attributes[] = {
    {.name = "stamp", .type = LS_TYPE_BINARY, .max_len = 2048},
    {.name = "country", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "series", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "value", .type = LS_TYPE_NUMBER, .max_len = 1024},
};

static const struct ls_index ls_stamps_indexes[] = {
    {
        .name = "by_country",
        .physical_name = "by_country",
        .key = (const struct ls_attribute *const[]){
            &ls_stamps_attributes[1] /* country */, &ls_stamps_attributes[3] /* value */,
        },
        .partition_count = 1,
        .sort_count = 1,
    },
    {
        .name = "by_series",
        .physical_name = "by_series",
        .key = (const struct ls_attribute *const[]){&ls_stamps_attributes[2] /* series */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_attribute ls_registers_attributes[] = {
    {.name = "register", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_attribute ls_senders_attributes[] = {
    {.name = "sender", .type = LS_TYPE_STRING, .max_len = 2048},
    {.name = "since", .type = LS_TYPE_NUMBER, .max_len = 1024},
    {.name = "country", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_senders_indexes[] = {
    {
        .name = "by_country",
        .physical_name = "by_country",
        .key = (const struct ls_attribute *const[]){&ls_senders_attributes[2] /* country */},
        .partition_count = 1,
        .sort_count = 0,
    },
};

static const struct ls_attribute ls_countries_attributes[] = {
    {.name = "country", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
    {.name = "region", .type = LS_TYPE_STRING, .max_len = 2048},
};

static const struct ls_index ls_countries_indexes[] = {
    {
        .name = "by_region",
        .physical_name = "by_region",
        .key = (const struct ls_attribute *const[]){&ls_countries_attributes[1] /* region */},
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
        .attribute_count = 7,
        .index_count = 2,
        .indexes = ls_letters_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
        .version = "revision",
        .ttl = "expires",
        .ttl_after_days = 30,
        .hide_expired = true,
    },
    [LS_TABLE_STAMPS] = {
        .name = "stamps",
        .variable = "LOCKSTEP_TABLE_STAMPS",
        .attributes = ls_stamps_attributes,
        .key_count = 1,
        .attribute_count = 4,
        .index_count = 2,
        .indexes = ls_stamps_indexes,
        .created = "issued",
        .updated = "reissued",
    },
    [LS_TABLE_REGISTERS] = {
        .name = "registers",
        .variable = "LOCKSTEP_TABLE_REGISTERS",
        .attributes = ls_registers_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .ttl = "gone",
        .hide_expired = true,
    },
    [LS_TABLE_SENDERS] = {
        .name = "senders",
        .variable = "LOCKSTEP_TABLE_SENDERS",
        .attributes = ls_senders_attributes,
        .key_count = 2,
        .attribute_count = 3,
        .index_count = 1,
        .indexes = ls_senders_indexes,
        .created = "createdAt",
        .updated = "updatedAt",
    },
    [LS_TABLE_COUNTRIES] = {
        .name = "countries",
        .variable = "LOCKSTEP_TABLE_COUNTRIES",
        .attributes = ls_countries_attributes,
        .key_count = 1,
        .attribute_count = 2,
        .index_count = 1,
        .indexes = ls_countries_indexes,
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
        .key = "GET /senders/{sender}/{country}/letters",
        .key_length = 39,
        .parameter_count = 2,
        .parameters = (const char *const[]){"sender", "country"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .index = &ls_letters_indexes[0] /* by_sender */,
        .binding_count = 4,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_letters_attributes[4] /* sender */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "sender"},
            },
            {
                .attribute = &ls_letters_attributes[2] /* country */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "country"},
            },
            {
                .attribute = &ls_letters_attributes[6] /* year */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_QUERY, .name = "year"},
            },
            {
                .attribute = &ls_letters_attributes[3] /* month */,
                .match = LS_MATCH_BETWEEN,
                .low = {.kind = LS_SOURCE_QUERY, .name = "from"},
                .high = {.kind = LS_SOURCE_QUERY, .name = "to"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /boxes/{box}/sizes",
        .key_length = 22,
        .parameter_count = 1,
        .parameters = (const char *const[]){"box"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_LETTERS],
        .index = &ls_letters_indexes[1] /* by_size */,
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
        .key = "GET /stamps/{stamp}",
        .key_length = 19,
        .parameter_count = 1,
        .parameters = (const char *const[]){"stamp"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_STAMPS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_stamps_attributes[0] /* stamp */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "stamp"},
            },
        },
    },
    {
        .key = "POST /stamps",
        .key_length = 12,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_STAMPS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_stamps_attributes[0] /* stamp */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "stamp"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "GET /countries/{country}/stamps",
        .key_length = 31,
        .parameter_count = 1,
        .parameters = (const char *const[]){"country"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_STAMPS],
        .index = &ls_stamps_indexes[0] /* by_country */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_stamps_attributes[1] /* country */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "country"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /series/{series}/stamps",
        .key_length = 27,
        .parameter_count = 1,
        .parameters = (const char *const[]){"series"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_STAMPS],
        .index = &ls_stamps_indexes[1] /* by_series */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_stamps_attributes[2] /* series */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "series"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /registers",
        .key_length = 14,
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_REGISTERS],
        .flags = LS_ROUTE_SCAN,
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /registers/{register}",
        .key_length = 25,
        .parameter_count = 1,
        .parameters = (const char *const[]){"register"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_REGISTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_registers_attributes[0] /* register */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "register"},
            },
        },
    },
    {
        .key = "POST /registers",
        .key_length = 15,
        .action = LS_ACTION_CREATE,
        .table = &ls_tables[LS_TABLE_REGISTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_registers_attributes[0] /* register */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_BODY, .name = "register"},
            },
        },
        .if_exists = LS_IF_EXISTS_FAIL,
    },
    {
        .key = "PUT /registers/{register}",
        .key_length = 25,
        .parameter_count = 1,
        .parameters = (const char *const[]){"register"},
        .action = LS_ACTION_UPDATE,
        .table = &ls_tables[LS_TABLE_REGISTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_registers_attributes[0] /* register */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "register"},
            },
        },
    },
    {
        .key = "DELETE /registers/{register}",
        .key_length = 28,
        .parameter_count = 1,
        .parameters = (const char *const[]){"register"},
        .action = LS_ACTION_DELETE,
        .table = &ls_tables[LS_TABLE_REGISTERS],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_registers_attributes[0] /* register */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "register"},
            },
        },
    },
    {
        .key = "GET /accounts/{sender}/{since}",
        .key_length = 30,
        .parameter_count = 2,
        .parameters = (const char *const[]){"sender", "since"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_SENDERS],
        .binding_count = 2,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_senders_attributes[0] /* sender */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "sender"},
            },
            {
                .attribute = &ls_senders_attributes[1] /* since */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "since"},
            },
        },
    },
    {
        .key = "GET /countries/{country}/senders",
        .key_length = 32,
        .parameter_count = 1,
        .parameters = (const char *const[]){"country"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_SENDERS],
        .index = &ls_senders_indexes[0] /* by_country */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_senders_attributes[2] /* country */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "country"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
    {
        .key = "GET /countries/{country}",
        .key_length = 24,
        .parameter_count = 1,
        .parameters = (const char *const[]){"country"},
        .action = LS_ACTION_GET,
        .table = &ls_tables[LS_TABLE_COUNTRIES],
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_countries_attributes[0] /* country */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "country"},
            },
        },
    },
    {
        .key = "GET /regions/{region}/countries",
        .key_length = 31,
        .parameter_count = 1,
        .parameters = (const char *const[]){"region"},
        .action = LS_ACTION_LIST,
        .table = &ls_tables[LS_TABLE_COUNTRIES],
        .index = &ls_countries_indexes[0] /* by_region */,
        .binding_count = 1,
        .bindings = (const struct ls_binding[]){
            {
                .attribute = &ls_countries_attributes[1] /* region */,
                .match = LS_MATCH_EQUALS,
                .low = {.kind = LS_SOURCE_PATH, .name = "region"},
            },
        },
        .page_size = 100,
        .max_page_size = 1000,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 17, 0, 11, 14, 12, 20, 0, 6, 13, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 5, 16, 0, 18, 0, 0, 0, 0, 0, 0, 7, 0, 4, 2, 1, 10, 0, 9, 0, 0,
    0, 0, 19,
};
static const uint16_t ls_key_displacements[] = {0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0};

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
        .parameter_child = 7,
    },
    /* /senders/{}/{} */
    [7] = {
        .has_literals = true,
    },
    /* /senders/{}/{}/letters */
    [8] = {
        .routes = {[LS_METHOD_GET] = 6},
    },
    /* /boxes/{}/sizes */
    [9] = {
        .routes = {[LS_METHOD_GET] = 7},
    },
    /* /stamps */
    [10] = {
        .routes = {[LS_METHOD_POST] = 9},
        .parameter_child = 11,
    },
    /* /stamps/{} */
    [11] = {
        .routes = {[LS_METHOD_GET] = 8},
    },
    /* /countries */
    [12] = {
        .parameter_child = 13,
    },
    /* /countries/{} */
    [13] = {
        .routes = {[LS_METHOD_GET] = 19},
        .has_literals = true,
    },
    /* /countries/{}/stamps */
    [14] = {
        .routes = {[LS_METHOD_GET] = 10},
    },
    /* /series */
    [15] = {
        .parameter_child = 16,
    },
    /* /series/{} */
    [16] = {
        .has_literals = true,
    },
    /* /series/{}/stamps */
    [17] = {
        .routes = {[LS_METHOD_GET] = 11},
    },
    /* /registers */
    [18] = {
        .routes = {[LS_METHOD_GET] = 12, [LS_METHOD_POST] = 14},
        .parameter_child = 19,
    },
    /* /registers/{} */
    [19] = {
        .routes = {[LS_METHOD_GET] = 13, [LS_METHOD_PUT] = 15, [LS_METHOD_DELETE] = 16},
    },
    /* /accounts */
    [20] = {
        .parameter_child = 21,
    },
    /* /accounts/{} */
    [21] = {
        .parameter_child = 22,
    },
    /* /accounts/{}/{} */
    [22] = {
        .routes = {[LS_METHOD_GET] = 17},
    },
    /* /countries/{}/senders */
    [23] = {
        .routes = {[LS_METHOD_GET] = 18},
    },
    /* /regions */
    [24] = {
        .parameter_child = 25,
    },
    /* /regions/{} */
    [25] = {
        .has_literals = true,
    },
    /* /regions/{}/countries */
    [26] = {
        .routes = {[LS_METHOD_GET] = 20},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[32] = {
    [0] = {.segment = "stamps", .length = 6, .parent = 13, .child = 14},
    [4] = {.segment = "senders", .length = 7, .parent = 13, .child = 23},
    [7] = {.segment = "letters", .length = 7, .parent = 7, .child = 8},
    [10] = {.segment = "registers", .length = 9, .parent = 0, .child = 18},
    [11] = {.segment = "stamps", .length = 6, .parent = 16, .child = 17},
    [12] = {.segment = "sizes", .length = 5, .parent = 2, .child = 9},
    [13] = {.segment = "regions", .length = 7, .parent = 0, .child = 24},
    [19] = {.segment = "stamps", .length = 6, .parent = 0, .child = 10},
    [20] = {.segment = "countries", .length = 9, .parent = 0, .child = 12},
    [21] = {.segment = "countries", .length = 9, .parent = 25, .child = 26},
    [25] = {.segment = "letters", .length = 7, .parent = 2, .child = 3},
    [26] = {.segment = "boxes", .length = 5, .parent = 0, .child = 1},
    [27] = {.segment = "senders", .length = 7, .parent = 0, .child = 5},
    [28] = {.segment = "accounts", .length = 8, .parent = 0, .child = 20},
    [29] = {.segment = "series", .length = 6, .parent = 0, .child = 15},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "vault",
    .contract = "c477007a7fea7af7dcdb443df48d02da640171b7092d54fe0719bf102aba64b0",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 5,
    .route_count = 20,
    .keys = {
        .seed = UINT64_C(0x2),
        .mask = 63,
        .displacement_mask = 15,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 27,
        .mask = 31,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
