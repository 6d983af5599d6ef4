/** Measurements: what {@code ./falaj bench} runs. */
@NullMarked
package io.falaj.lineage.bench;

import org.jspecify.annotations.NullMarked;
