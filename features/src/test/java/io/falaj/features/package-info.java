@NullMarked
package io.falaj.features;

import org.jspecify.annotations.NullMarked;
