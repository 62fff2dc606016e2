package io.joborchestrator.console.view;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Clock;

/**
 * What every page gets from the window, by constructor.
 *
 * @param feed tells when to refresh, the state of the connection, and the database's time
 * @param state remembered from start to start, per environment
 * @param clock of this computer; for times of the database use {@link LiveFeed#now}
 */
public record PageContext(
    Orchestrator orchestrator,
    UiTasks tasks,
    LiveFeed feed,
    Dialogs dialogs,
    Navigator navigator,
    UiState state,
    Texts texts,
    ViewLoader loader,
    Clock clock) {}
