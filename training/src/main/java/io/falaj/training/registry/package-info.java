/** Versions of models with signed artifacts, and which of them is the champion. */
@NullMarked
package io.falaj.training.registry;

import org.jspecify.annotations.NullMarked;
