/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_MAPPING_PARTS_H
#define DELIVER_MAPPING_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "deliver/courier.h"

struct arena;
struct json;
struct mapping_caller;
struct reader;

/* What a mapping is made of; deliver/mapping*.c alone include this. */

/*
 * The values that a mapping speaks of are those of one object, the context, and
 * each is named by a JSON Pointer (RFC 6901) into it:
 *
 *	/key, /client_id, ...	the event
 *	/client/NAME		a member of its client
 *	/values/NAME		of dcr.conf
 *	/taken/NAME		what a step has taken out of an answer
 *	/item			what `each` or a list is at
 *	/page/first, /token	where a list is at
 *	/kill			whether tokens from before not_before are to
 *				be ended there (mapping_run.c)
 */
struct mapping_condition {
	const char *from;
	const struct json *any; /* values, or words of a text or a list */
	bool tests_presence, present;
};

struct mapping_conditions {
	const struct mapping_condition *all;
	size_t count;
};

/* What is done with a member of a client. */
enum mapping_treatment {
	MEMBER_MAPPED,
	MEMBER_IGNORED,	      /* and `words` say why that does no harm */
	MEMBER_INEXPRESSIBLE, /* a client that has it is refused */
	MEMBER_ELSEWHERE      /* dcr.conf says that something else sees to it */
};

struct mapping_member {
	const char *name; /* "": any that has a language tag (RFC 7591 section
			     2.2), where the one without is mapped */
	enum mapping_treatment treatment;
	const char *words;	     /* why; or NULL */
	const struct json *values;   /* it has one of these, or each of its
					strings is; NULL: any */
	const struct json *harmless; /* as if it were not there */
	const char *forbidden;	     /* text that no string of it has in it */
};

enum mapping_form {
	FORM_SAME,
	FORM_WORDS, /* a list becomes a text with blanks between */
	FORM_LIST,  /* the other way */
	FORM_TEXT,  /* true or 12 becomes a text */
	FORM_JSON   /* any value becomes its JSON text */
};

/* A field of the record that is sent. */
struct mapping_field {
	const char *to;		      /* a JSON Pointer into it */
	const char *from;	      /* NULL: a constant */
	const struct json *constant;  /* a template */
	const struct json *without;   /* strings that are left out of a list */
	const struct json *any;	      /* true: it has one of these */
	const struct json *table;     /* from words to values */
	const struct json *otherwise; /* when there is no such value */
	enum mapping_form form;
	const char *divider; /* of FORM_WORDS */
	bool required;
	struct mapping_conditions when;
};

/* For each of some items. */
struct mapping_each {
	const char *in;		       /* NULL: once, and for no item */
	const char *at;		       /* of an item: what is compared */
	const char *among, *not_among; /* lists to compare with; or NULL */
};

/* Each word must be among some items. */
struct mapping_demand {
	const char *each; /* NULL: no demand */
	const char *among, *at;
	const struct json *without;
	const char *words;
};

struct mapping_step {
	const char *name;
	struct mapping_conditions when;
	struct mapping_each each;
	struct mapping_demand demand;
	const char *refuse; /* words: the step refuses the event */
	const char *method; /* NULL: it makes no request */
	const char *path;
	const struct json *query, *headers; /* objects of templates; or NULL */
	const struct json *body;	    /* a template; or NULL */
	bool sends_record;
	const struct json *take; /* names and pointers into the answer */
	const struct json *on;	 /* statuses, and what they mean */
};

struct mapping_action {
	const struct mapping_step *steps;
	size_t count;
};

enum mapping_event {
	ACTION_PUT,
	ACTION_SUSPEND,
	ACTION_RESUME,
	ACTION_REMOVE,
	ACTIONS
};

struct mapping_listing {
	struct mapping_step step;    /* method NULL: it cannot be listed */
	const char *items;	     /* a pointer into the answer */
	const char *client_id, *key; /* pointers into an item; key or NULL */
	const char *prefix; /* stands before the client_id, and tells ours from
			       others; or NULL */
	struct mapping_conditions ours;
	const char *parameter; /* of the next page, in the Link header; NULL:
				  pages go by /page/first */
	int64_t size;	       /* items of a page */
};

struct mapping {
	const char *product;
	const struct json *values;
	const struct mapping_member *members;
	size_t member_count;
	const struct mapping_field *fields;
	size_t field_count;
	struct mapping_action actions[ACTIONS];
	struct mapping_listing listing;
};

/* Reading: what is wrong is the reader's to say.  `mapping` is filled in the
 * order of these. */
void mapping_read_members(struct reader *reader, const struct json *root,
    const struct json *values, struct mapping *mapping);
void mapping_read_fields(
    struct reader *reader, const struct json *root, struct mapping *mapping);
void mapping_read_steps(
    struct reader *reader, const struct json *root, struct mapping *mapping);
/* An array that is not empty; NULL: it is not there. */
const struct json *mapping_read_list(struct reader *reader,
    const struct json *from, const char *prefix, const char *name);
struct mapping_conditions mapping_read_when(
    struct reader *reader, const struct json *value, const char *place);

/* Does every pointer lead to something that can be there?  Says so by the
 * reader. */
void mapping_check(struct reader *reader, const struct json *declared,
    const struct mapping *mapping);

/* The member of that name, but for its language tag; NULL: none is. */
const struct mapping_member *mapping_member(
    const struct mapping *mapping, const char *name);

/* The value at a pointer; NULL: there is none. */
const struct json *mapping_at(
    struct arena *arena, const struct json *root, const char *pointer);

/* The next token of a pointer, unescaped (the arena's), and *pointer behind it;
 * NULL: there is none. */
const char *mapping_token(struct arena *arena, const char **pointer);

bool mapping_holds(struct arena *arena, const struct json *context,
    const struct mapping_conditions *when);

/* The words of a text or the strings of a list, as an array. */
const struct json *mapping_words(struct arena *arena, const struct json *value);

/* A string, or what a boolean or a number reads as; NULL: neither. */
const char *mapping_text(struct arena *arena, const struct json *value);

/* Is the word one of the strings, or one of the objects at that pointer? */
bool mapping_among(struct arena *arena, const char *word,
    const struct json *list, const char *at);

/*
 * Templates: {/POINTER} stands for a value, anything else for itself.  Each
 * answers NULL, and *why names the pointer, when a value is not there or cannot
 * stand there.  In a path and a query values are percent-encoded; in JSON a
 * string that is one pointer becomes the value itself.
 */
const char *mapping_fill_uri(struct arena *arena, const struct json *context,
    const struct mapping_step *step, const char **why);
const char *const *mapping_fill_headers(struct arena *arena,
    const struct json *context, const struct mapping_step *step,
    const char **why);
const struct json *mapping_fill_json(struct arena *arena,
    const struct json *context, const struct json *pattern, const char **why);

/* Calls `see` for each pointer in a template; false: a brace is not closed. */
bool mapping_pointers(struct arena *arena, const char *text,
    void (*see)(void *context, const char *pointer), void *context);

/* NULL, or why a client cannot be expressed there: it names the member. */
const char *mapping_inexpressible(struct arena *arena,
    const struct mapping *mapping, const struct json *client);

/* The record of the client; NULL and *why. */
const struct json *mapping_record(struct arena *arena,
    const struct mapping *mapping, const struct json *context,
    const char **why);

/* One exchange of a step, with the context as it is; false: *out says why there
 * is no answer. */
struct mapping_run {
	const struct mapping *mapping;
	const struct mapping_caller *caller;
	struct arena *arena;
	struct json *context, *taken;
	struct sent *out;
};
void mapping_run_action(
    struct mapping_run *run, const struct mapping_action *action);

/* Sets /kill by what is taken. */
void mapping_look(struct mapping_run *run);

struct exchanged;
bool mapping_exchange(struct mapping_run *run, const struct mapping_step *step,
    struct exchanged *answer);

#endif
