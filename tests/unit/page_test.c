/*
 * Pages of Query and Scan, read item by item.
 */
#include "page.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"

TestSuite(page);

/* The items between bars, then the last key; "!" for a reply that is none. */
static const char *read_page(const char *reply)
{
    static char out[256];
    struct ls_page_reader page;
    struct ls_str item;
    size_t len = 0;
    int next;

    ls_page_begin(&page, guarded(ls_str_of(reply)));
    while ((next = ls_page_next(&page)) > 0) {
        if (!ls_json_skip(&page.json, &item))
            return "?";
        len += (size_t)snprintf(out + len, sizeof(out) - len, "%.*s|", (int)item.len, item.ptr);
    }
    if (next < 0)
        return "!";
    cr_expect_eq(ls_page_next(&page), -1, "read to its end, there is no more");
    snprintf(out + len, sizeof(out) - len, "%.*s", (int)page.last_key.len,
             page.last_key.ptr == NULL ? "" : page.last_key.ptr);
    return out;
}

Test(page, gives_each_item_and_the_last_key)
{
    cr_expect_str_eq(read_page("{\"Items\":[]}"), "");
    cr_expect_str_eq(read_page("{\"Items\":[{}]}"), "{}|");
    cr_expect_str_eq(read_page("{\"Items\":[{\"a\":{\"S\":\"x\"}},{}],\"LastEvaluatedKey\":{}}"),
                     "{\"a\":{\"S\":\"x\"}}|{}|{}");
    cr_expect_str_eq(read_page(" { \"Items\" : [ {} , {} ] } "), "{}|{}|");
}

Test(page, takes_the_members_in_any_order)
{
    cr_expect_str_eq(read_page("{\"LastEvaluatedKey\":{\"k\":{\"N\":\"1\"}},\"Count\":1,"
                               "\"Items\":[{}],\"ScannedCount\":9}"),
                     "{}|{\"k\":{\"N\":\"1\"}}");
    /* The first one counts; the second is passed over, as all that is not asked for. */
    cr_expect_str_eq(read_page("{\"Items\":[{}],\"Items\":[{},{}]}"), "{}|");
    cr_expect_str_eq(read_page("{\"Items\":[{}],\"ConsumedCapacity\":{\"Items\":[{}]}}"), "{}|");
}

Test(page, refuses_what_is_no_page)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "}",
        ",\"Items\":[]}",
        "{\"Count\":0}",
        "{\"Items\":{}}",
        "{\"Items\":null}",
        "{\"Items\":{]}",
        "{\"Items\":[{}",
        "{\"Items\":[{},]}",
        "{\"Items\":[{}{}]}",
        "{\"Items\":[{}]",
        "{\"Items\":[{}]}}",
        "{\"Items\":[{}],}",
        "{\"Items\":[{}],\"LastEvaluatedKey\":}",
        "{\"Items\":[{}],\"LastEvaluatedKey\"",
        "{\"LastEvaluatedKey\":{,\"Items\":[]}",
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_str_eq(read_page(bad[i]), "!", "%s", bad[i]);
}

Test(page, has_no_items_without_a_reply)
{
    struct ls_page_reader page;

    ls_page_begin(&page, ls_str(NULL, 0));
    cr_expect_eq(ls_page_next(&page), -1);
}
