/** Configuration files read into records: every problem found, each with its place. */
@NullMarked
package io.falaj.lineage.config;

import org.jspecify.annotations.NullMarked;
