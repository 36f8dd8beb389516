/*
 * gen/emit/cwriter: layout and escaping of generated C.
 */
#include <criterion/criterion.h>
#include <signal.h>

#include "emit/cwriter.h"

static struct mem_arena *arena;
static struct text_buf out;
static struct c_writer w;

static void setup(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    text_buf_init(&out, arena, TEXT_BUF_MAX);
    c_init(&w, arena, &out);
}

static void teardown(void)
{
    mem_arena_free(arena);
}

TestSuite(cwriter, .init = setup, .fini = teardown);

Test(cwriter, literals_are_ascii_and_hold_every_byte)
{
    static const char bytes[] = "a\"\\\n\r\t\0\x01\x7f\xc3\xa9"
                                "9";
    struct text text = {bytes, sizeof(bytes) - 1};

    /* Octal escapes have three digits, so that the 9 stays a digit of its own. */
    cr_expect_str_eq(c_literal(arena, text), "\"a\\\"\\\\\\n\\r\\t\\000\\001\\177\\303\\2519\"");
}

Test(cwriter, literals_hold_no_trigraph)
{
    cr_expect_str_eq(c_literal(arena, TEXT("a?b")), "\"a?b\"");
    cr_expect_str_eq(c_literal(arena, TEXT("?\?=")), "\"?\\?=\"");
    cr_expect_str_eq(c_literal(arena, TEXT("?\?\?/")), "\"?\\?\\?/\"");
}

Test(cwriter, a_comment_cannot_be_left)
{
    cr_expect_str_eq(c_comment(arena, TEXT("a */ b /* c \n d ?\?/")), "a *_ b /_ c _ d ?_/");
    cr_expect_str_eq(c_comment(arena, TEXT("a\xe2\x80\xae b\xe2\x81\xa6 c\xe2\x80\xa6")),
                     "a_ b_ c\xe2\x80\xa6", "direction overrides go, an ellipsis stays");
    cr_expect_str_eq(c_comment(arena, TEXT("caf\xc3\xa9 a/b*c")), "caf\xc3\xa9 a/b*c");
}

Test(cwriter, lines_are_indented_by_four)
{
    c_open(&w, "static const int a[] = {");
    c_open(&w, "[%d] = {", 2);
    c_line(&w, ".b = %s,", "c");
    c_close(&w, "},");
    c_directive(&w, "#if LS_ABI != %d", 1);
    c_close(&w, "};");
    c_blank(&w);
    cr_expect_str_eq(out.ptr, "static const int a[] = {\n"
                              "    [2] = {\n"
                              "        .b = c,\n"
                              "    },\n"
                              "#if LS_ABI != 1\n"
                              "};\n"
                              "\n");
    cr_expect_eq(w.line, 8);
}

Test(cwriter, line_directives_return_to_the_file_itself)
{
    c_line(&w, "int a;");
    c_line_of(&w, 31, TEXT("spec \"1\".yaml"));
    c_line(&w, "int b;");
    c_line_here(&w, "routes.c");
    c_line(&w, "int c;"); /* on line 5 */
    cr_expect_str_eq(out.ptr, "int a;\n"
                              "#line 31 \"spec \\\"1\\\".yaml\"\n"
                              "int b;\n"
                              "#line 5 \"routes.c\"\n"
                              "int c;\n");
}

Test(cwriter, a_list_that_fits_is_one_line)
{
    struct c_list list = {0};

    c_list_add(&w, &list, "\"%s\"", "id");
    c_list_add(&w, &list, "\"%s\"", "sort");
    w.depth = 1;
    c_list_end(&w, &list, ".names = {", "},");
    cr_expect_str_eq(out.ptr, "    .names = {\"id\", \"sort\"},\n");
}

Test(cwriter, a_list_that_does_not_fit_is_filled_to_100_columns)
{
    struct c_list list = {0};
    size_t lines = 0;

    for (int i = 0; i < 60; i++)
        c_list_add(&w, &list, "%d", 1000 + i);
    w.depth = 1;
    c_list_end(&w, &list, ".rows = {", "},");
    cr_expect(strncmp(out.ptr, "    .rows = {\n        1000, 1001,", 31) == 0, "%s", out.ptr);
    cr_expect(strstr(out.ptr, " 1059,\n    },\n") != NULL, "%s", out.ptr);
    for (char *line = out.ptr; *line != '\0'; line = strchr(line, '\n') + 1, lines++)
        cr_expect_leq(strchr(line, '\n') - line, 100, "%s", line);
    /* Fifteen numbers of six columns in the 92 that a line has: four lines, head and tail. */
    cr_expect_eq(lines, 6);
}

Test(cwriter, a_list_of_exactly_100_columns_fits)
{
    struct c_list list = {0};

    c_list_add(&w, &list, "%098d", 0);
    c_list_end(&w, &list, "{", "}");
    cr_expect_eq(out.len, 101);
    c_list_add(&w, &list, "1");
    c_list_end(&w, &list, "{", "}");
    cr_expect_str_eq(strrchr(out.ptr, '{'), strstr(out.ptr + 101, "{\n"));
}

Test(cwriter, fields_that_do_not_fit_stand_one_a_line)
{
    struct c_list list = {0};

    w.depth = 1;
    c_list_add(&w, &list, ".name = \"%s\"", "x");
    c_list_add(&w, &list, ".type = %s", "LS_TYPE_STRING");
    c_fields_end(&w, &list, "{", "},");
    c_list_add(&w, &list, ".value = \"%050d\"", 0);
    c_fields_end(&w, &list, "{", "},");
    cr_expect_str_eq(out.ptr,
                     "    {.name = \"x\", .type = LS_TYPE_STRING},\n"
                     "    {\n"
                     "        .name = \"x\",\n"
                     "        .type = LS_TYPE_STRING,\n"
                     "        .value = \"00000000000000000000000000000000000000000000000000\",\n"
                     "    },\n");
}

Test(cwriter, flags_that_do_not_fit_go_on_below)
{
    struct c_list list = {0};

    w.depth = 1;
    c_list_add(&w, &list, "1u << LS_DDB_%s", "GET_ITEM");
    c_list_add(&w, &list, "1u << LS_DDB_%s", "QUERY");
    c_flags_end(&w, &list, ".operations =", ",");
    c_list_add(&w, &list, "1u << LS_DDB_%s", "BATCH_WRITE_ITEM");
    c_list_add(&w, &list, "1u << LS_DDB_%s", "CONDITION_CHECK_ITEM");
    c_flags_end(&w, &list, ".operations =", ",");
    cr_expect_str_eq(
        out.ptr,
        "    .operations = 1u << LS_DDB_GET_ITEM | 1u << LS_DDB_QUERY,\n"
        "    .operations =\n"
        "        1u << LS_DDB_GET_ITEM | 1u << LS_DDB_QUERY | 1u << LS_DDB_BATCH_WRITE_ITEM |\n"
        "        1u << LS_DDB_CONDITION_CHECK_ITEM,\n");
    cr_expect_eq(w.depth, 1);
}

Test(cwriter, a_newline_inside_a_line_is_caught, .signal = SIGABRT)
{
    c_line(&w, "int a;\nint b;");
}
