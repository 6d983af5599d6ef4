/** How good probabilities are: exact metrics, calibrators and thresholds. */
@NullMarked
package io.falaj.training.evaluation;

import org.jspecify.annotations.NullMarked;
