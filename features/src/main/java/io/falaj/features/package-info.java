/** Feature views, the point-in-time join, materialization and training sets. */
@NullMarked
package io.falaj.features;

import org.jspecify.annotations.NullMarked;
