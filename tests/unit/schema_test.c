/*
 * gen/read/schema and the field table: near names, and what every row of the table must hold.
 */
#include <regex.h>
#include <string.h>

#include "reading.h"

#define COUNT(array_) (sizeof(array_) / sizeof((array_)[0]))

Test(schema, near_names)
{
    static const char *const keys[] = {"retention_days", "format", "level", "memory_mb", "key"};
    static const struct {
        const char *wrong, *near;
    } cases[] = {
        {"retention_days", "retention_days"},
        {"retension_days", "retention_days"}, /* substitution */
        {"retenion_days", "retention_days"},  /* deletion */
        {"fromat", "format"},                 /* transposition counts once */
        {"forrmat", "format"},                /* insertion */
        {"leevl", "level"},
        {"kye", "key"},
        {"abc", NULL},
        {"", NULL},
        {"memory", NULL}, /* three of six */
        {"x", NULL},
        {"0123456789012345678901234567890123456789012345678901234567890123456789", NULL},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *near = near_name(text_of(cases[i].wrong), keys, COUNT(keys));
        if (cases[i].near == NULL)
            cr_expect_null(near, "%s: %s", cases[i].wrong, near);
        else
            cr_expect(near != NULL && strcmp(near, cases[i].near) == 0, "%s", cases[i].wrong);
    }
    cr_expect_null(near_name(TEXT("key"), NULL, 0));
}

Test(schema, ties_go_to_the_first)
{
    static const char *const names[] = {"orders", "holders", "borders"};

    cr_expect_str_eq(near_name(TEXT("rders"), names, 3), "orders");
    cr_expect_str_eq(near_name(TEXT("xorders"), names + 1, 2), "borders");
}

/* ---- the table ---------------------------------------------------------------------------- */

/* Every record of the language that this version knows. */
struct all_records {
    const struct record *items[64];
    size_t count;
};

static void collect(struct all_records *all, const struct record *record)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i] == record)
            return;
    }
    cr_assert_lt(all->count, COUNT(all->items));
    all->items[all->count++] = record;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct type *type = record->fields[i].type;
        while (type != NULL && (type->shape == TYPE_LIST || type->shape == TYPE_MAP))
            type = type->element;
        if (type != NULL && type->shape == TYPE_RECORD)
            collect(all, type->record);
    }
}

static const struct field *field_named(const struct record *record, const char *key)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (strcmp(record->fields[i].key, key) == 0)
            return &record->fields[i];
    }
    return NULL;
}

static size_t size_of(const struct type *type)
{
    static const size_t sizes[] = {
        [TYPE_TEXT] = sizeof(struct spec_text), [TYPE_INT] = sizeof(struct spec_int),
        [TYPE_BOOL] = sizeof(struct spec_bool), [TYPE_ENUM] = sizeof(struct spec_enum),
        [TYPE_NODE] = sizeof(struct spec_node), [TYPE_LIST] = sizeof(struct spec_list),
        [TYPE_MAP] = sizeof(struct spec_list),
    };

    return type->shape == TYPE_RECORD ? type->record->size : sizes[type->shape];
}

static void check_type(const char *where, const struct type *type)
{
    switch (type->shape) {
    case TYPE_INT:
        cr_expect_leq(type->min, type->max, "%s", where);
        for (size_t i = 0; i < type->allowed_count; i++) {
            cr_expect(type->allowed[i] >= type->min && type->allowed[i] <= type->max, "%s", where);
            cr_expect(i == 0 || type->allowed[i - 1] < type->allowed[i], "%s", where);
        }
        break;
    case TYPE_ENUM:
        cr_expect_gt(type->value_count, 0, "%s", where);
        cr_expect_null(type->values[type->value_count].name, "%s", where);
        for (size_t i = 0; i < type->value_count; i++) {
            cr_expect(i == 0 || type->values[i - 1].value < type->values[i].value, "%s: %s", where,
                      type->values[i].name);
            cr_expect_not_null(type->values[i].doc, "%s: %s", where, type->values[i].name);
        }
        break;
    case TYPE_LIST:
    case TYPE_MAP:
        cr_expect_geq(type->element_size, type->value_offset + size_of(type->element), "%s", where);
        cr_expect(type->max_count == 0 || type->min_count <= type->max_count, "%s", where);
        check_type(where, type->element);
        break;
    default:
        break;
    }
}

static void check_field(const struct record *record, const struct field *field)
{
    char where[100];
    size_t doc = strlen(field->doc);

    snprintf(where, sizeof(where), "%s.%s", record->name, field->key);
    cr_expect_eq(field_named(record, field->key), field, "%s is there twice", where);
    cr_expect(doc > 5 && field->doc[doc - 1] == '.' && strchr(field->doc, '\n') == NULL,
              "%s: its line of prose", where);
    if ((field->flags & FIELD_LATER) != 0)
        return;
    cr_assert_not_null(field->type, "%s", where);
    cr_expect_leq(field->offset + size_of(field->type), record->size, "%s", where);
    cr_expect(field->example == NULL ||
                  (strncmp(field->example, field->key, strlen(field->key)) == 0 &&
                   field->example[strlen(field->key)] == ':'),
              "%s: an example is a whole line", where);
    check_type(where, field->type);
}

Test(schema, every_row_of_the_table_is_whole)
{
    struct all_records all = {0};

    collect(&all, &spec_record);
    cr_expect_geq(all.count, 20);
    for (size_t i = 0; i < all.count; i++) {
        const struct record *record = all.items[i];
        cr_assert_not_null(record->name);
        cr_expect_not_null(record->doc, "%s", record->name);
        cr_expect_leq(record->at_offset + sizeof(struct range), record->size, "%s", record->name);
        for (size_t j = 0; j < record->field_count; j++)
            check_field(record, &record->fields[j]);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(record->name, all.items[j]->name);
        if (record->shorthand != NULL)
            cr_expect_not_null(field_named(record, record->shorthand), "%s", record->name);
        if (record->list_shorthand != NULL)
            cr_expect_eq(field_named(record, record->list_shorthand)->type->shape, TYPE_LIST);
    }
}

Test(schema, a_key_reached_by_shorthand_alone_is_none)
{
    struct all_records all = {0};

    collect(&all, &spec_record);
    for (size_t i = 0; i < all.count; i++) {
        if (strcmp(all.items[i]->name, "route") != 0)
            continue;
        cr_expect_null(record_field(all.items[i], TEXT("summary")));
        cr_expect_not_null(record_field(all.items[i], TEXT("action")));
        cr_expect_null(record_field(all.items[i], TEXT("bogus")));
        return;
    }
    cr_expect_fail("no record is called route");
}

static void check_rules(const struct type *type, size_t *patterns)
{
    const struct text_rule *rules[] = {type->rule, type->key_rule};

    for (size_t i = 0; i < COUNT(rules); i++) {
        regex_t regex;
        if (rules[i] == NULL)
            continue;
        cr_expect_not_null(rules[i]->what);
        if (rules[i]->pattern == NULL)
            continue;
        cr_expect_eq(rules[i]->pattern[0], '^', "%s", rules[i]->pattern);
        cr_expect_eq(rules[i]->pattern[strlen(rules[i]->pattern) - 1], '$', "%s",
                     rules[i]->pattern);
        cr_assert_eq(regcomp(&regex, rules[i]->pattern, REG_EXTENDED | REG_NOSUB), 0, "%s",
                     rules[i]->pattern);
        regfree(&regex);
        ++*patterns;
    }
    if (type->shape == TYPE_LIST || type->shape == TYPE_MAP)
        check_rules(type->element, patterns);
}

Test(schema, every_pattern_compiles)
{
    struct all_records all = {0};
    size_t patterns = 0;

    collect(&all, &spec_record);
    for (size_t i = 0; i < all.count; i++) {
        for (size_t j = 0; j < all.items[i]->field_count; j++) {
            if (all.items[i]->fields[j].type != NULL)
                check_rules(all.items[i]->fields[j].type, &patterns);
        }
    }
    cr_expect_geq(patterns, 12);
}

/* A record with that field alone, reached by its key. */
static void expect_decodes(const struct record *record, const struct field *field, const char *text)
{
    struct field alone = *field;
    struct record one = {.name = "one", .fields = &alone, .field_count = 1};
    struct reading r;

    alone.flags &= ~(unsigned)FIELD_SHORT_ONLY;
    one.size = record->size;
    one.at_offset = record->at_offset;
    reading_yaml(&r, text_of(text));
    cr_assert_not_null(r.root, "%s", reading_report(&r));
    decode_record(r.arena, r.diags, &one, r.root, mem_alloc(r.arena, one.size));
    EXPECT_IDS(&r, "");
    reading_end(&r);
}

/* A default and an example are what a user may write: decoding them is no error. */
Test(schema, defaults_and_examples_are_valid)
{
    struct all_records all = {0};
    size_t defaults = 0, examples = 0;

    collect(&all, &spec_record);
    for (size_t i = 0; i < all.count; i++) {
        const struct record *record = all.items[i];
        for (size_t j = 0; j < record->field_count; j++) {
            const struct field *field = &record->fields[j];
            char text[200];

            if (field->default_text != NULL) {
                snprintf(text, sizeof(text), "%s: %s\n", field->key, field->default_text);
                expect_decodes(record, field, text);
                defaults++;
            }
            if (field->example != NULL) {
                expect_decodes(record, field, field->example);
                examples++;
            }
        }
    }
    cr_expect_geq(defaults, 40);
    cr_expect_geq(examples, 60);
}

/* ---- what may differ by environment ------------------------------------------------------- */

static const struct record *record_named(const struct all_records *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i]->name, name) == 0)
            return all->items[i];
    }
    cr_assert_fail("no record is called %s", name);
    return NULL;
}

/* The whole list, as the language has it: what is compiled in must never get among them. */
Test(schema, what_may_differ_by_environment)
{
    static const struct {
        const char *record, *keys;
    } rows[] = {
        {"spec", "tags"},
        {"table", "billing capacity max_throughput warm_throughput class point_in_time_recovery "
                  "deletion_protection recovery_period_days contributor_insights existing "
                  "stream_arn"},
        {"index", "capacity max_throughput warm_throughput contributor_insights"},
        {"capacity", "read write"},
        {"capacity units", "fixed min max target_percent"},
        {"max_throughput", "read write"},
        {"warm_throughput", "read write"},
        {"function", "memory_mb timeout_s environment"},
        {"api", "cors"},
        {"cors", "origins methods headers expose_headers max_age_s credentials"},
        {"authorizer", "issuer audience"},
        {"logs", "retention_days format level"},
    };
    struct all_records all = {0};
    size_t marked = 0, listed = 0;

    collect(&all, &spec_record);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct record *record = record_named(&all, rows[i].record);
        char keys[300] = "";

        for (size_t j = 0; j < record->field_count; j++) {
            size_t length = strlen(keys);
            if ((record->fields[j].flags & FIELD_PER_ENVIRONMENT) == 0)
                continue;
            snprintf(keys + length, sizeof(keys) - length, "%s%s", length == 0 ? "" : " ",
                     record->fields[j].key);
            listed++;
        }
        cr_expect_str_eq(keys, rows[i].keys);
    }
    for (size_t i = 0; i < all.count; i++) {
        for (size_t j = 0; j < all.items[i]->field_count; j++)
            marked += (all.items[i]->fields[j].flags & FIELD_PER_ENVIRONMENT) != 0;
    }
    cr_expect_eq(marked, listed, "a record with such a field is not in the list");
}

Test(schema, what_leads_to_a_field_that_may_differ)
{
    static const struct {
        const char *record, *key;
        bool may;
    } rows[] = {
        {"spec", "tags", true},
        {"spec", "tables", true},
        {"spec", "routes", false},
        {"spec", "iam", false},
        {"spec", "kms_keys", false},
        {"spec", "queues", false},
        {"table", "indexes", true},
        {"table", "key", false},
        {"table", "policy", false},
        {"api", "authorizers", true},
        {"api", "auth", false},
        {"table", "capacity", true},
        {"capacity units", "fixed", true},
    };
    struct all_records all = {0};

    collect(&all, &spec_record);
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_expect_eq(field_may_differ(field_named(record_named(&all, rows[i].record), rows[i].key)),
                     rows[i].may, "%s.%s", rows[i].record, rows[i].key);
}

/* Else an overlay could set by a shorthand, or in a record, what it may not set by its key. */
Test(schema, what_holds_of_a_record_holds_of_all_that_stands_for_it)
{
    struct all_records all = {0};

    collect(&all, &spec_record);
    for (size_t i = 0; i < all.count; i++) {
        const struct record *record = all.items[i];

        for (size_t j = 0; j < record->field_count; j++) {
            const struct field *field = &record->fields[j];
            const struct record *below = field->type != NULL && field->type->shape == TYPE_RECORD
                                             ? field->type->record
                                             : NULL;

            if (below == NULL || (field->flags & FIELD_PER_ENVIRONMENT) == 0)
                continue;
            for (size_t k = 0; k < below->field_count; k++)
                cr_expect((below->fields[k].flags & FIELD_PER_ENVIRONMENT) != 0, "%s.%s",
                          below->name, below->fields[k].key);
        }
        if (record_may_differ(record) && record->shorthand != NULL)
            cr_expect(field_may_differ(field_named(record, record->shorthand)), "%s", record->name);
    }
}

Test(schema, aws_names_of_values)
{
    cr_expect_str_eq(spec_billing_values[BILLING_ON_DEMAND].aws, "PAY_PER_REQUEST");
    cr_expect_str_eq(spec_billing_values[BILLING_PROVISIONED].aws, "PROVISIONED");
    cr_expect_str_eq(spec_class_values[CLASS_STANDARD].aws, "STANDARD");
    cr_expect_str_eq(spec_class_values[CLASS_INFREQUENT_ACCESS].aws, "STANDARD_INFREQUENT_ACCESS");
    cr_expect_str_eq(spec_attribute_type_values[LS_TYPE_STRING].aws, "S");
    cr_expect_str_eq(spec_attribute_type_values[LS_TYPE_NUMBER].aws, "N");
    cr_expect_str_eq(spec_attribute_type_values[LS_TYPE_BINARY].aws, "B");
    cr_expect_str_eq(spec_generate_values[LS_GENERATE_RANDOM].name, "random");
    cr_expect_str_eq(spec_architecture_values[1].aws, "arm64");
    cr_expect_str_eq(spec_log_format_values[0].aws, "JSON");
    cr_expect_str_eq(spec_log_level_values[5].aws, "FATAL");
    cr_expect_str_eq(spec_stream_values[STREAM_OLD_IMAGE].aws, "OLD_IMAGE");
}

/* Emitters find a value's row at its index. */
Test(schema, rows_of_values_are_at_their_index)
{
    const struct enum_value *const lists[] = {
        spec_generate_values,   spec_attribute_type_values, spec_billing_values,
        spec_class_values,      spec_stream_values,         spec_architecture_values,
        spec_log_format_values, spec_log_level_values,
    };

    for (size_t i = 0; i < COUNT(lists); i++) {
        for (int value = 0; lists[i][value].name != NULL; value++)
            cr_expect_eq(lists[i][value].value, value, "%s", lists[i][value].name);
    }
}
