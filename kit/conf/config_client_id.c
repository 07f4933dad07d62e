/* SPDX-License-Identifier: ISC */
/* Reads which client_ids dcr.conf has drawn. */
#include "kit/conf/private.h"

#include <string.h>

#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/reader.h"

/* Who can guess a client_id can ask about it, so that it has 80 random bits at
 * the least. */
enum { LEAST_BITS = 80, LENGTH_LEAST = 15, LENGTH_MOST = 64, LENGTH = 32 };

static const char key[] = "client_id";
static const char prefix[] = "client_id.";
static const char usual[] = "0123456789abcdef";
static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/* Every identifier of ours must stand unescaped in a path and in a header, and
 * none may look like an option of a command: so no "-", "." and "~". */
static bool
is_alphabet(const char *text)
{
	static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";

	if (strspn(text, allowed) != strlen(text))
		return false;
	for (; *text != '\0'; text++)
		if (strchr(text + 1, *text) != NULL)
			return false;
	return true;
}

/* Are there 2 to the power of LEAST_BITS such identifiers?  63 to the power of
 * 64 is within a double. */
static bool
is_enough(const char *alphabet, int64_t length)
{
	double ways = 1;

	for (int64_t i = 0; i < length; i++)
		ways *= (double)strlen(alphabet);
	for (int i = 0; i < LEAST_BITS; i++)
		ways /= 2;
	return ways >= 1;
}

static void
read_client_id(struct reader *reader, const struct json *from, void *out)
{
	static const char *const names[] = {"length", "alphabet", NULL};
	struct config_client_id *to = out;

	reader_known_keys(reader, from, prefix, names);
	to->length = (unsigned)reader_number(
	    reader, from, prefix, "length", LENGTH_LEAST, LENGTH_MOST, LENGTH);
	to->alphabet = reader_string(reader, from, prefix, "alphabet");
	if (to->alphabet == NULL) {
		to->alphabet = from == NULL ? usual : letters;
		json_set_string(reader->told, "alphabet", to->alphabet);
	}
	if (!is_alphabet(to->alphabet))
		reader_wrong(reader, "client_id.alphabet",
		    "must have letters, digits and _, each of them once");
	else if (!is_enough(to->alphabet, to->length))
		reader_wrong(reader, key,
		    "must have 80 random bits, so that nobody guesses one: a "
		    "greater length or a longer alphabet");
}

void
config_read_client_id(
    struct reader *reader, const struct json *root, struct config *config)
{
	reader_object(reader, root, key, read_client_id, &config->client_id);
}
