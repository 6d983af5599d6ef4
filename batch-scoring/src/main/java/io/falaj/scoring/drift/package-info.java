/**
 * Drift between a reference and a current sample: Evidently's definitions to the digit where values
 * are at hand, the same quantities with an error bound where only profiles are.
 */
@NullMarked
package io.falaj.scoring.drift;

import org.jspecify.annotations.NullMarked;
