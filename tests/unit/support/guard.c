/*
 * guard.c - text that ends where memory ends.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"

#define ROOM ((size_t)1024 * 1024)

struct ls_str guarded(struct ls_str text)
{
    static char *memory;

    if (memory == NULL) {
        size_t page = (size_t)sysconf(_SC_PAGESIZE);

        memory =
            mmap(NULL, ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        cr_assert_neq(memory, MAP_FAILED);
        cr_assert_eq(mprotect(memory + ROOM, page, PROT_NONE), 0);
    }
    cr_assert_leq(text.len, ROOM);
    if (text.len > 0)
        memcpy(memory + ROOM - text.len, text.ptr, text.len);
    return ls_str(memory + ROOM - text.len, text.len);
}
