/* SPDX-License-Identifier: ISC */
/* Scans a number of JSON. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kit/json_value.h"
#include "kit/private.h"

static bool
digits(struct json_scanner *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		scan->at++;
	return scan->at > start;
}

/* Scans fraction and exponent; *whole says whether there is neither. */
static bool
ends_of_number(struct json_scanner *scan, bool *whole)
{
	*whole = true;
	if (json_scan_take(scan, '.')) {
		*whole = false;
		if (!digits(scan))
			return false;
	}
	if (json_scan_take(scan, 'e') || json_scan_take(scan, 'E')) {
		*whole = false;
		if (!json_scan_take(scan, '+'))
			json_scan_take(scan, '-');
		if (!digits(scan))
			return false;
	}
	return true;
}

/* The C library reads a number that the scan has bounded.  strtod() would
 * follow a locale, and the program sets none. */
static bool
number_value(struct json_scanner *scan, const char *start, bool whole,
    struct json_object **out)
{
	const size_t length = (size_t)(scan->at - start);
	char *text = memcpy(scan->spare, start, length);

	text[length] = '\0';
	errno = 0;
	if (whole) {
		const long long number = strtoll(text, NULL, 10);

		if (errno != 0)
			return json_scan_refuse(scan, "number out of range");
		*out = json_made(json_object_new_int64(number));
	} else {
		const double number = strtod(text, NULL);

		if (!isfinite(number))
			return json_scan_refuse(scan, "number out of range");
		*out = json_made(json_object_new_double_s(number, text));
	}
	return true;
}

bool
json_digits(struct json_scanner *scan, struct json_object **out)
{
	const char *start = scan->at;
	bool whole;

	json_scan_take(scan, '-');
	if (json_scan_take(scan, '0')) {
		if (digits(scan))
			return json_scan_refuse(scan, "bad number");
	} else if (!digits(scan)) {
		return json_scan_refuse(scan, "expected a value");
	}
	if (!ends_of_number(scan, &whole))
		return json_scan_refuse(scan, "bad number");
	return number_value(scan, start, whole, out);
}
