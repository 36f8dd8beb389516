/*
 * dispatch.c - builds the two look-up structures of abi.h.
 *
 * Route keys, by hash and displace: a key's hash chooses a bucket and a slot; all keys of a bucket
 * are moved on together, by the bucket's displacement, to slots that are free. Buckets with many
 * keys choose first. With two slots a key and at most two keys a bucket on average, a seed succeeds
 * more often than not, whatever the number of routes.
 */
#include "model/dispatch.h"

#include <string.h>

#define SEEDS_MAX 1000 /* all of them fail only if two keys are the same */

struct key_builder {
    size_t count;
    uint64_t *hashes;  /* by route */
    uint16_t *order;   /* routes, those of one bucket together */
    uint32_t *starts;  /* by bucket, into order; one more than there are buckets */
    uint32_t *by_size; /* buckets, the largest first */
    uint16_t *rows;    /* by slot */
    uint16_t *displacements;
    size_t slots, buckets; /* powers of two */
};

static size_t power_of_two(size_t least)
{
    size_t power = 1;

    while (power < least)
        power *= 2;
    return power;
}

static uint32_t bucket_of(const struct key_builder *builder, uint64_t hash)
{
    return (uint32_t)(hash >> 32) & (uint32_t)(builder->buckets - 1);
}

static uint32_t slot_of(const struct key_builder *builder, uint64_t hash, uint32_t displacement)
{
    return ((uint32_t)hash + displacement) & (uint32_t)(builder->slots - 1);
}

/* Counting sort of the routes by bucket; returns the size of the largest bucket. */
static size_t fill_buckets(struct key_builder *builder)
{
    uint32_t *starts = builder->starts;
    size_t largest = 0;

    memset(starts, 0, (builder->buckets + 1) * sizeof(starts[0]));
    for (size_t i = 0; i < builder->count; i++)
        starts[bucket_of(builder, builder->hashes[i])]++;
    for (size_t b = 0, sum = 0; b <= builder->buckets; b++) {
        if (starts[b] > largest)
            largest = starts[b];
        sum += starts[b];
        starts[b] = (uint32_t)sum;
    }
    /* Each start is its bucket's end now, and moves back to its beginning. */
    for (size_t i = builder->count; i-- > 0;)
        builder->order[--starts[bucket_of(builder, builder->hashes[i])]] = (uint16_t)i;
    return largest;
}

static size_t bucket_size(const struct key_builder *builder, size_t bucket)
{
    return builder->starts[bucket + 1] - builder->starts[bucket];
}

static void sort_buckets(struct key_builder *builder, size_t largest)
{
    size_t next = 0;

    for (size_t size = largest + 1; size-- > 0;) {
        for (size_t b = 0; b < builder->buckets; b++) {
            if (bucket_size(builder, b) == size)
                builder->by_size[next++] = (uint32_t)b;
        }
    }
}

/* Slots that are the same once are so with every displacement. */
static bool bucket_is_distinct(const struct key_builder *builder, const uint16_t *keys,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            if (slot_of(builder, builder->hashes[keys[i]], 0) ==
                slot_of(builder, builder->hashes[keys[j]], 0))
                return false;
        }
    }
    return true;
}

static bool place_bucket(struct key_builder *builder, size_t bucket)
{
    const uint16_t *keys = builder->order + builder->starts[bucket];
    size_t count = bucket_size(builder, bucket), placed;

    if (!bucket_is_distinct(builder, keys, count))
        return false;
    for (uint32_t d = 0; d <= UINT16_MAX; d++) {
        for (placed = 0; placed < count; placed++) {
            if (builder->rows[slot_of(builder, builder->hashes[keys[placed]], d)] != 0)
                break;
        }
        if (placed < count)
            continue;
        for (size_t i = 0; i < count; i++)
            builder->rows[slot_of(builder, builder->hashes[keys[i]], d)] = (uint16_t)(keys[i] + 1);
        builder->displacements[bucket] = (uint16_t)d;
        return true;
    }
    return false;
}

static bool try_seed(struct key_builder *builder, const struct ls_service *service, uint64_t seed)
{
    for (size_t i = 0; i < builder->count; i++)
        builder->hashes[i] = ls_hash(seed, service->routes[i].key, service->routes[i].key_length);
    memset(builder->rows, 0, builder->slots * sizeof(builder->rows[0]));
    memset(builder->displacements, 0, builder->buckets * sizeof(builder->displacements[0]));
    sort_buckets(builder, fill_buckets(builder));
    for (size_t i = 0; i < builder->buckets; i++) {
        if (!place_bucket(builder, builder->by_size[i]))
            return false;
    }
    return true;
}

static bool build_keys(struct mem_arena *arena, struct ls_service *service)
{
    size_t count = service->route_count;
    struct key_builder builder = {
        .count = count,
        .slots = power_of_two(2 * count),
        .buckets = power_of_two((count + 1) / 2),
    };

    builder.hashes = mem_array(arena, count, sizeof(builder.hashes[0]));
    builder.order = mem_array(arena, count, sizeof(builder.order[0]));
    builder.starts = mem_array(arena, builder.buckets + 1, sizeof(builder.starts[0]));
    builder.by_size = mem_array(arena, builder.buckets, sizeof(builder.by_size[0]));
    builder.rows = mem_array(arena, builder.slots, sizeof(builder.rows[0]));
    builder.displacements = mem_array(arena, builder.buckets, sizeof(builder.displacements[0]));
    for (uint64_t seed = 1; seed <= SEEDS_MAX; seed++) {
        if (!try_seed(&builder, service, seed))
            continue;
        service->keys = (struct ls_key_index){
            .seed = seed,
            .mask = (uint32_t)(builder.slots - 1),
            .displacement_mask = (uint32_t)(builder.buckets - 1),
            .rows = builder.rows,
            .displacements = builder.displacements,
        };
        return true;
    }
    return false;
}

/* ---- The tree of path segments ---- */

struct path_builder {
    struct mem_arena *arena;
    struct ls_path_node *nodes;
    size_t node_count, node_cap;
    struct ls_path_edge *edges; /* open addressing */
    size_t edge_count, slots;   /* slots: a power of two, at least twice edge_count */
};

/* 0: there are too many (node 0 is the root, and nobody's child). */
static uint16_t new_node(struct path_builder *builder)
{
    if (builder->node_count == UINT16_MAX)
        return 0;
    builder->nodes = mem_grow(builder->arena, builder->nodes, &builder->node_cap,
                              builder->node_count + 1, sizeof(builder->nodes[0]));
    builder->nodes[builder->node_count] = (struct ls_path_node){0};
    return (uint16_t)builder->node_count++;
}

/* The slot of the edge, or the free one where it belongs. */
static struct ls_path_edge *find_edge(const struct path_builder *builder, uint16_t parent,
                                      const char *segment, size_t length)
{
    const struct ls_path_index index = {.mask = (uint32_t)(builder->slots - 1)};
    uint32_t slot = ls_path_slot(&index, parent, segment, length);

    for (;; slot++) {
        struct ls_path_edge *edge = &builder->edges[slot & index.mask];

        if (edge->segment == NULL || (edge->parent == parent && edge->length == length &&
                                      memcmp(edge->segment, segment, length) == 0))
            return edge;
    }
}

static void grow_edges(struct path_builder *builder)
{
    struct ls_path_edge *old = builder->edges;
    size_t old_slots = builder->slots;

    builder->slots *= 2;
    builder->edges = mem_array(builder->arena, builder->slots, sizeof(builder->edges[0]));
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].segment != NULL)
            *find_edge(builder, old[i].parent, old[i].segment, old[i].length) = old[i];
    }
}

static uint16_t literal_child(struct path_builder *builder, uint16_t parent, struct text segment)
{
    struct ls_path_edge *edge = find_edge(builder, parent, segment.ptr, segment.len);
    uint16_t child;

    if (edge->segment != NULL)
        return edge->child;
    child = new_node(builder);
    if (2 * (builder->edge_count + 1) > builder->slots) {
        grow_edges(builder);
        edge = find_edge(builder, parent, segment.ptr, segment.len);
    }
    *edge = (struct ls_path_edge){
        .segment = text_copy(builder->arena, segment.ptr, segment.len).ptr,
        .length = (uint16_t)segment.len,
        .parent = parent,
        .child = child,
    };
    builder->edge_count++;
    builder->nodes[parent].has_literals = true;
    return child;
}

static uint16_t parameter_child(struct path_builder *builder, uint16_t parent)
{
    if (builder->nodes[parent].parameter_child == 0) {
        uint16_t child = new_node(builder);

        builder->nodes[parent].parameter_child = child;
    }
    return builder->nodes[parent].parameter_child;
}

static bool add_path(struct path_builder *builder, enum ls_method method, struct text path,
                     uint16_t row)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t count = path_segments(path, segments);
    uint16_t node = 0;

    for (size_t i = 0; i < count; i++) {
        if (segments[i].kind == SEGMENT_GREEDY) {
            builder->nodes[node].greedy[method] = row;
            return true;
        }
        node = segments[i].kind == SEGMENT_PARAMETER
                   ? parameter_child(builder, node)
                   : literal_child(builder, node, segments[i].text);
        if (node == 0)
            return false;
    }
    builder->nodes[node].routes[method] = row;
    return true;
}

static bool build_paths(struct mem_arena *arena, struct ls_service *service)
{
    struct path_builder builder = {.arena = arena, .slots = 2};

    builder.edges = mem_array(arena, builder.slots, sizeof(builder.edges[0]));
    (void)new_node(&builder);
    for (size_t i = 0; i < service->route_count; i++) {
        struct text key = {service->routes[i].key, service->routes[i].key_length}, path;
        enum ls_method method;
        uint16_t row = (uint16_t)(i + 1);

        (void)route_key_split(key, &method, &path);
        if (method == LS_METHOD_COUNT)
            service->paths.default_route = row;
        else if (!add_path(&builder, method, path, row))
            return false;
    }
    service->paths.nodes = builder.nodes;
    service->paths.node_count = (uint16_t)builder.node_count;
    service->paths.edges = builder.edges;
    service->paths.mask = (uint32_t)(builder.slots - 1);
    return true;
}

bool dispatch_build(struct mem_arena *arena, struct ls_service *service)
{
    return build_keys(arena, service) && build_paths(arena, service);
}
