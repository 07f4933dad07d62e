/* SPDX-License-Identifier: ISC */
/* Loads libcurl when something is fetched for the first time. */
#include "kit/net/private.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>

#include "kit/arena.h"

static bool
resolve(struct fetch_calls *calls, void *library)
{
#define FIND(member, name)                                                    \
	((calls->member = (__typeof__(calls->member))dlsym(library, name)) != \
	    NULL)
	return FIND(start, "curl_global_init") &&
	       FIND(init, "curl_easy_init") && FIND(set, "curl_easy_setopt") &&
	       FIND(perform, "curl_easy_perform") &&
	       FIND(info, "curl_easy_getinfo") &&
	       FIND(explain, "curl_easy_strerror") &&
	       FIND(cleanup, "curl_easy_cleanup") &&
	       FIND(reset, "curl_easy_reset") &&
	       FIND(append, "curl_slist_append") &&
	       FIND(free_list, "curl_slist_free_all");
#undef FIND
}

const struct fetch_calls *
fetch_library(struct arena *arena, const char **why)
{
	static struct fetch_calls calls;
	static bool ready;
	void *library;

	if (ready)
		return &calls;
	library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	if (library == NULL || !resolve(&calls, library)) {
		const char *reason = dlerror();

		*why = arena_printf(
		    arena, "%s", reason == NULL ? "libcurl.so.4" : reason);
		return NULL;
	}
	if (calls.start(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		*why = "libcurl.so.4: does not start";
		return NULL;
	}
	ready = true;
	return &calls;
}
