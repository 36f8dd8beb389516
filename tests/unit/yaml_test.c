/*
 * gen/read/yaml: text to a located tree, its bounds, and what is refused. The words of each
 * diagnostic are tested by the bad specs of tests/bad.
 */
#include <string.h>

#include "reading.h"

/* What a range covers, as text. */
static struct text covered(const struct reading *r, struct range at)
{
    return (struct text){r->source.text.ptr + at.start, at.end - at.start};
}

static void expect_ids(const char *text, const char *ids)
{
    struct reading r;

    reading_yaml(&r, text_of(text));
    EXPECT_IDS(&r, ids);
    reading_end(&r);
}

Test(yaml, a_tree_with_places)
{
    struct reading r;
    const struct doc_node *list, *map;

    reading_yaml(&r, TEXT("# comment\n"
                          "text: tea  # more\n"
                          "\"quoted key\": '12'\n"
                          "list: [1, true, ~, 1.5]\n"
                          "map:\n"
                          "  a: b\n"
                          "  c: { d: e }\n"));
    EXPECT_IDS(&r, "");
    cr_assert_not_null(r.root);
    cr_assert_eq(r.root->kind, DOC_MAP);
    cr_assert_eq(r.root->count, 4);
    EXPECT_TEXT(covered(&r, r.root->at), "text: tea  # more");

    EXPECT_TEXT(r.root->members[0].key, "text");
    EXPECT_TEXT(covered(&r, r.root->members[0].key_at), "text");
    EXPECT_TEXT(r.root->members[0].value->text, "tea");
    EXPECT_TEXT(covered(&r, r.root->members[0].value->at), "tea");
    cr_expect_not(r.root->members[0].value->quoted);

    EXPECT_TEXT(r.root->members[1].key, "quoted key");
    EXPECT_TEXT(covered(&r, r.root->members[1].key_at), "\"quoted key\"");
    cr_expect_eq(r.root->members[1].value->kind, DOC_TEXT);
    cr_expect(r.root->members[1].value->quoted);
    EXPECT_TEXT(covered(&r, r.root->members[1].value->at), "'12'");

    list = doc_get(r.root, "list");
    cr_assert_eq(list->kind, DOC_LIST);
    cr_expect(list->flow);
    cr_assert_eq(list->count, 4);
    cr_expect_eq(list->elements[0]->kind, DOC_INT);
    cr_expect_eq(list->elements[0]->integer, 1);
    cr_expect_eq(list->elements[1]->kind, DOC_BOOL);
    cr_expect_eq(list->elements[2]->kind, DOC_NULL);
    cr_expect_eq(list->elements[3]->kind, DOC_FLOAT);
    EXPECT_TEXT(covered(&r, list->at), "[1, true, ~, 1.5]");

    map = doc_get(r.root, "map");
    cr_expect_not(map->flow);
    EXPECT_TEXT(covered(&r, map->at), "a: b");
    EXPECT_TEXT(covered(&r, doc_get(map, "c")->at), "{ d: e }");
    cr_expect_null(doc_get(r.root, "absent"));
    cr_expect_null(doc_get(list, "absent"));
    reading_end(&r);
}

/* libyaml counts characters, and neither a byte order mark nor both halves of CR LF. */
Test(yaml, places_behind_other_than_ascii)
{
    struct reading r;
    const struct doc_node *list;

    reading_yaml(&r, TEXT("\xef\xbb\xbf\xc3\xa4: \"\xf0\x9f\x8d\xb5\" # \xc3\xa4\r\n"
                          "t\xc3\xa9:\r\n"
                          "  - \xe6\x9d\xb1\xe4\xba\xac\r\n"
                          "  - [x, \xc3\xbc, z]\r\n"));
    EXPECT_IDS(&r, "");
    EXPECT_TEXT(covered(&r, r.root->members[0].key_at), "\xc3\xa4");
    EXPECT_TEXT(covered(&r, r.root->members[0].value->at), "\"\xf0\x9f\x8d\xb5\"");
    EXPECT_TEXT(covered(&r, r.root->members[1].key_at), "t\xc3\xa9");
    list = r.root->members[1].value;
    EXPECT_TEXT(covered(&r, list->at), "- \xe6\x9d\xb1\xe4\xba\xac");
    EXPECT_TEXT(covered(&r, list->elements[0]->at), "\xe6\x9d\xb1\xe4\xba\xac");
    EXPECT_TEXT(covered(&r, list->elements[1]->elements[2]->at), "z");
    EXPECT_TEXT(covered(&r, list->elements[1]->at), "[x, \xc3\xbc, z]");
    reading_end(&r);
}

Test(yaml, places_behind_a_byte_order_mark_alone)
{
    struct reading r;

    reading_yaml(&r, TEXT("\xef\xbb\xbfkey: value\nother: [x]\n"));
    EXPECT_IDS(&r, "");
    EXPECT_TEXT(covered(&r, r.root->members[0].key_at), "key");
    EXPECT_TEXT(covered(&r, r.root->members[0].value->at), "value");
    EXPECT_TEXT(covered(&r, r.root->members[1].value->at), "[x]");
    reading_end(&r);
}

Test(yaml, places_far_into_a_text_that_is_not_ascii)
{
    struct reading r;
    struct text_buf text;

    reading_start(&r, TEXT(""));
    text_buf_init(&text, r.arena, TEXT_BUF_MAX);
    for (int i = 0; i < 500; i++)
        text_printf(&text, "k\xc3\xa9y%03d: v\xc3\xa4lue%03d\n", i, i);
    source_init(&r.source, r.arena, "spec.yaml", text_view(&text));
    r.root = yaml_read(r.arena, &r.source, r.diags);
    EXPECT_IDS(&r, "");
    cr_assert_eq(r.root->count, 500);
    for (size_t i = 0; i < 500; i++) {
        const struct doc_member *member = &r.root->members[i];
        cr_assert(text_equal(covered(&r, member->key_at), member->key));
        cr_assert(text_equal(covered(&r, member->value->at), member->value->text));
    }
    reading_end(&r);
}

Test(yaml, scalars_of_every_style)
{
    struct reading r;

    reading_yaml(&r, TEXT("a: \"esc \\u00e9 \\t \\x41\"\n"
                          "b: 'it''s'\n"
                          "c: |\n"
                          "  two\n"
                          "  lines\n"
                          "d: >-\n"
                          "  one\n"
                          "  line\n"
                          "e: plain over\n"
                          "  two lines\n"
                          "f:\n"
                          "g: \"\"\n"));
    EXPECT_IDS(&r, "");
    EXPECT_TEXT(doc_get(r.root, "a")->text, "esc \xc3\xa9 \t A");
    EXPECT_TEXT(doc_get(r.root, "b")->text, "it's");
    EXPECT_TEXT(doc_get(r.root, "c")->text, "two\nlines\n");
    cr_expect(doc_get(r.root, "c")->quoted);
    EXPECT_TEXT(covered(&r, doc_get(r.root, "c")->at), "|");
    EXPECT_TEXT(doc_get(r.root, "d")->text, "one line");
    EXPECT_TEXT(doc_get(r.root, "e")->text, "plain over two lines");
    cr_expect_eq(doc_get(r.root, "f")->kind, DOC_NULL);
    cr_expect_eq(doc_get(r.root, "f")->at.start, doc_get(r.root, "f")->at.end);
    cr_expect_eq(doc_get(r.root, "g")->kind, DOC_TEXT);
    reading_end(&r);
}

Test(yaml, aliases_stand_for_their_anchor)
{
    struct reading r;
    const struct doc_node *a;

    reading_yaml(&r, TEXT("a: &key { id: string }\nb: *key\nc: [*key, &n 5, *n]\n"));
    EXPECT_IDS(&r, "");
    a = doc_get(r.root, "a");
    cr_expect_eq(doc_get(r.root, "b"), a);
    cr_expect_eq(doc_get(r.root, "c")->elements[0], a);
    cr_expect_eq(doc_get(r.root, "c")->elements[2]->integer, 5);
    reading_end(&r);
    expect_ids("a: &x 1\nb: &x 2\nc: *x\n", "unused_anchor"); /* the first x */
    expect_ids("a: &x [*x]\n", "bad_alias");
    expect_ids("a: *x\nb: &x 1\n", "bad_alias unused_anchor");
}

Test(yaml, refused_and_read_on)
{
    expect_ids("a: 1\nb: 2\na: 3\n", "duplicate_key");
    expect_ids("{a: 1, a: 2, \"a\": 3}\n", "duplicate_key duplicate_key");
    expect_ids("<<: {a: 1}\nb: 2\nb: 3\n", "merge_key duplicate_key");
    expect_ids("\"<<\": 1\n", "");
    expect_ids("a: !Ref X\nb: !!str 1\nc: ! d\n", "yaml_tag yaml_tag yaml_tag");
    expect_ids("a: !x [1]\nb: !<y> {c: d}\n", "yaml_tag yaml_tag");
    expect_ids("[a]: 1\n{b: c}: 2\n", "bad_key bad_key");
    expect_ids("{: 1}\n", "bad_key");
    expect_ids("\"\": 1\n", "");
    expect_ids("a: &x 1\n*x : 2\n", "bad_key");
    expect_ids("a: &x 1\n", "unused_anchor");
    expect_ids("---\na: 1\n", "");
    expect_ids("a: 1\n...\n", "");
    expect_ids("a: 1\n---\nb: 2\n", "several_documents");
    expect_ids("%YAML 1.2\n---\na: 1\n", "yaml_directive");
    expect_ids("a: {{ x }}\n", "bad_key");
}

Test(yaml, the_first_of_two_keys_counts)
{
    struct reading r;

    reading_yaml(&r, TEXT("a: 1\na: 2\n"));
    cr_assert_eq(r.root->count, 1);
    cr_expect_eq(r.root->members[0].value->integer, 1);
    reading_end(&r);
}

Test(yaml, a_key_is_found_twice_among_many)
{
    struct reading r;
    struct text_buf text;

    reading_start(&r, TEXT(""));
    text_buf_init(&text, r.arena, TEXT_BUF_MAX);
    for (int i = 0; i < 3000; i++)
        text_printf(&text, "k%d: %d\n", i, i);
    text_put(&text, "k0: x\nk1500: y\nk2999: z\nk3000: new\n");
    source_init(&r.source, r.arena, "spec.yaml", text_view(&text));
    r.root = yaml_read(r.arena, &r.source, r.diags);
    EXPECT_IDS(&r, "duplicate_key duplicate_key duplicate_key");
    cr_expect_eq(r.root->count, 3001);
    reading_end(&r);
}

Test(yaml, legal_text_that_means_something_else)
{
    struct reading r;

    reading_yaml(&r, TEXT("k: {id:string}\n"));
    EXPECT_IDS(&r, "missing_blank");
    EXPECT_TEXT(doc_get(doc_get(r.root, "k"), "id")->text, "string"); /* read as it was meant */
    reading_end(&r);

    reading_yaml(&r, TEXT("GET /a:{ action: get }\n"));
    EXPECT_IDS(&r, "missing_blank");
    cr_expect(doc_get(r.root, "GET /a")->broken);
    reading_end(&r);

    reading_yaml(&r, TEXT("a: { s: cron(0 8,20 * * ? *), t: u }\n"));
    EXPECT_IDS(&r, "comma_in_text");
    cr_assert_eq(doc_get(r.root, "a")->count, 2);
    cr_expect(doc_get(doc_get(r.root, "a"), "s")->broken);
    EXPECT_TEXT(doc_get(doc_get(r.root, "a"), "t")->text, "u");
    reading_end(&r);

    reading_yaml(&r, TEXT("a: [rate(1, x), b]\n"));
    EXPECT_IDS(&r, "comma_in_text");
    cr_expect_eq(doc_get(r.root, "a")->count, 2);
    reading_end(&r);

    reading_yaml(&r, TEXT("a: {org}#{id}\n"));
    EXPECT_IDS(&r, "brace_in_text");
    cr_expect(doc_get(r.root, "a")->broken);
    reading_end(&r);

    expect_ids("a: room #{room}\nb: 50% off #1\n", "comment_in_text comment_in_text");
    expect_ids("a: room # comment\nb: \"x\" #1\nc: d #\ne: [f] #1\n", "");
    expect_ids("a: \xc2\xa0x\nb: x\xc2\xa0\n", "invisible_character invisible_character");
    expect_ids("a\xc2\xa0x: 1\nb: \xe2\x80\x8bx\n", "invisible_character invisible_character");
    expect_ids("a: \"\xc2\xa0x\"\nb: x\xc2\xa0y\n", "");
}

Test(yaml, a_key_over_two_lines)
{
    expect_ids("{ a\n b:{ c: d }}\n", "missing_blank");
    expect_ids("{ a\r\n\r\n\r\nb:[x,y: z}\n", "missing_blank");
    expect_ids("{a\nb:c}\n", "missing_blank");
}

Test(yaml, what_only_looks_like_a_trap)
{
    expect_ids("a: { b: dynamodb:GetItem, c: [s3:*, https://x] }\n", "");
    expect_ids("a: { \"dynamodb:x\": y, aws:x: z }\n", "");
    expect_ids("a: f(x), g(y)\nb: [f(x), g(y)]\nc: [\"f(x\", \"y)\"]\nd: [(, a]\n", "");
    expect_ids("GET /a/{id}: get items\nb: tap-${env}\n", "");
    expect_ids("a: on\nb: NO\nc: 22:22\n", "");
}

Test(yaml, syntax_errors)
{
    static const struct {
        const char *text, *id;
    } cases[] = {
        {"a: { name: tap-${env} }\n", "brace_in_text"},
        {"a: [a-${env}]\n", "brace_in_text"},
        {"a: { path: /x/{id} }\n", "brace_in_text"},
        {"a: [*]\n", "bad_alias"},
        {"a: *\n", "bad_alias"},
        {"a: &\n", "bad_alias"},
        {"a: b: c\n", "colon_in_text"},
        {"a: { d: b: c }\n", "colon_in_text"},
        {"a: [b: c: d]\n", "colon_in_text"},
        {"a:\n  GET /x:get items\n  GET /y: get items\n", "missing_blank"},
        {"service:tap\nb: c\n", "missing_blank"},
        {"a: { b:{ c: d } }\n", "missing_blank"},
        {"a: { b: c, d:[e] }\n", "missing_blank"},
        {"a: { b:, c: d }\n", "yaml_syntax"},
        {"a: b\nservice:tap\nb: c\n", "missing_blank"},
        {"a: b\n  c: d\n", "bad_indentation"},
        {"a:\n  b: c\n d: e\n", "bad_indentation"},
        {" a: b\nc: d\n", "bad_indentation"},
        {"a: b\n- c\n", "bad_indentation"},
        {"a:\n  - b\n  c: d\n", "bad_indentation"},
        {"a:\n\tb: c\n", "yaml_tab"},
        {"a: b\n\tc: d\n", "yaml_tab"},
        {"a: |\n\tb\n", "yaml_tab"},
        {"a: @x\n", "unquoted_text"},
        {"a: [x, `y`]\n", "unquoted_text"},
        {"a: %x\n", "unquoted_text"},
        {"a: \"x\"y\n", "unquoted_text"},
        {"a: 'it's'\n", "unquoted_text"},
        {"a: \"x\n", "yaml_unclosed"},
        {"a: 'x\nb: c\n", "yaml_unclosed"},
        {"a: [b, c\nd: e\n", "yaml_unclosed"},
        {"a: {\n", "yaml_unclosed"},
        {"a: [b}\n", "yaml_unclosed"},
        {"a: b\n}\n", "yaml_unclosed"},
        {"a: \"\\d\"\n", "bad_escape"},
        {"a: \"\\xZZ\"\n", "bad_escape"},
        {"a: \"\\ud800\"\n", "bad_escape"},
        {"a: !x!y z\n", "yaml_tag"},
        {"a: !<x y\n", "yaml_tag"},
        {"%FOO\n---\na: b\n", "yaml_directive"},
        {"%YAML 2.0\n---\na: b\n", "yaml_directive"},
        {"a: b\n...\nc: d\n", "several_documents"},
        {": b\n", "bad_key"},
        {"a: - b\n", "yaml_syntax"},
        {"a: |x\n", "yaml_syntax"},
        {"a: }\n", "yaml_syntax"},
        {"a: [b,, c]\n", "yaml_syntax"},
        {"a: ? b\n", "yaml_syntax"},
        {"a: b\nfoo\n", "yaml_syntax"},
        {"foo\na: b\n", "yaml_syntax"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct reading r;

        reading_yaml(&r, text_of(cases[i].text));
        EXPECT_IDS(&r, cases[i].id);
        cr_expect_null(r.root);
        reading_end(&r);
    }
}

Test(yaml, bytes_that_are_no_text)
{
    struct reading r;

    expect_ids("a: \xff\n", "bad_utf8");
    expect_ids("\xff\xfe"
               "a",
               "bad_utf8");
    expect_ids("a: \x01\nb: \x7f\nc: \xc2\x85\nd: \xe2\x80\xa8\ne: \xe2\x80\xae\n",
               "control_character control_character control_character control_character "
               "control_character");
    expect_ids("a: \xef\xbb\xbf\n", "control_character");
    reading_yaml(&r, TEXT("a\0b"));
    EXPECT_IDS(&r, "control_character");
    cr_expect_null(r.root);
    reading_end(&r);
}

Test(yaml, nothing_to_read)
{
    expect_ids("", "empty_spec");
    expect_ids("\n\n", "empty_spec");
    expect_ids("# a comment\n", "empty_spec");
    expect_ids("\xef\xbb\xbf", "empty_spec");
    expect_ids("---\n", "");
}

static void expect_repeated(const char *head, const char *text, size_t count, const char *tail,
                            const char *ids)
{
    struct reading r;
    struct text_buf all;

    reading_start(&r, TEXT(""));
    text_buf_init(&all, r.arena, TEXT_BUF_MAX);
    text_put(&all, head);
    for (size_t i = 0; i < count; i++)
        text_put(&all, text);
    text_put(&all, tail);
    source_init(&r.source, r.arena, "spec.yaml", text_view(&all));
    r.root = yaml_read(r.arena, &r.source, r.diags);
    cr_expect_str_eq(reading_ids(&r), ids);
    cr_expect_eq(r.root == NULL, ids[0] != '\0');
    reading_end(&r);
}

Test(yaml, depth_is_bounded)
{
    expect_repeated("", "[", 33, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "");
    expect_repeated("", "[", 34, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "too_deep");
    expect_repeated("", "[", 200000, "", "too_deep");
    expect_repeated("", "- ", 200000, "x\n", "too_deep");
    expect_repeated("", "{a: ", 100000, "", "too_deep");
    /* An alias is as deep as what it stands for: 20 levels in 20. */
    expect_repeated("- &a [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]\n- [[[[[[[[[[[[[[[[[[[[*a", "]",
                    20, "\n", "too_deep");
}

Test(yaml, size_is_bounded)
{
    expect_repeated("- ", "x", SOURCE_MAX_BYTES - 3, "\n", "");
    expect_repeated("- ", "x", SOURCE_MAX_BYTES - 2, "\n", "file_too_large");
    expect_repeated("", "- x\n", 99999, "", "");
    expect_repeated("", "- x\n", 100000, "", "too_many_values");
    /* Each line is ten times the one above. */
    expect_repeated("a: &a [x,x,x,x,x,x,x,x,x,x]\n"
                    "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                    "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                    "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
                    "f: *e\n",
                    "", 0, "", "too_many_values");
}
