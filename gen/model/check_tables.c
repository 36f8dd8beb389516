/*
 * check_tables.c - rules between the values of one table.
 */
#include "model/check.h"

#include "model/check_text.h"
#include "model/tables.h"

/* Why a type is what it is, where it is not written. */
static const char *said(const struct spec_attribute *attribute)
{
    if (attribute->type.set)
        return "";
    return attribute->key_template.set ? ", as it has a template" : ", as nothing else is said";
}

/* A key attribute's type stands in the table and again in an index: they must agree. */
static void check_types(struct diags *diags, struct key_attributes attributes)
{
    for (size_t i = 0; i < attributes.count; i++) {
        const struct key_attribute *attribute = &attributes.items[i];
        const struct spec_attribute *first = attribute->decides->spec;

        if (is_unread(first->type.at, first->type.set))
            continue;
        for (size_t j = 0; j < attribute->mention_count; j++) {
            const struct spec_attribute *other = attribute->mentions[j].spec;
            struct diag *diag;

            if (!other->type.set || other == first ||
                (enum ls_attribute_type)other->type.value == attribute->type)
                continue;
            diag =
                diag_add(diags, DIAG_key_type_mismatch, attribute_type_place(other),
                         "`%s` is a %s here and a %s elsewhere in this table", attribute->name.ptr,
                         attribute_type_name((enum ls_attribute_type)other->type.value),
                         attribute_type_name(attribute->type));
            diag_note(diag, attribute_type_place(first), "it is a %s here%s",
                      attribute_type_name(attribute->type), said(first));
            diag_hint(diag, "DynamoDB has one type for each key attribute");
        }
    }
}

/* One format, too, and only of strings. */
static void check_formats(struct diags *diags, struct key_attributes attributes)
{
    for (size_t i = 0; i < attributes.count; i++) {
        const struct key_attribute *attribute = &attributes.items[i];
        const struct spec_attribute *first = attribute->decides->spec;

        if (is_unread(first->type.at, first->type.set) || attribute->type == LS_TYPE_STRING)
            continue;
        for (size_t j = 0; j < attribute->mention_count; j++) {
            const struct spec_enum *format = &attribute->mentions[j].spec->format;
            struct diag *diag;

            if (!format->set)
                continue;
            diag = diag_add(diags, DIAG_format_type, format->at,
                            "`%s` is a %s, and only a string has a format", attribute->name.ptr,
                            attribute_type_name(attribute->type));
            diag_note(diag, attribute_type_place(first), "it is a %s here",
                      attribute_type_name(attribute->type));
            diag_hint(diag, "a timestamp is RFC 3339 in a string; leave `format` or the type out");
        }
    }
}

static void check_own(struct diags *diags, const struct spec_list *attributes)
{
    SPEC_EACH(const struct spec_attribute, attribute, attributes)
    {
        if (!attribute->key_template.set) /* what stands beside a template is refused there */
            check_attribute(diags, attribute);
    }
}

static void check_key(struct diags *diags, const struct spec_table *table)
{
    const struct spec_attribute *partition = table->key.partition.items;
    const struct spec_attribute *sort = table->key.sort.items;

    check_own(diags, &table->key.partition);
    check_own(diags, &table->key.sort);
    if (table->key.partition.count > 0 && table->key.sort.count > 0 &&
        text_equal(partition->name.value, sort->name.value)) {
        struct diag *diag =
            diag_add(diags, DIAG_duplicate_key_attribute, sort->name.at,
                     "`%s` is both partition and sort attribute", sort->name.value.ptr);

        diag_note(diag, partition->name.at, "the partition attribute is here");
        diag_hint(diag, "a table without a sort attribute leaves `sort` out");
    }
}

/* Where to complain about a timestamp: at its own name, or at `other`, which meets the default. */
static struct range timestamp_place(const struct spec_text *written, struct range other)
{
    return written->set ? written->at : other;
}

static void check_timestamp(struct diags *diags, const struct spec_table *table,
                            struct key_attributes attributes, const struct spec_text *written,
                            struct text name)
{
    const struct key_attribute *key = key_attribute_named(attributes, name);
    struct range key_at = key == NULL ? table->at : key->decides->spec->name.at;
    struct diag *diag;

    if (table->ttl.attribute.set && text_equal(table->ttl.attribute.value, name)) {
        diag =
            diag_add(diags, DIAG_timestamp_clash, timestamp_place(written, table->ttl.attribute.at),
                     "`%s` cannot be a timestamp and the time to live", name.ptr);
        diag_hint(diag, "a timestamp is a text, the time to live a number of seconds");
    }
    if (key == NULL)
        return;
    if (key->in_table) {
        diag = diag_add(diags, DIAG_timestamp_clash, timestamp_place(written, key_at),
                        "`%s` is a key, which never changes, and a timestamp", name.ptr);
        diag_hint(diag, "write `timestamps: false`, or other names: `timestamps: "
                        "{ created: …, updated: … }`");
    } else if (key->derived != NULL) {
        diag =
            diag_add(diags, DIAG_timestamp_clash, timestamp_place(written, key->derived->name.at),
                     "`%s` is a timestamp, and made of parts in an index", name.ptr);
        diag_hint(diag, "give one of the two another name");
    } else if (key->type != LS_TYPE_STRING) {
        diag = diag_add(diags, DIAG_timestamp_clash,
                        timestamp_place(written, attribute_type_place(key->decides->spec)),
                        "`%s` is a timestamp, and so a string, but a %s in an index", name.ptr,
                        attribute_type_name(key->type));
        diag_hint(diag, "make it a string there: RFC 3339 times sort as texts");
    }
}

static void check_timestamps(struct diags *diags, const struct spec_table *table,
                             struct key_attributes attributes)
{
    struct text created, updated;

    if (!table_timestamps(table, &created, &updated))
        return;
    check_timestamp(diags, table, attributes, &table->timestamps.created, created);
    if (text_equal(created, updated)) {
        const struct spec_timestamps *names = &table->timestamps;

        diag_hint(diag_add(diags, DIAG_timestamp_clash,
                           timestamp_place(&names->updated, names->created.at),
                           "`%s` cannot hold both times", updated.ptr),
                  "give them two names");
        return;
    }
    check_timestamp(diags, table, attributes, &table->timestamps.updated, updated);
}

static void check_ttl(struct diags *diags, const struct spec_table *table,
                      struct key_attributes attributes)
{
    const struct spec_text *ttl = &table->ttl.attribute;
    const struct key_attribute *key = key_attribute_named(attributes, ttl->value);
    struct diag *diag;

    if (!ttl->set || key == NULL)
        return;
    if (key->in_table) {
        diag =
            diag_add(diags, DIAG_ttl_on_key, ttl->at, "`%s` is a key of the table", ttl->value.ptr);
        diag_hint(diag, "the time to live needs an attribute of its own, in seconds since 1970");
    } else if (key->type != LS_TYPE_NUMBER) {
        diag = diag_add(diags, DIAG_ttl_on_key, ttl->at,
                        "`%s` is a %s in an index, but the time to live is a number",
                        ttl->value.ptr, attribute_type_name(key->type));
        diag_note(diag, attribute_type_place(key->decides->spec), "it is a %s here",
                  attribute_type_name(key->type));
        diag_hint(diag, "DynamoDB expires an item by seconds since 1970, as a number");
    }
}

static void check_version(struct diags *diags, const struct spec_table *table,
                          struct key_attributes attributes)
{
    const struct spec_text *version = &table->version;
    const struct key_attribute *key = key_attribute_named(attributes, version->value);
    struct text created, updated;
    struct diag *diag;

    if (!version->set)
        return;
    if (table_timestamps(table, &created, &updated) &&
        (text_equal(version->value, created) || text_equal(version->value, updated)))
        diag_hint(diag_add(diags, DIAG_version_clash, version->at,
                           "`%s` cannot be the version and a timestamp", version->value.ptr),
                  "the version is a number that every write adds one to; give it another name");
    if (table->ttl.attribute.set && text_equal(version->value, table->ttl.attribute.value))
        diag_hint(diag_add(diags, DIAG_version_clash, version->at,
                           "`%s` cannot be the version and the time to live", version->value.ptr),
                  "give one of them another name");
    if (key == NULL)
        return;
    if (key->in_table) {
        diag_hint(diag_add(diags, DIAG_version_clash, version->at,
                           "`%s` is a key, which never changes, and the version",
                           version->value.ptr),
                  "the version is a number that every write adds one to; give it another name");
    } else if (key->type != LS_TYPE_NUMBER) {
        diag = diag_add(diags, DIAG_version_clash, version->at,
                        "`%s` is a %s in an index, but the version is a number", version->value.ptr,
                        attribute_type_name(key->type));
        diag_note(diag, attribute_type_place(key->decides->spec), "it is a %s here",
                  attribute_type_name(key->type));
        diag_hint(diag, "make it a number there, or give the version another name");
    }
}

static void check_table(struct mem_arena *arena, struct diags *diags,
                        const struct spec_table *table, const struct table_forms *forms)
{
    struct key_attributes attributes = key_attributes_of(arena, table);

    check_key(diags, table);
    check_types(diags, attributes);
    check_formats(diags, attributes);
    check_templates(arena, diags, table, attributes);
    check_timestamps(diags, table, attributes);
    check_version(diags, table, attributes);
    check_ttl(diags, table, attributes);
    if (!table->existing.set && table->billing.value == BILLING_PROVISIONED &&
        !range_given(table->capacity.at))
        diag_hint(diag_add(diags, DIAG_capacity_missing, table->billing.at,
                           "a provisioned table needs a capacity"),
                  "write `capacity: { read: 5, write: 5 }`");
    check_throughput(diags, forms, table, NULL);
    check_table_options(diags, table, forms);
    check_indexes(arena, diags, table, forms);
}

void check_tables(struct mem_arena *arena, struct diags *diags, const struct spec *spec,
                  const struct spec_variants *variants)
{
    const struct spec_table *tables = spec->tables.items;

    if (spec->tables.count > LS_MAX_TABLES)
        diag_hint(diag_add(diags, DIAG_too_many_tables, tables[LS_MAX_TABLES].name.at,
                           "there are %zu tables; a service can have %d", spec->tables.count,
                           LS_MAX_TABLES),
                  "split the service");
    for (size_t i = 0; i < spec->tables.count; i++) {
        struct table_forms forms = table_forms(variants, spec, i);

        check_table(arena, diags, &tables[i], &forms);
    }
}
