/* SPDX-License-Identifier: ISC */
/* Refusals of registrations, beside those of the questions. */
#include "validators/refusals/refusals.h"

#include <stddef.h>

const struct refusal refusals_register[] = {
    [REGISTER_CONTENT_TYPE] =
	{
	    .rule =
		{
		    .id = "register.content_type",
		    .error = "invalid_request",
		    .meaning = "the Content-Type is one of the profile's",
		    .remedy = "send the Content-Type that the error lists",
		},
	    .status = 415,
	    .clause = "RFC 7591 section 3.1",
	},
    [REGISTER_CERTIFICATE_CHANGES] =
	{
	    .rule =
		{
		    .id = "register.certificate_changes",
		    .error = "too_many_changes",
		    .meaning = "the key of a certificate makes no more changes "
			       "a day than certificate_changes of dcr.conf",
		    .remedy = "wait as long as Retry-After says; change a "
			      "registration, do not make new ones",
		},
	    .status = 429,
	    .clause = "RFC 6585 section 4",
	},
    [REGISTER_SOFTWARE_CHANGES] =
	{
	    .rule =
		{
		    .id = "register.software_changes",
		    .error = "too_many_changes",
		    .meaning = "a software makes no more changes a day than "
			       "software_changes of dcr.conf",
		    .remedy = "wait as long as Retry-After says; change a "
			      "registration, do not make new ones",
		},
	    .status = 429,
	    .clause = "RFC 6585 section 4",
	},
    [REGISTER_RECOVERY] =
	{
	    .rule =
		{
		    .id = "register.recovery",
		    .error = "invalid_request",
		    .meaning =
			"a registration is asked back by a request that would "
			"register its software, where dcr.conf has recovery",
		    .remedy = "send what you would register with, or ask the "
			      "bank for the client_id",
		},
	    .status = 404,
	},
    [REGISTER_CANCEL] =
	{
	    .rule =
		{
		    .id = "register.cancel",
		    .error = "invalid_client_metadata",
		    .meaning = "a request that cancels is of a software that "
			       "has a registration",
		    .remedy = "do nothing: there is no such registration",
		},
	    .status = 400,
	},
    [REGISTER_OLDER] =
	{
	    .rule =
		{
		    .id = "register.older",
		    .error = "invalid_request",
		    .meaning = "an entity's statement that takes the place of "
			       "another one was not made before it",
		    .remedy = "make a new statement for each registration",
		},
	    .status = 400,
	    .clause = "OpenID Federation 1.0 section 12.2.2; a statement that "
		      "was seen can be sent again",
	},
    {.status = 0},
};
