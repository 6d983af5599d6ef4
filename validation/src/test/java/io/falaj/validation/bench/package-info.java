/** What ingest and validation cost: measurements of {@code ./falaj bench}. */
@NullMarked
package io.falaj.validation.bench;

import org.jspecify.annotations.NullMarked;
