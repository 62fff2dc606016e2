package io.joborchestrator.engine.chunk;

import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;

/** Progress of one stage as progress of the run. */
record ChunkProgress(RunListener listener, int stage, int stages, long records)
    implements RunListener {
  @Override
  public void progress(RunProgress progress) {
    Double percent = progress.percent();
    double part = percent == null ? 0 : percent / 100;
    listener.progress(
        new RunProgress(
            100 * (stage + part) / stages, records, 0, progress.bytes(), words(stage, stages)));
  }

  static String words(int stage, int stages) {
    return stage + 1 < stages
        ? "Chunk " + (stage + 1) + " of " + stages
        : "Putting the chunks together";
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
