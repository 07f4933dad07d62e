/* SPDX-License-Identifier: ISC */

/*
 * A FastCGI authorizer that lets everything through and looks at nothing: what
 * there is to be compared with.
 */
#include <fcgiapp.h>

int
main(void)
{
	FCGX_Request request;

	FCGX_Init();
	FCGX_InitRequest(&request, 0, 0);
	while (FCGX_Accept_r(&request) == 0) {
		FCGX_FPrintF(request.out, "Status: 200 OK\r\n\r\n");
		FCGX_Finish_r(&request);
	}
	return 0;
}
