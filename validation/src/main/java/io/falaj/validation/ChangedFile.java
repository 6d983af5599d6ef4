package io.falaj.validation;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.SourceFile;

/**
 * A source file whose bytes are others than those that were ingested under its name.
 *
 * @param file as it is now
 * @param before SHA-256 of what it was
 * @param taken whether what it holds now takes the place of what it held
 */
public record ChangedFile(SourceFile file, Fingerprint before, boolean taken) {}
