/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_PROFILE_KNOWN_H
#define VALIDATORS_PROFILE_PROFILE_KNOWN_H

struct json;
struct profile;
struct profile_question;
struct reader;

/*
 * Which members and claims there are: a rule, a condition or a default that is
 * about another one was misspelt, and would never be broken or never hold. A
 * member is one that the profile registers, or that registrations have
 * anywhere (validators/lib/known.h); a claim is one that the profile gives a
 * name, the first member on the way to such a one, a member, or one of RFC
 * 7519.  Further ones stand under "known", in a profile or in an overlay. A
 * condition's strings are some that the validator of the member lets pass,
 * with the settings in `shipped`: an overlay may let pass less.
 */
void profile_check_known(struct reader *reader, const struct json *root,
    const struct profile *profile, const struct profile_question *shipped);

#endif
