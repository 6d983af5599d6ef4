/** What a dataset promises, and what was seen of it. */
@NullMarked
package io.falaj.validation;

import org.jspecify.annotations.NullMarked;
