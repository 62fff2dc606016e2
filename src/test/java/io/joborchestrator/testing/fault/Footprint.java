package io.joborchestrator.testing.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Threads, open files and heap of this process over a long run, to see what grows: the middle of
 * the last third is held against that of the first. Not thread-safe.
 */
public final class Footprint {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  /**
   * A link through a damaged network alone has two threads and two files, and those come and go.
   */
  private static final long MORE_THREADS = 40;

  private static final long MORE_FILES = 60;
  private static final long MORE_HEAP = 24L << 20;

  private final List<Sample> samples = new ArrayList<>();

  private record Sample(long threads, long files, long heap) {}

  /** Looks now, after a collection of garbage. */
  public void take() {
    System.gc();
    samples.add(
        new Sample(
            ManagementFactory.getThreadMXBean().getThreadCount(),
            openFiles(),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()));
  }

  /** Fails if something has grown. */
  public void assertSteady() {
    assertThat(samples).as("samples").hasSizeGreaterThanOrEqualTo(6);
    assertThat(growth(Sample::threads)).as("threads: " + words()).isLessThan(MORE_THREADS);
    assertThat(growth(Sample::files)).as("open files: " + words()).isLessThan(MORE_FILES);
    assertThat(growth(Sample::heap)).as("heap: " + words()).isLessThan(MORE_HEAP);
  }

  /** One line for people. */
  public String words() {
    return "%d samples, first against last third: threads %d, %d; open files %d, %d; heap %d, %d MiB"
        .formatted(
            samples.size(),
            early(Sample::threads),
            late(Sample::threads),
            early(Sample::files),
            late(Sample::files),
            early(Sample::heap) >> 20,
            late(Sample::heap) >> 20);
  }

  private long growth(ToLongFunction<Sample> what) {
    return late(what) - early(what);
  }

  private long early(ToLongFunction<Sample> what) {
    return middle(samples.subList(0, samples.size() / 3), what);
  }

  private long late(ToLongFunction<Sample> what) {
    return middle(samples.subList(samples.size() - samples.size() / 3, samples.size()), what);
  }

  private static long middle(List<Sample> some, ToLongFunction<Sample> what) {
    return some.stream().mapToLong(what).sorted().skip(some.size() / 2).findFirst().orElse(0);
  }

  /** Zero where the system does not tell. */
  private static long openFiles() {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.count();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
