/*
 * gen.c - one run: read, plan, emit. Everything lives in one arena.
 */
#include "gen.h"

#include "model/variants.h"
#include "read/yaml.h"

static void emit_all(struct gen *gen)
{
    struct gen_file *files = mem_array(gen->arena, emitter_count, sizeof(*files));

    for (size_t i = 0; i < emitter_count; i++) {
        struct text_buf out;

        text_buf_init(&out, gen->arena, TEXT_BUF_MAX);
        emitters[i].emit(gen->arena, gen->plan, &out);
        if (out.full)
            mem_short(gen->arena);
        files[i] = (struct gen_file){emitters[i].file, text_view(&out)};
    }
    gen->files = files;
    gen->file_count = emitter_count;
}

static enum gen_status run(struct gen *gen, const char *path, struct text text)
{
    struct source *source = mem_alloc(gen->arena, sizeof(*source));
    const struct doc_node *root;

    source_init(source, gen->arena, path, text);
    gen->diags = diags_new(gen->arena, source);
    root = yaml_read(gen->arena, source, gen->diags);
    if (root == NULL)
        return GEN_ERRORS;
    gen->plan = variants_plan(gen->arena, gen->diags, source, root);
    if (gen->plan == NULL)
        return GEN_ERRORS;
    emit_all(gen);
    return GEN_OK;
}

enum gen_status gen_run(struct gen *gen, const char *path, struct text text, size_t fail_at)
{
    enum gen_status status;

    *gen = (struct gen){.arena = mem_arena_new()};
    if (gen->arena == NULL)
        return GEN_NO_MEMORY;
    if (setjmp(*mem_guard(gen->arena)) != 0) {
        *gen = (struct gen){.arena = gen->arena};
        return GEN_NO_MEMORY;
    }
    mem_fail_at(gen->arena, fail_at);
    status = run(gen, path, text);
    mem_fail_at(gen->arena, 0);
    return status;
}

void gen_release(struct gen *gen)
{
    mem_arena_free(gen->arena);
    *gen = (struct gen){0};
}
