// SPDX-License-Identifier: ISC
//
// Subjects of certificates and the names that are told of them: OpenSSL makes
// the certificates and writes the names.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, ends } from './checks.mjs';
import { subjectIs } from './subject.mjs';

const SUBJECTS = [
	'/C=GB/O=Example/CN=a',
	'/C=GB/O=A\\, B \\"C\\" \\+ D;E<F>G=H#I/CN= a ',
	'/C=GB/O=Café/CN=a\\\\b',
	'/C=GB/O=A+OU=B/CN=a',
	'/C=GB/organizationIdentifier=PSDGB-FCA-123456/CN=a',
	'/DC=example/UID=1/serialNumber=7/CN=a',
	'/C=GB/CN=a/CN=b',
];
const FORMS = ['RFC2253', 'RFC2253,oid', 'RFC2253,dump_all,dump_der',
	'RFC2253,-esc_msb,utf8'];
const folder = mkdtempSync(path.join(os.tmpdir(), 'dcr-subjects.'));

function openssl(...words) {
	return execFileSync('openssl', words,
		{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function made(subject) {
	return openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt',
		'ec_paramgen_curve:P-256', '-nodes', '-utf8', '-multivalue-rdn',
		'-keyout', path.join(folder, 'key'), '-subj', subject,
		'-out', path.join(folder, 'pem')) +
		openssl('x509', '-in', path.join(folder, 'pem'));
}

function named(form) {
	return openssl('x509', '-in', path.join(folder, 'pem'), '-noout',
		'-subject', '-nameopt', form).replace(/^subject=|\n$/g, '');
}

// Names that have no OID in RFC 4514 are told as #hex: OpenSSL's other short
// names are nobody's.
const TOLD = /(^|[,+])(organizationIdentifier|serialNumber)=/;

for (const subject of SUBJECTS) {
	const { raw } = new X509Certificate(made(subject));
	for (const form of FORMS) {
		const name = named(form);
		check(`${subject} as ${form}`, subjectIs(raw, name),
			!TOLD.test(name), name);
		for (const wrong of [`${name},C=GB`, name.slice(0, -1),
			name.replace(/=/, '=x'), name.split(',').reverse().join(','),
			name.replace(/[=]/g, '= '), '', 'CN', name.toUpperCase()])
			if (wrong !== name)
				check(`${subject} as ${wrong}`, subjectIs(raw, wrong),
					false);
	}
}
rmSync(folder, { recursive: true });
ends();
