/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_CONFIG_RECEIVERS_H
#define KIT_CONF_CONFIG_RECEIVERS_H

#include <stdbool.h>
#include <stdint.h>

struct config;
struct json;
struct reader;
struct web_service;

/* A receiver of "deliver" in dcr.conf: one that is told of every change. */
enum receiver_kind {
	RECEIVER_COMMAND,
	RECEIVER_HTTP,
	RECEIVER_SET,
	RECEIVER_MAPPING
};

enum { RECEIVER_NAME_MOST = 32 };

struct config_receiver {
	const char *name; /* NULL ends; letters, digits, - and _ */
	enum receiver_kind kind;
	const char *const *command;  /* NULL ends; of a command */
	struct web_service *service; /* of http, mapping, set by push; or
					NULL */
	const char *mapping;	     /* a file */
	const struct json *values;   /* for the mapping: an object of strings;
					or NULL */
	const char *poll;	     /* a resource server; or NULL */
	const char *audience;	     /* of a set: who reads it, */
	const char *issuer;	     /* who signs it, */
	const char *keys;	     /* and by which folder of keys */
	const char *const *events;   /* NULL ends; NULL itself: all */
	unsigned lanes;		     /* events under way at once */
	int64_t timeout;	     /* milliseconds for one event */
	int64_t wait;	  /* milliseconds that an answer is held back; 0 */
	bool check;	  /* it is asked before a registration */
	bool suspends;	  /* a client that it refuses is suspended */
	unsigned removes; /* percent that a reconcile may remove */
};

/* Reads "deliver" into the configuration, after all that it refers to. */
void config_read_receivers(
    struct reader *reader, const struct json *root, struct config *config);

/* The receiver of that name; NULL: there is none. */
const struct config_receiver *config_receiver(
    const struct config *config, const char *name);

/* Is the receiver told of such events?  Of "reconciled" each is. */
bool config_receiver_takes(
    const struct config_receiver *receiver, const char *event);

#endif
