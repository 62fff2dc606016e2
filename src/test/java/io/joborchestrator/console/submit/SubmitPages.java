package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Clock;
import java.util.Locale;

/** Makes Submit pages for tests that need a window. FX thread only. */
final class SubmitPages {
  final AnsweringDialogs dialogs = new AnsweringDialogs();
  final VisitedPlaces navigator = new VisitedPlaces();

  SubmitPage page(Orchestrator orchestrator, UiTasks tasks, Clock clock) {
    Texts texts = Texts.load(Locale.ENGLISH);
    return new SubmitPage(
        new PageContext(
            orchestrator,
            tasks,
            new LiveFeed(orchestrator, tasks, clock),
            dialogs,
            navigator,
            UiState.transientState(),
            texts,
            new ViewLoader(texts),
            clock));
  }
}
