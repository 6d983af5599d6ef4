/** The page of a dataset: what is expected of it, and what was seen. */
@NullMarked
package io.falaj.validation.report;

import org.jspecify.annotations.NullMarked;
