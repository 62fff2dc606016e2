/** Follows the circuit breakers of the fleet in this process. */
@NullMarked
package io.joborchestrator.orchestrator.breaker;

import org.jspecify.annotations.NullMarked;
