// SPDX-License-Identifier: ISC

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * The opinion of Java's standard library, which shares no line with OpenSSL's:
 * signatures, names (X500Principal; LdapName as "ldap") and certificates.
 */
public final class Judge {
	private static final PrintStream out = new PrintStream(
		new java.io.FileOutputStream(java.io.FileDescriptor.out), false);
	private static final StringBuilder text = new StringBuilder();
	private static boolean ldap;

	private Judge() {
	}

	private static void say(String number, String question, String answer,
		Object why) {
		String because = String.valueOf(why).replaceAll("[\\s]+", " ");
		text.append(number).append('\t').append(question).append('\t')
			.append(answer).append('\t').append(because).append('\n');
		if (text.length() > 100000) {
			out.print(text);
			text.setLength(0);
		}
	}

	private static String string(byte[] bytes) throws Exception {
		return StandardCharsets.UTF_8.newDecoder()
			.decode(java.nio.ByteBuffer.wrap(bytes)).toString();
	}

	private static Signature verifier(String algorithm) throws Exception {
		switch (algorithm) {
		case "PS256":
			Signature pss = Signature.getInstance("RSASSA-PSS");
			pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1",
				MGF1ParameterSpec.SHA256, 32, 1));
			return pss;
		case "RS256":
			return Signature.getInstance("SHA256withRSA");
		case "RS384":
			return Signature.getInstance("SHA384withRSA");
		case "ES256":
			return Signature.getInstance("SHA256withECDSAinP1363Format");
		case "ES384":
			return Signature.getInstance("SHA384withECDSAinP1363Format");
		default:
			return Signature.getInstance("Ed25519");
		}
	}

	private static void judgeSignature(String number, byte[][] fields) {
		try {
			String algorithm = string(fields[3]);
			Signature verifier = verifier(algorithm);
			String kind = algorithm.charAt(0) == 'E'
				? (algorithm.equals("EdDSA") ? "Ed25519" : "EC") : "RSA";
			PublicKey key = KeyFactory.getInstance(kind).generatePublic(
				new X509EncodedKeySpec(fields[4]));
			verifier.initVerify(key);
			verifier.update(fields[5]);
			boolean good = verifier.verify(fields[6]);
			say(number, "token", good ? "accept" : "refuse", "");
		} catch (Exception e) {
			say(number, "token", "refuse", e);
		}
	}

	private static Object name(byte[] bytes) throws Exception {
		return ldap ? new LdapName(string(bytes))
			: new X500Principal(string(bytes));
	}

	private static void judgeNames(String number, byte[][] fields) {
		try {
			boolean same = name(fields[0]).equals(name(fields[1]));
			say(number, "name", same ? "equal" : "different", "");
		} catch (Exception e) {
			say(number, "name", "unreadable", e);
		}
	}

	private static X509Certificate certificate(byte[] bytes) throws Exception {
		return (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(bytes));
	}

	private static void judgeSubject(String number, byte[][] fields) {
		X500Principal subject;
		try {
			subject = certificate(fields[0]).getSubjectX500Principal();
		} catch (Exception e) {
			say(number, "subject", "refuse", e);
			return;
		}
		try {
			boolean same = new X500Principal(string(fields[1]))
				.equals(subject);
			say(number, "subject", same ? "equal" : "different", "");
		} catch (Exception e) {
			say(number, "subject", "unreadable", e);
		}
	}

	private static String hex(byte[] bytes) {
		return java.util.HexFormat.of().formatHex(bytes);
	}

	private static void judgeTrust(String number, byte[][] fields,
		X509Certificate cert) {
		try {
			long now = Long.parseLong(string(fields[1]));
			Set<TrustAnchor> trusted = new HashSet<>();
			Collection<? extends java.security.cert.Certificate> all;
			try (java.io.InputStream in = new java.io.FileInputStream(
				string(fields[2]))) {
				all = CertificateFactory.getInstance("X.509")
					.generateCertificates(in);
			}
			for (java.security.cert.Certificate one : all)
				trusted.add(new TrustAnchor((X509Certificate) one, null));
			PKIXParameters how = new PKIXParameters(trusted);
			how.setRevocationEnabled(false);
			how.setDate(new Date(now * 1000));
			CertPathValidator.getInstance("PKIX").validate(
				CertificateFactory.getInstance("X.509")
					.generateCertPath(List.of(cert)), how);
			List<String> uses = cert.getExtendedKeyUsage();
			boolean client = uses == null ||
				uses.contains("1.3.6.1.5.5.7.3.2") ||
				uses.contains("2.5.29.37.0");
			say(number, "trust", client ? "accept" : "refuse", "");
		} catch (Exception e) {
			say(number, "trust", "refuse", e);
		}
	}

	private static void judgeCert(String number, byte[][] fields)
		throws Exception {
		X509Certificate cert;
		try {
			cert = certificate(fields[0]);
			if (!Arrays.equals(cert.getEncoded(), fields[0]))
				throw new Exception("bytes behind it");
		} catch (Exception e) {
			say(number, "parse", "refuse", e);
			return;
		}
		say(number, "parse", "accept", "");
		judgeTrust(number, fields, cert);
		say(number, "times", cert.getNotBefore().getTime() / 1000 + " " +
			cert.getNotAfter().getTime() / 1000, "");
		say(number, "sha256", hex(MessageDigest.getInstance("SHA-256")
			.digest(cert.getEncoded())), "");
	}

	private static void judgePem(String number, byte[][] fields) {
		try {
			certificate(fields[0]);
			say(number, "pem", "accept", "");
		} catch (Exception e) {
			say(number, "pem", "refuse", e);
		}
	}

	private static void judge(String number, String kind, byte[][] fields)
		throws Exception {
		switch (kind) {
		case "sig":
			if (!ldap)
				judgeSignature(number, fields);
			break;
		case "name":
			judgeNames(number, fields);
			break;
		case "subject":
			if (!ldap)
				judgeSubject(number, fields);
			break;
		case "cert":
			if (!ldap)
				judgeCert(number, fields);
			break;
		case "pem":
			if (!ldap)
				judgePem(number, fields);
			break;
		default:
			break;
		}
	}

	public static void main(String[] args) throws Exception {
		ldap = args.length > 0 && args[0].equals("ldap");
		BufferedReader in = new BufferedReader(new InputStreamReader(
			System.in, StandardCharsets.US_ASCII), 1 << 20);
		for (String line; (line = in.readLine()) != null;) {
			String[] parts = line.split("\t", -1);
			byte[][] fields = new byte[parts.length - 4][];
			for (int i = 4; i < parts.length; i++)
				fields[i - 4] = Base64.getDecoder().decode(parts[i]);
			judge(parts[0], parts[1], fields);
		}
		out.print(text);
		out.flush();
	}
}
