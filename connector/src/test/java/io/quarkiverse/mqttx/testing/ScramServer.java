package io.quarkiverse.mqttx.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The broker's side of one authentication by SCRAM, written from RFC 5802 and not with the library of the connector. */
public final class ScramServer {

    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF";

    private final String hmac;
    private final String digest;
    private final byte[] salt;
    private final int iterations;
    private final byte[] saltedPassword;
    private String username;
    private String messages;
    private String nonce;

    /** @param hash such as {@code SHA-256} */
    public ScramServer(String hash, String password, int iterations) throws GeneralSecurityException {
        digest = hash;
        hmac = "Hmac" + hash.replace("-", "");
        salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        this.iterations = iterations;
        PBEKeySpec key = new PBEKeySpec(password.toCharArray(), salt, Math.max(1, iterations),
                MessageDigest.getInstance(hash).getDigestLength() * 8);
        saltedPassword = SecretKeyFactory.getInstance("PBKDF2With" + hmac).generateSecret(key).getEncoded();
    }

    /** The name that the client has given, after {@link #first}. */
    public String username() {
        return username;
    }

    /** The server-first message. */
    public byte[] first(byte[] clientFirst) {
        String text = new String(clientFirst, StandardCharsets.UTF_8);
        if (!text.startsWith("n,,")) {
            throw new AssertionError("no client-first message without channel binding: " + text);
        }
        String bare = text.substring(3);
        username = attributes(bare).get("n");
        nonce = attributes(bare).get("r") + SERVER_NONCE;
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(salt) + ",i=" + iterations;
        messages = bare + "," + serverFirst;
        return serverFirst.getBytes(StandardCharsets.UTF_8);
    }

    /** The server-final message, {@code e=invalid-proof} where the client does not know the password. */
    public byte[] last(byte[] clientFinal) throws GeneralSecurityException {
        String text = new String(clientFinal, StandardCharsets.UTF_8);
        Map<String, String> attributes = attributes(text);
        String signed = messages + "," + text.substring(0, text.indexOf(",p="));
        byte[] clientKey = mac(saltedPassword, "Client Key");
        byte[] storedKey = MessageDigest.getInstance(digest).digest(clientKey);
        byte[] proof = Base64.getDecoder().decode(attributes.get("p"));
        byte[] signature = mac(storedKey, signed);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= signature[i];
        }
        boolean right = attributes.get("c").equals("biws") && attributes.get("r").equals(nonce)
                && Arrays.equals(MessageDigest.getInstance(digest).digest(proof), storedKey);
        String answer = right
                ? "v=" + Base64.getEncoder().encodeToString(mac(mac(saltedPassword, "Server Key"), signed))
                : "e=invalid-proof";
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hmac);
        mac.init(new SecretKeySpec(key, hmac));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> attributes(String message) {
        Map<String, String> attributes = new HashMap<>();
        for (String attribute : message.split(",")) {
            attributes.put(attribute.substring(0, 1), attribute.substring(2));
        }
        return attributes;
    }
}
