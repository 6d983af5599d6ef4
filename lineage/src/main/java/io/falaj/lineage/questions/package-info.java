/** Where something came from and what came of it, from the commits that were recorded. */
@NullMarked
package io.falaj.lineage.questions;

import org.jspecify.annotations.NullMarked;
