/* SPDX-License-Identifier: ISC */
/* Reads where the log goes, and in which form. */
#include <stddef.h>
#include <string.h>

#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"

/* Which word of the object it is, from 1 on; 0: the key is not there, which is
 * told as the first of them. */
static unsigned
read_word(struct reader *reader, const struct json *log, const char *name,
    const char *const *words)
{
	const char *word = reader_choice(reader, log, "log.", name, words);

	for (unsigned i = 0; word != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i + 1;
	json_set_string(reader->told, name, words[0]);
	return 0;
}

static void
read_log(struct reader *reader, const struct json *log, void *to)
{
	static const char *const names[] = {"to", "format", NULL};
	static const char *const places[] = {[LOG_TO_STDERR - 1] = "stderr",
	    [LOG_TO_SYSLOG - 1] = "syslog",
	    [LOG_TO_JOURNAL - 1] = "journal",
	    NULL};
	static const char *const formats[] = {"logfmt", "json", NULL};
	struct log_setup *setup = to;

	reader_known_keys(reader, log, "log.", names);
	setup->to = (enum log_to)read_word(reader, log, "to", places);
	setup->json = read_word(reader, log, "format", formats) == 2;
}

void
config_read_log(
    struct reader *reader, const struct json *root, struct config *config)
{
	reader_object(reader, root, "log", read_log, &config->log);
}
