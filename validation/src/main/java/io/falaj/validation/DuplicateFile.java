package io.falaj.validation;

import io.falaj.lineage.SourceFile;

/**
 * A source file with the bytes of another one: it adds nothing.
 *
 * @param file the file
 * @param of URI of the one that is taken, or was
 */
public record DuplicateFile(SourceFile file, String of) {}
