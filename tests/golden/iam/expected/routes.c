/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

/* These only make the linker name the line of the spec whose handler is missing. */
#line 14 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_14_send_mail = send_mail;
#line 12 "routes.c"

static const struct ls_attribute ls_mails_attributes[] = {
    {.name = "id", .type = LS_TYPE_STRING, .generate = LS_GENERATE_UUID7, .max_len = 2048},
};

static const struct ls_table ls_tables[] = {
    [LS_TABLE_MAILS] = {
        .name = "mails",
        .variable = "LOCKSTEP_TABLE_MAILS",
        .attributes = ls_mails_attributes,
        .key_count = 1,
        .attribute_count = 1,
        .created = "createdAt",
        .updated = "updatedAt",
    },
};

static const struct ls_route ls_routes[] = {
    {
        .key = "POST /mails",
        .key_length = 11,
        .action = LS_ACTION_HANDLER,
        .handler = send_mail,
        .grant_count = 1,
        .grants = (const struct ls_grant[]){
            {
                .table = &ls_tables[LS_TABLE_MAILS],
                .operations = 1u << LS_DDB_PUT_ITEM,
            },
        },
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 1};
static const uint16_t ls_key_displacements[] = {0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .has_literals = true,
    },
    /* /mails */
    [1] = {
        .routes = {[LS_METHOD_POST] = 1},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[2] = {
    [0] = {.segment = "mails", .length = 5, .parent = 0, .child = 1},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "mailer",
    .contract = "05184c24b8e08e77ce5fba13e784ad48de1e41696c529a2682ccc9fd517f266e",
    .tables = ls_tables,
    .routes = ls_routes,
    .table_count = 1,
    .route_count = 1,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 1,
        .displacement_mask = 0,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 2,
        .mask = 1,
        .edges = ls_path_edges,
        .default_route = 0,
    },
};
