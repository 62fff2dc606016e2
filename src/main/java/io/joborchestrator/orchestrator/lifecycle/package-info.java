/** Starting and stopping in order; loops that can be woken. */
@NullMarked
package io.joborchestrator.orchestrator.lifecycle;

import org.jspecify.annotations.NullMarked;
