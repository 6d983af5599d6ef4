/** Ed25519 keys and signatures over what must not be changed unseen. */
@NullMarked
package io.falaj.lineage.signing;

import org.jspecify.annotations.NullMarked;
