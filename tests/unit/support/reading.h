/*
 * reading.h - a text taken through the generator's front end, for tests of its parts.
 */
#ifndef LOCKSTEP_TEST_READING_H
#define LOCKSTEP_TEST_READING_H

#include <criterion/criterion.h>

#include "model/spec.h"
#include "read/decode.h"
#include "read/yaml.h"

struct reading {
    struct mem_arena *arena;
    struct source source;
    struct diags *diags;
    const struct doc_node *root; /* after reading_yaml */
    struct spec spec;            /* after reading_spec */
};

/* An arena, the source "spec.yaml" with that text, and no diagnostics yet. */
void reading_start(struct reading *reading, struct text text);
void reading_yaml(struct reading *reading, struct text text); /* as far as the tree */
void reading_spec(struct reading *reading, const char *text); /* as far as the decoded spec */
void reading_end(struct reading *reading);

/* All diagnostics as they are printed. */
const char *reading_report(struct reading *reading);
/* The ids in the order of their places, "unknown_key wrong_type"; "" when there are none. */
const char *reading_ids(struct reading *reading);

/* Expects the ids of a text's diagnostics; the report is shown when they differ. */
#define EXPECT_IDS(reading_, ids_)                                                                 \
    cr_expect_str_eq(reading_ids(reading_), ids_, "got %s\nwant %s\n%s%s", reading_ids(reading_),  \
                     ids_, (reading_)->source.text.ptr, reading_report(reading_))
#define EXPECT_TEXT(actual_, wanted_)                                                              \
    cr_expect(text_is(actual_, wanted_), "got  %.*s\nwant %s", (int)(actual_).len, (actual_).ptr,  \
              wanted_)

#endif
