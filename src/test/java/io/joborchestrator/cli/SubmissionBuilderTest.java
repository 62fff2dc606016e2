package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class SubmissionBuilderTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneId.of("Europe/Berlin"));

  @TempDir Path folder;

  @Test
  void readsAJobFileAndLetsFlagsWin() throws Exception {
    Files.writeString(
        folder.resolve("job.json"),
        """
        {"name": "daily", "type": "etl", "priority": "low", "tags": ["a"], "config": {"x": 1}}
        """);

    JobSubmission job =
        build(
            "job.json --priority urgent --tag b --engine spark --timeout 30m --config x=2"
                + " --config y.z=text");

    assertThat(job.name()).isEqualTo("daily");
    assertThat(job.priority()).isEqualTo(JobPriority.URGENT);
    assertThat(job.tags()).containsExactly("a", "b");
    assertThat(job.engine()).isEqualTo("spark");
    assertThat(job.timeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(job.config()).hasToString("{\"x\":2,\"y\":{\"z\":\"text\"}}");
  }

  @Test
  void readsAJobFromStandardInput() throws Exception {
    InputStream in =
        new ByteArrayInputStream(
            "{\"name\":\"n\",\"type\":\"custom\",\"config\":{}}".getBytes(StandardCharsets.UTF_8));

    assertThat(build(in, "-").name()).isEqualTo("n");
  }

  @Test
  void writesAPipelineInFull() throws Exception {
    JobSubmission job =
        build(
            "--input sales.csv --filter amount>0 --derive net=amount*0.8 --group-by region,year"
                + " --aggregate total=sum(net) --aggregate n=count() --sort -total,region"
                + " --limit 10 --output out/totals.parquet --if-exists replace");

    assertThat(job.type()).isEqualTo("data_processing");
    assertThat(job.config().at("/inputs/input/path").asText()).isEqualTo(folder + "/sales.csv");
    assertThat(job.config().at("/output/path").asText()).isEqualTo(folder + "/out/totals.parquet");
    assertThat(job.config().get("steps"))
        .hasToString(
            "[{'op':'filter','where':'amount>0'},".replace('\'', '"')
                + "{'op':'derive','columns':[{'name':'net','expression':'amount*0.8'}]},"
                    .replace('\'', '"')
                + "{'op':'group_by','keys':['region','year'],'aggregates':[".replace('\'', '"')
                + "{'function':'sum','expression':'net','as':'total'},{'function':'count','as':'n'}]},"
                    .replace('\'', '"')
                + "{'op':'sort','by':[{'column':'total','direction':'desc'},{'column':'region'}]},"
                    .replace('\'', '"')
                + "{'op':'limit','rows':10}]".replace('\'', '"'));
  }

  @Test
  void takesAProgramAndItsArguments() throws Exception {
    JobSubmission job = build("--type script --name tidy -- ./tidy.sh --all x");

    assertThat(job.config().get("argv")).hasToString("[\"./tidy.sh\",\"--all\",\"x\"]");
    assertThat(job.config().get("workingDirectory").asText()).isEqualTo(folder.toString());
  }

  @Test
  void pointsIntoABrokenJobFile() throws Exception {
    Files.writeString(folder.resolve("job.json"), "{\n  \"name\": \"x\",\n  \"type\" etl\n}\n");

    assertThatThrownBy(() -> build("job.json"))
        .hasMessageContaining("job.json: Line 3, column ")
        .hasMessageContaining("\n      \"type\" etl\n")
        .hasMessageContaining("^");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertThatThrownBy(() -> build("no.json")).hasMessage("There is no file 'no.json'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``| What shall be submitted?",
        "a.json b.json | One job file at a time",
        "--type etl --priority hihg | Unknown priority 'hihg'",
      })
  void refusesACommandLineThatSaysTooLittleOrTooMuch(String words, String message) {
    assertThatThrownBy(() -> build(words))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--input a.csv | needs both --input and --output",
        "--input a.xls --output b.csv | does not say its format",
        "--input a.csv --output b.csv --aggregate total | write it as name=expression",
        "--input a.csv --output b.csv --aggregate t=summ(x) | Did you mean 'sum'?",
        "--type etl --at noon | '--at 'noon' is not a time",
        "--type etl --at 06:00 --timezone Mars | There is no time zone 'Mars'",
      })
  void saysWhatIsWrongWithAValue(String words, String message) {
    assertThatThrownBy(() -> build(words))
        .hasMessageContaining(message.startsWith("'--") ? message.substring(1) : message);
  }

  @ParameterizedTest
  @CsvSource({
    "06:00, 2026-11-24T05:00:00Z",
    "10:30, 2026-11-23T09:30:00Z",
    "9:30, 2026-11-23T08:30:00Z",
    "+2h, 2026-11-23T10:00:00Z",
    "2026-12-01, 2026-11-30T23:00:00Z",
    "2026-12-01T06:00, 2026-12-01T05:00:00Z",
    "2026-12-01T06:00:00Z, 2026-12-01T06:00:00Z",
    "2026-12-01T06:00:00+05:00, 2026-12-01T01:00:00Z",
  })
  void readsStartTimesInThePersonsZone(String at, Instant expected) throws Exception {
    assertThat(build("--type etl --at " + at).runAt()).isEqualTo(expected);
  }

  private JobSubmission build(String words) throws Exception {
    return build(InputStream.nullInputStream(), words);
  }

  private JobSubmission build(InputStream in, String words) throws Exception {
    CliIo io = new CliIo(in, System.out, System.err, false, CLOCK, folder);
    RootCommand root = new RootCommand(options -> 0);
    SubmitCommand command =
        new SubmitCommand(new Verb.Context(root, new FakeLauncher(null, folder), io));
    new CommandLine(command).parseArgs(words.isEmpty() ? new String[0] : words.split(" "));
    return new SubmissionBuilder(io, command.spec, command.flags, command.pipeline).build();
  }
}
