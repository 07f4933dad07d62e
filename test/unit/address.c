/* SPDX-License-Identifier: ISC */
/* Which addresses are public, and may be fetched from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "kit/net/address.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static bool
judge(const char *text)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	const void *address = &in;

	if (inet_pton(AF_INET, text, &in.sin_addr) != 1) {
		assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
		address = &in6;
	}
	return address_is_public(address);
}

static void
test_address(void **state)
{
	static const char *const yes[] = {"1.0.0.0", "1.1.1.1", "9.255.255.255",
	    "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
	    "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
	    "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0",
	    "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0",
	    "198.17.255.255", "198.20.0.0", "198.51.99.255", "198.51.101.0",
	    "203.0.112.255", "203.0.114.0", "223.255.255.255",
	    "2000::", "2001:200::1",
	    "2001:db7:ffff::", "2001:db9::", "2003::", "2a00:1450::1",
	    "3ffe:ffff::", "3fff:1000::", "::ffff:8.8.8.8"};
	static const char *const no[] = {"0.0.0.0", "0.255.255.255", "10.0.0.0",
	    "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
	    "127.255.255.255", "169.254.169.254", "172.16.0.0",
	    "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.255",
	    "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0",
	    "198.19.255.255", "198.51.100.255", "203.0.113.0", "224.0.0.0",
	    "239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1",
	    "::8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "100::1",
	    "1fff:ffff::", "2001::", "2001:1ff:ffff::", "2001:db8::",
	    "2001:db8:ffff::", "2002::", "2002:808:808::1",
	    "2002:ffff::", "3fff::", "3fff:fff::", "4000::", "5f00::1",
	    "fc00::1", "fd00::1", "fe80::1", "fec0::1", "ff02::1",
	    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::fffe:8.8.8.8",
	    "::ffff:0:8.8.8.8"};
	static const struct sockaddr local = {.sa_family = AF_UNIX};

	(void)state;
	for (size_t i = 0; i < LENGTH(yes); i++) {
		if (!judge(yes[i]))
			fail_msg("not public: %s", yes[i]);
	}
	for (size_t i = 0; i < LENGTH(no); i++) {
		if (judge(no[i]))
			fail_msg("public: %s", no[i]);
	}
	assert_false(address_is_public(&local));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_address)};

	return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
