package io.joborchestrator.domain.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened to a job: when, what, by whom and why. */
public record JobEvent(
    Instant at, String event, int epoch, String actor, @Nullable String reason, ObjectNode data) {}
