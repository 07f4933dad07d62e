// SPDX-License-Identifier: ISC
//
// Arithmetic on the curves P-256 and P-384 (SEC 2), in the open: signatures and
// keys that no library would make are made with it.

export const P256 = {
	bytes: 32, name: "P-256", hash: "sha256",
	p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
	n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
	b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
	g: [0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
		0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n],
};
export const P384 = {
	bytes: 48, name: "P-384", hash: "sha384",
	p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
	n: BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81" +
		"f4372ddf581a0db248b0a77aecec196accc52973"),
	b: BigInt("0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f" +
		"5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
	g: [BigInt("0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e0" +
		"82542a385502f25dbf55296c3a545e3872760ab7"),
	BigInt("0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113" +
		"b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f")],
};

export const mod = (a, m) => ((a % m) + m) % m;

export function inverse(a, m) {
	let [r, s, x, y] = [mod(a, m), m, 1n, 0n];
	while (s !== 0n) {
		const q = r / s;
		[r, s, x, y] = [s, r - q * s, y, x - q * y];
	}
	return mod(x, m);
}

export function power(base, exponent, m) {
	let out = 1n;
	for (base = mod(base, m); exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n)
			out = out * base % m;
		base = base * base % m;
	}
	return out;
}

// null is the point at infinity.
export function add(curve, a, b) {
	const { p } = curve;
	if (a === null || b === null)
		return a ?? b;
	if (a[0] === b[0] && mod(a[1] + b[1], p) === 0n)
		return null;
	const slope = a[0] === b[0]
		? (3n * a[0] * a[0] - 3n) * inverse(2n * a[1], p)
		: (b[1] - a[1]) * inverse(b[0] - a[0], p);
	const x = mod(slope * slope - a[0] - b[0], p);
	return [x, mod(slope * (a[0] - x) - a[1], p)];
}

export function times(curve, k, point) {
	let out = null;
	for (k = mod(k, curve.n); k > 0n; k >>= 1n) {
		if (k & 1n)
			out = add(curve, out, point);
		point = add(curve, point, point);
	}
	return out;
}

export const negative = (curve, a) => a && [a[0], mod(-a[1], curve.p)];

export function toBytes(number, length) {
	return Buffer.from(number.toString(16).padStart(2 * length, "0"), "hex");
}

export function toNumber(bytes) {
	return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString("hex")}`);
}
