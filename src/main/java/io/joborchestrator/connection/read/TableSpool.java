package io.joborchestrator.connection.read;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.postgresql.copy.CopyOut;

/**
 * Streams the rows of a table into CSV files: no header, a field that is not quoted and empty is
 * NULL, a quoted one is a text. Holds one row in memory per part. Stateless.
 */
public final class TableSpool {
  /** A longer row could not be read again from the file. */
  public static final int LONGEST_ROW = 16 << 20;

  private static final int MOST_AT_ONCE = 4;
  private static final int BUFFER = 1 << 18;
  private static final long TOLD_EVERY = 100_000;

  private TableSpool() {}

  /**
   * What was written.
   *
   * @param files one per part
   */
  public record Spooled(List<Path> files, long rows) {}

  /**
   * Blocks until all parts are written.
   *
   * @param most rows at most, or -1 for all
   * @param name of the files
   * @param progress told of the rows so far, from several threads
   */
  public static Spooled write(
      TableSources sources,
      TableSource source,
      long most,
      Path folder,
      String name,
      LongConsumer progress)
      throws IOException {
    Files.createDirectories(folder);
    AtomicLong rows = new AtomicLong();
    List<Path> files = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (String query : source.queries()) {
      Path file = folder.resolve(name + "-" + files.size() + ".csv");
      files.add(file);
      String limited = most < 0 ? query : query + " LIMIT " + most;
      parts.add(new Part(sources, source, limited, file, rows, progress));
    }
    if (parts.size() == 1) {
      parts.get(0).write();
    } else {
      writeAtOnce(parts, sources);
    }
    return new Spooled(files, rows.get());
  }

  private static void writeAtOnce(List<Part> parts, TableSources sources) throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(MOST_AT_ONCE, parts.size()),
            task -> new Thread(task, "ejo-read-" + sources.sessions().label()));
    try {
      List<Future<?>> started = new ArrayList<>();
      for (Part part : parts) {
        started.add(
            threads.submit(
                () -> {
                  part.write();
                  return null;
                }));
      }
      for (Future<?> one : started) {
        one.get();
      }
    } catch (ExecutionException e) {
      sources.sessions().cancel();
      Throwable cause = e.getCause();
      throw rethrown(cause == null ? e : cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sources.sessions().cancel();
      throw new java.util.concurrent.CancellationException("Interrupted");
    } finally {
      threads.shutdown();
      awaitEnd(threads);
    }
  }

  /** Nothing may write into the folder of a run that has ended. */
  private static void awaitEnd(ExecutorService threads) {
    try {
      if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException known) {
      throw known;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private record Part(
      TableSources sources,
      TableSource source,
      String query,
      Path file,
      AtomicLong rows,
      LongConsumer progress) {

    void write() throws IOException {
      DatabaseLink link = sources.sessions().open(source.database());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
        link.begin();
        for (String sql : TableSources.atMoment(source)) {
          link.execute(sql);
        }
        CopyOut copy =
            link.copies().copyOut("COPY (" + query + ") TO STDOUT (FORMAT csv, ENCODING 'UTF8')");
        byte[] row = copy.readFromCopy();
        while (row != null) {
          requireShort(row);
          out.write(row);
          tell();
          row = copy.readFromCopy();
        }
        link.commit();
      } catch (SQLException e) {
        throw ConnectionErrors.thrown(source.database(), link, e);
      } finally {
        sources.sessions().close(link);
      }
    }

    private void requireShort(byte[] row) {
      if (row.length > LONGEST_ROW) {
        throw new OrchestratorException(
            ErrorCode.BAD_ROWS,
            "A row of "
                + source.table().name()
                + " has more than "
                + (LONGEST_ROW >> 20)
                + " MiB as text: leave the column that is so large out of the columns to read.");
      }
    }

    private void tell() {
      long now = rows.incrementAndGet();
      if (now % TOLD_EVERY == 0) {
        progress.accept(now);
      }
    }
  }
}
