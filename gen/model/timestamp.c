/*
 * timestamp.c - RFC 3339 by a form of digits and marks.
 */
#include "model/timestamp.h"

#include <ctype.h>

/* In a form, `0` stands for a digit. */
static bool has_form(struct text text, size_t at, const char *form)
{
    for (; *form != '\0'; form++, at++) {
        if (at >= text.len)
            return false;
        if (*form == '0' ? isdigit((unsigned char)text.ptr[at]) == 0 : text.ptr[at] != *form)
            return false;
    }
    return true;
}

static int number_at(struct text text, size_t at, size_t digits)
{
    int number = 0;

    for (size_t i = at; i < at + digits; i++)
        number = number * 10 + (text.ptr[i] - '0');
    return number;
}

static int days_of(int year, int month)
{
    static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

static bool is_offset(struct text text, size_t at)
{
    if (at + 1 == text.len)
        return text.ptr[at] == 'Z';
    return at + 6 == text.len && (has_form(text, at, "+00:00") || has_form(text, at, "-00:00")) &&
           number_at(text, at + 1, 2) < 24 && number_at(text, at + 4, 2) < 60;
}

bool text_is_timestamp(struct text text)
{
    size_t at = 19;
    int year, month, day;

    if (!has_form(text, 0, "0000-00-00T00:00:00"))
        return false;
    year = number_at(text, 0, 4);
    month = number_at(text, 5, 2);
    day = number_at(text, 8, 2);
    if (year < 1 || year > 9998 || month < 1 || month > 12 || day < 1 || day > days_of(year, month))
        return false;
    if (number_at(text, 11, 2) > 23 || number_at(text, 14, 2) > 59 || number_at(text, 17, 2) > 59)
        return false;
    if (has_form(text, at, ".0")) {
        for (at += 2; has_form(text, at, "0");)
            at++;
    }
    return is_offset(text, at);
}

#define MINUTES_A_DAY 1440

/* From the first day of year 1 on. */
static int days_before(int year, int month, int day)
{
    int before = year - 1;
    int days = before * 365 + before / 4 - before / 100 + before / 400 + day - 1;

    for (int i = 1; i < month; i++)
        days += days_of(year, i);
    return days;
}

static int64_t milliseconds(struct text text)
{
    int64_t minutes =
        (int64_t)days_before(number_at(text, 0, 4), number_at(text, 5, 2), number_at(text, 8, 2)) *
            MINUTES_A_DAY +
        number_at(text, 11, 2) * 60 + number_at(text, 14, 2);
    int64_t fraction = 0;
    size_t at = 20;

    for (int scale = 100; scale > 0; scale /= 10) {
        if (text.ptr[19] == '.' && has_form(text, at, "0"))
            fraction += number_at(text, at++, 1) * scale;
        else
            break;
    }
    if (text.ptr[text.len - 1] != 'Z') {
        int offset = number_at(text, text.len - 5, 2) * 60 + number_at(text, text.len - 2, 2);

        minutes += text.ptr[text.len - 6] == '-' ? offset : -offset;
    }
    return (minutes * 60 + number_at(text, 17, 2)) * 1000 + fraction;
}

int timestamp_compare(struct text a, struct text b)
{
    int64_t left = milliseconds(a), right = milliseconds(b);

    return (left > right) - (left < right);
}
