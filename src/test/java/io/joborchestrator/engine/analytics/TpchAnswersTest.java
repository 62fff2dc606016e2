package io.joborchestrator.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.TpchFiles;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All 22 queries of TPC-H as SQL jobs on both engines: the published answers. The scale is 0.01, or
 * 1 with {@code -Dtpch.scale=1}.
 */
@Tag("slow")
class TpchAnswersTest {
  private static final Logger log = LoggerFactory.getLogger(TpchAnswersTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong NUMBERS = new AtomicLong(22_000);

  /** Averages and quotients have six digits in Spark's decimals, and are doubles elsewhere. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.0000011");

  private static final String SCALE = System.getProperty("tpch.scale", "0.01");

  @TempDir Path dir;

  @Test
  void bothEnginesGiveThePublishedAnswers() throws Exception {
    long begin = System.nanoTime();
    TpchFiles.writeAll(dir, Double.parseDouble(SCALE));
    for (String table : TpchQueries.tables()) {
      toParquet(table);
      Files.delete(dir.resolve(table + ".csv"));
    }
    log.info("TPC-H {} made in {} ms", SCALE, (System.nanoTime() - begin) / 1_000_000);
    var soft = new SoftAssertions();
    all(EnginesForTests.local(), "duckdb", soft);
    all(EnginesForTests.spark(), "spark", soft);
    for (int number = 1; number <= 22; number++) {
      List<List<String>> one = rows(dir.resolve("duckdb" + number + ".csv"));
      List<List<String>> two = rows(dir.resolve("spark" + number + ".csv"));
      compare("query " + number + " on both", two, one, List.of(), soft);
    }
    soft.assertAll();
  }

  private void toParquet(String table) throws Exception {
    ObjectNode config = JSON.createObjectNode();
    config.putObject("inputs").set(table, TpchQueries.input(table, "csv", dir));
    config
        .putObject("output")
        .put("format", "parquet")
        .put("path", dir.resolve(table + ".parquet").toString());
    completed(run(EnginesForTests.local(), JobType.DATA_PROCESSING, config));
  }

  private void all(ExecutionEngine engine, String dialect, SoftAssertions soft) throws Exception {
    long whole = 0;
    for (int number = 1; number <= 22; number++) {
      Path output = dir.resolve(dialect + number + ".csv");
      ObjectNode job = TpchQueries.job(number, dialect, dir, output);
      long begin = System.nanoTime();
      RunOutcome end = run(engine, JobType.ANALYTICS, job);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      whole += millis;
      log.info("TPC-H {} query {} on {}: {} ms", SCALE, number, engine.name(), millis);
      soft.assertThat(end)
          .as(number + " on " + engine.name())
          .isInstanceOf(RunOutcome.Completed.class);
      if (end instanceof RunOutcome.Completed) {
        checkAnswer(number, engine.name(), output, soft);
      }
    }
    log.info("TPC-H {} all queries on {}: {} ms", SCALE, engine.name(), whole);
  }

  private static void checkAnswer(int number, String engine, Path output, SoftAssertions soft)
      throws Exception {
    if (TpchQueries.hasAnswer("sf" + SCALE, number)) {
      List<List<String>> expected = TpchQueries.answer("sf" + SCALE, number);
      List<Integer> without = TpchQueries.generatedTexts(number);
      compare("query " + number + " on " + engine, rows(output), expected, without, soft);
    }
  }

  private static void compare(
      String what,
      List<List<String>> rows,
      List<List<String>> expected,
      List<Integer> without,
      SoftAssertions soft) {
    soft.assertThat(rows).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < Math.min(rows.size(), expected.size()); i++) {
      int row = i;
      soft.assertThat(equal(rows.get(i), expected.get(i), without))
          .as(() -> what + ", row " + row + ": " + rows.get(row) + " for " + expected.get(row))
          .isTrue();
    }
  }

  private static List<List<String>> rows(Path output) throws Exception {
    List<List<String>> rows = new ArrayList<>();
    var format = new CsvFormat(',', '"', false, StandardCharsets.UTF_8, "\0");
    try (var reader = new CsvRecordReader(Files.newInputStream(output), format)) {
      reader.next();
      for (CsvRecord next = reader.next(); next != null; next = reader.next()) {
        rows.add(next.fields().stream().map(String::valueOf).toList());
      }
    }
    return rows;
  }

  private static boolean equal(List<String> row, List<String> expected, List<Integer> without) {
    if (row.size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < row.size(); i++) {
      if (!without.contains(i) && !equal(row.get(i), expected.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(String value, String expected) {
    if (value.equals(expected)) {
      return true;
    }
    try {
      BigDecimal right = new BigDecimal(expected);
      BigDecimal difference = new BigDecimal(value).subtract(right).abs();
      // Doubles of the published answers have 15 digits or so.
      BigDecimal relative = right.abs().movePointLeft(12);
      return difference.compareTo(TOLERANCE.max(relative)) <= 0;
    } catch (NumberFormatException text) {
      return false;
    }
  }

  private RunOutcome run(ExecutionEngine engine, String type, ObjectNode config) throws Exception {
    long no = NUMBERS.incrementAndGet();
    var run =
        new JobRun(
            no,
            "job-" + no,
            1,
            "tpch",
            type,
            config,
            null,
            dir.resolve("work-" + no),
            PublishGate.OPEN);
    return engine
        .start(run, new RecordingRunListener())
        .outcome()
        .toCompletableFuture()
        .get(10, TimeUnit.MINUTES);
  }

  private static void completed(RunOutcome end) {
    assertThat(end).as(end.toString()).isInstanceOf(RunOutcome.Completed.class);
  }
}
