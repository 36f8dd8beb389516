/*
 * same_item.h - are two items equal?
 *
 * A write that was sent twice, because the first reply got lost, can find its own item there. Then
 * the condition fails although all is well, and only a comparison can tell.
 */
#ifndef LS_SAME_ITEM_H
#define LS_SAME_ITEM_H

#include "base.h"

/*
 * Both are typed JSON, {"name":{"S":"…"},…}. The order of attributes and the spelling of numbers
 * ("1.0", "1") and strings ("é", "\u00e9") do not matter. False also when memory is short or one
 * is no item.
 */
bool ls_same_item(struct ls_str a, struct ls_str b, struct ls_arena *arena);

#endif
