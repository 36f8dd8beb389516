/*
 * Any bytes as a spec. Either there are errors, each with something to print, or there are files
 * and no errors; what is printed holds nothing that a terminal would act upon, and the JSON is
 * JSON. For some, the same once more with memory that runs short somewhere.
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

#define CHECK(condition_)                                                                          \
    do {                                                                                           \
        if (!(condition_))                                                                         \
            abort();                                                                               \
    } while (0)

static void check_report(const struct gen *gen)
{
    struct text_buf text, json;
    cJSON *parsed;

    text_buf_init(&text, gen->arena, TEXT_BUF_MAX);
    diags_render(gen->diags, DIAG_TEXT, &text);
    for (size_t i = 0; i < text.len; i++)
        CHECK(((unsigned char)text.ptr[i] >= ' ' && text.ptr[i] != 0x7f) || text.ptr[i] == '\n');
    CHECK((text.len != 0) == (diags_errors(gen->diags) + diags_warnings(gen->diags) != 0));
    text_buf_init(&json, gen->arena, TEXT_BUF_MAX);
    diags_render(gen->diags, DIAG_JSON, &json);
    parsed = cJSON_ParseWithLength(json.ptr, json.len);
    CHECK(cJSON_IsArray(parsed));
    CHECK((cJSON_GetArraySize(parsed) != 0) == (text.len != 0));
    cJSON_Delete(parsed);
}

static void check_run(struct text spec, size_t fail_at)
{
    struct gen gen;
    enum gen_status status = gen_run(&gen, "spec.yaml", spec, fail_at);

    if (status == GEN_NO_MEMORY) {
        CHECK(fail_at != 0);
    } else if (setjmp(*mem_guard(gen.arena)) == 0) {
        CHECK((status == GEN_OK) == (diags_errors(gen.diags) == 0));
        CHECK((gen.file_count != 0) == (status == GEN_OK));
        check_report(&gen);
    }
    gen_release(&gen);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text spec = {(const char *)data, size};
    size_t allocation = 1;

    for (size_t i = 0; i < size; i++)
        allocation = allocation * 31 + data[i];
    check_run(spec, 0);
    if (allocation % 8 == 0)
        check_run(spec, 1 + allocation / 8 % 2000);
    return 0;
}
