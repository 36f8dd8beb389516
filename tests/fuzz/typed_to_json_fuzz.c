/*
 * Any bytes as DynamoDB's reply. What is accepted becomes valid JSON in both forms, and from then
 * on it stays what it is; whatever the bytes, the JSON that comes out is never refused as JSON.
 */
#include "roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_buf json, typed, again;
    size_t stored = 0;

    if (to_json(ls_str((const char *)data, size), &json) == LS_OK) {
        enum ls_status status;

        CHECK(is_json(ls_buf_view(&json)));
        status = to_typed(ls_buf_view(&json), &typed, &stored);
        CHECK(status != LS_BAD_JSON && status != LS_NOT_AN_OBJECT);
        if (status == LS_OK) {
            struct ls_buf typed_again;

            CHECK(to_json(ls_buf_view(&typed), &again) == LS_OK);
            stored = 0;
            CHECK(to_typed(ls_buf_view(&again), &typed_again, &stored) == LS_OK);
            CHECK(ls_str_equal(ls_buf_view(&typed), ls_buf_view(&typed_again)));
            ls_buf_release(&typed_again);
            ls_buf_release(&again);
        }
        ls_buf_release(&typed);
    } else {
        CHECK(json.len == 0);
    }
    ls_buf_release(&json);
    return 0;
}
