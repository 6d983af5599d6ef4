@NullMarked
package io.falaj.lineage.html;

import org.jspecify.annotations.NullMarked;
