/*
 * gen/model/arns: ARNs taken apart.
 */
#include <criterion/criterion.h>

#include "model/arns.h"

static struct mem_arena *arena;

static void begin(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
}

static void end(void)
{
    mem_arena_free(arena);
}

TestSuite(arns, .init = begin, .fini = end);

static bool read_literal(const char *text, struct arn *arn)
{
    struct piece piece = {.kind = PIECE_LITERAL, .text = text_of(text)};

    return arn_read(arena, (struct pieces){&piece, 1, false}, arn);
}

Test(arns, fields)
{
    struct arn arn;

    cr_assert(read_literal("arn:aws:kms:eu-central-1:123456789012:key/1234:x", &arn));
    cr_expect(text_is(arn.service, "kms"));
    cr_expect(text_is(arn.region, "eu-central-1"));
    cr_expect(text_is(arn.account, "123456789012"));
    cr_expect(text_is(arn.resource, "key/1234:x"));
    cr_assert(read_literal("arn:aws:s3:::bucket/*", &arn));
    cr_expect(text_is(arn.region, ""));
    cr_expect(text_is(arn.resource, "bucket/*"));
    cr_expect_not(read_literal("arn:aws:s3::bucket", &arn));
    cr_expect_not(read_literal("ARN:aws:s3:::bucket", &arn));
    cr_expect_not(read_literal("xarn:aws:s3:::bucket", &arn));
    cr_expect_not(read_literal("", &arn));
}

/* The colons of ${AWS::Region} are none of the ARN's. */
Test(arns, references_are_fields)
{
    struct piece pieces[] = {
        {.kind = PIECE_LITERAL, .text = TEXT("arn:")},
        {.kind = PIECE_PSEUDO, .text = TEXT("AWS::Partition")},
        {.kind = PIECE_LITERAL, .text = TEXT(":dynamodb:")},
        {.kind = PIECE_PSEUDO, .text = TEXT("AWS::Region")},
        {.kind = PIECE_LITERAL, .text = TEXT(":")},
        {.kind = PIECE_PSEUDO, .text = TEXT("AWS::AccountId")},
        {.kind = PIECE_LITERAL, .text = TEXT(":table/items-")},
        {.kind = PIECE_ENVIRONMENT},
    };
    struct arn arn;

    cr_assert(arn_read(arena, (struct pieces){pieces, 8, false}, &arn));
    cr_expect(text_is(arn.service, "dynamodb"));
    cr_expect(arn_has_account(&arn));
    cr_expect(arn_is_table(&arn));
    cr_expect_not(arn_read(arena, (struct pieces){pieces + 1, 7, false}, &arn));
    cr_expect_not(arn_read(arena, (struct pieces){pieces, 5, false}, &arn));
}

Test(arns, what_they_name)
{
    static const struct {
        const char *text;
        bool table, stream, key;
    } rows[] = {
        {"arn:aws:dynamodb:us-east-1:123456789012:table/t", true, false, false},
        {"arn:aws-cn:dynamodb:cn-north-1:123456789012:table/t.x", true, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table/", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table/t/index/i", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:backup/t", false, false, false},
        {"arn:aws:dynamodb:us-east-1:12345678901:table/t", false, false, false},
        {"arn:aws:dynamodb:us-east-1:1234567890123:table/t", false, false, false},
        {"arn:aws:dynamodb:us-east-1:12345678901a:table/t", false, false, false},
        {"arn:aws:dynamodb:us-east-1::table/t", false, false, false},
        {"arn:aws:dynamodb::123456789012:table/t", false, false, false},
        {"arn:aws:sqs:us-east-1:123456789012:table/t", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/2026", false, true, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table//stream/2026", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:table/t/streams/2026", false, false, false},
        {"arn:aws:kms:us-east-1:123456789012:key/1234", false, false, true},
        {"arn:aws:kms:us-east-1:123456789012:key/", false, false, false},
        {"arn:aws:kms:us-east-1:123456789012:alias/x", false, false, false},
        {"arn:aws:kms::123456789012:key/1234", false, false, false},
        {"arn:aws:kms:us-east-1::key/1234", false, false, false},
        {"arn:aws:dynamodb:us-east-1:123456789012:key/1234", false, false, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arn arn;

        cr_assert(read_literal(rows[i].text, &arn), "%s", rows[i].text);
        cr_expect_eq(arn_is_table(&arn), rows[i].table, "%s", rows[i].text);
        cr_expect_eq(arn_is_stream(&arn), rows[i].stream, "%s", rows[i].text);
        cr_expect_eq(arn_is_kms_key(&arn), rows[i].key, "%s", rows[i].text);
    }
}
