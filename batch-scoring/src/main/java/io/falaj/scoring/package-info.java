/** Batch scoring, drift, realized performance and the report. */
@NullMarked
package io.falaj.scoring;

import org.jspecify.annotations.NullMarked;
