/** The measurements of {@code ./falaj bench}: contenders in turn, medians, one JSON line a case. */
@NullMarked
package io.falaj.lineage.bench;

import org.jspecify.annotations.NullMarked;
