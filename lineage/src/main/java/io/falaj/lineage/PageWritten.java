package io.falaj.lineage;

/**
 * A page that a step wrote.
 *
 * @param path below the lake's root
 * @param content SHA-256 of its bytes
 * @param bytes how many they are
 */
public record PageWritten(String path, Fingerprint content, long bytes) {}
