/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_PRIVATE_H
#define KIT_CONF_PRIVATE_H

struct arena;
struct config;
struct config_directory;
struct config_endpoint;
struct json;
struct reader;

/* What the files of kit/conf share. */

/* Reads a key of the outermost object: an https URI without a query that has a
 * path.  Its URI is NULL when the key is not there. */
struct config_endpoint config_read_endpoint(
    struct reader *reader, const struct json *root, const char *name);

/* The endpoint whose path ends in this name in place of the last segment:
 * "/oauth2/token" and "jwks" make "/oauth2/jwks". */
struct config_endpoint config_endpoint_beside(struct reader *reader,
    const struct config_endpoint *endpoint, const char *name);

/* Reads the directories; a NULL issuer ends them. */
const struct config_directory *config_read_directories(
    struct reader *reader, const struct json *root);

/* Reads all members of the configuration but `path` and `told`; the reader says
 * what is wrong. */
void config_read(
    struct reader *reader, const struct json *root, struct config *config);

/* The folder of a file, by name: symbolic links are left as they are written.
 * The arena's. */
const char *config_folder(struct arena *arena, const char *path);

/* Reads the cache folder, or takes the usual one. */
const char *config_read_cache(struct reader *reader, const struct json *root);

/* Each reads its own keys, from the outermost object, into the configuration,
 * where it may look at what was read before. */
void config_read_tokens(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_issuing(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_discovery(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_signed(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_entity(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_servers(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_revocation(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_authorizer(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_client_id(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_console(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_proxy(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_log(
    struct reader *reader, const struct json *root, struct config *config);
void config_read_metrics(
    struct reader *reader, const struct json *root, struct config *config);

#endif
