/** Identities, provenance and the one door to tables. */
@NullMarked
package io.falaj.lineage;

import org.jspecify.annotations.NullMarked;
