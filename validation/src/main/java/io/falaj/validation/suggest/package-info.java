/** A first contract from data: what it holds, and what may be expected of it. */
@NullMarked
package io.falaj.validation.suggest;

import org.jspecify.annotations.NullMarked;
