@NullMarked
package io.falaj.features.pit;

import org.jspecify.annotations.NullMarked;
