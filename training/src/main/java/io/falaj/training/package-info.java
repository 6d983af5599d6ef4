/** Data-parallel training, evaluation, the model registry and promotion. */
@NullMarked
package io.falaj.training;

import org.jspecify.annotations.NullMarked;
