/*
 * doc.h - a YAML document as a located tree, without anything of YAML left in it: scalars are
 * typed by the YAML 1.2 core schema, aliases are expanded, keys are unique. It knows no spec.
 */
#ifndef LOCKSTEP_DOC_H
#define LOCKSTEP_DOC_H

#include "base/source.h"

enum doc_kind { DOC_NULL, DOC_BOOL, DOC_INT, DOC_FLOAT, DOC_TEXT, DOC_LIST, DOC_MAP };

struct doc_node {
    enum doc_kind kind;
    struct range at;  /* the scalar's own text; a collection's first line */
    struct text text; /* scalar: the text as written, unquoted and unescaped */
    bool quoted;      /* scalar: quoted or a block scalar, so never anything but DOC_TEXT */
    bool flow;        /* collection: written in {} or [] */
    bool broken;      /* reported already: stands for a value that could not be read */
    bool incomplete;  /* map: it has a key that could not be read, which is reported already */
    int64_t integer;  /* DOC_INT (the nearest, when out of range), DOC_BOOL */
    const struct doc_member *members; /* DOC_MAP, in the file's order */
    const struct doc_node *const *elements;
    size_t count; /* members or elements */
};

struct doc_member {
    struct text key;
    struct range key_at;
    const struct doc_node *value;
};

const struct doc_node *doc_get(const struct doc_node *map, const char *key); /* NULL: absent */
const char *doc_kind_name(enum doc_kind kind); /* "a map", "a number", … for messages */

#endif
