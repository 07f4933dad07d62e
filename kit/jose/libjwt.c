/* SPDX-License-Identifier: ISC */
/* Asks libjwt for a second opinion on a signature. */
#include "kit/jose/libjwt.h"

#include <dlfcn.h>
#include <jwt.h>
#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/json.h"

struct libjwt {
	__typeof__(jwt_str_alg) *number;
	__typeof__(jwt_alg_str) *name;
	__typeof__(jwt_decode) *decode;
	__typeof__(jwt_free) *free;
};

static bool
resolve(struct libjwt *calls, void *library)
{
#define FIND(member, name)                                                    \
	((calls->member = (__typeof__(calls->member))dlsym(library, name)) != \
	    NULL)
	return FIND(number, "jwt_str_alg") && FIND(name, "jwt_alg_str") &&
	       FIND(decode, "jwt_decode") && FIND(free, "jwt_free");
#undef FIND
}

/* The names are of libjwt 1.16 and later, of the versions before, and of 1.10;
 * the calls are the same in all. */
static void *
load_any(void)
{
	static const char *const names[] = {
	    "libjwt.so.2", "libjwt.so.1", "libjwt.so.0"};
	void *library = NULL;

	for (size_t i = 0;
	     library == NULL && i < sizeof(names) / sizeof(names[0]); i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	return library;
}

const struct libjwt *
libjwt_load(struct arena *arena, const char **why)
{
	static struct libjwt calls;
	static bool ready;
	void *library;

	if (ready)
		return &calls;
	library = load_any();
	ready = library != NULL && resolve(&calls, library);
	if (ready)
		return &calls;
	const char *reason = dlerror();
	*why = arena_printf(
	    arena, "libjwt: %s", reason == NULL ? "cannot be loaded" : reason);
	return NULL;
}

/* The numbers of algorithms differ between versions, and so does the number of
 * an unknown algorithm, which has no name.  Version 1.17 has a name and a number
 * for PS256, and its jwt_decode() refuses every signature by it. */
bool
libjwt_knows(const struct libjwt *library, const char *algorithm)
{
	const char *name = library->name(library->number(algorithm));

	return name != NULL && strcmp(name, algorithm) == 0 &&
	       strncmp(name, "PS", 2) != 0;
}

bool
libjwt_takes_type(const struct jws *jws)
{
	const char *type = json_string(json_get(jws->header, "typ"));

	return type == NULL || strcasecmp(type, "JWT") == 0;
}

bool
libjwt_verifies(
    const struct libjwt *library, const struct jws *jws, const char *pem)
{
	jwt_t *jwt = NULL;
	const int error = library->decode(
	    &jwt, jws->compact, (const unsigned char *)pem, (int)strlen(pem));

	if (error != 0)
		return false;
	library->free(jwt);
	return true;
}
