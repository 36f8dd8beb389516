/*
 * specialise.c - decides the conditions of a template and looks up its mappings.
 */
#include "local/specialise.h"

#include <string.h>

#define MAX_DEPTH    64 /* of values in each other: several times what the generator writes */
#define MAX_OPERANDS 10 /* documented, of Fn::And and Fn::Or */

/* Where a value stands, for messages; each knows the one around it. */
struct place {
    const struct place *outer;
    const char *name; /* NULL: it is the element `index` of a list */
    int index;
    unsigned depth;
};

enum decision { UNDECIDED, BEING_DECIDED, HOLDS, DOES_NOT_HOLD };

struct specialiser {
    struct resolver *resolver;
    const cJSON *conditions, *mappings;
    enum decision *decisions; /* by position among the conditions */
};

/* ---- places ---- */

static struct place inside(const struct place *outer, const char *name, int index)
{
    return (struct place){outer, name, index, outer->depth + 1};
}

/* "Resources.Api.Properties.Tags[0]" */
static const char *text_of_place(const struct specialiser *specialiser, const struct place *place)
{
    const struct place *way[MAX_DEPTH + 2];
    struct text_buf out;
    size_t count = 0;

    for (; place != NULL && count < sizeof(way) / sizeof(way[0]); place = place->outer)
        way[count++] = place;
    text_buf_init(&out, specialiser->resolver->arena, TEXT_BUF_MAX);
    while (count-- > 0) {
        if (way[count]->name == NULL)
            text_printf(&out, "[%d]", way[count]->index);
        else
            text_printf(&out, "%s%s", out.len > 0 ? "." : "", way[count]->name);
    }
    return out.ptr;
}

#define FAIL(specialiser_, place_, ...)                                                            \
    resolve_fail((specialiser_)->resolver, text_of_place((specialiser_), (place_)), __VA_ARGS__)

static bool is_too_deep(const struct specialiser *specialiser, const struct place *place)
{
    if (place->depth <= MAX_DEPTH)
        return false;
    FAIL(specialiser, place, "more than %d values in each other", MAX_DEPTH);
    return true;
}

/* ---- functions ---- */

/* The one member of an object that has one: perhaps a function and its arguments. */
static cJSON *function_of(const cJSON *value)
{
    bool is_single = cJSON_IsObject(value) && value->child != NULL && value->child->next == NULL;

    return is_single ? value->child : NULL;
}

static bool is_named(const cJSON *call, const char *name)
{
    return call != NULL && strcmp(call->string, name) == 0;
}

static const cJSON *look_up(struct specialiser *specialiser, const cJSON *call,
                            const struct place *place);

/* What stands in Fn::Equals, or as a name or key of Fn::FindInMap. */
static bool operand(struct specialiser *specialiser, const cJSON *value, const struct place *place,
                    struct text *text)
{
    const cJSON *call = function_of(value);

    if (is_named(call, "Fn::FindInMap")) {
        struct place inner = inside(place, call->string, 0);

        value = look_up(specialiser, call, &inner);
        if (value == NULL)
            return false;
    }
    return resolve_text(specialiser->resolver, value, text_of_place(specialiser, place), text);
}

static bool is_mapped(const cJSON *value)
{
    const cJSON *one;

    if (!cJSON_IsArray(value))
        return cJSON_IsString(value) || cJSON_IsNumber(value) || cJSON_IsBool(value);
    cJSON_ArrayForEach(one, value)
    {
        if (cJSON_IsArray(one) || !is_mapped(one))
            return false;
    }
    return true;
}

/* NULL: there is a problem. `place` is that of the call. */
static const cJSON *look_up(struct specialiser *specialiser, const cJSON *call,
                            const struct place *place)
{
    struct text names[3];
    const cJSON *at = specialiser->mappings;

    if (is_too_deep(specialiser, place))
        return NULL;
    if (!cJSON_IsArray(call) || cJSON_GetArraySize(call) != 3) {
        FAIL(specialiser, place, "wants a mapping and two keys");
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        struct place inner = inside(place, NULL, i);

        if (!operand(specialiser, cJSON_GetArrayItem(call, i), &inner, &names[i]))
            return NULL;
        at = resolve_member(at, names[i].ptr);
    }
    if (at == NULL)
        FAIL(specialiser, place, "Mappings.%s.%s.%s does not exist", names[0].ptr, names[1].ptr,
             names[2].ptr);
    else if (!is_mapped(at))
        FAIL(specialiser, place, "Mappings.%s.%s.%s is no text, number, boolean, or list of them",
             names[0].ptr, names[1].ptr, names[2].ptr);
    else
        return at;
    return NULL;
}

/* ---- conditions ---- */

static bool evaluate(struct specialiser *specialiser, const cJSON *value, const struct place *place,
                     bool *truth);

/* The condition of that name; `place` is where it is named. */
static bool decide(struct specialiser *specialiser, const char *name, const struct place *place,
                   bool *truth)
{
    struct place section = {NULL, "Conditions", 0, place->depth + 1};
    struct place own = inside(&section, name, 0);
    const cJSON *condition;
    size_t at = 0;

    for (condition = specialiser->conditions != NULL ? specialiser->conditions->child : NULL;
         condition != NULL && strcmp(condition->string, name) != 0; condition = condition->next)
        at++;
    if (condition == NULL)
        return FAIL(specialiser, place, "there is no condition `%s`", name);
    if (specialiser->decisions[at] == BEING_DECIDED)
        return FAIL(specialiser, &own, "depends on itself");
    if (specialiser->decisions[at] == UNDECIDED) {
        specialiser->decisions[at] = BEING_DECIDED;
        if (!evaluate(specialiser, condition, &own, truth))
            return false;
        specialiser->decisions[at] = *truth ? HOLDS : DOES_NOT_HOLD;
    }
    *truth = specialiser->decisions[at] == HOLDS;
    return true;
}

static bool evaluate_equals(struct specialiser *specialiser, const cJSON *call,
                            const struct place *place, bool *truth)
{
    struct text operands[2];

    if (!cJSON_IsArray(call) || cJSON_GetArraySize(call) != 2)
        return FAIL(specialiser, place, "wants two values");
    for (int i = 0; i < 2; i++) {
        struct place inner = inside(place, NULL, i);

        if (!operand(specialiser, cJSON_GetArrayItem(call, i), &inner, &operands[i]))
            return false;
    }
    *truth = text_equal(operands[0], operands[1]);
    return true;
}

/* Fn::And, Fn::Or and Fn::Not; all operands are looked at, so that each mistake shows. */
static bool evaluate_all(struct specialiser *specialiser, const cJSON *call,
                         const struct place *place, bool *truth)
{
    bool is_not = is_named(call, "Fn::Not"), is_or = is_named(call, "Fn::Or");
    int least = is_not ? 1 : 2, most = is_not ? 1 : MAX_OPERANDS;
    int count = cJSON_IsArray(call) ? cJSON_GetArraySize(call) : 0;
    bool any = false, all = true;

    if (count < least || count > most)
        return is_not ? FAIL(specialiser, place, "wants one condition in a list")
                      : FAIL(specialiser, place, "wants %d to %d conditions", least, most);
    for (int i = 0; i < count; i++) {
        struct place inner = inside(place, NULL, i);
        bool one;

        if (!evaluate(specialiser, cJSON_GetArrayItem(call, i), &inner, &one))
            return false;
        any = any || one;
        all = all && one;
    }
    if (is_not)
        *truth = !any;
    else
        *truth = is_or ? any : all;
    return true;
}

static bool evaluate(struct specialiser *specialiser, const cJSON *value, const struct place *place,
                     bool *truth)
{
    const cJSON *call = function_of(value);
    struct place inner = inside(place, call != NULL ? call->string : NULL, 0);
    const char *name = cJSON_GetStringValue(call);

    if (is_too_deep(specialiser, place))
        return false;
    if (is_named(call, "Condition") && name != NULL)
        return decide(specialiser, name, &inner, truth);
    if (is_named(call, "Fn::Equals"))
        return evaluate_equals(specialiser, call, &inner, truth);
    if (is_named(call, "Fn::And") || is_named(call, "Fn::Or") || is_named(call, "Fn::Not"))
        return evaluate_all(specialiser, call, &inner, truth);
    return FAIL(specialiser, place,
                "is no condition: those are Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition");
}

/* ---- values ---- */

/* `item` takes over what `content` is, but stays where it stands, under its own name. */
static void become(cJSON *item, cJSON *content)
{
    cJSON old = *item;

    item->type = content->type;
    item->child = content->child;
    item->valuestring = content->valuestring;
    item->valueint = content->valueint;
    item->valuedouble = content->valuedouble;
    content->type = old.type;
    content->child = old.child;
    content->valuestring = old.valuestring;
    cJSON_Delete(content);
}

static bool choose(struct specialiser *specialiser, cJSON *value, const struct place *place)
{
    cJSON *call = value->child;
    struct place inner = inside(place, call->string, 0);
    const char *name = cJSON_GetStringValue(cJSON_GetArrayItem(call, 0));
    bool truth = false;

    if (!cJSON_IsArray(call) || cJSON_GetArraySize(call) != 3 || name == NULL)
        return FAIL(specialiser, &inner, "wants the name of a condition and two values");
    if (!decide(specialiser, name, &inner, &truth))
        return false;
    become(value, cJSON_DetachItemFromArray(call, truth ? 1 : 2));
    return true;
}

static bool map(struct specialiser *specialiser, cJSON *value, const struct place *place)
{
    struct place inner = inside(place, value->child->string, 0);
    const cJSON *found = look_up(specialiser, value->child, &inner);
    cJSON *copy;

    if (found == NULL)
        return false;
    copy = cJSON_Duplicate(found, true);
    if (copy != NULL)
        become(value, copy);
    else
        mem_short(specialiser->resolver->arena);
    return true;
}

static bool is_no_value(const cJSON *value)
{
    const cJSON *call = function_of(value);
    const char *name = cJSON_GetStringValue(call);

    return is_named(call, "Ref") && name != NULL && strcmp(name, "AWS::NoValue") == 0;
}

/* *absent: the value is none, and whoever holds it has to let it go. */
static bool specialise_value(struct specialiser *specialiser, cJSON *value,
                             const struct place *place, bool *absent)
{
    cJSON *next;
    int index = 0;

    *absent = false;
    if (is_too_deep(specialiser, place))
        return false;
    while (is_named(function_of(value), "Fn::If")) {
        if (!choose(specialiser, value, place))
            return false;
    }
    if (is_named(function_of(value), "Fn::FindInMap"))
        return map(specialiser, value, place);
    *absent = is_no_value(value);
    for (cJSON *child = *absent ? NULL : value->child; child != NULL; child = next, index++) {
        struct place inner = inside(place, child->string, index);
        bool without;

        next = child->next;
        if (!specialise_value(specialiser, child, &inner, &without))
            return false;
        if (without)
            cJSON_Delete(cJSON_DetachItemViaPointer(value, child));
    }
    return true;
}

/* A section of the template: its members exist where their condition holds. */
static bool specialise_section(struct specialiser *specialiser, cJSON *template, const char *name)
{
    cJSON *section = cJSON_GetObjectItemCaseSensitive(template, name), *next;
    struct place outer = {NULL, name, 0, 0};

    for (cJSON *one = section != NULL ? section->child : NULL; one != NULL; one = next) {
        struct place place = inside(&outer, one->string, 0);
        struct place at_condition = inside(&place, "Condition", 0);
        const cJSON *condition = resolve_member(one, "Condition");
        bool exists = true, absent = false;

        next = one->next;
        if (condition != NULL && !cJSON_IsString(condition))
            return FAIL(specialiser, &at_condition, "is no name of a condition");
        if (condition != NULL &&
            !decide(specialiser, condition->valuestring, &at_condition, &exists))
            return false;
        if (exists && !specialise_value(specialiser, one, &place, &absent))
            return false;
        if (!exists || absent)
            cJSON_Delete(cJSON_DetachItemViaPointer(section, one));
        else
            cJSON_DeleteItemFromObjectCaseSensitive(one, "Condition");
    }
    return true;
}

bool specialise(struct resolver *resolver, cJSON *template)
{
    struct specialiser specialiser = {
        .resolver = resolver,
        .conditions = resolve_member(template, "Conditions"),
        .mappings = resolve_member(template, "Mappings"),
    };

    specialiser.decisions =
        mem_array(resolver->arena, (size_t)cJSON_GetArraySize(specialiser.conditions) + 1,
                  sizeof(*specialiser.decisions));
    return specialise_section(&specialiser, template, "Resources") &&
           specialise_section(&specialiser, template, "Outputs");
}
