/** Mergeable statistics of columns, taken while rows are written. */
@NullMarked
package io.falaj.validation.profile;

import org.jspecify.annotations.NullMarked;
