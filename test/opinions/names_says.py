# SPDX-License-Identifier: ISC
"""The opinion of python3-cryptography on names and certificates: its parser is
written in Rust, and takes DER alone."""
import base64
import hashlib
import sys
from calendar import timegm

from cryptography import x509


def say(number, question, answer, why=""):
    """A line of answer."""
    print(number, question, answer, type(why).__name__ if why else "", sep="\t")


def folded(name):
    """What a name is compared by: types and values, ASCII letters folded and
    blanks as RFC 4518 section 2.6.1 has them; the library compares bytes."""
    def value(text):
        low = "".join(c.lower() if c < "\x80" else c for c in text)
        return " ".join(t for t in low.split(" ") if t)
    return [frozenset((a.oid.dotted_string, value(a.value)) for a in rdn)
            for rdn in name.rdns]


def judge_names(number, one, other):
    """Are both texts the same name?"""
    try:
        a = folded(x509.Name.from_rfc4514_string(one.decode("utf-8")))
        b = folded(x509.Name.from_rfc4514_string(other.decode("utf-8")))
    except Exception as error:
        say(number, "name", "unreadable", error)
        return
    say(number, "name", "equal" if a == b else "different")


def judge_subject(number, der, text):
    """Is the text the name of the certificate's subject?"""
    try:
        subject = folded(x509.load_der_x509_certificate(der).subject)
    except Exception as error:
        say(number, "subject", "refuse", error)
        return
    try:
        name = folded(x509.Name.from_rfc4514_string(text.decode("utf-8")))
    except Exception as error:
        say(number, "subject", "unreadable", error)
        return
    say(number, "subject", "equal" if name == subject else "different")


def judge_cert(number, der):
    """Is it a certificate, and from when to when is it valid?"""
    try:
        cert = x509.load_der_x509_certificate(der)
        times = [timegm(t.timetuple())
                 for t in (cert.not_valid_before, cert.not_valid_after)]
        list(cert.subject)
        list(cert.issuer)
        list(cert.extensions)
        cert.serial_number
    except BaseException as error:  # a fault in Rust is no Exception
        say(number, "parse", "refuse", error)
        return
    say(number, "parse", "accept")
    say(number, "times", f"{times[0]} {times[1]}")
    say(number, "sha256", hashlib.sha256(der).hexdigest())


def judge_pem(number, text):
    """Is there a certificate in the PEM?"""
    try:
        x509.load_pem_x509_certificate(text)
    except Exception as error:
        say(number, "pem", "refuse", error)
        return
    say(number, "pem", "accept")


def main():
    """Answers what is about names and certificates."""
    for line in sys.stdin:
        number, kind, _, _, *fields = line.rstrip("\n").split("\t")
        if kind not in ("name", "subject", "cert", "pem"):
            continue
        fields = [base64.b64decode(f) for f in fields]
        if kind == "name":
            judge_names(number, *fields[:2])
        elif kind == "subject":
            judge_subject(number, *fields[:2])
        elif kind == "cert":
            judge_cert(number, fields[0])
        else:
            judge_pem(number, fields[0])


main()
