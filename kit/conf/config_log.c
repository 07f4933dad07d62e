/* SPDX-License-Identifier: ISC */
/* Reads where the log goes, and in which form. */
#include <stddef.h>
#include <string.h>

#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"

/* A word of the object; the first of them where the key is not there. */
static size_t
read_word(struct reader *reader, const struct json *log, const char *name,
    const char *const *words)
{
	const char *word = reader_choice(reader, log, "log.", name, words);
	size_t i = 0;

	while (word != NULL && words[i] != NULL && strcmp(words[i], word) != 0)
		i++;
	if (word == NULL)
		json_set_string(reader->told, name, words[0]);
	return i;
}

static void
read_log(struct reader *reader, const struct json *log, void *to)
{
	static const char *const names[] = {"to", "format", NULL};
	static const char *const places[] = {[LOG_TO_STDERR] = "stderr",
	    [LOG_TO_SYSLOG] = "syslog",
	    [LOG_TO_JOURNAL] = "journal",
	    NULL};
	static const char *const formats[] = {"logfmt", "json", NULL};
	struct log_setup *setup = to;

	reader_known_keys(reader, log, "log.", names);
	setup->to = (enum log_to)read_word(reader, log, "to", places);
	setup->json = read_word(reader, log, "format", formats) == 1;
}

void
config_read_log(
    struct reader *reader, const struct json *root, struct config *config)
{
	reader_object(reader, root, "log", read_log, &config->log);
}
