/** Jobs this process has claimed, from the claim to the stored outcome. */
@NullMarked
package io.joborchestrator.orchestrator.run;

import org.jspecify.annotations.NullMarked;
