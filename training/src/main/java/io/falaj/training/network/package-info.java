/** Dense networks: their specification, DL4J's form of them, and our own step on ND4J. */
@NullMarked
package io.falaj.training.network;

import org.jspecify.annotations.NullMarked;
