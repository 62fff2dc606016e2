/** What the core needs from the shared database, as interfaces; implementations live beside it. */
@NullMarked
package io.joborchestrator.store;

import org.jspecify.annotations.NullMarked;
