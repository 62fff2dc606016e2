package io.joborchestrator.console;

import io.joborchestrator.console.frame.DesktopNotices;
import io.joborchestrator.console.frame.FrameActions;
import io.joborchestrator.console.frame.FrameController;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.FrameModels;
import io.joborchestrator.console.frame.FrameViewModel;
import io.joborchestrator.console.frame.Layers;
import io.joborchestrator.console.frame.Notifier;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.offline.LastSeenFile;
import io.joborchestrator.console.offline.LastSeenKeeper;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.start.SampleSource;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.Orchestrator;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Frame and pages over one connection; made anew when the connection is another. FX thread only.
 */
public final class ConsoleWindow implements Navigator, FrameActions {
  /**
   * What a window is made for.
   *
   * @param executes whether this process executes jobs
   * @param addWorkerCommand what a person types to add a worker
   * @param notifier of the desktop
   * @param lastSeen where it is kept what the window shows, for when the database is away
   */
  public record Place(
      Orchestrator orchestrator,
      FrameFacts frame,
      SettingsFacts settings,
      SampleSource samples,
      String addWorkerCommand,
      Notifier notifier,
      LastSeenFile lastSeen) {}

  /** Opens one more window of the program. */
  @FunctionalInterface
  public interface WindowStart {
    /**
     * Blocks.
     *
     * @throws IOException if it cannot be started
     */
    void open(String profile) throws IOException;
  }

  private final UiTasks tasks;
  private final LiveFeed feed;
  private final FrameViewModel frameModel;
  private final FrameController frame;
  private final Layers layers;
  private final Parent root;
  private final LastSeenKeeper lastSeen;
  private final WatchedJobs watched;
  private final WindowPages pages;
  private final PageSwitch front;
  private final PaletteLayer palette;
  private final Consumer<String> onSwitchProfile;
  private final WindowStart moreWindows;
  private final Texts texts;

  public ConsoleWindow(
      Place place,
      UiTasks tasks,
      Operations operations,
      UiState state,
      ThemeChoice theme,
      Texts texts,
      Clock clock,
      Consumer<String> onSwitchProfile,
      WindowStart moreWindows) {
    this.moreWindows = moreWindows;
    this.texts = texts;
    this.tasks = tasks;
    this.onSwitchProfile = onSwitchProfile;
    this.feed = new LiveFeed(place.orchestrator(), tasks, clock);
    this.layers = new Layers(tasks, texts);
    this.lastSeen =
        new LastSeenKeeper(
            place.orchestrator(), feed, tasks, place.lastSeen(), texts.get("offline.task.write"));
    this.watched = new WatchedJobs(state);
    DesktopNotices desktop =
        new DesktopNotices(
            place.notifier(), tasks, layers.dialogs(), state, texts, ConsoleWindow::isInFront);
    this.frameModel =
        new FrameViewModel(
            place.orchestrator(), tasks, feed, layers.dialogs(), texts, watched, desktop);
    ViewLoader loader = new ViewLoader(texts);
    FrameModels models =
        new FrameModels(frameModel, feed, operations, theme, place.frame(), state, texts);
    this.frame = new FrameController(models, layers, tasks, this);
    this.root = loader.load(FxmlView.FRAME, frame);
    PageContext context =
        new PageContext(
            place.orchestrator(), tasks, feed, layers.dialogs(), this, state, texts, loader, clock);
    this.pages = WindowPages.make(context, place, new WindowChoices(texts).rows(theme, desktop));
    this.front = new PageSwitch(pages, frame, frameModel, state, tasks);
    WindowActions actions = new WindowActions(this, frameModel, feed, theme, texts);
    this.palette = new PaletteLayer(layers, context, actions);
  }

  /** What goes into the scene. */
  public Parent root() {
    return root;
  }

  /** Begins to ask and shows the page that was open last. Call once it is in a scene. */
  public void start(Scene scene) {
    new WindowKeys(this).install(scene);
    feed.start();
    frameModel.start();
    lastSeen.start();
    front.start();
  }

  /** Ends every subscription; the root can be dropped then. */
  public void stop() {
    front.stop();
    pages.jobs().closeWindows();
    lastSeen.stop();
    frameModel.stop();
    feed.stop();
  }

  /** What to do off the FX thread while the core is still there, so that the last look is kept. */
  Runnable lastLook() {
    return lastSeen.lastWrite();
  }

  @Override
  public void show(PageId page) {
    front.show(page);
  }

  /** The samples again, though there are jobs. */
  void showSamples() {
    front.showSamples();
  }

  @Override
  public void openJob(String jobId) {
    front.showItself(PageId.JOBS);
    pages.jobs().openJob(jobId);
  }

  @Override
  public void openJobs(JobFilter filter) {
    front.showItself(PageId.JOBS);
    pages.jobs().showJobs(filter);
  }

  @Override
  public void openDeadLetter(long entryNo) {
    show(PageId.DEAD_LETTERS);
    pages.deadLetters().openEntry(entryNo);
  }

  @Override
  public void openDeadLetters() {
    show(PageId.DEAD_LETTERS);
  }

  @Override
  public void openReplay(long operationNo) {
    show(PageId.DEAD_LETTERS);
    pages.deadLetters().openReplay(operationNo);
  }

  /** The form of a replay of everything unresolved. */
  void replayEverything() {
    show(PageId.DEAD_LETTERS);
    pages.deadLetters().replayEverything();
  }

  @Override
  public void openSubmit(@Nullable JobSubmission prefill) {
    pages.submit().open(prefill);
    show(PageId.SUBMIT);
  }

  @Override
  public void openPalette() {
    palette.open();
  }

  @Override
  public void switchProfile(String profile) {
    onSwitchProfile.accept(profile);
  }

  /** One process has one environment, so any of its windows shows it. */
  private static boolean isInFront() {
    return Window.getWindows().stream().anyMatch(Window::isFocused);
  }

  /** Why there is nothing to watch, in a sentence, or null. */
  @Nullable String whyNotWatch() {
    return WatchedJobs.whyNot(front.isShown(pages.jobs()) ? pages.jobs().chosen() : List.of());
  }

  /** Tells when the chosen jobs end. */
  void watchChosen() {
    watched.add(pages.jobs().chosen());
  }

  /** Says something that needs no answer. */
  void tell(String sentence) {
    layers.dialogs().notice(sentence, null);
  }

  @Override
  public void openWindow(String profile) {
    tasks.run(
        texts.get("frame.window.task", profile),
        () -> {
          moreWindows.open(profile);
          return true;
        },
        done -> tell(texts.get("frame.window.opening", profile)),
        failure -> layers.dialogs().error(texts.get("frame.window.failed", profile), failure));
  }

  void refresh() {
    feed.refreshNow();
    front.refresh();
  }

  void focusFilter() {
    front.focusFilter();
  }

  void toggleRail() {
    frame.toggleRail();
  }

  void showKeys() {
    frame.showKeys();
  }

  /** Whether a dialog or the palette takes the keyboard. */
  boolean isCovered() {
    return layers.isOpen();
  }
}
