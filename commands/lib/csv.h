/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_CSV_H
#define COMMANDS_LIB_CSV_H

/*
 * A row of comma-separated values (RFC 4180) on standard output.  What clients
 * have said is among them, and a spreadsheet takes a cell that begins with one
 * of = + - @ for a formula: such a cell begins with ' here.  Control characters
 * are blanks.  NULL is an empty cell; a row ends with CR LF.
 */
void csv_row(const char *const *cells, unsigned count);

#endif
