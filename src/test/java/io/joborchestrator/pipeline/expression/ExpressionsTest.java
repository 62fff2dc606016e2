package io.joborchestrator.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionsTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("delay", ColumnType.INTEGER),
          new Column("distance", ColumnType.BIGINT),
          new Column("price", ColumnType.decimal(10, 2)),
          new Column("score", ColumnType.DOUBLE),
          new Column("city", ColumnType.STRING),
          new Column("late", ColumnType.BOOLEAN),
          new Column("day", ColumnType.DATE),
          new Column("at", ColumnType.TIMESTAMP),
          new Column("Odd name", ColumnType.STRING));

  private static Problem problem(String source) {
    ExpressionException e =
        catchThrowableOfType(
            ExpressionException.class, () -> Expressions.check(source, COLUMNS, null));
    assertThat(e).as(source).isNotNull();
    return e.toProblem("/x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '~',
      textBlock =
          """
          delay + 1                      @ bigint
          delay / 2                      @ double
          delay % 2                      @ bigint
          price + 1                      @ decimal(13,2)
          price + price                  @ decimal(11,2)
          price * price                  @ decimal(20,4)
          price * 1.5                    @ decimal(12,3)
          price + score                  @ double
          -delay                         @ bigint
          1.50                           @ decimal(3,2)
          1e3                            @ double
          9223372036854775808            @ decimal(19,0)
          city || '!'                    @ string
          delay > 1 and late             @ boolean
          not late or city is not null   @ boolean
          day < at                       @ boolean
          city in ('a', 'b', null)       @ boolean
          delay between 1 and 2.5        @ boolean
          city not like 'a%'             @ boolean
          case when late then 1 else 2.5 end @ decimal(11,1)
          case city when 'a' then day end @ date
          cast(price as integer)         @ integer
          try_cast(city as timestamp)    @ timestamp
          coalesce(delay, distance)      @ bigint
          round(price, 1)                @ decimal(10,1)
          round(score, 2)                @ double
          floor(price)                   @ decimal(9,0)
          length("Odd name")             @ bigint
          `Odd name` = 'x'               @ boolean
          date_trunc('month', day)       @ date
          date_trunc('hour', at)         @ timestamp
          timestamp '2024-01-01T00:00:00+02:00' @ timestamp
          DATE '2024-02-29'              @ date
          """)
  void givesTypes(String source, String type) {
    assertThat(Expressions.check(source.strip(), COLUMNS, null).certainType().toString())
        .isEqualTo(type.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          dely + 1                 | 0  | 4  | UNKNOWN_COLUMN     | delay
          1 + Delay                | 4  | 9  | UNKNOWN_COLUMN     | delay
          lenght(city)             | 0  | 6  | INVALID_EXPRESSION | length
          delay + city             | 8  | 12 | TYPE_MISMATCH      |
          city = 1                 | 0  | 8  | TYPE_MISMATCH      |
          day > '2024-01-01'       | 0  | 18 | TYPE_MISMATCH      |
          delay +                  | 6  | 7  | INVALID_EXPRESSION |
          (delay + 1               | 10 | 10 | INVALID_EXPRESSION |
          delay 1                  | 6  | 7  | INVALID_EXPRESSION |
          'open                    | 0  | 5  | INVALID_EXPRESSION |
          delay == 1               | 6  | 8  | INVALID_EXPRESSION | =
          1 < delay < 3            | 10 | 11 | INVALID_EXPRESSION |
          delay # 1                | 6  | 7  | INVALID_EXPRESSION |
          cast(delay as int)       | 14 | 17 | INVALID_EXPRESSION |
          cast(score as string)    | 0  | 21 | TYPE_MISMATCH      |
          substring(city)          | 0  | 15 | INVALID_EXPRESSION |
          round(score, delay)      | 13 | 18 | TYPE_MISMATCH      |
          not delay                | 4  | 9  | TYPE_MISMATCH      |
          null                     | 0  | 4  | TYPE_MISMATCH      |
          date '2024-02-30'        | 0  | 17 | INVALID_EXPRESSION |
          regexp_matches(city, '(?=a)') | 21 | 28 | INVALID_EXPRESSION |
          to_date(city, 'dd/QQ')   | 14 | 21 | INVALID_EXPRESSION |
          day + 1                  | 0  | 3  | TYPE_MISMATCH      |
          """)
  void pointsAtTheCharacters(String source, int start, int end, ErrorCode code, String suggestion) {
    Problem problem = problem(source.strip());
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.start()).as(problem.message()).isEqualTo(start);
    assertThat(problem.end()).as(problem.message()).isEqualTo(end);
    assertThat(problem.suggestion()).isEqualTo(suggestion);
  }

  @Test
  void refusesWhatIsNestedTooDeeply() {
    assertThat(problem("(".repeat(5000) + "1" + ")".repeat(5000)).message()).contains("deeply");
    assertThat(problem("not ".repeat(5000) + "late").message()).contains("deeply");
  }

  @Test
  void refusesWhatWouldGrowTooLarge() {
    assertThat(problem("score" + " / delay".repeat(60)).message()).contains("too large");
    assertThat(problem("round(".repeat(40) + "score" + ")".repeat(40)).message())
        .contains("too large");
  }

  @Test
  void quotesNamesAndTextForEachEngine() {
    List<Column> columns = List.of(new Column("a\"`b", ColumnType.STRING));
    Typed typed = Expressions.check("\"a\"\"`b\" = 'it''s \\'", columns, null);
    assertThat(new SqlText(Dialect.DUCKDB).expression(typed))
        .isEqualTo("(\"a\"\"`b\" = 'it''s \\')");
    assertThat(new SqlText(Dialect.SPARK).expression(typed))
        .isEqualTo("(`a\"``b` = 'it\\'s \\\\')");
  }

  @Test
  void completesNamesFunctionsAndOperators() {
    assertThat(Expressions.completions("delay + dis", COLUMNS)).containsExactly("distance");
    assertThat(Expressions.completions("od", COLUMNS)).containsExactly("\"Odd name\"");
    assertThat(Expressions.completions("reg", COLUMNS)).contains("regexp_matches(");
    assertThat(Expressions.completions("delay ", COLUMNS)).contains("and", "is null");
    assertThat(Expressions.completions("city = 'de", COLUMNS)).isEmpty();
  }

  @Test
  void documentsEveryFunction() {
    assertThat(Functions.entries())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            entry -> {
              assertThat(entry.signature()).startsWith(entry.name() + "(");
              assertThat(entry.doc()).isNotBlank();
            });
  }

  @Test
  void findsItsErrorsInAnyMessage() {
    assertThat(RaisedError.in("Invalid Input Error: [[BAD_ROWS: Column a: x]]\nLINE 1"))
        .contains(new RaisedError(ErrorCode.BAD_ROWS, "Column a: x"));
    assertThat(RaisedError.in("[[NOPE: x]]")).isEmpty();
  }
}
