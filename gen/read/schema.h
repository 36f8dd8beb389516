/*
 * schema.h - field descriptors: one static table describes the whole language, and the decoder,
 * the diagnostics, the JSON Schema for editors and the reference page all read it.
 *
 * A record is a map with known keys. Every union of the language has one form: "a scalar (or a
 * list) stands for member X of the record"; `shorthand` names X. So `ttl: expires` is
 * `ttl: { attribute: expires }`, and `GET /items: list items` is a record given as its shorthand.
 */
#ifndef LOCKSTEP_SCHEMA_H
#define LOCKSTEP_SCHEMA_H

#include "read/doc.h"

/*
 * Decoded scalars keep their place; `set` is false when the value is the field's default, and a
 * text without default is then empty.
 */
struct spec_text {
    struct text value;
    struct range at;
    bool set;
};
struct spec_int {
    int64_t value;
    struct range at;
    bool set;
};
struct spec_bool {
    bool value;
    struct range at;
    bool set;
};
struct spec_enum {
    int value;
    struct range at;
    bool set;
};
struct spec_node { /* kept as it is: constants, IAM conditions */
    const struct doc_node *value;
    struct range at;
    bool set;
};
/* Lists and maps: `items` is an array of the element's struct, in the file's order. */
struct spec_list {
    void *items;
    size_t count;
    struct range at;
    bool set;
};

enum type_shape {
    TYPE_TEXT,   /* struct spec_text */
    TYPE_INT,    /* struct spec_int */
    TYPE_BOOL,   /* struct spec_bool */
    TYPE_ENUM,   /* struct spec_enum */
    TYPE_NODE,   /* struct spec_node */
    TYPE_LIST,   /* struct spec_list of `element` */
    TYPE_MAP,    /* struct spec_list; each element begins with its name, see below */
    TYPE_RECORD, /* the record's own struct */
};

struct enum_value {
    const char *name; /* snake_case, ours */
    const char *aws;  /* AWS's spelling, for the hint "write `x`"; also what the emitter prints */
    int value;
    const char *doc;
};

/* `true` and `false` among the words: written without quotes, as booleans. */
bool enum_value_is_boolean(const struct enum_value *value);

/* What a text must look like. One POSIX extended expression serves decoder and JSON Schema. */
struct text_rule {
    const char *what;            /* "a table name" */
    const char *pattern;         /* anchored; NULL: any text */
    size_t min_bytes, max_bytes; /* 0: no bound */
    size_t max_chars;            /* likewise; for limits that AWS counts in characters */
    bool substitutes; /* may hold ${…}; a text that does is checked by whoever knows the value, not
                         by pattern and bounds */
    bool for_editors; /* the pattern is for JSON Schema alone: whoever takes such a text apart says
                         more of what is wrong with it */
    const char *hint; /* what it may be, in words */
};

struct type {
    enum type_shape shape;
    const char *what; /* for "expected …": "a list of origins" */
    /* TYPE_TEXT */
    const struct text_rule *rule;
    /* TYPE_INT */
    int64_t min, max;
    const int64_t *allowed; /* ascending; NULL: all of min..max */
    size_t allowed_count;
    /* TYPE_ENUM */
    const struct enum_value *values;
    size_t value_count;
    /* TYPE_LIST, TYPE_MAP */
    const struct type *element;
    size_t element_size;
    size_t value_offset;         /* TYPE_MAP: where the value lies in the element; its name (struct
                                    spec_text) lies at 0, also when value_offset is 0 (a record that
                                    begins with its name) */
    size_t min_count, max_count; /* max 0: unbounded */
    const struct text_rule *key_rule;
    bool names_suffice; /* TYPE_MAP: a name or a list of them stands for a map from each to what
                           its element is by default; so does an entry without a value */
    bool one_or_many;   /* TYPE_LIST: a scalar stands for a list of one */
    /* TYPE_NODE */
    unsigned kinds;  /* bits 1u << enum doc_kind that it may be; 0: any */
    bool is_overlay; /* a tree of what differs by environment, see overlay.h */
    /* TYPE_RECORD */
    const struct record *record;
};

enum field_flags {
    FIELD_REQUIRED = 1 << 0,
    FIELD_PER_ENVIRONMENT = 1 << 1, /* [E]: not compiled in, not in the contract digest */
    FIELD_LATER = 1 << 2,           /* in the language, not in this version: refused at its line */
    FIELD_SHORT_ONLY = 1 << 3, /* reached by the shorthand alone: its key is none of the language */
};

struct field {
    const char *key;
    const char *doc;         /* one line of prose for editors and the reference */
    const struct type *type; /* may be NULL for FIELD_LATER */
    size_t offset;           /* of the decoded value in the record's struct */
    unsigned flags;
    const char *default_text; /* as a user would write it; NULL: absent */
    const char *example;      /* a whole line, for the reference and for hints; NULL: none */
    const char *aws;          /* AWS's name for it, for hints; NULL: none */
    const char *constant; /* without FIELD_PER_ENVIRONMENT: why it is the same everywhere, behind
                             "since"; NULL: the usual reason, that it is compiled in */
};

struct record {
    const char *name; /* "table"; heading of the reference */
    const char *doc;
    const char *guide; /* Markdown for the reference, where a line is not enough; or NULL */
    const struct field *fields;
    size_t field_count;
    size_t size;
    size_t at_offset;      /* of a struct range that gets the whole value's place */
    const char *shorthand; /* field that a scalar or list stands for; NULL: a map is required */
    const char *list_shorthand; /* field that a list stands for, where it is another; NULL: none */
};

const struct field *record_field(const struct record *record, struct text key); /* NULL: none */
/* What `shorthand` or `list_shorthand` names; NULL: only a map will do. */
const struct field *record_short_field(const struct record *record, const char *shorthand);
/* The fields of the language in this version: those that a key reaches. */
bool field_is_written(const struct field *field);
/* Whether an overlay may have it: [E], or a record or a map of records that holds such a field. */
bool field_may_differ(const struct field *field);
bool record_may_differ(const struct record *record);

/*
 * The nearest of the candidates for a "did you mean": edit distance (with transpositions) of at
 * most a third of the length; NULL when nothing is near. Ties go to the first.
 */
const char *near_name(struct text wrong, const char *const *candidates, size_t count);

#endif
