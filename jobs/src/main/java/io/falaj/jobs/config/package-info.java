/** The configuration of a pipeline, whole and checked, before Spark starts. */
@NullMarked
package io.falaj.jobs.config;

import org.jspecify.annotations.NullMarked;
