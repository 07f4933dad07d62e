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
		},
	    .status = 404,
	},
    {.status = 0},
};
