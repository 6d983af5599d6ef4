/** The point-in-time engine: label rows and events in, exactly one row per label row out. */
@NullMarked
package io.falaj.features.pit;

import org.jspecify.annotations.NullMarked;
