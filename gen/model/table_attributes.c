/*
 * table_attributes.c - the attributes of a table: those of its key, those that only indexes have,
 * and the parts of templates.
 */
#include "model/table_attributes.h"

#include "model/check_text.h"
#include "model/templates.h"

/* As many as a part's index, one byte, can tell apart; the count is a byte, too. */
#define ATTRIBUTES_MAX 255

struct attributes {
    struct planner *planner;
    const struct spec_table *spec;
    struct key_attributes keys;
    struct ls_attribute *data;
    struct plan_attribute *plans; /* by data */
    size_t count, own;            /* `own` of them are of the table's key, and come first */
    const struct ls_attribute **definitions; /* by keys.items */
    bool full;                               /* there are more of them than fit */
};

static size_t add(struct attributes *all, struct ls_attribute data, struct range at)
{
    all->data[all->count] = data;
    all->plans[all->count] = (struct plan_attribute){.at = at};
    return all->count++;
}

/* ---- Key attributes ---- */

static struct ls_attribute key_data(const struct key_attribute *key)
{
    return (struct ls_attribute){
        .name = key->name.ptr, .type = key->type, .format = key->format, .max_len = key->max_len};
}

static void add_own(struct attributes *all, const struct spec_attribute *spec)
{
    const struct key_attribute *key = key_attribute_named(all->keys, spec->name.value);
    size_t at = add(all, key_data(key), spec->name.at);
    struct ls_attribute *data = &all->data[at];

    all->definitions[key - all->keys.items] = data;
    if (key->derived != NULL)
        return;
    data->generate = attribute_generate(all->spec, spec);
    data->generate_length = (uint16_t)(spec->generate.length.set ? spec->generate.length.value : 0);
    if (spec->source.set)
        all->plans[at].source = &spec->source;
}

static void add_keys(struct attributes *all)
{
    const struct spec_key *own = &all->spec->key;

    if (own->partition.count > 0)
        add_own(all, own->partition.items);
    if (own->partition.count > 0 && own->sort.count > 0)
        add_own(all, own->sort.items);
    all->own = all->count;
    for (size_t i = 0; i < all->keys.count; i++) {
        const struct key_attribute *key = &all->keys.items[i];

        if (all->definitions[i] == NULL)
            all->definitions[i] =
                &all->data[add(all, key_data(key), key->mentions[0].spec->name.at)];
    }
}

/* ---- Parts ---- */

/* Its place in the data, or `count`. */
static size_t find(const struct attributes *all, struct text name)
{
    size_t at = 0;

    while (at < all->count && !text_is(name, all->data[at].name))
        at++;
    return at;
}

static size_t part(struct attributes *all, const struct key_attribute *key,
                   const struct template_part *written)
{
    const struct spec_attribute *described = part_described(key->derived, written->name);
    struct range at = described == NULL ? written->at : described->name.at;
    size_t found = find(all, written->name);
    struct ls_attribute *data;

    if (found == all->count) {
        if (all->count == ATTRIBUTES_MAX) {
            all->full = true;
            return 0;
        }
        found = add(
            all,
            (struct ls_attribute){
                .name = text_copy(all->planner->arena, written->name.ptr, written->name.len).ptr,
                .type = LS_TYPE_STRING,
                .max_len = key->max_len,
            },
            at);
    }
    data = &all->data[found];
    if (key->max_len < data->max_len)
        data->max_len = key->max_len;
    if (described == NULL)
        return found;
    if (described->format.set)
        data->format = (enum ls_format)described->format.value;
    if (key->in_table) {
        data->generate = (enum ls_generate)described->generate.kind.value;
        data->generate_length =
            (uint16_t)(described->generate.length.set ? described->generate.length.value : 0);
        if (described->source.set)
            all->plans[found].source = &described->source;
    }
    return found;
}

static const struct ls_template *template_data(struct attributes *all,
                                               const struct key_attribute *key)
{
    struct mem_arena *arena = all->planner->arena;
    struct template_text text = {.part_count = 0};
    struct ls_template *data = mem_alloc(arena, sizeof(*data));
    uint8_t *parts = mem_array(arena, LS_MAX_PARTS, sizeof(*parts));
    const char **literals = mem_array(arena, LS_MAX_PARTS + 1, sizeof(*literals));

    (void)template_read(NULL, &key->derived->key_template, &text);
    if (text.part_count == 0)
        return NULL;
    for (size_t i = 0; i < text.part_count; i++)
        parts[i] = (uint8_t)part(all, key, &text.parts[i]);
    for (size_t i = 0; i <= text.part_count; i++)
        literals[i] = text_copy(arena, text.literals[i].ptr, text.literals[i].len).ptr;
    *data = (struct ls_template){(uint8_t)text.part_count, parts, literals};
    return data;
}

static void add_parts(struct attributes *all, const struct key_attribute *key)
{
    size_t at = find(all, key->name);

    if (key->derived != NULL)
        all->data[at].template = template_data(all, key);
}

static void add_all_parts(struct attributes *all)
{
    for (size_t i = 0; i < all->own; i++)
        add_parts(all, key_attribute_named(all->keys, text_of(all->data[i].name)));
    for (size_t i = 0; i < all->keys.count; i++) {
        if (all->definitions[i] >= all->data + all->own)
            add_parts(all, &all->keys.items[i]);
    }
}

void plan_attributes(struct planner *planner, struct plan_table *plan, struct ls_table *data,
                     struct key_attributes keys)
{
    const struct spec_table *spec = plan->spec;
    struct attributes all = {.planner = planner, .spec = spec, .keys = keys};
    /* An attribute that is partition and sort in one has two rows, and a diagnostic. */
    size_t most = 2 + keys.count + ATTRIBUTES_MAX;

    all.data = mem_array(planner->arena, most, sizeof(all.data[0]));
    all.plans = mem_array(planner->arena, most, sizeof(all.plans[0]));
    all.definitions = mem_array(planner->arena, keys.count, sizeof(all.definitions[0]));
    add_keys(&all);
    if (all.count <= ATTRIBUTES_MAX)
        add_all_parts(&all);
    if (all.full || all.count > ATTRIBUTES_MAX)
        diag_hint(diag_add(planner->diags, DIAG_too_many_attributes, spec->name.at,
                           "the keys of `%s` and of its indexes have more than %d attributes, with "
                           "the parts of templates",
                           spec->name.value.ptr, ATTRIBUTES_MAX),
                  "leave out what no route needs, or split the table");
    data->attributes = all.data;
    data->key_count = (uint8_t)all.own;
    data->attribute_count = (uint8_t)(all.count < ATTRIBUTES_MAX ? all.count : ATTRIBUTES_MAX);
    plan->attributes = all.plans;
    plan->definitions = all.definitions;
    plan->definition_count = keys.count;
}
