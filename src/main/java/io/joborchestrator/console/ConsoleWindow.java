package io.joborchestrator.console;

import io.joborchestrator.config.Profile;
import io.joborchestrator.console.deadletters.DeadLettersPage;
import io.joborchestrator.console.engines.EnginesPage;
import io.joborchestrator.console.frame.FrameActions;
import io.joborchestrator.console.frame.FrameController;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.FrameModels;
import io.joborchestrator.console.frame.FrameViewModel;
import io.joborchestrator.console.frame.Layers;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.jobs.JobsPage;
import io.joborchestrator.console.palette.PaletteController;
import io.joborchestrator.console.palette.PaletteViewModel;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.settings.SettingsPage;
import io.joborchestrator.console.start.FirstStartPage;
import io.joborchestrator.console.start.SampleSource;
import io.joborchestrator.console.submit.SubmitPage;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.console.workers.WorkersPage;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Frame and pages over one connection; made anew when the connection is another. FX thread only.
 */
public final class ConsoleWindow implements Navigator, FrameActions {
  private static final String PAGE = "page";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * What a window is made for.
   *
   * @param executes whether this process executes jobs
   * @param addWorkerCommand what a person types to add a worker
   */
  public record Place(
      Orchestrator orchestrator,
      FrameFacts frame,
      SettingsFacts settings,
      SampleSource samples,
      String addWorkerCommand) {}

  private final UiState state;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final FrameViewModel frameModel;
  private final FrameController frame;
  private final Layers layers;
  private final Parent root;
  private final JobsPage jobs;
  private final DeadLettersPage deadLetters;
  private final SubmitPage submit;
  private final FirstStartPage firstStart;
  private final Map<PageId, Page> pages = new EnumMap<>(PageId.class);
  private final PaletteController palette;
  private final Node paletteNode;
  private final WindowActions actions;
  private final Consumer<String> onSwitchProfile;
  private PageId current = PageId.JOBS;
  private @Nullable Page shown;
  private boolean samplesWanted;
  private boolean stopped;

  public ConsoleWindow(
      Place place,
      UiTasks tasks,
      Operations operations,
      UiState state,
      ThemeChoice theme,
      Texts texts,
      Clock clock,
      Consumer<String> onSwitchProfile) {
    this.state = state;
    this.tasks = tasks;
    this.onSwitchProfile = onSwitchProfile;
    this.feed = new LiveFeed(place.orchestrator(), tasks, clock);
    this.layers = new Layers(tasks, texts);
    this.frameModel =
        new FrameViewModel(place.orchestrator(), tasks, feed, layers.dialogs(), texts);
    ViewLoader loader = new ViewLoader(texts);
    FrameModels models =
        new FrameModels(frameModel, feed, operations, theme, place.frame(), state, texts);
    this.frame = new FrameController(models, layers, tasks, this);
    this.root = loader.load(FxmlView.FRAME, frame);
    PageContext context =
        new PageContext(
            place.orchestrator(), tasks, feed, layers.dialogs(), this, state, texts, loader, clock);
    this.jobs = new JobsPage(context);
    this.deadLetters =
        new DeadLettersPage(context, place.frame().environment() == Profile.Environment.PRODUCTION);
    this.submit = new SubmitPage(context);
    this.firstStart = new FirstStartPage(context, place.samples());
    pages.put(PageId.JOBS, jobs);
    pages.put(PageId.DEAD_LETTERS, deadLetters);
    pages.put(PageId.SUBMIT, submit);
    pages.put(PageId.WORKERS, new WorkersPage(context, place.addWorkerCommand()));
    pages.put(PageId.ENGINES, new EnginesPage(context));
    pages.put(
        PageId.SETTINGS, new SettingsPage(context, place.settings(), new ThemeLooks(theme, texts)));
    this.actions = new WindowActions(this, frameModel, feed, theme, texts);
    PaletteViewModel paletteModel =
        new PaletteViewModel(
            place.orchestrator().jobs(), tasks, layers.dialogs(), this, state, texts, actions::all);
    this.palette =
        new PaletteController(paletteModel, feed::now, () -> layers.palettePane().hide());
    VBox below = new VBox(loader.<Parent>load(FxmlView.PALETTE, palette));
    below.getStyleClass().add("palette-place");
    below.setPickOnBounds(false);
    this.paletteNode = below;
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
    frameModel.emptyProperty().addListener(observable -> emptinessChanged());
    PageId remembered = state.get(PAGE).flatMap(PageId::parse).orElse(PageId.JOBS);
    if (remembered == PageId.JOBS && frameModel.snapshotProperty().get() == null) {
      awaitFirstCount();
    } else {
      show(remembered);
    }
  }

  /** Whether there are jobs decides what is shown first; a slow answer is not waited for. */
  private void awaitFirstCount() {
    frame.showPage(PageId.JOBS, new LoadingRows(12));
    frameModel
        .snapshotProperty()
        .addListener(
            (observable, before, now) -> {
              if (before == null) {
                showFirst();
              }
            });
    tasks.after(PATIENCE, this::showFirst);
  }

  private void showFirst() {
    if (shown == null && !stopped) {
      swap(PageId.JOBS);
    }
  }

  /** Ends every subscription; the root can be dropped then. */
  public void stop() {
    stopped = true;
    if (shown != null) {
      shown.onHidden();
      shown = null;
    }
    frameModel.stop();
    feed.stop();
  }

  @Override
  public void show(PageId page) {
    samplesWanted = false;
    swap(page);
  }

  private void swap(PageId page) {
    current = page;
    Page next = pageFor(page);
    if (next == shown) {
      frame.showPage(page, next.node());
      return;
    }
    if (shown != null) {
      shown.onHidden();
    }
    shown = next;
    frame.showPage(page, next.node());
    next.onShown();
    if (page != PageId.SUBMIT) {
      state.put(PAGE, page.wire());
    }
  }

  private Page pageFor(PageId page) {
    if (page == PageId.JOBS && (samplesWanted || frameModel.emptyProperty().get())) {
      return firstStart;
    }
    Page found = pages.get(page);
    return found == null ? jobs : found;
  }

  private void emptinessChanged() {
    if (current == PageId.JOBS && !samplesWanted && shown != null) {
      swap(PageId.JOBS);
    }
  }

  /** The samples again, though there are jobs. */
  void showSamples() {
    samplesWanted = true;
    swap(PageId.JOBS);
  }

  @Override
  public void openJob(String jobId) {
    samplesWanted = false;
    showJobsPage();
    jobs.openJob(jobId);
  }

  @Override
  public void openJobs(JobFilter filter) {
    samplesWanted = false;
    showJobsPage();
    jobs.showJobs(filter);
  }

  /** The list itself, also when the last count said that there is no job. */
  private void showJobsPage() {
    current = PageId.JOBS;
    if (shown != jobs) {
      if (shown != null) {
        shown.onHidden();
      }
      shown = jobs;
      jobs.onShown();
    }
    frame.showPage(PageId.JOBS, jobs.node());
    state.put(PAGE, PageId.JOBS.wire());
  }

  @Override
  public void openDeadLetter(long entryNo) {
    show(PageId.DEAD_LETTERS);
    deadLetters.openEntry(entryNo);
  }

  @Override
  public void openReplay(long operationNo) {
    show(PageId.DEAD_LETTERS);
    deadLetters.openReplay(operationNo);
  }

  /** The form of a replay of everything unresolved. */
  void replayEverything() {
    show(PageId.DEAD_LETTERS);
    deadLetters.replayEverything();
  }

  @Override
  public void openSubmit(@Nullable JobSubmission prefill) {
    submit.open(prefill);
    show(PageId.SUBMIT);
  }

  @Override
  public void openPalette() {
    layers.palettePane().show(paletteNode);
    palette.open();
  }

  @Override
  public void switchProfile(String profile) {
    onSwitchProfile.accept(profile);
  }

  void refresh() {
    feed.refreshNow();
    if (shown != null) {
      shown.refresh();
    }
  }

  void focusFilter() {
    if (shown != null) {
      shown.focusFilter();
    }
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
