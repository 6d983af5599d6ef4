package io.falaj.lineage.signing;

/**
 * Who vouches for some bytes.
 *
 * @param keyId the key, see {@link VerifyKey#keyId}
 * @param base64 the 64 bytes of an Ed25519 signature
 */
public record Signature(String keyId, String base64) {}
