/** The catalog: one page that lists entities, views and features, for people to find them. */
@NullMarked
package io.falaj.features.catalog;

import org.jspecify.annotations.NullMarked;
