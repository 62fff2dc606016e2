package io.joborchestrator.orchestrator.run;

import java.time.Duration;

/**
 * What a run may take.
 *
 * @param cancelGrace time between asking it to end and ending it by force
 * @param killWait time after that until it is given up as not confirmed
 */
public record RunLimits(int logLines, long logBytes, Duration cancelGrace, Duration killWait) {}
