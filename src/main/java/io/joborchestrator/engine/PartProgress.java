package io.joborchestrator.engine.match;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import org.jspecify.annotations.Nullable;

/**
 * Progress of one stage as progress of the run.
 *
 * @param stage from 0
 * @param words what the stage does, or null: what it says itself
 */
record StageProgress(RunListener listener, int stage, int stages, @Nullable String words)
    implements RunListener {
  void begin() {
    progress(new RunProgress(0.0, 0, 0, 0, words));
  }

  @Override
  public void progress(RunProgress progress) {
    Double percent = progress.percent();
    double part = percent == null ? 0 : percent / 100;
    listener.progress(
        new RunProgress(
            100 * (stage + part) / stages,
            progress.records(),
            progress.recordsTotal(),
            progress.bytes(),
            words == null ? progress.message() : words));
  }

  @Override
  public void log(String level, String line) {
    listener.log(level, line);
  }

  @Override
  public void event(RunEvent event) {
    listener.event(event);
  }
}
