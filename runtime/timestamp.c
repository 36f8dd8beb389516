/*
 * timestamp.c - RFC 3339, section 5.6, to UTC.
 */
#include "timestamp.h"

#define BLANK "has a blank where its offset begins: the + of an offset is written %2B in a query"
#define FORM  "is not a time as RFC 3339 writes it, such as 2026-01-02T03:04:05Z"
#define NEVER "is not a time that exists"

struct moment {
    unsigned year, month, day, hour, minute, second, ms;
    int offset; /* minutes that local time is ahead of UTC */
};

/* Reads `width` digits; false when they are not there. */
static bool take_digits(struct ls_str *rest, unsigned width, unsigned *value)
{
    *value = 0;
    if (rest->len < width)
        return false;
    for (unsigned i = 0; i < width; i++) {
        if (rest->ptr[i] < '0' || rest->ptr[i] > '9')
            return false;
        *value = *value * 10 + (unsigned)(rest->ptr[i] - '0');
    }
    *rest = ls_str(rest->ptr + width, rest->len - width);
    return true;
}

/* One byte, which is `c`, or the same letter in lower case. */
static bool take_char(struct ls_str *rest, char c)
{
    if (rest->len == 0 ||
        (rest->ptr[0] != c && (c < 'A' || c > 'Z' || rest->ptr[0] != c - 'A' + 'a')))
        return false;
    *rest = ls_str(rest->ptr + 1, rest->len - 1);
    return true;
}

/* "" or ".5": milliseconds, the rest cut off. */
static bool take_fraction(struct ls_str *rest, unsigned *ms)
{
    unsigned digit, weight = 100;

    *ms = 0;
    if (!take_char(rest, '.'))
        return true;
    if (!take_digits(rest, 1, &digit))
        return false;
    do {
        *ms += digit * weight;
        weight /= 10;
    } while (take_digits(rest, 1, &digit));
    return true;
}

/* "Z" or "+02:00", and then nothing. */
static const char *take_offset(struct ls_str *rest, int *offset)
{
    unsigned hours, minutes;
    bool behind;

    *offset = 0;
    if (take_char(rest, 'Z'))
        return rest->len == 0 ? NULL : FORM;
    if (rest->len > 0 && rest->ptr[0] == ' ')
        return BLANK;
    behind = take_char(rest, '-');
    if ((!behind && !take_char(rest, '+')) || !take_digits(rest, 2, &hours) ||
        !take_char(rest, ':') || !take_digits(rest, 2, &minutes) || rest->len > 0)
        return FORM;
    if (hours > 23 || minutes > 59)
        return NEVER;
    *offset = (int)(hours * 60 + minutes);
    if (behind)
        *offset = -*offset;
    return NULL;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static const char *read_moment(struct ls_str rest, struct moment *t)
{
    const char *problem;

    if (!take_digits(&rest, 4, &t->year) || !take_char(&rest, '-') ||
        !take_digits(&rest, 2, &t->month) || !take_char(&rest, '-') ||
        !take_digits(&rest, 2, &t->day) || !take_char(&rest, 'T') ||
        !take_digits(&rest, 2, &t->hour) || !take_char(&rest, ':') ||
        !take_digits(&rest, 2, &t->minute) || !take_char(&rest, ':') ||
        !take_digits(&rest, 2, &t->second) || !take_fraction(&rest, &t->ms))
        return FORM;
    problem = take_offset(&rest, &t->offset);
    if (problem != NULL)
        return problem;
    if (t->month < 1 || t->month > 12 || t->day < 1 || t->day > days_of(t->year, t->month) ||
        t->hour > 23 || t->minute > 59 || t->second > 60)
        return NEVER;
    return NULL;
}

/* false: that would be the day before 0000-01-01. */
static bool day_before(struct moment *t)
{
    if (--t->day > 0)
        return true;
    if (--t->month == 0) {
        t->month = 12;
        if (t->year == 0)
            return false;
        t->year--;
    }
    t->day = days_of(t->year, t->month);
    return true;
}

/* false: that would be in the year 10000. */
static bool day_after(struct moment *t)
{
    if (++t->day <= days_of(t->year, t->month))
        return true;
    t->day = 1;
    if (++t->month <= 12)
        return true;
    t->month = 1;
    return ++t->year <= 9999;
}

static const char *to_utc(struct moment *t)
{
    int minutes = (int)(t->hour * 60 + t->minute) - t->offset;
    bool in_range = true;

    if (minutes < 0) {
        minutes += 24 * 60;
        in_range = day_before(t);
    } else if (minutes >= 24 * 60) {
        minutes -= 24 * 60;
        in_range = day_after(t);
    }
    t->hour = (unsigned)minutes / 60;
    t->minute = (unsigned)minutes % 60;
    if (t->second == 60) {
        /* A leap second ends a day of UTC. */
        in_range = in_range && minutes == 24 * 60 - 1;
        t->second = 59;
        t->ms = 999;
    }
    return in_range ? NULL : NEVER;
}

/* The digits, and what follows them; returns where it ends. */
static char *put(char *at, unsigned value, unsigned width, char behind)
{
    for (unsigned i = width; i > 0; i--, value /= 10)
        at[i - 1] = (char)('0' + value % 10);
    at[width] = behind;
    return at + width + 1;
}

const char *ls_timestamp_normalise(struct ls_str text, char out[LS_RFC3339_LEN + 1])
{
    struct moment t;
    const char *problem = read_moment(text, &t);

    if (problem == NULL)
        problem = to_utc(&t);
    if (problem != NULL)
        return problem;
    out = put(out, t.year, 4, '-');
    out = put(out, t.month, 2, '-');
    out = put(out, t.day, 2, 'T');
    out = put(out, t.hour, 2, ':');
    out = put(out, t.minute, 2, ':');
    out = put(out, t.second, 2, '.');
    out = put(out, t.ms, 3, 'Z');
    *out = '\0';
    return NULL;
}
