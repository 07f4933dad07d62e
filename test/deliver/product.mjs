// SPDX-License-Identifier: ISC
//
// Plays the administration of one product on loopback:
//
//	node product.mjs NAME PORT FOLDER
//
// FOLDER/bodies has a line for each record that it was sent: the type that the
// product's description has for it, and the record.  FOLDER/wrong has a line
// for each request that the description does not have.  GET /state says what it
// has.  FOLDER/away: it answers 503.
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [name, port, folder] = process.argv.slice(2);
const product = await import(`./${name}.mjs`);
const shapes = await product.shapes(recorded);

// What the product's own client sends: method, path and names of parameters.
// The values that it is handed are in capitals.
async function recorded(calls) {
	const seen = new Set();
	const server = createServer((request, response) => {
		const url = new URL(request.url, 'http://x');
		seen.add(shape(request.method, url));
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json',
			location: '/ID' });
		response.end('[]');
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	await calls(`http://127.0.0.1:${server.address().port}`);
	server.closeAllConnections();
	server.close();
	return seen;
}

function shape(method, url) {
	const path = url.pathname.replace(/\/$/, '')
		.replace(/\/[A-Z]+(?=\/|$)/g, '/*');
	const names = [...url.searchParams.keys()].sort().join('&');
	return `${method} ${path}?${names}`;
}

// Is there such an operation?
function judged(method, url) {
	for (const known of shapes) {
		const [verb, rest] = known.split(' ');
		const [path, names] = rest.split('?');
		const form = path.split('/').map((part) =>
			part === '*' ? '[^/]+' : part.replace(/[.]/g, '\\.'));
		const sent = [...url.searchParams.keys()].sort().join('&');
		if (verb === method && names === sent &&
		    new RegExp(`^${form.join('/')}$`).test(url.pathname))
			return true;
	}
	return false;
}

function wrong(line) {
	appendFileSync(`${folder}/wrong`, `${line}\n`);
}

async function text(request) {
	let all = '';
	for await (const part of request)
		all += part;
	return all;
}

function send(response, answer) {
	const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
	response.writeHead(answer.status, { 'content-type': 'application/json',
		...answer.headers });
	response.end(body);
}

async function serve(request, response) {
	const url = new URL(request.url, 'http://x');
	const body = await text(request);
	if (url.pathname === '/state')
		return send(response, { status: 200, body: product.state() });
	if (existsSync(`${folder}/away`))
		return send(response, { status: 503 });
	if (!judged(request.method, url)) {
		wrong(`${request.method} ${request.url}: no such operation`);
		return send(response, { status: 404 });
	}
	const refusal = product.authorized?.(request);
	if (refusal)
		return send(response, refusal);
	const parsed = body === '' ? undefined : JSON.parse(body);
	const answer = product.answer({
		method: request.method,
		path: url.pathname.split('/').slice(1).map(decodeURIComponent),
		query: url.searchParams,
		body: parsed,
		wrong,
	});
	if (answer.type)
		appendFileSync(`${folder}/bodies`,
		    `${JSON.stringify([answer.type, parsed])}\n`);
	return send(response, answer);
}

writeFileSync(`${folder}/wrong`, '');
writeFileSync(`${folder}/bodies`, '');
createServer((request, response) => {
	serve(request, response).catch((error) => {
		wrong(`${request.method} ${request.url}: ${error.message}`);
		send(response, { status: 500 });
	});
}).listen(Number(port), '127.0.0.1');
