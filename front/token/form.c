/* SPDX-License-Identifier: ISC */
/* The form that a POST to an OAuth endpoint brings. */
#include "front/token/private.h"

#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "kit/jose/jws.h"
#include "kit/parameters.h"
#include "kit/request.h"
#include "validators/lib/verdict.h"
#include "validators/refusals/refusals.h"

struct reply *
form_read(const struct request *request, struct arena *arena,
    const struct parameters **out)
{
	static const char form[] = "application/x-www-form-urlencoded";
	const char *type = request->content_type;

	if (type == NULL || strcspn(type, "; \t") != sizeof(form) - 1 ||
	    strncasecmp(type, form, sizeof(form) - 1) != 0)
		return reply_refuse(arena, &refusals_request[REQUEST_FORM_TYPE],
		    "Content-Type must be application/x-www-form-urlencoded, "
		    "and is %s",
		    type != NULL ? quoted(arena, type) : "missing");
	*out = parameters_parse(arena, request->body,
	    jws_length(request->body, request->body_length));
	if (*out != NULL)
		return NULL;
	return reply_refuse(arena, &refusals_request[REQUEST_FORM],
	    "the body must be a form in which each parameter comes once");
}
