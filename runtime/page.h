/*
 * page.h - one reply of Query or Scan, item by item.
 *
 *     ls_page_begin(&page, reply);
 *     while ((next = ls_page_next(&page)) > 0)
 *         … the caller moves page.json past the item …
 *     if (next < 0)
 *         … the reply is no page of items …
 */
#ifndef LS_PAGE_H
#define LS_PAGE_H

#include "json.h"

struct ls_page_reader {
    struct ls_json json;    /* at an item, whenever ls_page_next gave 1 */
    struct ls_str last_key; /* LastEvaluatedKey, typed, a slice of the reply; NULL ptr: none */
    bool in_items, found;   /* inside "Items"; it was there */
    bool first_member, first_item;
};

/* `reply` outlives the reading. */
void ls_page_begin(struct ls_page_reader *page, struct ls_str reply);
/*
 * 1: at the next item; 0: all of the reply is read, and last_key is known; -1: it is not of the
 * form {"Items":[…]}. A member of another name is passed over, checked as JSON.
 */
int ls_page_next(struct ls_page_reader *page);

#endif
