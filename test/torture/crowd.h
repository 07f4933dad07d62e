/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_CROWD_H
#define TEST_TORTURE_CROWD_H

#include "test/torture/door.h"

/*
 * Clients that register over one door at the same time, each request until it
 * is settled: 201, or 400 because an attempt that had no answer did it.  And
 * FastCGI processes behind one socket.
 */
#define CROWD 4
#define CROWD_TRIES 200

struct crowd {
	struct door door;
	unsigned first, bodies; /* which requests */
	int told;		/* gets each id that was acknowledged */
	bool killing;		/* one-shot CGIs, while they are at it */
	int listening;
	pid_t clients[CROWD], servers[CROWD];
};

static inline void
crowd_tell(const struct crowd *crowd, const struct answer *answer)
{
	char line[80];
	const int length = snprintf(line, sizeof line, "%s\n", answer->id);

	if (answer->id[0] == '\0' ||
	    write(crowd->told, line, (size_t)length) != length)
		err(2, "telling");
}

static inline void
crowd_settle(struct crowd *crowd, unsigned body)
{
	struct answer answer;
	char what[64];

	(void)snprintf(what, sizeof what, "request %u", body);
	for (unsigned i = 0; i < CROWD_TRIES; i++) {
		crowd->door.patience = 0;
		if (crowd->killing && chance(3) > 0)
			crowd->door.patience = 1000 + (int64_t)chance(40000);
		door_ask(&crowd->door, body, &answer);
		door_judge(&answer, what,
		    crowd->killing || crowd->door.socket != NULL);
		if (answer.status == 201)
			crowd_tell(crowd, &answer);
		if (answer.status == 201 || answer.status == 400)
			return;
		nap(5000);
	}
	toll_blame(TOLL_WRONG, "%s: never settled", what);
}

static inline void
crowd_come(struct crowd *crowd)
{
	for (unsigned i = 0; i < CROWD; i++) {
		crowd->clients[i] = fork();
		if (crowd->clients[i] < 0)
			err(2, "fork");
		if (crowd->clients[i] > 0)
			continue;
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		chance_state += i + 1;
		for (unsigned body = i; body < crowd->bodies; body += CROWD)
			crowd_settle(crowd, crowd->first + body);
		_exit(0);
	}
}

/* Whether somebody is still there. */
static inline bool
crowd_present(struct crowd *crowd)
{
	bool present = false;
	int status;

	for (unsigned i = 0; i < CROWD; i++) {
		if (crowd->clients[i] <= 0)
			continue;
		if (waitpid(crowd->clients[i], &status, WNOHANG) == 0) {
			present = true;
			continue;
		}
		crowd->clients[i] = 0;
		if (status != 0)
			toll_blame(TOLL_WRONG, "a client ended: %d", status);
	}
	return present;
}

static inline void
crowd_listen(struct crowd *crowd, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof address.sun_path)
		errx(2, "%s is too long", path);
	strcpy(address.sun_path, path);
	(void)unlink(path);
	crowd->door.socket = path;
	crowd->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (crowd->listening < 0 ||
	    bind(crowd->listening, (struct sockaddr *)&address,
		sizeof address) != 0 ||
	    listen(crowd->listening, 64) != 0)
		err(2, "%s", path);
}

static inline void
crowd_serve(struct crowd *crowd, unsigned place)
{
	const char *const argv[] = {crowd->door.dcr, NULL};

	crowd->servers[place] = door_start(
	    &crowd->door, crowd->listening, 0, crowd->door.log, argv);
}

/* Kills a server, which must be there until now. */
static inline void
crowd_slay(struct crowd *crowd, unsigned place)
{
	int status;

	if (kill(crowd->servers[place], SIGKILL) != 0 ||
	    waitpid(crowd->servers[place], &status, 0) < 0)
		err(2, "kill");
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		toll_blame(TOLL_WRONG, "a FastCGI process ended: %d", status);
	toll_add(TOLL_KILLS, 1);
}

#endif
