/** The contract between the core and what executes jobs. */
@NullMarked
package io.joborchestrator.engine;

import org.jspecify.annotations.NullMarked;
