package io.joborchestrator.console;

import io.joborchestrator.console.frame.FrameController;
import io.joborchestrator.console.frame.FrameViewModel;
import io.joborchestrator.console.frame.PageId;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.UiState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which page is in front: only that one is kept up to date. FX thread only. */
final class PageSwitch {
  private static final String PAGE = "page";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final WindowPages pages;
  private final FrameController frame;
  private final FrameViewModel frameModel;
  private final UiState state;
  private final UiTasks tasks;
  private PageId current = PageId.OVERVIEW;
  private @Nullable Page shown;
  private boolean samplesWanted;
  private boolean stopped;

  PageSwitch(
      WindowPages pages,
      FrameController frame,
      FrameViewModel frameModel,
      UiState state,
      UiTasks tasks) {
    this.pages = pages;
    this.frame = frame;
    this.frameModel = frameModel;
    this.state = state;
    this.tasks = tasks;
  }

  /** Shows the page that was open last, and from then on what is right for it. */
  void start() {
    frameModel.emptyProperty().addListener(observable -> emptinessChanged());
    PageId remembered = state.get(PAGE).flatMap(PageId::parse).orElse(PageId.OVERVIEW);
    if (needsJobs(remembered) && frameModel.snapshotProperty().get() == null) {
      awaitFirstCount(remembered);
    } else {
      show(remembered);
    }
  }

  /** Whether there are jobs decides what is shown first; a slow answer is not waited for. */
  private void awaitFirstCount(PageId page) {
    current = page;
    frame.showPage(page, new LoadingRows(12));
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
      put(current, rightFor(current));
    }
  }

  private void emptinessChanged() {
    if (needsJobs(current) && !samplesWanted && shown != null) {
      put(current, rightFor(current));
    }
  }

  /** No page is in front any more. */
  void stop() {
    stopped = true;
    if (shown != null) {
      shown.onHidden();
      shown = null;
    }
  }

  /** A page, or the samples where it would be empty. */
  void show(PageId page) {
    samplesWanted = false;
    put(page, rightFor(page));
  }

  /** The page itself, also when the last count said that there is no job. */
  void showItself(PageId page) {
    samplesWanted = false;
    put(page, pages.of(page));
  }

  /** The samples again, though there are jobs. */
  void showSamples() {
    samplesWanted = true;
    put(PageId.JOBS, rightFor(PageId.JOBS));
  }

  /** Pages that have nothing to show before the first job: the samples stand there. */
  private static boolean needsJobs(PageId page) {
    return page == PageId.JOBS || page == PageId.OVERVIEW;
  }

  private Page rightFor(PageId page) {
    boolean samples = samplesWanted || frameModel.emptyProperty().get();
    return needsJobs(page) && samples ? pages.firstStart() : pages.of(page);
  }

  private void put(PageId page, Page next) {
    current = page;
    boolean other = next != shown;
    if (other && shown != null) {
      shown.onHidden();
    }
    shown = next;
    frame.showPage(page, next.node());
    if (other) {
      next.onShown();
    }
    // A form is left behind on purpose: the window opens with what was looked at.
    if (page != PageId.SUBMIT) {
      state.put(PAGE, page.wire());
    }
  }

  boolean isShown(Page page) {
    return shown == page;
  }

  /** The page in front asks again now. */
  void refresh() {
    if (shown != null) {
      shown.refresh();
    }
  }

  void focusFilter() {
    if (shown != null) {
      shown.focusFilter();
    }
  }
}
