/** Synchronous data-parallel training inside Spark: shards, replicas and their all-reduce. */
@NullMarked
package io.falaj.training.parallel;

import org.jspecify.annotations.NullMarked;
