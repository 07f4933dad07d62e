/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONFIG_TOKENS_H
#define KIT_CONFIG_TOKENS_H

struct arena;
struct config_access_tokens;
struct json;
struct reader;

/* Private to kit/config*.c: the key "access_tokens".  NULL when it is not
 * there. */
const struct config_access_tokens *config_read_tokens(
    struct reader *reader, const struct json *root);

const struct json *config_describe_tokens(
    struct arena *arena, const struct config_access_tokens *tokens);

#endif
