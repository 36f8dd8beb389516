/*
 * Generated values: form by RFC 9562, time in the right place, randomness that is some.
 */
#include "generate.h"

#include <string.h>

#include "expect.h"

/* 2026-01-31T23:59:59.123Z; 0x019C167FC893 in hexadecimal. */
#define NOW_MS INT64_C(1769903999123)

static struct ls_arena arena;

static void setup(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
}

static void teardown(void)
{
    ls_arena_release(&arena);
}

TestSuite(generate, .init = setup, .fini = teardown);

static struct ls_str generated(enum ls_attribute_type type, enum ls_generate generate,
                               uint16_t length)
{
    const struct ls_attribute attribute = {
        .name = "id", .type = type, .generate = generate, .generate_length = length};
    struct ls_error error;
    struct ls_str value = {NULL, 0};

    cr_assert_eq(ls_generate(&attribute, NOW_MS, &arena, &value, &error), LS_OK);
    return value;
}

/* "xxxxxxxx-xxxx-Vxxx-Nxxx-xxxxxxxxxxxx", V the version, N one of 8 9 a b. */
static void expect_uuid(struct ls_str value, char version)
{
    cr_assert_eq(value.len, (size_t)36);
    for (size_t i = 0; i < value.len; i++) {
        if (i == 8 || i == 13 || i == 18 || i == 23)
            cr_expect_eq(value.ptr[i], '-', "at %zu of %.*s", i, 36, value.ptr);
        else
            cr_expect(strchr("0123456789abcdef", value.ptr[i]) != NULL, "at %zu of %.*s", i, 36,
                      value.ptr);
    }
    cr_expect_eq(value.ptr[14], version);
    cr_expect(strchr("89ab", value.ptr[19]) != NULL, "variant of %.*s", 36, value.ptr);
}

Test(generate, uuid7_begins_with_the_time)
{
    struct ls_str a = generated(LS_TYPE_STRING, LS_GENERATE_UUID7, 0);
    struct ls_str b = generated(LS_TYPE_STRING, LS_GENERATE_UUID7, 0);

    expect_uuid(a, '7');
    EXPECT_STR(ls_str(a.ptr, 13), "019c167f-c893");
    cr_expect(!ls_str_equal(a, b));
}

Test(generate, uuid4_is_random_from_its_beginning)
{
    struct ls_str a = generated(LS_TYPE_STRING, LS_GENERATE_UUID4, 0);
    struct ls_str b = generated(LS_TYPE_STRING, LS_GENERATE_UUID4, 0);

    expect_uuid(a, '4');
    cr_expect_neq(memcmp(a.ptr, b.ptr, 8), 0);
    cr_expect_neq(memcmp(a.ptr + 24, b.ptr + 24, 12), 0);
}

Test(generate, now_is_a_time_or_a_number)
{
    EXPECT_STR(generated(LS_TYPE_STRING, LS_GENERATE_NOW, 0), "2026-01-31T23:59:59.123Z");
    EXPECT_STR(generated(LS_TYPE_NUMBER, LS_GENERATE_NOW, 0), "1769903999123");
}

Test(generate, random_uses_all_of_the_alphabet)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    struct ls_str value = generated(LS_TYPE_STRING, LS_GENERATE_RANDOM, 62 * 200);
    size_t counts[256] = {0}, first_eight = 0;

    cr_assert_eq(value.len, (size_t)62 * 200);
    for (size_t i = 0; i < value.len; i++)
        counts[(unsigned char)value.ptr[i]]++;
    /*
     * 256 is 8 more than 4 times 62: bytes taken as they come would favour the first 8, with 1,938
     * of them instead of 1,600. The bounds are 7 standard deviations away.
     */
    for (size_t i = 0; i < 8; i++)
        first_eight += counts[(unsigned char)alphabet[i]];
    cr_expect(first_eight > 1340 && first_eight < 1860, "%zu", first_eight);
    /* 200 of each are expected; fewer than 100 or more than 300 are 7 standard deviations off. */
    for (const char *c = alphabet; *c != '\0'; c++) {
        cr_expect_geq(counts[(unsigned char)*c], (size_t)100, "%c", *c);
        cr_expect_leq(counts[(unsigned char)*c], (size_t)300, "%c", *c);
        counts[(unsigned char)*c] = 0;
    }
    for (size_t i = 0; i < 256; i++)
        cr_expect_eq(counts[i], (size_t)0, "byte %zu", i);
    cr_expect_eq(generated(LS_TYPE_STRING, LS_GENERATE_RANDOM, 7).len, (size_t)7);
}

Test(generate, says_when_memory_is_short)
{
    const struct ls_attribute id = {.name = "id", .generate = LS_GENERATE_UUID7};
    struct ls_arena none;
    struct ls_error error = {.status = LS_OK};
    struct ls_str value;

    ls_arena_init(&none, 0, 0);
    cr_expect_eq(ls_generate(&id, NOW_MS, &none, &value, &error), LS_NO_MEMORY);
    cr_expect_eq(error.status, LS_NO_MEMORY);
}
