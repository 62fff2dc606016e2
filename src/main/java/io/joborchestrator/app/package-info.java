/** Composition root: the launcher, the configuration and the wiring of everything that runs. */
@NullMarked
package io.joborchestrator.app;

import org.jspecify.annotations.NullMarked;
