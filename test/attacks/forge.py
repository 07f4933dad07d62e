#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""forge.py SOCKET FOLDER: forges tokens without anybody's private key, and
presents each at every door that takes its kind.

FOLDER has the honest ones, a file each (request, statement, plain, assertion,
access), certificates as tpp.pem and api.pem, the client's id as id, and in
keys/ the public keys in each form that a confused verifier may take for a
secret.  DOORS says where a kind goes.  A forgery that is let in is a line of
"not ok"; each kind at each door ends with the honest one, which must be let in.
"""
import base64
import hashlib
import hmac
import json
import os
import socket
import struct
import sys
import urllib.parse

ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
LETTERS = ('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
           '0123456789-_')
OTHERS = ('none', 'None', 'NONE', 'nOnE', '', 'null', 'HS256', 'HS384',
          'HS512', 'hs256', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384',
          'PS512', 'ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed25519',
          'dir', 'A256GCMKW', 'RSA1_5', 'PBES2-HS256+A128KW', 'ps256', ' PS256',
          'PS256 ', 'ES256\0', 'ES256\n', 'ES256,none')


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def decode(text):
    return base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))


def record(kind, body):
    return struct.pack('>BBHHBB', 1, kind, 1, len(body), 0, 0) + body


def pair(name, value):
    name, value = name.encode(), value.encode('utf-8', 'surrogateescape')
    sizes = b''.join(struct.pack('>I', len(x) | 1 << 31) for x in (name, value))
    return sizes + name + value


def pieces(kind, data):
    for at in range(0, len(data), 65000):
        yield record(kind, data[at:at + 65000])
    yield record(kind, b'')


def ask(path, variables, body=b''):
    """One request; its status and the body of the answer."""
    variables = dict(variables, CONTENT_LENGTH=str(len(body)),
                     GATEWAY_INTERFACE='CGI/1.1')
    pairs = b''.join(pair(n, v) for n, v in variables.items())
    door = socket.socket(socket.AF_UNIX)
    door.settimeout(60)
    door.connect(path)
    door.sendall(record(1, struct.pack('>HBxxxxx', 1, 0)) +
                 b''.join(pieces(4, pairs)) + b''.join(pieces(5, body)))
    heard = b''
    while part := door.recv(65536):
        heard += part
    door.close()
    text = b''
    while len(heard) >= 8:
        kind, length, padding = struct.unpack('>xBxxHBx', heard[:8])
        if kind == 6:
            text += heard[8:8 + length]
        heard = heard[8 + length + padding:]
    head, _, rest = text.partition(b'\r\n\r\n')
    return head.split(b'Status: ')[1][:3].decode(), rest.decode()


class Token:
    """An honest one, and what can be made of it."""

    def __init__(self, text, keys):
        self.text = text
        self.parts = text.split('.')
        self.header, self.claims = (
            json.loads(decode(p)) for p in self.parts[:2])
        self.signature = decode(self.parts[2])
        self.keys = keys

    def of(self, header=None, claims=None, signature=None):
        """These parts in place of the honest ones; bytes, or JSON."""
        texts = []
        for new, old in zip((header, claims, signature), self.parts):
            if new is None:
                texts.append(old)
            elif isinstance(new, bytes):
                texts.append(encode(new))
            else:
                texts.append(encode(json.dumps(new).encode()))
        return '.'.join(texts)

    def algorithms(self):
        for alg in OTHERS:
            if alg == self.header['alg']:
                continue
            header = dict(self.header, alg=alg)
            yield f'alg {alg!r}', self.of(header)
            yield f'alg {alg!r}, no signature', self.of(header, signature=b'')
            yield (f'alg {alg!r}, two parts',
                   self.of(header).rsplit('.', 1)[0])
        for alg in (None, 1, True, [], ['none'], {}, ['ES256', 'PS256']):
            yield f'alg {alg}', self.of(dict(self.header, alg=alg))
        yield 'no alg', self.of({n: v for n, v in self.header.items()
                                 if n != 'alg'})

    def secrets(self):
        """Public keys and nothing as the secret of an HMAC."""
        for name, secret in self.keys + [('nothing', b''), ('zeros', bytes(32))]:
            for alg, of in (('HS256', hashlib.sha256), ('HS512', hashlib.sha512),
                            (self.header['alg'], hashlib.sha256)):
                for kid in ('as it is', 'none'):
                    header = dict(self.header, alg=alg)
                    if kid == 'none':
                        header.pop('kid', None)
                    start = self.of(header).rsplit('.', 1)[0]
                    yield (f'{alg} by {name}, kid {kid}', start + '.' + encode(
                        hmac.new(secret, start.encode(), of).digest()))

    def headers(self):
        jwk = {'kty': 'EC', 'crv': 'P-256', 'x': encode(bytes(31) + b'\1'),
               'y': encode(bytes(31) + b'\1')}
        for name, value in (
                ('crit', ['exp']), ('crit', []), ('crit', 'b64'), ('crit', None),
                ('b64', False), ('b64', True), ('jwk', jwk), ('jwk', None),
                ('jku', 'https://127.0.0.1/'), ('x5u', 'https://127.0.0.1/'),
                ('x5c', ['MIIB']), ('enc', 'A256GCM'), ('zip', 'DEF'),
                ('p2c', 1 << 31), ('p2s', 'x'), ('epk', jwk), ('cty', 'JWT'),
                ('kid', '../../../../dev/null'), ('kid', '/dev/null'),
                ('kid', "' OR '1'='1"), ('kid', '`id`'), ('kid', 'x' * 5000),
                ('kid', ''), ('kid', 0), ('kid', ['x']), ('kid', '\0'),
                ('typ', 'JOSE+JSON'), ('typ', 1), ('typ', 'secevent+jwt'),
                ('x5t', encode(bytes(20))), ('x5t#S256', encode(bytes(32)))):
            yield f'{name} {str(value)[:30]}', self.of(
                dict(self.header, **{name: value}))
        honest = decode(self.parts[0]).decode()
        for name, text in (
                ('alg twice', '{"alg":"none",' + honest[1:]),
                ('alg twice, last', honest[:-1] + ',"alg":"none"}'),
                ('alg twice by an escape', '{"\\u0061lg":"none",' + honest[1:]),
                ('alg with NUL', '{"alg\\u0000":"none",' + honest[1:]),
                ('a blank more', ' ' + honest), ('text behind', honest + ' {}'),
                ('a byte-order mark', '\ufeff' + honest),
                ('a comment', '/**/' + honest), ('an array', f'[{honest}]'),
                ('single quotes', honest.replace('"', "'")),
                ('nothing', ''), ('null', 'null'), ('no object', '"x"'),
                ('deep', '{"x":' + '[' * 9999 + ']' * 9999 + ',' + honest[1:]),
                ('a surrogate', '{"x":"\\ud800",' + honest[1:])):
            yield f'header: {name}', self.of(text.encode())
        yield 'header: bad UTF-8', self.of(honest.encode()[:-1] + b',"\xff":1}')

    def contents(self):
        """Claims that nobody has signed."""
        for name in list(self.claims) + ['x']:
            for value in (0, 1 << 62, -1, 'forged', None, [], {}, '*'):
                yield (f'{name} {value}',
                       self.of(claims=dict(self.claims, **{name: value})))
            yield f'no {name}', self.of(
                claims={n: v for n, v in self.claims.items() if n != name})
        honest = decode(self.parts[1])
        yield 'a blank more', self.of(claims=honest + b' ')
        yield 'a name twice', self.of(claims=b'{"exp":9e15,' + honest[1:])
        yield 'nothing', self.of(claims=b'')

    def signatures(self):
        size = len(self.signature)
        for at in range(size):
            bent = bytearray(self.signature)
            bent[at] ^= 1 << at % 8
            yield f'byte {at} of the signature', self.of(signature=bytes(bent))
        for name, value in (
                ('nothing', b''), ('zeros', bytes(size)), ('ones', b'\xff' * size),
                ('a byte more', self.signature + b'\0'),
                ('a byte before', b'\0' + self.signature),
                ('a byte less', self.signature[:-1]),
                ('half', self.signature[:size // 2]),
                ('twice', self.signature * 2),
                ('of the claims', hashlib.sha256(decode(self.parts[1])).digest()),
                ('64 zeros', bytes(64)), ('256 zeros', bytes(256)),
                ('one', bytes(size - 1) + b'\1')):
            yield f'signature: {name}', self.of(signature=value)
        if size == 64:
            yield from self.points()

    def points(self):
        r, s = (int.from_bytes(self.signature[at:at + 32], 'big')
                for at in (0, 32))
        for name, one, other in (
                ('r = s = 0', 0, 0), ('r = 0', 0, s), ('s = 0', r, 0),
                ('r = s = n', ORDER, ORDER), ('r = n', ORDER, s), ('s = n', r, ORDER),
                ('r = s = 1', 1, 1), ('r = n - r', ORDER - r, s),
                ('swapped', s, r), ('r = r - 1', r - 1, s)):
            yield name, self.of(signature=b''.join(
                x.to_bytes(32, 'big') for x in (one, other)))
        numbers = b''.join(b'\2\x21\0' + x.to_bytes(32, 'big') for x in (r, s))
        yield 'DER', self.of(signature=b'\x30' + bytes([len(numbers)]) + numbers)

    def spellings(self):
        """The same bytes, or nearly, in another text."""
        first, second, third = self.parts
        for name, text in (('padded', '='), ('a blank', ' '), ('a line', '\n'),
                           ('NUL', '\0'), ('a tab', '\t'), ('a plus', '+'),
                           ('a dot', '.'), ('an escape', '%3D'), ('CR LF', '\r\n')):
            for part in range(3):
                for end in (text + self.parts[part], self.parts[part] + text,
                            self.parts[part][:9] + text + self.parts[part][9:]):
                    parts = list(self.parts)
                    parts[part] = end
                    if '.'.join(parts).strip('\r\n \t') != self.text:
                        yield f'{name} in part {part}', '.'.join(parts)
        for part in range(3):
            last = LETTERS.index(self.parts[part][-1])
            for bit in (1, 2, 4):
                parts = list(self.parts)
                parts[part] = parts[part][:-1] + LETTERS[last ^ bit]
                yield f'bits at the end of part {part}', '.'.join(parts)
        if third.translate(str.maketrans('-_', '+/')) != third:
            yield 'base64', f'{first}.{second}.' + third.translate(
                str.maketrans('-_', '+/'))
        for name, text in (
                ('four parts', self.text + '.' + third),
                ('five parts', f'{first}.{second}.{third}.{third}.{third}'),
                ('a part less', f'{first}.{second}'), ('dots', '..'),
                ('a dot before', '.' + self.text), ('a dot behind', self.text + '.'),
                ('flattened', json.dumps({'protected': first, 'payload': second,
                                          'signature': third})),
                ('general', json.dumps({'payload': second, 'signatures': [
                    {'protected': first, 'signature': third}]})),
                ('mixed', '{"x":"' + self.text + '","payload":"' + second +
                 '","protected":"' + first + '","signature":"' + third + '"}'),
                ('in another', f'{encode(json.dumps(dict(self.header, cty="JWT")).encode())}'
                 f'.{encode(self.text.encode())}.{third}'),
                ('swapped', f'{second}.{first}.{third}'),
                ('capitals', self.text.upper()), ('nothing', ''),
                ('the prefix', 'Bearer ' + self.text), ('quoted', f'"{self.text}"')):
            yield name, text

    def forgeries(self):
        for of in (self.algorithms, self.secrets, self.headers, self.contents,
                   self.signatures, self.spellings):
            yield from of()


class Bank:
    """The doors of a bank, and whether one let a token in."""

    def __init__(self, path, folder):
        self.path = path
        self.read = lambda name: open(
            os.path.join(folder, name), encoding='utf-8').read()
        self.tpp = {'SSL_CLIENT_CERT': self.read('tpp.pem')}
        self.api = {'SSL_CLIENT_CERT': self.read('api.pem')}
        self.id = self.read('id').strip()
        self.members = json.loads(self.read('plain'))

    def post(self, uri, who, kind, body):
        return ask(self.path, dict(who, REQUEST_METHOD='POST', REQUEST_URI=uri,
                                   CONTENT_TYPE=kind),
                   body.encode('utf-8', 'surrogateescape'))

    def form(self, uri, who, **members):
        return self.post(uri, who, 'application/x-www-form-urlencoded',
                         urllib.parse.urlencode(members))

    def request(self, token):
        """POST /register, a request"""
        return self.post('/register', self.tpp, 'application/jwt',
                         token)[0] == '201'

    def statement(self, token):
        """POST /register, a statement"""
        return self.post('/register', self.tpp, 'application/json', json.dumps(
            dict(self.members, software_statement=token)))[0] == '201'

    def assertion(self, token):
        """POST /token, an assertion"""
        return self.form(
            '/token', self.tpp, grant_type='client_credentials',
            client_assertion_type='urn:ietf:params:oauth:client-assertion-type'
            ':jwt-bearer', client_assertion=token)[0] == '200'

    def call(self, token):
        """a call of an API"""
        return ask(self.path, dict(
            self.tpp, REQUEST_METHOD='GET', REQUEST_URI='/authorize',
            ORIGINAL_METHOD='GET', ORIGINAL_URI='/accounts',
            HTTP_AUTHORIZATION='Bearer ' + token))[0] == '200'

    def manage(self, token):
        """GET of a registration"""
        return ask(self.path, dict(
            self.tpp, REQUEST_METHOD='GET', REQUEST_URI='/register/' + self.id,
            HTTP_AUTHORIZATION='Bearer ' + token))[0] == '200'

    def introspect(self, token):
        """POST /introspect"""
        status, text = self.form('/introspect', self.api, token=token)
        return status != '400' and not (status == '200' and
                                        not json.loads(text)['active'])


DOORS = {'request': ['request'], 'statement': ['statement'],
         'assertion': ['assertion'],
         'access': ['call', 'manage', 'introspect']}


def judge(name, wrong, tried):
    print(f'ok - {name}: {tried} tried' if not wrong else
          f'not ok - {name}: let in: {", ".join(wrong[:5])}')


def forge(bank, kind, token):
    for door in DOORS[kind]:
        let_in = getattr(bank, door)
        name = f'{kind}, {let_in.__doc__}'
        wrong, tried = [], 0
        for what, text in token.forgeries():
            tried += 1
            # A variable ends at NUL, and a header has no line ends.
            if kind == 'access' and door != 'introspect' and any(
                    c in text for c in '\0\r\n'):
                continue
            if text != token.text and let_in(text):
                wrong.append(what)
        judge(f'{name}: no forgery is let in', wrong, tried)
        yield name, let_in


def confuse(bank, tokens):
    """Each kind of token at the doors of the others."""
    wrong, tried = [], 0
    for kind, doors in DOORS.items():
        for door in doors:
            for other, token in tokens.items():
                if other != kind:
                    tried += 1
                    if getattr(bank, door)(token.text):
                        wrong.append(f'{other} for {kind}')
    judge('no kind of token passes for another', wrong, tried)


def main():
    bank = Bank(*sys.argv[1:])
    folder = os.path.join(sys.argv[2], 'keys')
    keys = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), 'rb') as file:
            keys.append((name, file.read()))
    tokens = {kind: Token(bank.read(kind).strip(), keys) for kind in DOORS
              if os.path.exists(os.path.join(sys.argv[2], kind))}
    honest = []
    for kind, token in tokens.items():
        honest += [(name, let_in, token) for name, let_in in
                   forge(bank, kind, token)]
    confuse(bank, tokens)
    for name, let_in, token in honest:
        print('ok -' if let_in(token.text) else 'not ok -',
              f'{name}: the honest one is')


main()
