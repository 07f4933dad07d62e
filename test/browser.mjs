// SPDX-License-Identifier: ISC
//
// browser.mjs CHROMIUM PROFILE PICTURES [--user NAME:PASSWORD] [--insecure] URL...:
// loads each page in headless Chromium in light and dark, narrow and wide, and
// on paper, and says of each what a person would miss, "ok - " or "not ok - " a
// line.  Pictures go into the folder PICTURES.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const [chromium, profile, pictures, ...rest] = process.argv.slice(2);
let user, failed = false;
const flags = [], urls = [];
while (rest.length > 0) {
	const word = rest.shift();
	if (word === '--user') user = rest.shift();
	else if (word === '--insecure') flags.push('--ignore-certificate-errors');
	else urls.push(word);
}

function told(name, faults) {
	const some = faults.slice(0, 12).map((f) => `    ${f}\n`).join('');
	failed ||= faults.length > 0;
	process.stdout.write(`${faults.length ? 'not ok' : 'ok'} - ${name}\n${some}`);
}

// The protocol goes through two pipes: JSON, each ended by a zero byte.
const child = spawn(chromium, ['--headless', '--no-sandbox', '--disable-gpu',
	'--disable-dev-shm-usage', '--no-first-run', '--disable-extensions',
	'--disable-background-networking', '--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost', '--disable-component-update',
	'--remote-debugging-pipe', `--user-data-dir=${profile}`, ...flags,
	'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const waiting = new Map(), listeners = [];
let serial = 0, buffer = Buffer.alloc(0);
child.stdio[4].on('data', (data) => {
	buffer = Buffer.concat([buffer, data]);
	for (let end; (end = buffer.indexOf(0)) >= 0; buffer = buffer.subarray(end + 1)) {
		const message = JSON.parse(buffer.subarray(0, end).toString());
		if (message.id === undefined) {
			for (const listener of listeners) listener(message);
			continue;
		}
		const { resolve, reject } = waiting.get(message.id);
		waiting.delete(message.id);
		if (message.error) reject(new Error(message.error.message));
		else resolve(message.result);
	}
});
child.on('exit', (code) => {
	if (waiting.size === 0) return;
	console.log(`not ok - Chromium runs\n    exit ${code}`);
	process.exit(1);
});

let session;
function call(method, params = {}, of = session) {
	return new Promise((resolve, reject) => {
		waiting.set(++serial, { resolve, reject });
		child.stdio[3].write(`${JSON.stringify(
			{ id: serial, method, params, sessionId: of })}\0`);
	});
}

function event(method) {
	return new Promise((resolve) => {
		const listener = (message) => {
			if (message.method !== method) return;
			listeners.splice(listeners.indexOf(listener), 1);
			resolve(message.params);
		};
		listeners.push(listener);
	});
}

async function ask(expression) {
	const { result, exceptionDetails } = await call('Runtime.evaluate',
		{ expression, returnByValue: true });
	if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
	return result.value;
}

// What runs inside of the page; its faults are texts.
function look(width) {
	const faults = [], narrow = width < 500;
	const parse = (text) => {
		const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
		return { r, g, b, a };
	};
	const light = ({ r, g, b }) => {
		const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) =>
			c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * x + 0.7152 * y + 0.0722 * z;
	};
	const contrast = (a, b) => {
		const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
		return (x + 0.05) / (y + 0.05);
	};
	const ground = (element) => {
		for (let e = element; e; e = e.parentElement) {
			const colour = parse(getComputedStyle(e).backgroundColor);
			if (colour.a === 1) return colour;
		}
		return { r: 255, g: 255, b: 255 };
	};
	const seen = (element) => element.checkVisibility() &&
		element.getClientRects().length > 0;
	const what = (element) => `<${element.tagName.toLowerCase()}> ${
		(element.textContent || '').trim().slice(0, 40)}`;

	if (document.scrollingElement.scrollWidth > width || innerWidth > width)
		faults.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = texts.nextNode());) {
		const element = node.parentElement;
		if (!node.data.trim() || !seen(element) || ['TITLE', 'DESC', 'title',
			'desc', 'OPTION'].includes(element.tagName)) continue;
		const style = getComputedStyle(element);
		const colour = parse(element.tagName === 'text' ? style.fill : style.color);
		const got = contrast(colour, ground(element));
		if (got < 4.5) faults.push(`contrast ${got.toFixed(2)}: ${what(element)}`);
		if (parseFloat(style.fontSize) < 11)
			faults.push(`letters of ${style.fontSize}: ${what(element)}`);
	}
	for (const rect of document.querySelectorAll('svg rect')) {
		if (!seen(rect)) continue;
		const got = contrast(parse(getComputedStyle(rect).fill), ground(rect));
		if (got < 3) faults.push(`contrast ${got.toFixed(2)} of a drawing: ${rect.className.baseVal}`);
	}
	for (const element of document.querySelectorAll('a, button, input, select, summary')) {
		if (!seen(element)) continue;
		element.focus({ focusVisible: true });
		const style = getComputedStyle(element);
		if (document.activeElement !== element) faults.push(`no focus: ${what(element)}`);
		else if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1)
			faults.push(`the focus is not seen: ${what(element)}`);
		if (narrow && ['BUTTON', 'INPUT', 'SELECT'].includes(element.tagName) &&
			element.getBoundingClientRect().height < 24)
			faults.push(`too low for a finger: ${what(element)}`);
	}
	document.activeElement.blur();
	if (document.scripts.length > 0) faults.push('there is a script');
	if (document.images.length > 0) faults.push('there is an image');
	if (document.querySelector('iframe, object, embed, base, link')) faults.push('something is loaded');
	return faults;
}

// Names and roles as a screen reader is told them.
async function heard() {
	const faults = [];
	const { nodes } = await call('Accessibility.getFullAXTree');
	const count = {};
	for (const node of nodes) {
		if (node.ignored) continue;
		const role = node.role?.value, name = node.name?.value?.trim();
		count[role] = (count[role] ?? 0) + 1;
		if (['link', 'button', 'textbox', 'searchbox', 'combobox', 'heading',
			'image', 'img', 'table', 'region', 'navigation', 'columnheader',
			'rowheader'].includes(role) && !name)
			faults.push(`a ${role} without a name`);
	}
	if (count.main !== 1) faults.push(`${count.main} times main`);
	if (count.table && !count.columnheader) faults.push('a table without headings');
	return faults;
}

async function load(url) {
	const loaded = event('Page.loadEventFired');
	const { errorText } = await call('Page.navigate', { url });
	if (errorText) throw new Error(`${url}: ${errorText}`);
	await loaded;
}

async function page(url, number) {
	const name = url.replace(/^.*\//, '/');
	const asked = [], said = [];
	const listener = ({ method, params }) => {
		if (method === 'Network.requestWillBeSent' &&
			params.request.url !== url && !/\/favicon\.ico$/.test(params.request.url))
			asked.push(params.request.url);
		// Of a page that is a 404 Chromium says so.
		if (method === 'Log.entryAdded' && params.entry.url !== url &&
			!/favicon/.test(params.entry.url ?? ''))
			said.push(params.entry.text);
	};
	listeners.push(listener);
	for (const scheme of ['light', 'dark'])
		for (const width of [360, 1280]) {
			await call('Emulation.setEmulatedMedia', { media: '',
				features: [{ name: 'prefers-color-scheme', value: scheme }] });
			await call('Emulation.setDeviceMetricsOverride', { width,
				height: 900, deviceScaleFactor: 1, mobile: width < 500 });
			await load(url);
			told(`${name}: ${scheme}, ${width} wide`,
				await ask(`(${look})(${width})`));
			await ask('scrollTo(0, 0)');
			const { data } = await call('Page.captureScreenshot', { format: 'png' });
			writeFileSync(`${pictures}/${number}-${scheme}-${width}.png`,
				Buffer.from(data, 'base64'));
		}
	told(`${name}: by ear`, await heard());
	const { data } = await call('Page.printToPDF', { printBackground: true });
	writeFileSync(`${pictures}/${number}.pdf`, Buffer.from(data, 'base64'));
	await call('Emulation.setEmulatedMedia', { media: 'print', features: [] });
	const paper = await ask(`({ ground: getComputedStyle(document.body).backgroundColor,
		shown: [...document.querySelectorAll('nav, form, .skip')].filter((e) =>
			e.checkVisibility()).length })`);
	told(`${name}: on paper`, [
		...(paper.ground === 'rgb(255, 255, 255)' ? [] : [`the paper is ${paper.ground}`]),
		...(paper.shown ? ['what cannot be pressed is printed'] : []),
		...(Buffer.from(data, 'base64').subarray(0, 5).toString() === '%PDF-' ? [] : ['no PDF'])]);
	told(`${name}: asks for nothing else`, asked);
	told(`${name}: and nothing was refused`, said);
	listeners.splice(listeners.indexOf(listener), 1);
}

const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
session = (await call('Target.attachToTarget', { targetId, flatten: true })).sessionId;
for (const domain of ['Page', 'Runtime', 'Network', 'Log', 'Accessibility'])
	await call(`${domain}.enable`);
if (user)
	await call('Network.setExtraHTTPHeaders', { headers: {
		Authorization: `Basic ${Buffer.from(user).toString('base64')}` } });
for (const [number, url] of urls.entries()) await page(url, number);
child.removeAllListeners('exit');
child.kill();
process.exitCode = failed ? 1 : 0;
