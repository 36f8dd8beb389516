/*
 * json.h - JSON output: a tree built over cJSON, printed by our own printer.
 *
 *     struct json root = json_new(arena);
 *     struct json alias = json_object(root, "ApiAlias");
 *     json_string(alias, "Type", "AWS::Lambda::Alias");
 *     json_print(root, JSON_PRETTY, out);
 *
 * Building never fails for its callers: when memory is short it leaves through the arena's guard
 * (mem.h), and the arena owns the tree. Members come out in the order they were added; a key given
 * twice is a mistake of the emitter and stops at an assertion when the tree is printed.
 *
 * cJSON's own printer is not used: it rounds numbers over 2^53 and indents with tabs.
 */
#ifndef LOCKSTEP_JSON_H
#define LOCKSTEP_JSON_H

#include "base/text.h"

struct cJSON;

/* A container under construction; passed by value. `key` below is NULL in an array. */
struct json {
    struct mem_arena *arena;
    struct cJSON *node;
};

struct json json_new(struct mem_arena *arena); /* a root: an empty object */
struct json json_object(struct json parent, const char *key);
struct json json_array(struct json parent, const char *key);
/* UTF-8 without NUL; copied. */
void json_text(struct json parent, const char *key, struct text value);
void json_string(struct json parent, const char *key, const char *value);
void json_int(struct json parent, const char *key, int64_t value); /* exact */
void json_bool(struct json parent, const char *key, bool value);
void json_copy(struct json parent, const char *key, const struct cJSON *value); /* with children */
void json_remove(struct json parent, const char *key); /* the member, if there is one */

/*
 * JSON_PRETTY: indented by two; what is small (a list of scalars, a pair such as {"Ref": "Api"})
 * stays on one line of at most 100 columns. JSON_COMPACT: no white space at all. Neither ends
 * with a newline.
 */
enum json_layout { JSON_PRETTY, JSON_COMPACT };
void json_print(struct json root, enum json_layout layout, struct text_buf *out);

#endif
