package io.joborchestrator.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT :a + :b_1 | a,b_1",
        "SELECT ':a', \"b :c\", `:d` | ~~",
        "SELECT 1 /* :a */ , :b -- :c | b",
        "SELECT /* :a /* :b */ :c */ :d | d",
        "SELECT x::int, y :: date | ~~",
        "SELECT list[1:z], {'k':v} | ~~",
        "SELECT 'it''s :a' | ~~",
        "SELECT 'unclosed :a | ~~",
      })
  void findsParametersOutsideOfTextsAndComments(String sql, String names) {
    assertThat(String.join(",", StatementText.of(sql, SqlDialect.DUCKDB).parameters()))
        .isEqualTo(names);
  }

  @Test
  void aBackslashHidesAQuoteInSparksDialectOnly() {
    String sql = "SELECT 'a\\' :b ' , :c";
    assertThat(StatementText.of(sql, SqlDialect.SPARK).parameters()).containsExactly("c");
    assertThat(StatementText.of(sql, SqlDialect.DUCKDB).parameters()).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMPORARY VIEW late AS SELECT 1",
        "create or replace temp view late as\nSELECT 1 ; ",
        "-- why\nCREATE TEMP VIEW late AS SELECT 1"
      })
  void takesTheQueryOutOfAView(String sql) {
    StatementText text = StatementText.of(sql, SqlDialect.SPARK);
    assertThat(text.view()).isEqualTo("late");
    assertThat(text.query().strip()).isEqualTo("SELECT 1");
    assertThat(sql.substring(text.offset())).startsWith(text.query());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE VIEW late AS SELECT 1",
        "CREATE TABLE t AS SELECT 1",
        "CREATE GLOBAL TEMPORARY VIEW v AS SELECT 1"
      })
  void leavesOtherCreationsToTheParserThatRefusesThem(String sql) {
    assertThat(StatementText.of(sql, SqlDialect.SPARK).view()).isNull();
  }

  @Test
  void putsOtherTextInThePlaceOfParametersOnly() {
    StatementText text = StatementText.of("SELECT ':a', :a -- :a\n;", SqlDialect.DUCKDB);
    assertThat(text.queryWith(name -> "<" + name + ">")).isEqualTo("SELECT ':a', <a>");
  }

  @Test
  void namesPlacesInTheWholeStatement() {
    StatementText text =
        StatementText.of("CREATE TEMP VIEW v AS\n SELECT a\nFORM b", SqlDialect.SPARK);
    int place = text.character(3, 0);
    assertThat(text.place(place)).isEqualTo("line 3, column 1");
    assertThat(text.endOfPiece(place) - place).isEqualTo("FORM".length());
  }
}
