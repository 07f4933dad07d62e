/* SPDX-License-Identifier: ISC */

/*
 * The least that a program linked to our libraries can do: start and leave.
 * It names something of each library, so that the linker keeps them all.
 */
#include <db.h>
#include <fcgiapp.h>
#include <json-c/json.h>
#include <openssl/evp.h>

int
main(int argc, char **argv)
{
	DB *db = NULL;

	if (argc > 1000) {
		(void)FCGX_Init();
		(void)EVP_sha256();
		(void)json_tokener_parse(argv[0]);
		(void)db_create(&db, NULL, 0);
	}
	return 0;
}
