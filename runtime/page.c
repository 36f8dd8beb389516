/*
 * page.c - {"Items":[…],"LastEvaluatedKey":{…},"Count":…}, its members in any order.
 */
#include "page.h"

void ls_page_begin(struct ls_page_reader *page, struct ls_str reply)
{
    *page = (struct ls_page_reader){.json = ls_json_of(reply)};
    /* Of what is no object nothing is read: the first ls_page_next finds no "Items". */
    if (ls_json_peek(&page->json) != LS_JSON_OBJECT ||
        !ls_json_enter(&page->json, &page->first_member))
        page->json.at = page->json.end;
}

static bool take_member(struct ls_page_reader *page, struct ls_str name)
{
    struct ls_str value;

    if (!page->found && ls_str_equal(name, LS_STR("Items"))) {
        page->found = true;
        page->in_items = true;
        return ls_json_peek(&page->json) == LS_JSON_ARRAY &&
               ls_json_enter(&page->json, &page->first_item);
    }
    if (!ls_json_skip(&page->json, &value))
        return false;
    if (ls_str_equal(name, LS_STR("LastEvaluatedKey")))
        page->last_key = value;
    return true;
}

int ls_page_next(struct ls_page_reader *page)
{
    struct ls_str name;
    bool escaped;
    int next;

    for (;;) {
        if (page->in_items) {
            next = ls_json_next_element(&page->json, &page->first_item);
            if (next != 0)
                return next;
            page->in_items = false;
        }
        next = ls_json_next_member(&page->json, &page->first_member, &name, &escaped);
        if (next == 0)
            return page->found && ls_json_at_end(&page->json) ? 0 : -1;
        if (next < 0 || !take_member(page, name))
            return -1;
    }
}
