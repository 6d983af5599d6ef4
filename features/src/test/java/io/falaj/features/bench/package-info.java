/** Measurements of the point-in-time join. */
@NullMarked
package io.falaj.features.bench;

import org.jspecify.annotations.NullMarked;
