/* SPDX-License-Identifier: ISC */

/* A bank's APIs, for the tests: FastCGI, answers with the variables of the
 * request and its body. */
#include <stddef.h>

#include <fcgiapp.h>

static void
answer(const FCGX_Request *request)
{
	char buffer[4096];
	int n;

	FCGX_PutS("Content-Type: text/plain\r\n\r\n", request->out);
	for (char **variable = request->envp; *variable != NULL; variable++)
		FCGX_FPrintF(request->out, "%s\n", *variable);
	FCGX_PutS("BODY=", request->out);
	while ((n = FCGX_GetStr(buffer, sizeof(buffer), request->in)) > 0)
		FCGX_PutStr(buffer, n, request->out);
	FCGX_PutS("\n", request->out);
}

int
main(void)
{
	FCGX_Request request;

	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0)
		return 1;
	while (FCGX_Accept_r(&request) == 0) {
		answer(&request);
		FCGX_Finish_r(&request);
	}
	return 0;
}
