/* SPDX-License-Identifier: ISC */
/* Writes whole numbers. */
#include "kit/decimal.h"

char *
decimal_before(char *end, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do {
		*--end = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		*--end = '-';
	return end;
}
