package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.pipeline.csv.Utf8Scan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Looks, beside the query, whether large files are UTF-8: the engine looks only at the columns that
 * are used, and the outcome must not depend on that.
 */
final class TextWatch implements AutoCloseable {
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private volatile boolean closed;

  TextWatch(List<Path> files) {
    if (files.isEmpty()) {
      end.complete(true);
      return;
    }
    Thread thread = new Thread(() -> look(files), "ejo-run-text");
    thread.setDaemon(true);
    thread.start();
  }

  private void look(List<Path> files) {
    try {
      for (Path file : files) {
        if (!Utf8Scan.isUtf8(file, () -> closed)) {
          end.complete(false);
          return;
        }
      }
      end.complete(true);
    } catch (IOException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  /** Waits until all was seen. */
  boolean isText() throws IOException {
    try {
      return end.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
