/** Who did what to which table version, for which purpose: chained, signed, checked offline. */
@NullMarked
package io.falaj.lineage.audit;

import org.jspecify.annotations.NullMarked;
