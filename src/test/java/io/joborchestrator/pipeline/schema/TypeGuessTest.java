package io.joborchestrator.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypeGuessTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0, bigint",
        "-0, bigint",
        "-12, bigint",
        "999999999999999999, bigint",
        "9223372036854775807, bigint",
        "-9223372036854775808, bigint",
        "9223372036854775808, string",
        "007, string",
        "-, string",
        "+1, string",
        "1.5, double",
        "-1e3, double",
        "NaN, double",
        "1., string",
        "1.5e, string",
        "1E+10, double",
        "1e1234, string",
        "1.123456789012345678, string",
        "1234567890123456.5, string",
        "0000-01-01, string",
        "2024-00-01, string",
        "true, boolean",
        "TRUE, string",
        "2024-02-29, date",
        "2023-02-29, string",
        "2024-01-02T03:04:05Z, timestamp",
        "2024-01-02 03:04, timestamp",
        "2024-01-02 24:04, string",
        "١٢, string",
        "\"\", string",
      })
  void aTextHasAType(String text, String type) {
    assertThat(TypeGuess.guess(text)).hasToString(type);
  }

  @Test
  void oneTextMakesTheColumnText() {
    assertThat(typeOf("x", "1", "2.5")).isEqualTo(ColumnType.STRING);
    assertThat(typeOf("1", "x", "2.5")).isEqualTo(ColumnType.STRING);
    assertThat(typeOf("1", null, "2.5")).isEqualTo(ColumnType.DOUBLE);
    assertThat(typeOf("2024-01-02", "2024-01-02T03:04:05Z")).isEqualTo(ColumnType.TIMESTAMP);
  }

  private static ColumnType typeOf(@Nullable String... values) {
    TypeGuess guess = new TypeGuess();
    for (String value : Arrays.asList(values)) {
      guess.add(Collections.singletonList(value));
    }
    List<Column> columns = guess.columns(List.of("c"));
    return columns.get(0).type();
  }
}
