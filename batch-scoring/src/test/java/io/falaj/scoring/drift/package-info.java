@NullMarked
package io.falaj.scoring.drift;

import org.jspecify.annotations.NullMarked;
