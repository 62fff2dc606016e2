package io.joborchestrator.console;

import io.joborchestrator.console.frame.FrameViewModel;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.palette.PaletteAction;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that can be done from anywhere: for the palette and the keys. */
final class WindowActions {
  private final ConsoleWindow window;
  private final FrameViewModel model;
  private final LiveFeed feed;
  private final ThemeChoice theme;
  private final Texts texts;

  WindowActions(
      ConsoleWindow window, FrameViewModel model, LiveFeed feed, ThemeChoice theme, Texts texts) {
    this.window = window;
    this.model = model;
    this.feed = feed;
    this.theme = theme;
    this.texts = texts;
  }

  List<PaletteAction> all() {
    List<PaletteAction> actions = new ArrayList<>();
    actions.add(
        action("submit", "mdoal-add", "Ctrl N", () -> window.openSubmit(null))
            .onlyIf(this::needsConnection));
    actions.add(action("samples", "mdomz-play_arrow", "", window::showSamples));
    int number = 1;
    for (PageId page : PageId.rail()) {
      String keys = "Ctrl " + number++;
      String title = texts.get("action.page", texts.get(page.titleKey()));
      actions.add(
          PaletteAction.of(
              "page-" + page.wire(), title, page.icon(), keys, () -> window.show(page)));
    }
    actions.add(action("mine", "mdomz-person", "", this::showMine).onlyIf(this::needsUser));
    actions.add(
        action("failed", "mdal-error", "", () -> showStatus(JobStatus.FAILED, JobStatus.TIMEOUT)));
    actions.add(
        action("active", "mdmz-play_circle_filled", "", () -> showStatus(JobStatus.RUNNING)));
    actions.add(
        action("replay-all", "mdmz-replay", "", window::replayEverything)
            .onlyIf(this::needsDeadLetters));
    actions.add(
        action("watch", "mdomz-notifications_none", "", window::watchChosen)
            .onlyIf(window::whyNotWatch));
    addQueue(actions);
    addView(actions);
    return actions;
  }

  private void addQueue(List<PaletteAction> actions) {
    FrameViewModel.Snapshot look = model.snapshotProperty().get();
    boolean paused = look != null && look.queuePaused();
    actions.add(
        paused
            ? action("resume-queue", "mdomz-play_arrow", "", () -> model.setQueuesPaused(false))
                .onlyIf(this::needsConnection)
            : action("pause-queue", "mdomz-pause", "", () -> model.setQueuesPaused(true))
                .onlyIf(this::needsConnection));
  }

  private void addView(List<PaletteAction> actions) {
    boolean stopped = feed.pausedProperty().get();
    actions.add(
        action(
            stopped ? "live" : "freeze",
            stopped ? "mdomz-play_arrow" : "mdomz-pause",
            "",
            () -> feed.pausedProperty().set(!stopped)));
    actions.add(action("refresh", "mdomz-refresh", "F5", window::refresh));
    for (ThemeChoice.Mode mode : ThemeChoice.Mode.values()) {
      String title = texts.get("action.theme", texts.get(mode.key()));
      actions.add(
          PaletteAction.of("theme-" + mode, title, mode.icon(), "", () -> theme.choose(mode)));
    }
    actions.add(action("rail", "mdomz-view_column", "Ctrl B", window::toggleRail));
    actions.add(action("keys", "mdoal-info", "?", window::showKeys));
  }

  private PaletteAction action(String id, String icon, String keys, Runnable run) {
    return PaletteAction.of(id, texts.get("action." + id), icon, keys, run);
  }

  private @Nullable String needsConnection() {
    return feed.connectedProperty().get() ? null : texts.get("action.missing.connection");
  }

  private @Nullable String needsDeadLetters() {
    FrameViewModel.Snapshot look = model.snapshotProperty().get();
    boolean none = look != null && look.deadLetters() == 0;
    return none ? texts.get("action.missing.dead") : needsConnection();
  }

  private @Nullable String needsUser() {
    return model.factsProperty().get() == null ? texts.get("action.missing.connection") : null;
  }

  private void showMine() {
    ConnectionFacts facts = model.factsProperty().get();
    if (facts != null) {
      window.openJobs(JobFilter.ALL.withOwners(Set.of(facts.user())));
    }
  }

  private void showStatus(JobStatus... statuses) {
    window.openJobs(JobFilter.ALL.withStatuses(Set.of(statuses)));
  }
}
