/** Writes static pages: elements and drawings as values, everything escaped, nothing loaded. */
@NullMarked
package io.falaj.lineage.html;

import org.jspecify.annotations.NullMarked;
