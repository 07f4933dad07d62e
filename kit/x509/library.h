/* SPDX-License-Identifier: ISC */
#ifndef KIT_X509_LIBRARY_H
#define KIT_X509_LIBRARY_H

/* Before the first use of OpenSSL in a process that soon ends: OpenSSL makes no
 * table of its messages, nor of the names of all ciphers, and frees nothing when
 * the process ends.  No signature takes a cipher, and dcr's messages are its
 * own; what libcurl and libpq say of TLS has a number in place of some words.
 */
void library_brief(void);

#endif
