package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.AnalyticsDocument;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.console.submit.StatementViewModel.Rows;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalyticsFormViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final AnalyticsFormViewModel sql = rig.form.sql();

  private void open() {
    rig.form.kind().set(FormKind.ANALYTICS);
    sql.inputs().get(0).path().set(SubmitRig.ORDERS);
    rig.settle();
  }

  @Test
  void anInputTakesItsNameFromItsFileUntilItIsGivenOne() {
    open();
    assertThat(sql.inputs().get(0).name().get()).isEqualTo("orders");
    SqlInput second = sql.addInput(SubmitRig.ORDERS);
    rig.settle();
    assertThat(second.name().get()).isEqualTo("orders_2");
    second.tableName().set("again");
    second.path().set(SubmitRig.CUSTOMERS);
    rig.settle();
    assertThat(second.name().get()).isEqualTo("again");
    assertThat(sql.config().path("inputs").properties()).hasSize(2);
    second.tableName().set("Orders");
    assertThat(sql.ownProblems())
        .extracting(Problem::message)
        .contains("There are two inputs Orders");
    second.tableName().set("2nd");
    assertThat(sql.ownProblems()).extracting(Problem::pointer).contains("/inputs/2nd");
  }

  @Test
  void anEmptyFormMissesItsParts() {
    rig.form.kind().set(FormKind.ANALYTICS);
    assertThat(sql.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/inputs/input/path", "/statements/0/sql");
    assertThat(rig.viewModel.problems().list()).noneMatch(FormProblem::marked);
    rig.viewModel.submit();
    assertThat(rig.viewModel.problems().list()).allMatch(FormProblem::marked);
    assertThat(rig.orchestrator.jobs().submissions()).isEmpty();
  }

  @Test
  void whatTheFormMakesIsADocumentOfItsKind() {
    open();
    sql.dialect().set(SqlDialect.DUCKDB);
    sql.parameters().add();
    ParametersViewModel.Row least = sql.parameters().rows().get(0);
    least.name().set("least");
    least.type().set("integer");
    least.value().set("15");
    StatementViewModel first = sql.statements().get(0);
    first.sql().set("SELECT * FROM orders WHERE amount > :least");
    StatementViewModel second = sql.addStatement();
    assertThat(first.rows().get()).as("its rows would be lost").isEqualTo(Rows.VIEW);
    first.view().set("large");
    second.sql().set("SELECT count(*) AS n FROM large");
    second.rows().set(Rows.OUTPUT);
    second.output().path().set("/data/n.csv");
    assertThat(second.readable()).containsExactly("orders", "large", ":least");
    assertThat(first.readable()).containsExactly("orders", ":least");

    ObjectNode config = sql.config();
    assertThat(AnalyticsDocument.read(config).problems()).isEmpty();
    assertThat(config.at("/parameters/least/value").isNumber()).isTrue();
    rig.settle();
    assertThat(rig.form.name().get()).isEqualTo("orders_sql");
    rig.viewModel.submit();
    assertThat(rig.orchestrator.jobs().submissions())
        .singleElement()
        .satisfies(job -> assertThat(job.config()).isEqualTo(config));
  }

  @Test
  void aDocumentComesBackAsItWas() throws Exception {
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"dialect": "duckdb",
                     "inputs": {"orders": {"format": "csv", "path": "%s", "delimiter": ";"},
                                "people": {"format": "csv", "path": "%s"}},
                     "parameters": {"since": {"type": "date", "value": "2024-01-31"},
                                    "all": {"type": "boolean", "value": true}},
                     "statements": [
                       {"sql": "SELECT *\\nFROM orders", "as": "late"},
                       {"sql": "CREATE TEMPORARY VIEW v AS SELECT * FROM late"},
                       {"sql": "SELECT 1", "output": {"format": "csv", "path": "/data/o",
                                                      "ifExists": "append"}}],
                     "spark": {"weight": 3}}
                    """
                        .formatted(SubmitRig.ORDERS, SubmitRig.CUSTOMERS));
    rig.form.load(JobSubmission.of("q", JobType.ANALYTICS, document));
    assertThat(sql.config()).isEqualTo(document);
    assertThat(sql.statements().get(2).readable()).contains("orders", "people", "late", "v");
    rig.form.clear();
    assertThat(sql.config().has("spark")).isFalse();
    assertThat(sql.statements()).singleElement().matches(StatementViewModel::isEmpty);
  }

  @Test
  void aBrokenDocumentLeavesTheFormAsItIs() {
    open();
    ObjectNode before = sql.config();
    ObjectNode broken = before.deepCopy().put("dialect", "oracle");
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> sql.load(broken))
        .withMessageContaining("oracle");
    assertThat(sql.config()).isEqualTo(before);
  }

  @Test
  void statementsMoveAndComeBack() {
    open();
    StatementViewModel first = sql.statements().get(0);
    first.sql().set("SELECT 1");
    StatementViewModel second = sql.addStatement();
    second.sql().set("SELECT 2");
    sql.move(second, -1);
    assertThat(sql.statements()).containsExactly(second, first);
    assertThat(sql.canMove(second, -1)).isFalse();
    int index = sql.parts().indexOf(second);
    sql.remove(second);
    assertThat(sql.canRemove(first)).as("the last one").isFalse();
    sql.putBack(second, index);
    assertThat(sql.statements()).containsExactly(second, first);
    sql.duplicate(second);
    assertThat(sql.statements()).hasSize(3);
    assertThat(sql.statements().get(1).view().get()).isNotEqualTo(second.view().get());
  }

  @Test
  void whatTheCheckFindsStandsAtTheCharactersUntilTheyChange() {
    open();
    StatementViewModel first = sql.statements().get(0);
    first.sql().set("SELECT amout FROM orders");
    rig.orchestrator
        .jobs()
        .setProblems(
            List.of(
                new Problem(
                    ErrorCode.UNKNOWN_COLUMN,
                    "/config/statements/0/sql",
                    7,
                    12,
                    "In statement 1, line 1, column 8: there is no column 'amout'",
                    "amount")));
    rig.settle();
    assertThat(first.problems())
        .singleElement()
        .satisfies(each -> assertThat(each.pointer()).isEqualTo("/sql"))
        .satisfies(each -> assertThat(each.start()).isEqualTo(7));
    assertThat(rig.viewModel.problems().list().get(0).place()).isEqualTo("Statement 1");
    first.sql().set("SELECT amount FROM orders");
    assertThat(first.problems()).as("not checked yet").isEmpty();
    rig.settle();
    assertThat(first.problems()).as("checked, and found again").hasSize(1);
  }

  @Test
  void parametersNeedNamesAndTypes() {
    open();
    sql.parameters().add();
    sql.parameters().add();
    sql.parameters().rows().get(0).name().set("a");
    sql.parameters().rows().get(1).name().set("a");
    sql.parameters().rows().get(1).type().set("text");
    assertThat(sql.parameters().ownProblems())
        .extracting(Problem::message)
        .containsExactly("There are two parameters a", TypeText.HINT);
    sql.parameters().rows().get(0).name().set("");
    assertThat(sql.parameters().ownProblems())
        .extracting(Problem::message)
        .contains("Give the parameter a name");
    assertThat(sql.parameters().config().properties()).hasSize(1);
  }
}
