package io.joborchestrator.orchestrator;

import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.store.DatabaseBreaker;
import io.joborchestrator.store.DeadLetterStore;
import io.joborchestrator.store.FleetStore;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.RetryPolicyStore;
import io.joborchestrator.store.ScheduleStore;
import io.joborchestrator.store.StatisticsStore;
import io.joborchestrator.store.TemplateStore;
import io.joborchestrator.store.WorkStore;

/** The shared database as the core sees it. */
public record OrchestratorStores(
    JobStore jobs,
    WorkStore work,
    FleetStore fleet,
    ScheduleStore schedules,
    DeadLetterStore deadLetters,
    RetryPolicyStore retryPolicies,
    ChangeFeed changes,
    BreakerStore breakers,
    DatabaseBreaker databaseBreaker,
    StatisticsStore statistics,
    TemplateStore templates) {}
