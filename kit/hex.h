/* SPDX-License-Identifier: ISC */
#ifndef KIT_HEX_H
#define KIT_HEX_H

/* The value of a hexadecimal digit in either case, 0 to 15, or -1. */
int hex_digit(char c);

#endif
