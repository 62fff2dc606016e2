/** The standing duties of a process, one class each, and the loop that runs them. */
@NullMarked
package io.joborchestrator.orchestrator.duty;

import org.jspecify.annotations.NullMarked;
