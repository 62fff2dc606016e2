package io.joborchestrator.engine.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.local.LocalRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PipelineRunnerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DuckDbSettings SMALL = new DuckDbSettings(2, 512);

  @TempDir Path folder;

  private final RunListener listener =
      new RunListener() {
        @Override
        public void progress(RunProgress progress) {}

        @Override
        public void log(String level, String line) {}
      };

  private final PipelineRunner runner =
      new PipelineRunner(SMALL, new LocalPipelineWorkbench(SMALL));

  /** A request that a test makes. */
  private static final class Request implements LocalRunner.Cancellation {
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private volatile boolean requested;
    final CountDownLatch hooked = new CountDownLatch(1);

    void make() {
      requested = true;
      hooks.forEach(Runnable::run);
    }

    @Override
    public boolean isRequested() {
      return requested;
    }

    @Override
    public String reason() {
      return requested ? "asked for" : "";
    }

    @Override
    public boolean isForced() {
      return false;
    }

    @Override
    public void onRequest(Runnable action) {
      hooks.add(action);
      if (requested) {
        action.run();
      }
      hooked.countDown();
    }

    @Override
    public void onForce(Runnable action) {}
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private RunOutcome run(String config) throws Exception {
    return run(config, PublishGate.OPEN, new Request());
  }

  private RunOutcome run(String config, PublishGate gate, Request request) throws Exception {
    ObjectNode node =
        (ObjectNode) JSON.readTree(config.replace('\'', '"').replace("${dir}", folder.toString()));
    JobRun run = new JobRun(7, "job-7", 2, "test", "etl", node, null, folder.resolve("work"), gate);
    return runner.run(run, listener, request);
  }

  private JsonNode completed(RunOutcome outcome) {
    assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
    return ((RunOutcome.Completed) outcome).result();
  }

  private JobError failed(RunOutcome outcome) throws IOException {
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    assertThat(visible()).noneMatch(name -> name.startsWith("out"));
    return ((RunOutcome.Failed) outcome).error();
  }

  private List<String> visible() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String copy(String input, String output) {
    return "{'inputs': {'in': " + input + "}, 'output': " + output + "}";
  }

  private static final String CSV_OUT = "{'format': 'csv', 'path': '${dir}/out.csv'}";

  private static String csv(String more) {
    return "{'format': 'csv', 'path': '${dir}/in.csv'" + more + "}";
  }

  @Test
  void filtersDerivesGroupsSortsAndWrites() throws Exception {
    write("in.csv", "city,delay\nUlm,5\nBonn,\nUlm,20\nKiel,7\n\"Bad \"\"X\"\"\",1\n");
    JsonNode result =
        completed(
            run(
                """
                {'inputs': {'in': {'format': 'csv', 'path': '${dir}/in.csv'}},
                 'steps': [
                   {'op': 'derive', 'columns': [{'name': 'late', 'expression': 'if(delay > 6, 1, 0)'}]},
                   {'op': 'group_by', 'keys': ['city'], 'aggregates': [
                     {'function': 'count', 'as': 'n'},
                     {'function': 'sum', 'expression': 'late', 'as': 'late'},
                     {'function': 'avg', 'expression': 'delay', 'as': 'mean'}]},
                   {'op': 'sort', 'by': [{'column': 'n', 'direction': 'desc'}, {'column': 'city'}]}],
                 'output': {'format': 'csv', 'path': '${dir}/out.csv'}}
                """));
    assertThat(Files.readString(folder.resolve("out.csv")))
        .isEqualTo(
            "city,n,late,mean\nUlm,2,1,12.5\n\"Bad \"\"X\"\"\",1,0,1.0\nBonn,1,0,\nKiel,1,1,7.0\n");
    assertThat(result.path("rowsRead").asLong()).isEqualTo(5);
    assertThat(result.path("rowsWritten").asLong()).isEqualTo(4);
    assertThat(result.path("firstRows").path(0).path(0).asText()).isEqualTo("Ulm");
    assertThat(result.path("outputs").path(0).path("path").asText()).endsWith("out.csv");
    assertThat(visible()).containsExactly("in.csv", "out.csv", "work");
  }

  @Test
  void readsWhatItWroteAsParquet() throws Exception {
    write(
        "in.csv",
        "b,i,d,m,s,t,ts\ntrue,1,1.5,2.50,x,2024-02-29,2024-02-29T10:00:00+02:00\n,,,,,,\n");
    String columns =
        ", 'columns': [{'name': 'b', 'type': 'boolean'}, {'name': 'i', 'type': 'integer'},"
            + " {'name': 'd', 'type': 'double'}, {'name': 'm', 'type': 'decimal(10,2)'},"
            + " {'name': 's', 'type': 'string'}, {'name': 't', 'type': 'date'},"
            + " {'name': 'ts', 'type': 'timestamp'}]";
    JsonNode first =
        completed(run(copy(csv(columns), "{'format': 'parquet', 'path': '${dir}/out.parquet'}")));
    String expected =
        "[[\"true\",\"1\",\"1.5\",\"2.50\",\"x\",\"2024-02-29\",\"2024-02-29T08:00:00Z\"],"
            + "[null,null,null,null,null,null,null]]";
    assertThat(first.path("firstRows").toString()).isEqualTo(expected);
    JsonNode second =
        completed(
            run(
                copy(
                    "{'format': 'parquet', 'path': '${dir}/out.parquet'}",
                    "{'format': 'json', 'path': '${dir}/out.json'}")));
    assertThat(second.path("firstRows").toString()).isEqualTo(expected);
    JsonNode third =
        completed(
            run(
                copy(
                    "{'format': 'json', 'path': '${dir}/out.json'" + columns + "}",
                    "{'format': 'csv', 'path': '${dir}/again.csv'}")));
    assertThat(third.path("firstRows").toString()).isEqualTo(expected);
  }

  @Test
  void saysWhatIsWrongWithTheInput() throws Exception {
    String typed = csv(", 'columns': [{'name': 'a', 'type': 'integer'}]");
    assertThat(failed(run(copy(typed, CSV_OUT))).code()).isEqualTo("INPUT_NOT_FOUND");
    write("in.csv", "a\n1\nx7\n");
    JobError bad = failed(run(copy(typed, CSV_OUT)));
    assertThat(bad.code()).isEqualTo("BAD_ROWS");
    assertThat(bad.message()).contains("Column a").contains("x7");
    write("in.csv", "a,b\n1,2\n3\n");
    JobError ragged = failed(run(copy(typed, CSV_OUT)));
    assertThat(ragged.code()).isEqualTo("BAD_ROWS");
    assertThat(ragged.message()).contains("cut into its columns: 3");
    write("in.csv", "b\n1\n");
    JobError lacking = failed(run(copy(typed, CSV_OUT)));
    assertThat(lacking.code()).isEqualTo("INPUT_FORMAT");
    assertThat(lacking.message()).contains("no column 'a'");
    Files.write(folder.resolve("in.csv"), new byte[] {1, 0, 2, 0, 3});
    JobError binary = failed(run(copy(typed, CSV_OUT)));
    assertThat(binary.code()).isEqualTo("INPUT_FORMAT");
    assertThat(binary.message()).contains("binary");
    Files.write(folder.resolve("in.csv"), "a\n1\n\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(failed(run(copy(typed, CSV_OUT))).code()).isEqualTo("BAD_ROWS");
  }

  @Test
  void refusesRecordsThatAreMuchTooLong() throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve("in.csv"))) {
      out.write("a\n".getBytes(StandardCharsets.UTF_8));
      byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20; i++) {
        out.write(block);
      }
      out.write('\n');
    }
    String typed = csv(", 'columns': [{'name': 'a', 'type': 'string'}]");
    JobError error = failed(run(copy(typed, CSV_OUT)));
    assertThat(error.code()).isEqualTo("BAD_ROWS");
  }

  @Test
  void saysWhatIsWrongWithJson() throws Exception {
    String json =
        "{'format': 'json', 'path': '${dir}/in.json', 'columns': [{'name': 'a', 'type': 'bigint'}]";
    write("in.json", "{\"a\": 1}\n{\"a\":\n{\"a\": 3}\n[1]\n");
    JobError error = failed(run(copy(json + "}", CSV_OUT)));
    assertThat(error.code()).isEqualTo("BAD_ROWS");
    assertThat(error.message()).contains("in.json");
    JsonNode skipped = completed(run(copy(json + ", 'badRows': 'skip'}", CSV_OUT)));
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("a\n1\n3\n");
    assertThat(skipped.path("badRows").asLong()).isEqualTo(2);
  }

  @Test
  void skipsAndQuarantinesBadRows() throws Exception {
    write("in.csv", "a,b\n1,x\nzwei,y\n3\n4,z\n5,u,v\n");
    String columns =
        ", 'columns': [{'name': 'a', 'type': 'integer'}, {'name': 'b', 'type': 'string'}]";
    JsonNode skipped = completed(run(copy(csv(columns + ", 'badRows': 'skip'"), CSV_OUT)));
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("a,b\n1,x\n4,z\n");
    assertThat(skipped.path("badRows").asLong()).isEqualTo(3);
    completed(
        run(
            copy(
                csv(columns + ", 'badRows': 'quarantine', 'quarantinePath': '${dir}/bad.csv'"),
                "{'format': 'csv', 'path': '${dir}/out.csv', 'ifExists': 'replace'}")));
    assertThat(Files.readAllLines(folder.resolve("bad.csv")))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("zwei,y,") && line.contains("integer"))
        .anyMatch(line -> line.contains("cut into its columns: 5,u,v"));
  }

  @Test
  void takesColumnsByNameFromFilesInAnyOrder() throws Exception {
    Files.createDirectory(folder.resolve("many"));
    write("many/1.csv", "a,b\n1,x\n");
    write("many/2.csv", "\uFEFFb,extra,a\r\ny,9,2\r\n");
    write("many/3.csv", "");
    write("many/4.csv", "a,b\n");
    String input =
        "{'format': 'csv', 'path': '${dir}/many', 'columns': [{'name': 'a', 'type': 'integer'},"
            + " {'name': 'b', 'type': 'string'}]}";
    completed(run(copy(input, CSV_OUT)));
    assertThat(Files.readAllLines(folder.resolve("out.csv")))
        .containsExactlyInAnyOrder("a,b", "1,x", "2,y");
  }

  @Test
  void leavesExistingOutputAlone() throws Exception {
    write("in.csv", "a\n1\n");
    write("out.csv", "precious");
    RunOutcome refused = run(copy(csv(""), CSV_OUT));
    assertThat(((RunOutcome.Failed) refused).error().code()).isEqualTo("OUTPUT_EXISTS");
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo("precious");
    RunOutcome same =
        run(copy(csv(""), "{'format': 'csv', 'path': '${dir}/in.csv', 'ifExists': 'replace'}"));
    assertThat(((RunOutcome.Failed) same).error().code()).isEqualTo("OUTPUT_EQUALS_INPUT");
  }

  @Test
  void publishesNothingWhenTheGateIsShut() throws Exception {
    write("in.csv", "a\n1\n");
    JobError error = failed(run(copy(csv(""), CSV_OUT), manifest -> false, new Request()));
    assertThat(error.code()).isEqualTo("FENCED");
    assertThat(visible()).containsExactly("in.csv", "work");
  }

  @Test
  void raisesTheErrorsOfTheLanguage() throws Exception {
    write("in.csv", "a,b\n1,0\n9223372036854775807,1\n");
    String steps = ", 'steps': [{'op': 'derive', 'columns': [{'name': 'x', 'expression': '%s'}]}]}";
    String start = "{'inputs': {'in': " + csv("") + "}, 'output': " + CSV_OUT;
    assertThat(failed(run(start + steps.formatted("a / b"))).code()).isEqualTo("DIVISION_BY_ZERO");
    assertThat(failed(run(start + steps.formatted("a + 1"))).code()).isEqualTo("NUMERIC_OVERFLOW");
    assertThat(failed(run(start + steps.formatted("c + 1"))).code()).isEqualTo("UNKNOWN_COLUMN");
  }

  @Test
  void cancelsARunningQueryAndLeavesNothing() throws Exception {
    StringBuilder rows = new StringBuilder("a\n");
    for (int i = 0; i < 3000; i++) {
      rows.append(i).append('\n');
    }
    write("in.csv", rows.toString());
    String input = "{'format': 'csv', 'path': '${dir}/in.csv'}";
    String steps =
        """
        {'inputs': {'in': %s}, 'tables': {
          't': {'from': 'in', 'steps': [{'op': 'derive', 'columns': [{'name': 'k', 'expression': '1'}]}]},
          'u': {'from': 't', 'steps': [{'op': 'join', 'with': 't', 'on': [{'left': 'k', 'right': 'k'}], 'suffix': '2'}]}},
         'from': 'u', 'steps': [
          {'op': 'join', 'with': 't', 'on': [{'left': 'k', 'right': 'k'}], 'suffix': '3'},
          {'op': 'group_by', 'keys': ['a'], 'aggregates': [{'function': 'sum', 'expression': 'a2 * a3', 'as': 's'}]}],
         'output': {'format': 'csv', 'path': '${dir}/out.csv'}}
        """
            .formatted(input);
    Request request = new Request();
    var executor = Executors.newSingleThreadExecutor();
    try {
      var outcome = executor.submit(() -> run(steps, PublishGate.OPEN, request));
      assertThat(request.hooked.await(30, TimeUnit.SECONDS)).isTrue();
      request.make();
      assertThat(outcome.get(30, TimeUnit.SECONDS))
          .isEqualTo(new RunOutcome.Cancelled(true, "asked for"));
    } finally {
      executor.shutdownNow();
    }
    assertThat(visible()).containsExactly("in.csv", "work");
  }
}
