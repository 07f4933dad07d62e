/* SPDX-License-Identifier: ISC */
/* A validator that does what its settings say, or, built with one of these
 * changed, is not taken. */
#include <dcr_validator.h>

#include <string.h>

#ifndef ABI
#define ABI DCR_VALIDATOR_ABI
#endif
#ifndef NAME
#define NAME "probe"
#endif
#ifndef NEEDS
#define NEEDS 0
#endif
#ifndef GIVES
#define GIVES 0
#endif
#ifndef ID
#define ID "probe.no"
#endif
#ifndef ERROR
#define ERROR "invalid_client_metadata"
#endif

static const struct dcr_rule rules[] = {
    {ID, ERROR, "the settings do not say so"}, {0}};
static const struct dcr_rule foreign = {ID, ERROR, "of another one"};

static const struct dcr_setting settings[] = {
    {"refuse", DCR_STRINGS_OR_NONE}, /* methods */
    {"unable", DCR_STRINGS_OR_NONE},
    {"add", DCR_STRING_MAP}, /* member -> JSON */
    {0}};

/* All that it was told, in few words: it is looked at by the tests. */
static const char *
seen(const struct dcr_functions *dcr, struct dcr_call *call)
{
	char *text = dcr->alloc(call, 512);
	const char *org = dcr->string(dcr->claim(call, "org_id"));
	const char *id = dcr->string(dcr->stored(call, "client_id"));

	strcpy(text, dcr->method(call));
	strcat(text, dcr->asked(call, "scope") != NULL ? " scope" : " -");
	strcat(text, dcr->asked(call, "software_statement") != NULL
			 ? " statement"
			 : " -");
	strcat(text, dcr->stored(call, "software_statement") != NULL
			 ? " statement "
			 : " - ");
	strcat(text, org != NULL ? org : "-");
	strcat(text, id != NULL ? " stored" : " -");
	strcat(text, dcr->subject(call) != NULL ? " subject" : " -");
	return text;
}

static void
check(const struct dcr_functions *dcr, struct dcr_call *call)
{
	static const char *const members[] = {
	    "seen", "risk", "client_id", "scope", "org_id", "redirect_uris"};
	const struct dcr_value *add = dcr->setting(call, "add");
	const char *method = dcr->method(call);

	if (dcr->has_string(dcr->setting(call, "refuse"), method))
		dcr->refuse(
		    call, &rules[0], "/scope", "\"no\" to a %s", method);
	if (dcr->has_string(dcr->setting(call, "refuse"), "foreign"))
		dcr->refuse(call, &foreign, "", "x");
	if (dcr->has_string(dcr->setting(call, "unable"), method))
		dcr->unable(call, "no idea");
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *text = dcr->string(dcr->get(add, members[i]));
		if (text != NULL && strcmp(text, "what it sees") == 0)
			dcr->add_string(call, members[i], seen(dcr, call));
		else if (text != NULL)
			dcr->add_json(call, members[i], text);
	}
}

const struct dcr_validator dcr_validator = {
    .abi = ABI,
    .name = NAME,
    .question = "Do the settings say so?",
    .needs = NEEDS,
    .gives = GIVES,
    .rules = rules,
    .settings = settings,
    .check = check,
};
