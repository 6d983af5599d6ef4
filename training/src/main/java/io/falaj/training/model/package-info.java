/** A trained model: its artifact, how it scores rows, and how a baseline is made one. */
@NullMarked
package io.falaj.training.model;

import org.jspecify.annotations.NullMarked;
