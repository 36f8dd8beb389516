/*
 * check_tables.c - rules between the values of one table.
 */
#include "model/check.h"

#include "model/attributes.h"
#include "model/check_text.h"
#include "model/tables.h"

/* What a table or index on demand is warm for from the start; warm throughput only ever grows. */
#define ON_DEMAND_READ  12000
#define ON_DEMAND_WRITE 4000

static const char *type_name(enum ls_attribute_type type)
{
    static const char *const names[] = {
        [LS_TYPE_STRING] = "string", [LS_TYPE_NUMBER] = "number", [LS_TYPE_BINARY] = "binary"};

    return names[type];
}

static struct range type_place(const struct spec_attribute *attribute)
{
    return attribute->type.set ? attribute->type.at : attribute->name.at;
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

            if (!other->type.set || other->type.value == first->type.value)
                continue;
            diag = diag_add(
                diags, DIAG_key_type_mismatch, type_place(other),
                "`%s` is a %s here and a %s elsewhere in this table", attribute->name.ptr,
                type_name((enum ls_attribute_type)other->type.value), type_name(attribute->type));
            diag_note(diag, type_place(first), "it is a %s here%s", type_name(attribute->type),
                      first->type.set ? "" : ", as nothing else is said");
            diag_hint(diag, "DynamoDB has one type for each key attribute");
        }
    }
}

static void check_generate(struct diags *diags, const struct spec_attribute *attribute)
{
    const struct spec_generate *generate = &attribute->generate;
    enum ls_attribute_type type = (enum ls_attribute_type)attribute->type.value;
    bool is_random = generate->kind.value == LS_GENERATE_RANDOM;
    bool is_now = generate->kind.value == LS_GENERATE_NOW;

    if (!generate->kind.set || generate->kind.value == LS_GENERATE_NONE ||
        is_unread(attribute->type.at, attribute->type.set))
        return;
    if (is_now ? type == LS_TYPE_BINARY : type != LS_TYPE_STRING)
        diag_hint(diag_add(diags, DIAG_generate_type, generate->kind.at,
                           "`%s` is of type %s, which %s cannot make", attribute->name.value.ptr,
                           type_name(type), spec_generate_values[generate->kind.value].name),
                  is_now ? "`now` makes a string or a number"
                         : "uuid7, uuid4 and random make strings; `now` makes a number as well");
    if (is_random && !generate->length.set && !range_given(generate->length.at))
        diag_hint(diag_add(diags, DIAG_generate_length, generate->kind.at,
                           "a random value needs a length"),
                  "write `generate: { kind: random, length: 10 }`");
    else if (!is_random && generate->length.set)
        diag_hint(diag_add(diags, DIAG_generate_length, generate->length.at,
                           "only a random value has a length"),
                  "leave `length` out");
}

static void check_key(struct diags *diags, const struct spec_table *table)
{
    const struct spec_attribute *partition = table->key.partition.items;
    const struct spec_attribute *sort = table->key.sort.items;

    SPEC_EACH(const struct spec_attribute, attribute, &table->key.partition)
    check_generate(diags, attribute);
    SPEC_EACH(const struct spec_attribute, attribute, &table->key.sort)
    check_generate(diags, attribute);
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
    if (key->mentions[0].index == NULL) {
        diag = diag_add(diags, DIAG_timestamp_clash, timestamp_place(written, key_at),
                        "`%s` is a key, which never changes, and a timestamp", name.ptr);
        diag_hint(diag, "write `timestamps: false`, or other names: `timestamps: "
                        "{ created: …, updated: … }`");
    } else if (key->type != LS_TYPE_STRING) {
        diag = diag_add(diags, DIAG_timestamp_clash,
                        timestamp_place(written, type_place(key->decides->spec)),
                        "`%s` is a timestamp, and so a string, but a %s in an index", name.ptr,
                        type_name(key->type));
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
    if (key->mentions[0].index == NULL) {
        diag =
            diag_add(diags, DIAG_ttl_on_key, ttl->at, "`%s` is a key of the table", ttl->value.ptr);
        diag_hint(diag, "the time to live needs an attribute of its own, in seconds since 1970");
    } else if (key->type != LS_TYPE_NUMBER) {
        diag = diag_add(diags, DIAG_ttl_on_key, ttl->at,
                        "`%s` is a %s in an index, but the time to live is a number",
                        ttl->value.ptr, type_name(key->type));
        diag_note(diag, type_place(key->decides->spec), "it is a %s here", type_name(key->type));
        diag_hint(diag, "DynamoDB expires an item by seconds since 1970, as a number");
    }
}

static void check_not_empty(struct diags *diags, const struct spec_capacity *units)
{
    if (range_given(units->at) && !range_given(units->read.at) && !range_given(units->write.at))
        diag_hint(diag_add(diags, DIAG_throughput_empty, units->at,
                           "there are neither read nor write units here"),
                  "write `{ read: 12000, write: 4000 }`, or one of them");
}

static void check_warm_units(struct diags *diags, const struct spec_int *units, int64_t start,
                             const char *what)
{
    if (units->set && units->value < start)
        diag_hint(diag_add(diags, DIAG_warm_throughput_too_low, units->at,
                           "on demand, %s start with %lld units a second, and DynamoDB takes no "
                           "fewer",
                           what, (long long)start),
                  "write %lld or more, or leave it out", (long long)start);
}

void check_throughput(struct diags *diags, const struct spec_table *table,
                      const struct spec_capacity *capacity, const struct spec_capacity *maximum,
                      const struct spec_capacity *warm)
{
    bool provisioned = table->billing.value == BILLING_PROVISIONED;

    check_not_empty(diags, maximum);
    check_not_empty(diags, warm);
    if (is_unread(table->billing.at, table->billing.set))
        return;
    if (!provisioned && range_given(capacity->at))
        diag_hint(diag_add(diags, DIAG_capacity_on_demand, capacity->at,
                           "a table on demand has no capacity"),
                  "leave `capacity` out, or write `billing: provisioned` for the table");
    if (provisioned && range_given(maximum->at))
        diag_hint(diag_add(diags, DIAG_max_throughput_provisioned, maximum->at,
                           "a provisioned table has no maximum throughput"),
                  "its capacity is its maximum; `max_throughput` is for tables on demand");
    if (provisioned)
        return;
    check_warm_units(diags, &warm->read, ON_DEMAND_READ, "reads");
    check_warm_units(diags, &warm->write, ON_DEMAND_WRITE, "writes");
}

static void check_table(struct mem_arena *arena, struct diags *diags,
                        const struct spec_table *table)
{
    struct key_attributes attributes = key_attributes_of(arena, table);

    check_key(diags, table);
    check_types(diags, attributes);
    check_timestamps(diags, table, attributes);
    check_ttl(diags, table, attributes);
    if (table->billing.value == BILLING_PROVISIONED && !range_given(table->capacity.at))
        diag_hint(diag_add(diags, DIAG_capacity_missing, table->billing.at,
                           "a provisioned table needs a capacity"),
                  "write `capacity: { read: 5, write: 5 }`");
    check_throughput(diags, table, &table->capacity, &table->max_throughput,
                     &table->warm_throughput);
    check_indexes(arena, diags, table);
}

void check_tables(struct mem_arena *arena, struct diags *diags, const struct spec *spec)
{
    const struct spec_table *tables = spec->tables.items;

    if (spec->tables.count > LS_MAX_TABLES)
        diag_hint(diag_add(diags, DIAG_too_many_tables, tables[LS_MAX_TABLES].name.at,
                           "there are %zu tables; a service can have %d", spec->tables.count,
                           LS_MAX_TABLES),
                  "split the service");
    SPEC_EACH(const struct spec_table, table, &spec->tables)
    check_table(arena, diags, table);
}
