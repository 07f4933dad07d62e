// SPDX-License-Identifier: ISC

// The opinion of Go's standard library on signatures, which share no line with
// OpenSSL's.  The key is a SubjectPublicKeyInfo; the algorithms are those of RFC
// 7518 and RFC 8037.
package main

import (
	"bufio"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"os"
	"strings"
)

var out = bufio.NewWriter(os.Stdout)

func say(number, question string, good bool, why error) {
	answer, because := "refuse", ""
	if good {
		answer = "accept"
	}
	if why != nil {
		because = strings.ReplaceAll(why.Error(), "\t", " ")
		because = strings.ReplaceAll(because, "\n", " ")
	}
	fmt.Fprintf(out, "%s\t%s\t%s\t%s\n", number, question, answer, because)
}

func sum(hash crypto.Hash, text []byte) []byte {
	h := hash.New()
	h.Write(text)
	return h.Sum(nil)
}

func ecdsaGood(key *ecdsa.PublicKey, hash crypto.Hash, text,
	signature []byte) bool {
	half := (key.Curve.Params().BitSize + 7) / 8
	if len(signature) != 2*half || key.Curve.Params().BitSize != 8*hash.Size() {
		return false
	}
	r := new(big.Int).SetBytes(signature[:half])
	s := new(big.Int).SetBytes(signature[half:])
	return ecdsa.Verify(key, sum(hash, text), r, s)
}

func rsaGood(key *rsa.PublicKey, algorithm string, hash crypto.Hash, text,
	signature []byte) bool {
	if algorithm[0] == 'P' {
		return rsa.VerifyPSS(key, hash, sum(hash, text), signature,
			&rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
	}
	return rsa.VerifyPKCS1v15(key, hash, sum(hash, text), signature) == nil
}

func signatureGood(algorithm string, spki, text, signature []byte) (bool, error) {
	hash := crypto.SHA256
	if strings.HasSuffix(algorithm, "384") {
		hash = crypto.SHA384
	}
	key, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return false, err
	}
	switch key := key.(type) {
	case *ecdsa.PublicKey:
		return ecdsaGood(key, hash, text, signature), nil
	case *rsa.PublicKey:
		return rsaGood(key, algorithm, hash, text, signature), nil
	case ed25519.PublicKey:
		return ed25519.Verify(key, text, signature), nil
	}
	return false, nil
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break
		}
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var fields [][]byte
		for _, field := range parts[4:] {
			bytes, err := base64.StdEncoding.DecodeString(field)
			if err != nil {
				panic(err)
			}
			fields = append(fields, bytes)
		}
		judge(parts[0], parts[1], fields)
	}
	out.Flush()
}

func judge(number, kind string, fields [][]byte) {
	switch kind {
	case "sig":
		good, why := signatureGood(string(fields[3]), fields[4], fields[5],
			fields[6])
		say(number, "token", good, why)
	case "cert":
		judgeCert(number, fields)
	case "pem":
		judgePEM(number, fields)
	}
}

func judgeCert(number string, fields [][]byte) {}
func judgePEM(number string, fields [][]byte)  {}
