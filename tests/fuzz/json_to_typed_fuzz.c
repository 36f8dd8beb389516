/*
 * Any bytes as a client's JSON. What is accepted is stored as valid JSON, comes back as valid JSON
 * in both forms, and stored again it is the same.
 */
#include "roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_buf typed, json, again;
    size_t stored = 0;

    if (to_typed(ls_str((const char *)data, size), &typed, &stored) == LS_OK) {
        CHECK(stored <= LS_ITEM_MAX_SIZE);
        CHECK(is_json(ls_buf_view(&typed)));
        CHECK(to_json(ls_buf_view(&typed), &json) == LS_OK);
        CHECK(is_json(ls_buf_view(&json)));
        stored = 0;
        CHECK(to_typed(ls_buf_view(&json), &again, &stored) == LS_OK);
        CHECK(ls_str_equal(ls_buf_view(&typed), ls_buf_view(&again)));
        ls_buf_release(&json);
        ls_buf_release(&again);
    } else {
        CHECK(typed.len == 0);
    }
    ls_buf_release(&typed);
    return 0;
}
