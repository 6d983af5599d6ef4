/**
 * Feature columns to float32 blocks: fitted on the fit split, applied alike wherever a model is.
 */
@NullMarked
package io.falaj.training.preprocess;

import org.jspecify.annotations.NullMarked;
