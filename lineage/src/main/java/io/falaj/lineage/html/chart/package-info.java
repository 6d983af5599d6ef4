/** Charts drawn as SVG from aggregates: a few dozen points each, whatever the number of rows. */
@NullMarked
package io.falaj.lineage.html.chart;

import org.jspecify.annotations.NullMarked;
