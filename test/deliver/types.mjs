// SPDX-License-Identifier: ISC
//
// Holds every record that the stand-ins were sent to the type that the product's
// published package has for it, by the TypeScript compiler: a member that the
// type does not have, or of another type, is an error.
//
//	node types.mjs BODIES...
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const head = `
import type ClientRepresentation from
    '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type { JsonPatch, OAuth2Client } from '@ory/hydra-client';
`;
const lines = process.argv.slice(2).flatMap((file) =>
	readFileSync(file, 'utf8').split('\n').filter((line) => line !== ''));
const source = head + lines.map((line, i) => {
	const [type, body] = JSON.parse(line);
	return `export const r${i}: ${type} = ${JSON.stringify(body)};`;
}).join('\n');
const options = { strict: true, noEmit: true, skipLibCheck: true,
	types: [],
	module: ts.ModuleKind.NodeNext,
	moduleResolution: ts.ModuleResolutionKind.NodeNext,
	target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost(options);
const name = `${process.cwd()}/bodies.mts`;
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (file) => file === name || fileExists(file);
host.readFile = (file) => file === name ? source : readFile(file);
host.getSourceFile = (file, ...rest) => file === name
	? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022)
	: getSourceFile.call(host, file, ...rest);
const program = ts.createProgram([name], options, host);
const found = ts.getPreEmitDiagnostics(program);
for (const one of found)
	console.log(ts.flattenDiagnosticMessageText(one.messageText, '\n'));
console.log(`${lines.length} records, ${found.length} errors`);
process.exitCode = found.length === 0 ? 0 : 1;
