/** OpenLineage events of every step, and where they go. */
@NullMarked
package io.falaj.lineage.events;

import org.jspecify.annotations.NullMarked;
