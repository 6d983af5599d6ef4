/** Exact numbers against those of any length. */
@NullMarked
package io.falaj.lineage.exact;

import org.jspecify.annotations.NullMarked;
