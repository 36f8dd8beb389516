/*
 * dispatch.h - build the two look-up structures of abi.h from a list of route keys. The generator
 * emits them; `lockstep run` matches with them directly.
 */
#ifndef LOCKSTEP_DISPATCH_H
#define LOCKSTEP_DISPATCH_H

#include "abi.h"
#include "base/text.h"

/* Method and path of a route key; false when it is no valid one. "$default": LS_METHOD_COUNT, "".
 */
bool route_key_split(struct text key, enum ls_method *method, struct text *path);
/*
 * Segments of a path ("/a/{id}" has two, "/" none, "/a/" two with an empty last one); a segment of
 * kind parameter or greedy has its name without braces and plus. More than LS_MAX_PATH_SEGMENTS
 * are not looked at.
 */
enum segment_kind { SEGMENT_LITERAL, SEGMENT_PARAMETER, SEGMENT_GREEDY };
struct segment {
    enum segment_kind kind;
    struct text text;
};
size_t path_segments(struct text path, struct segment out[LS_MAX_PATH_SEGMENTS]);

/*
 * Fills service->keys and service->paths from service->routes (their keys are valid and no two
 * collide; at most LS_MAX_ROUTES in a deployable service, but this function takes up to 65,534).
 * Time and space grow with the routes' total length; the same routes give the same tables. False
 * when the paths have more than 65,535 positions, which LS_MAX_ROUTES routes cannot have.
 */
bool dispatch_build(struct mem_arena *arena, struct ls_service *service);

#endif
