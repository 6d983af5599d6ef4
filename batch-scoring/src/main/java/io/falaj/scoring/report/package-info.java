/** The report: a value that holds all it shows, and the page that it becomes. */
@NullMarked
package io.falaj.scoring.report;

import org.jspecify.annotations.NullMarked;
