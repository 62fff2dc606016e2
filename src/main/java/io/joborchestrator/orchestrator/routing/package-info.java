/** Which engine runs a job, and why: pure functions over facts. */
@NullMarked
package io.joborchestrator.orchestrator.routing;

import org.jspecify.annotations.NullMarked;
