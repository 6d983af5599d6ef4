/** Numbers without rounding: sums and quotients that do not depend on the order of their terms. */
@NullMarked
package io.falaj.lineage.exact;

import org.jspecify.annotations.NullMarked;
