/** The only way from the window to background work and back. */
@NullMarked
package io.joborchestrator.console.task;

import org.jspecify.annotations.NullMarked;
