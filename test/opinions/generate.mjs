// SPDX-License-Identifier: ISC
//
//	node generate.mjs SEED COUNT FOLDER [KIND,...]
//
// Prints what is to be judged, a line each: every flaw that there is a label
// for, and COUNT more of each kind by chance; trust anchors go to FOLDER.
import { seed } from "./random.mjs";
import { judgeTokens } from "./tokens.mjs";
import { judgeSignatures } from "./signatures.mjs";
import { judgeSets } from "./sets.mjs";
import { judgeNames } from "./names.mjs";
import { judgeCertificates } from "./certificates.mjs";

const [, , number, count, , kinds] = process.argv;
const all = { token: judgeTokens, sig: judgeSignatures, set: judgeSets,
	name: judgeNames, cert: judgeCertificates };

for (const [kind, generate] of Object.entries(all)) {
	if (kinds && !kinds.split(",").includes(kind))
		continue;
	seed(Number(number) || 1);
	generate(Number(count) || 0);
}
