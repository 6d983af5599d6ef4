/** The command line: configuration, session and clock meet here and nowhere else. */
@NullMarked
package io.falaj.jobs;

import org.jspecify.annotations.NullMarked;
