package io.joborchestrator.console;

import io.joborchestrator.config.Profile;
import io.joborchestrator.console.deadletters.DeadLettersPage;
import io.joborchestrator.console.engines.EnginesPage;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.jobs.JobsPage;
import io.joborchestrator.console.overview.OverviewPage;
import io.joborchestrator.console.settings.SettingsChoice;
import io.joborchestrator.console.settings.SettingsPage;
import io.joborchestrator.console.start.FirstStartPage;
import io.joborchestrator.console.submit.SubmitPage;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.workers.WorkersPage;
import java.util.List;

/**
 * The pages of one window.
 *
 * @param firstStart stands where there is nothing to show before the first job
 */
record WindowPages(
    OverviewPage overview,
    JobsPage jobs,
    DeadLettersPage deadLetters,
    SubmitPage submit,
    WorkersPage workers,
    EnginesPage engines,
    SettingsPage settings,
    FirstStartPage firstStart) {
  static WindowPages make(
      PageContext context, ConsoleWindow.Place place, List<SettingsChoice> choices) {
    boolean production = place.frame().environment() == Profile.Environment.PRODUCTION;
    return new WindowPages(
        new OverviewPage(context),
        new JobsPage(context),
        new DeadLettersPage(context, production),
        new SubmitPage(context),
        new WorkersPage(context, place.addWorkerCommand()),
        new EnginesPage(context),
        new SettingsPage(context, place.settings(), choices),
        new FirstStartPage(context, place.samples()));
  }

  Page of(PageId id) {
    return switch (id) {
      case OVERVIEW -> overview;
      case JOBS -> jobs;
      case DEAD_LETTERS -> deadLetters;
      case SUBMIT -> submit;
      case WORKERS -> workers;
      case ENGINES -> engines;
      case SETTINGS -> settings;
    };
  }
}
