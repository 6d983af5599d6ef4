package io.falaj.lineage;

import java.io.Serializable;

/**
 * A source file that cannot be taken.
 *
 * @param file the file
 * @param reason what is wrong with it and what to do, in sentences
 */
public record UnreadableFile(SourceFile file, String reason) implements Serializable {}
