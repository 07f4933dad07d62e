/* SPDX-License-Identifier: ISC */
/* Sends a line to the journal of systemd by its native protocol: a datagram
 * with NAME=VALUE on each line (systemd.io/JOURNAL_NATIVE_PROTOCOL). */
#include <ctype.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "kit/log.h"
#include "kit/private.h"

#define JOURNAL "/run/systemd/journal/socket"

enum { NAME_MOST = 32, ROOM = 3 * PIPE_BUF };

/* Kept for the life of the process; -1: there is none. */
static int
socket_of_process(void)
{
	static int fd = -1;

	if (fd == -1)
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd;
}

/* Names of the journal are capital letters; ours begin with DCR. */
static void
add_field(struct log_text *text, const struct log_field *field)
{
	char name[NAME_MOST + 1];
	size_t length = 0;

	if (field->value == NULL)
		return;
	for (; length < NAME_MOST && field->name[length] != '\0'; length++)
		name[length] =
		    (char)toupper((unsigned char)field->name[length]);
	name[length] = '\0';
	log_text_own(text, "DCR_");
	log_text_own(text, name);
	log_text_own(text, "=");
	log_text_add(text, field->value, LOG_PLAIN);
	log_text_own(text, "\n");
}

/* A journal that has no room at the moment is not waited for. */
static bool
send_text(const char *path, const struct log_text *text)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const int fd = socket_of_process();

	if (strlen(path) >= sizeof to.sun_path || fd == -1)
		return false;
	memcpy(to.sun_path, path, strlen(path) + 1);
	return sendto(fd, text->text, text->length, MSG_DONTWAIT | MSG_NOSIGNAL,
		   (const struct sockaddr *)&to,
		   sizeof to) == (ssize_t)text->length;
}

bool
log_journal(const char *socket, int priority, const char *message,
    const struct log_field *fields)
{
	char room[ROOM], head[NAME_MOST];
	struct log_text text;

	(void)snprintf(head, sizeof head, "PRIORITY=%d\n", priority);
	log_text_begin(&text, room, sizeof room, head, 0);
	log_text_own(&text, "SYSLOG_IDENTIFIER=dcr\nMESSAGE=");
	log_text_add(&text, message, LOG_PLAIN);
	log_text_own(&text, "\n");
	for (; fields != NULL && fields->name != NULL; fields++)
		add_field(&text, fields);
	return send_text(socket != NULL ? socket : JOURNAL, &text);
}
