/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#include "routes.h"

#if LS_ABI != 2
#error "This file is for another version of Lockstep's runtime: run `lockstep generate`."
#endif

/* These only make the linker name the line of the spec whose handler is missing. */
#line 8 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_8_anything = anything;
#line 6 "spec.yaml"
__attribute__((used, retain)) static ls_handler *const ls_line_6_root = root;
#line 14 "routes.c"

static const struct ls_route ls_routes[] = {
    {
        .key = "GET /",
        .key_length = 5,
        .action = LS_ACTION_HANDLER,
        .handler = root,
    },
    {
        .key = "GET /{id}",
        .key_length = 9,
        .parameter_count = 1,
        .parameters = (const char *const[]){"id"},
        .action = LS_ACTION_HANDLER,
        .handler = root,
    },
    {
        .key = "$default",
        .key_length = 8,
        .action = LS_ACTION_HANDLER,
        .handler = anything,
    },
};

/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */
static const uint16_t ls_key_rows[] = {0, 0, 0, 0, 0, 2, 3, 1};
static const uint16_t ls_key_displacements[] = {0, 0};

/* By path: the tree of segments; routes count from 1. */
static const struct ls_path_node ls_path_nodes[] = {
    /* / */
    [0] = {
        .routes = {[LS_METHOD_GET] = 1},
        .parameter_child = 1,
    },
    /* /{} */
    [1] = {
        .routes = {[LS_METHOD_GET] = 2},
    },
};

/* The tree's literal segments; ls_path_slot says where the search for one begins. */
static const struct ls_path_edge ls_path_edges[2] = {
    {0},
};

const struct ls_service ls_service = {
    .abi = LS_ABI,
    .name = "bare",
    .contract = "18601f8c9f7e5c91d95671e15adf3671e272ed680e29e96d0838a9b3df32cebe",
    .routes = ls_routes,
    .table_count = 0,
    .route_count = 3,
    .keys = {
        .seed = UINT64_C(0x1),
        .mask = 7,
        .displacement_mask = 1,
        .rows = ls_key_rows,
        .displacements = ls_key_displacements,
    },
    .paths = {
        .nodes = ls_path_nodes,
        .node_count = 2,
        .mask = 1,
        .edges = ls_path_edges,
        .default_route = 3,
    },
};
