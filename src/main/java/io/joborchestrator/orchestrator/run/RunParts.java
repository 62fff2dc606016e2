package io.joborchestrator.orchestrator.run;

import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.WorkStore;

/**
 * What the steps of a run share.
 *
 * @param lostOutputs finishes what a dead attempt was about to publish
 */
public record RunParts(
    WorkStore work,
    WorkerMembership membership,
    RunBook book,
    EngineSlots slots,
    RunRouting routing,
    LostOutputs lostOutputs,
    WorkFolders folders,
    RunLimits limits,
    WorkClock clock) {}
