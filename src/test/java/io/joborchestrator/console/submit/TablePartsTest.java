package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables of databases in the forms. */
class TablePartsTest {
  private final SubmitRig rig = new SubmitRig();
  private final PipelineViewModel pipeline = rig.form.pipeline();

  private InputViewModel chooseTable() {
    InputViewModel input = pipeline.mainInput();
    input.source().set(InputViewModel.Source.TABLE);
    input.table().connection().set("warehouse");
    input.table().table().set("public.orders");
    rig.settle();
    return input;
  }

  @Test
  void aTableIsChosenByItsConnectionAndLookedInto() {
    InputViewModel input = pipeline.mainInput();
    input.source().set(InputViewModel.Source.TABLE);
    assertThat(input.ownProblems()).extracting(Problem::pointer).containsExactly("/connection");
    assertThat(input.table().connections()).containsExactly("warehouse");
    input.table().connection().set("warehouse");
    assertThat(input.table().tables()).containsExactly("public.orders");
    assertThat(input.ownProblems()).extracting(Problem::pointer).containsExactly("/table");
    chooseTable();
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.KNOWN);
    assertThat(input.knownColumns()).isEqualTo(SubmitRig.ORDER_COLUMNS);
    assertThat(input.name().get()).as("taken from the table").isEqualTo("orders");
    assertThat(rig.viewModel.preview().table().get().rows()).hasSize(1);
    assertThat(rig.viewModel.preview().facts().get()).contains("about 400,000 rows, 4 columns");
    assertThat(rig.form.name().get()).isEqualTo("orders_to_parquet");
  }

  @Test
  void aTableThatIsNotThereIsSaidAtItsField() {
    InputViewModel input = chooseTable();
    input.table().table().set("public.order");
    rig.settle();
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.FAILED);
    assertThat(input.problemAt("/table").orElseThrow().message()).contains("public.order");
    assertThat(input.knownColumns()).isEmpty();
    input.source().set(InputViewModel.Source.FILE);
    rig.settle();
    assertThat(input.ownProblems()).extracting(Problem::pointer).containsExactly("/path");
  }

  @Test
  void aTableIsCutIntoANumberOfParts() {
    InputViewModel input = chooseTable();
    input.partitions().number().set("8");
    assertThat(input.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/partitionBy/column");
    input.partitions().column().set("order_id");
    input.partitions().number().set("65");
    assertThat(input.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/partitionBy/number");
    input.partitions().number().set("64");
    assertThat(input.ownProblems()).isEmpty();
    assertThat(input.spec().partitionBy().number()).isEqualTo(64);
  }

  @Test
  void anUpsertNeedsAKey() {
    chooseTable();
    OutputViewModel output = pipeline.output();
    output.toTable().set(true);
    output.table().connection().set("warehouse");
    output.table().table().set("public.sums");
    output.mode().set("upsert");
    assertThat(output.ownProblems()).extracting(Problem::pointer).containsExactly("/key");
    output.key().add("country");
    assertThat(output.ownProblems()).isEmpty();
    rig.settle();
    assertThat(rig.form.name().get()).isEqualTo("orders_to_sums");
    ObjectNode config = rig.form.submission().config();
    assertThat(PipelineDocument.read(config).problems()).isEmpty();
    assertThat(config.at("/output/mode").asText()).isEqualTo("upsert");
    assertThat(config.path("output").has("path")).isFalse();
  }

  @Test
  void aDocumentWithTablesComesBackAsItWas() throws Exception {
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"inputs": {"o": {"format": "jdbc", "connection": "warehouse",
                                      "table": "public.orders", "badRows": "skip",
                                      "columns": [{"name": "order_id", "type": "bigint"}],
                                      "partitionBy": {"column": "order_id", "number": 4}}},
                     "steps": [],
                     "output": {"format": "jdbc", "connection": "warehouse", "table": "x.y",
                                "mode": "append", "key": ["a", "b"], "create": true}}
                    """);
    rig.form.load(JobSubmission.of("t", JobType.ETL, document));
    ObjectNode written = rig.form.submission().config();
    assertThat(written.at("/inputs/o").toString()).isEqualTo(reordered(document, "/inputs/o"));
    assertThat(written.path("output")).isEqualTo(document.path("output"));
  }

  private static String reordered(ObjectNode document, String place) {
    return FormInput.json(
            FormInput.read(document.at(place), io.joborchestrator.pipeline.spec.InputSpec.class))
        .toString();
  }

  @Test
  void columnsOfFoldersAreKept() throws Exception {
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"inputs": {"o": {"format": "csv", "path": "/data/none", "pathColumns": ["year"],
                                      "columns": [{"name": "year", "type": "integer"}]}}, "steps": []}
                    """);
    rig.form.load(JobSubmission.of("t", JobType.ETL, document));
    assertThat(rig.form.submission().config().at("/inputs/o/pathColumns/0").asText())
        .isEqualTo("year");
  }

  @Test
  void otherKindsReadTablesAndWriteFiles() {
    SqlInput input = rig.form.sql().inputs().get(0);
    input.source().set(InputViewModel.Source.TABLE);
    input.table().connection().set("warehouse");
    input.table().table().set("public.orders");
    rig.settle();
    assertThat(input.name().get()).isEqualTo("orders");
    assertThat(rig.form.sql().config().at("/inputs/orders/table").asText())
        .isEqualTo("public.orders");
    assertThat(rig.form.scoring().output().table()).as("files only").isNull();
    assertThat(List.of(rig.form.sql().statements().get(0).output()))
        .allMatch(output -> output.table() == null);
  }

  @Test
  void aLookThatTakesTooLongIsStopped() {
    InputViewModel input = pipeline.mainInput();
    input.source().set(InputViewModel.Source.TABLE);
    input.table().connection().set("warehouse");
    input.table().table().set("public.orders");
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.LOOKING);
    input.stopLooking();
    rig.settle();
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.FAILED);
    assertThat(input.look().failure().get()).startsWith("Stopped");
    input.refresh();
    rig.settle();
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.KNOWN);
  }
}
