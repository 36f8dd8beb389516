/*
 * Base64, percent-encoding, UTF-8.
 */
#include <string.h>

#include "base.h"
#include "expect.h"

/* RFC 4648, section 10. */
static const struct {
    const char *bytes, *text;
} vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

Test(text, base64_encodes_the_vectors_of_rfc_4648)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct ls_buf buf;

        ls_buf_init(&buf, 64);
        ls_base64_encode(&buf, ls_str_of(vectors[i].bytes));
        EXPECT_STR(ls_buf_view(&buf), vectors[i].text);
        ls_buf_release(&buf);
    }
}

Test(text, base64_decodes_the_vectors_of_rfc_4648_with_and_without_padding)
{
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct ls_str text = guarded(ls_str_of(vectors[i].text));
        char out[16];
        size_t len = 99;

        cr_expect(ls_base64_decode(text, out, &len), "%s", vectors[i].text);
        EXPECT_STR(ls_str(out, len), vectors[i].bytes);
        while (text.len > 0 && text.ptr[text.len - 1] == '=')
            text.len--;
        cr_expect(ls_base64_decode(text, out, &len), "%s unpadded", vectors[i].text);
        EXPECT_STR(ls_str(out, len), vectors[i].bytes);
    }
}

Test(text, base64url_has_its_own_alphabet_and_no_padding)
{
    struct ls_buf buf;
    char out[8];
    size_t len;

    ls_buf_init(&buf, 64);
    ls_base64url_encode(&buf, LS_STR("\xFB\xEF\xBE\xFF"));
    EXPECT_STR(ls_buf_view(&buf), "----_w");
    cr_expect(ls_base64_decode(ls_buf_view(&buf), out, &len));
    cr_expect(ls_str_equal(ls_str(out, len), LS_STR("\xFB\xEF\xBE\xFF")));
    ls_buf_reset(&buf);
    ls_base64_encode(&buf, LS_STR("\xFB\xEF\xBE\xFF"));
    EXPECT_STR(ls_buf_view(&buf), "++++/w==");
    ls_buf_release(&buf);
}

Test(text, base64_decodes_in_place)
{
    char text[] = "Zm9vYmFy";
    size_t len;

    cr_expect(ls_base64_decode(ls_str(text, 8), text, &len));
    EXPECT_STR(ls_str(text, len), "foobar");
}

Test(text, base64_refuses_what_is_not)
{
    static const char *const bad[] = {
        "A",          /* no byte in it, though its bits are 0 */
        "Zm9vA",      /* the same after a group */
        "Z",          /* no byte in it */
        "Zg=",        /* padding short of a group */
        "Zg===",      /* too much of it */
        "=",          /* nothing but */
        "====",       /* a group of it */
        "Zm9=Zm9v",   /* padding inside */
        "Zm 9v",      /* blank */
        "Zm9v\n",     /* line end */
        "Zh==",       /* bits beyond the last byte */
        "Zm9=",       /* the same, two bytes */
        "Zm9*",       /* no character of either alphabet */
        "\xC3\xA4zz", /* nor beyond ASCII */
    };
    char out[16];
    size_t len;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(ls_base64_decode(guarded(ls_str_of(bad[i])), out, &len), "%s", bad[i]);
}

Test(text, base64_encode_respects_the_maximum)
{
    struct ls_buf buf;

    ls_buf_init(&buf, 7);
    ls_base64_encode(&buf, LS_STR("foob"));
    cr_expect_eq(ls_buf_status(&buf), LS_TOO_LARGE);
    cr_expect_eq(buf.len, 0);
    ls_buf_release(&buf);
}

static bool percent(const char *text, bool plus, char out[64], struct ls_str *decoded)
{
    size_t len = 0;
    bool ok = ls_percent_decode(guarded(ls_str_of(text)), plus, out, &len);

    *decoded = ls_str(out, len);
    return ok;
}

Test(text, percent_decode)
{
    struct ls_str decoded;
    char out[64];

    cr_expect(percent("caf%C3%a9%2f+x", false, out, &decoded));
    EXPECT_STR(decoded, "caf\xC3\xA9/+x");
    cr_expect(percent("a+b%2B", true, out, &decoded));
    EXPECT_STR(decoded, "a b+");
    cr_expect(percent("%00", false, out, &decoded));
    cr_expect_eq(decoded.len, 1);
    cr_expect_eq(decoded.ptr[0], '\0');
    cr_expect(percent("", false, out, &decoded));
    cr_expect_eq(decoded.len, 0);
    cr_expect_not(percent("%", false, out, &decoded));
    cr_expect_not(percent("a%2", false, out, &decoded));
    cr_expect_not(percent("%2x", false, out, &decoded));
    cr_expect_not(percent("%x2", false, out, &decoded));
    cr_expect_not(percent("%%20", false, out, &decoded));
}

Test(text, utf8_accepts_what_unicode_calls_well_formed)
{
    static const char *const good[] = {
        "",
        "plain text, longer than eight bytes",
        "quote \" backslash \\ control \x01",
        "\xC2\x80",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF",
        "1234567\xC3\xA9 1234567\xE2\x82\xAC",
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        cr_expect(ls_utf8_valid(guarded(ls_str_of(good[i]))), "row %zu", i);
    cr_expect(ls_utf8_valid(ls_str(NULL, 0)));
}

Test(text, utf8_refuses_everything_else)
{
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xC0\x80",         /* overlong NUL */
        "\xC1\xBF",         /* overlong */
        "\xC3",             /* cut short */
        "\xC3(",            /* no continuation */
        "\xE0\x9F\xBF",     /* overlong */
        "\xE2\x82",         /* cut short */
        "\xED\xA0\x80",     /* surrogate */
        "\xED\xBF\xBF",     /* surrogate */
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xF0\x9F\x98",     /* cut short */
        "\xF4\x90\x80\x80", /* above U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "12345678\xFF",
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(ls_utf8_valid(guarded(ls_str_of(bad[i]))), "row %zu", i);
}
