/* SPDX-License-Identifier: ISC */
/* Makes what is found to be wrong with a client's authentication. */
#include "front/token/private.h"

#include "validators/refusals/refusals.h"

const struct client_fault client_fault_none = {NULL, NULL};

struct client_fault
client_fault(int which, const char *what)
{
	return (struct client_fault){
	    &refusals_client_authentication[which], what};
}

struct client_fault
client_fault_unsure(const char *why)
{
	return (struct client_fault){NULL, why};
}
