/*
 * Writing while memory is short: an error or the right write, never half of one.
 */
#include "crud.h"

#include <string.h>

#include "expect.h"
#include "fixture.h"
#include "writes_service.h"

TestSuite(crud_memory, .init = writes_init, .fini = writes_release);

#define ID .parameters = "{\"id\":\"a\"}"

static int send_row(size_t i)
{
    switch (i) {
    case 0:
        return SEND(.route_key = "POST /orders/{id}", ID, .body = "{\"n\":1}",
                    .headers = "{\"idempotency-key\":\"k-1\"}");
    case 1:
        return SEND(.route_key = "POST /codes", .headers = "{\"idempotency-key\":\"\\\"k\\\"\"}",
                    .body = "{\"to\":\"\\u00e9\"}");
    case 2:
        return SEND(.route_key = "POST /rooms/{room}", .parameters = "{\"room\":\"blue\"}",
                    .body = "{\"topic\":\"t\",\"status\":\"a\",\"prio\":\"b\"}");
    case 3:
        return SEND(.route_key = "PATCH /rooms/{room}/{sent}", .body = "{\"topic\":\"\\u00e9\"}",
                    .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T01:04:05Z\"}");
    case 4:
        return SEND(.route_key = "PUT /notes/{id}", ID, .body = "{\"n\":1}",
                    .headers = "{\"if-match\":\"\\\"1\\\"\"}");
    default:
        return SEND(.route_key = "DELETE /notes/{id}", ID,
                    .headers = "{\"if-match\":\"\\\"1\\\"\"}");
    }
}

/* However little there is, the answer is that or the right one: no header is overlooked. */
Test(crud_memory, may_be_short_anywhere)
{
    static const char *const needed[] = {"TransactItems", "TransactItems", "topic_pk",
                                         "sent_sk",       "#v IN (:v0)",   "#v IN (:v0)"};

    fixture.database.rest = LS_STR("{}");
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        bool failed = false, succeeded = false;

        /* Blocks are as large as is asked for: begin anew, without those of the last round. */
        for (size_t max = 0; max < 32768; max += 16) {
            const struct fake_request *last;
            size_t before = fixture.database.request_count;
            int status;

            ls_arena_release(&fixture.arena);
            ls_arena_init(&fixture.arena, max, 0);
            status = send_row(i);
            failed = failed || status == 500;
            succeeded = succeeded || status < 300;
            cr_expect(status == 500 || status == 201 || status == 200, "%zu, %zu bytes: %d %s", i,
                      max, status, fixture_body());
            if (fixture.database.request_count == before)
                continue;
            last = &fixture.database.requests[before % FAKE_EXCHANGES_MAX];
            cr_assert_not_null(strstr(last->body, needed[i]), "%zu, %zu bytes: %s", i, max,
                               last->body);
        }
        cr_expect(failed && succeeded, "%zu", i);
    }
}
