package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CliPipelineTest {
  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private CliFixture cli;

  @BeforeEach
  void connect() throws Exception {
    cli = new CliFixture(CliDatabase.launcher(database, folder.resolve("home")), folder);
    Files.writeString(
        folder.resolve("sales.csv"), "region,amount\nnorth,10\nsouth,5\nnorth,7\nsouth,-1\n");
  }

  @Test
  void runsAPipelineInShortFormInThisProcess() throws Exception {
    int exitCode =
        cli.run(
            "submit",
            "--input",
            "sales.csv",
            "--filter",
            "amount > 0",
            "--group-by",
            "region",
            "--aggregate",
            "total=sum(amount)",
            "--sort",
            "-total",
            "--output",
            "totals.csv",
            "--run");

    assertThat(exitCode).as(cli.err()).isZero();
    assertThat(folder.resolve("totals.csv")).hasContent("region,total\nnorth,17\nsouth,5\n");
    assertThat(cli.out()).contains("completed on local", "Rows out   2", "north");
  }

  @Test
  void pointsAtTheCharactersThatAreWrong() throws Exception {
    refused("submit", "--input", "sales.csv", "--filter", "amout > 0", "--output", "out.csv");
    assertThat(cli.err())
        .startsWith("Error UNKNOWN_COLUMN at /steps/0/where: ")
        .contains("    amout > 0\n    ^^^^^\n", "did you mean 'amount'?");

    refused(
        "submit",
        "--json",
        "--input",
        "sales.csv",
        "--filter",
        "region + 1 > 0",
        "--output",
        "o.csv");
    JsonNode problem = new ObjectMapper().readTree(cli.err()).at("/problems/0");
    assertThat(problem.get("pointer").asText()).isEqualTo("/steps/0/where");
    assertThat(problem.get("start").asInt()).isNotNegative();
  }

  @Test
  void namesFilesThatCannotBeReadOrWritten() throws Exception {
    refused("submit", "--input", "nothing.csv", "--output", "out.csv");
    assertThat(cli.err()).startsWith("Error INPUT_NOT_FOUND at /inputs/input/path: ");

    refused("submit", "--input", "sales.csv", "--output", "sales.csv");
    assertThat(cli.err()).startsWith("Error OUTPUT_EQUALS_INPUT");

    Files.write(folder.resolve("binary.csv"), new byte[] {0, 1, 2, (byte) 0xff, 0, 0, 10, 0});
    refused("submit", "--input", "binary.csv", "--output", "out.csv");
    assertThat(cli.err()).startsWith("Error INPUT_FORMAT");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("0");
  }

  @Test
  void saysWhichEngineAJobWouldTakeAndWhy() {
    int exitCode = cli.run("submit", "--check", "--input", "sales.csv", "--output", "out.parquet");

    assertThat(exitCode).as(cli.err()).isZero();
    assertThat(cli.out()).contains("It would take the engine local", "spark: ");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("0");
  }

  private void refused(String... words) {
    assertThat(cli.run(words)).as(cli.out() + cli.err()).isEqualTo(2);
  }
}
