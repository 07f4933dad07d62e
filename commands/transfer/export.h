/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_TRANSFER_EXPORT_H
#define COMMANDS_TRANSFER_EXPORT_H

/*
 * An export is lines of JSON: a header, the clients as commands/lib/row_text.h
 * writes them, and a trailer, so that one that was cut off is no export:
 *
 *	{"format":"dcr export","version":1,"program":S,"store":S,"at":S}
 *	{"end":"dcr export","clients":N,"sha256":S}
 *
 * The digest is that of all lines before it, with their ends.
 */
#define EXPORT_FORMAT "dcr export"
#define EXPORT_VERSION 1

#endif
