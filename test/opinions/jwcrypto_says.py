# SPDX-License-Identifier: ISC
"""The opinion of python3-jwcrypto; the key of the set is looked for by kid."""
import base64
import sys

from jwcrypto import jwk, jws
from jwcrypto.common import JWException, json_decode


def keys_of(text, kid):
    """The keys of that kid; without a kid, all."""
    keys = jwk.JWKSet.from_json(text)
    return [k for k in keys if kid is None or k.get("kid") == kid]


def judge(token, text, accepted):
    """Is the token signed by one of the keys?"""
    algorithms = accepted.split(",") if accepted else ["PS256", "ES256"]
    signed = jws.JWS()
    signed.allowed_algs = algorithms
    signed.deserialize(token)
    for key in keys_of(text, signed.jose_header.get("kid")):
        try:
            signed.verify(key)
            json_decode(signed.payload)
            return True
        except JWException:
            continue
    return False


def main():
    """A line of answer for each line that is about a token."""
    for line in sys.stdin:
        number, kind, _, _, *fields = line.rstrip("\n").split("\t")
        if kind not in ("token", "sig", "set"):
            continue
        token, text, accepted = (base64.b64decode(f) for f in fields[:3])
        why = ""
        try:
            good = judge(token.decode("latin1"), text.decode("utf-8"),
                         accepted.decode())
        except Exception as error:  # whatever the library throws
            good, why = False, type(error).__name__
        print(number, "token", "accept" if good else "refuse", why, sep="\t")


main()
